#include "services/inclusion/recognition.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::inclusion {
namespace {

const Clue kCharity{ClueKind::kIdentifier, "GB-CHC-9900001"};
const Clue kOtherCharity{ClueKind::kIdentifier, "GB-CHC-9900002"};
const Clue kCompany{ClueKind::kIdentifier, "GB-COH-09900001"};
const Clue kOtherCompany{ClueKind::kIdentifier, "GB-COH-09900002"};
const Clue kName{ClueKind::kName, "example childrens hospice"};
const Clue kNearName{ClueKind::kName, "exmaple childrens hospice"};
const Clue kDomain{ClueKind::kDomain, "example.org.uk"};
const Clue kPhone{ClueKind::kPhone, "+441179000000"};
const Clue kPostcode{ClueKind::kPostcode, "BS1 4DJ"};

Judgement Judge(std::vector<Clue> asked, std::vector<Clue> carried) {
  std::sort(carried.begin(), carried.end());
  return Recognizer(std::move(asked)).Judge(carried);
}

TEST(Recognizer, TakesAnIdentifierForCertain) {
  const Judgement judgement = Judge({kCharity}, {kCharity});
  EXPECT_EQ(judgement.verdict, Verdict::kIdentified);
  EXPECT_EQ(judgement.score, 100);
}

TEST(Recognizer, LetsOneIdentifierDecideAgainstAnother) {
  // One body may have several numbers in a register, and one of them agrees.
  EXPECT_EQ(Judge({kCharity, kCompany}, {kCharity, kOtherCompany}).verdict,
            Verdict::kIdentified);
}

TEST(Recognizer, NeverMergesTwoOfOneRegisterWhateverElseAgrees) {
  EXPECT_EQ(Judge({kCharity, kName, kDomain, kPhone, kPostcode},
                  {kOtherCharity, kName, kDomain, kPhone, kPostcode})
                .verdict,
            Verdict::kSomebodyElse);
}

TEST(Recognizer, GoesByTheNameWhereIdentifiersAreOfDifferentRegisters) {
  const Judgement judgement = Judge({kCharity, kName}, {kCompany, kName});
  EXPECT_EQ(judgement.verdict, Verdict::kAlike);
  EXPECT_EQ(judgement.score, kNameWeight);
}

TEST(Recognizer, IsContentWithANameAlone) {
  EXPECT_EQ(Judge({kName}, {kName}).verdict, Verdict::kAlike);
  EXPECT_EQ(Judge({kCharity, kName}, {kName}).verdict, Verdict::kAlike);
}

TEST(Recognizer, WantsMoreThanOneOfTheOtherClues) {
  for (const Clue& clue : {kDomain, kPhone, kPostcode}) {
    EXPECT_EQ(Judge({clue}, {clue}).verdict, Verdict::kNobody);
  }
  EXPECT_EQ(Judge({kPhone, kPostcode}, {kPhone, kPostcode}).verdict,
            Verdict::kNobody);
  EXPECT_EQ(Judge({kName}, {kNearName}).verdict, Verdict::kNobody);
  EXPECT_EQ(Judge({kDomain, kPostcode}, {kDomain, kPostcode}).verdict,
            Verdict::kAlike);
  EXPECT_EQ(Judge({kName, kPostcode}, {kNearName, kPostcode}).verdict,
            Verdict::kAlike);
}

TEST(Recognizer, CountsAKindOnceAndNeverReachesCertainty) {
  const Clue domain{ClueKind::kDomain, "example.com"};
  EXPECT_EQ(Judge({kDomain, domain}, {kDomain, domain}).score, kDomainWeight);
  EXPECT_EQ(Judge({kName, kDomain, kPhone, kPostcode},
                  {kName, kDomain, kPhone, kPostcode})
                .score,
            kMostWithoutIdentifier);
}

TEST(Recognizer, ShowsWhatAgreed) {
  const v1::Recognition recognition = RecognitionOf(
      Judge({kCharity, kName, kPostcode}, {kNearName, kPostcode, kPhone}));
  EXPECT_EQ(recognition.basis(), v1::RECOGNITION_BASIS_DETAILS);
  EXPECT_DOUBLE_EQ(recognition.score(), 0.6);
  ASSERT_EQ(recognition.clues_size(), 2);
  EXPECT_EQ(recognition.clues(0).kind(), v1::CLUE_KIND_SIMILAR_NAME);
  EXPECT_EQ(recognition.clues(0).value(), kNearName.value);
  EXPECT_DOUBLE_EQ(recognition.clues(0).weight(), 0.4);
  EXPECT_EQ(recognition.clues(1).kind(), v1::CLUE_KIND_POSTCODE);
  EXPECT_EQ(RecognitionOf(Judge({kName}, {kName})).basis(),
            v1::RECOGNITION_BASIS_NAME);
  EXPECT_EQ(RecognitionOf(Judge({kCharity}, {kCharity})).basis(),
            v1::RECOGNITION_BASIS_IDENTIFIER);
}

TEST(Recognizer, HasDetailsWhenMoreThanIdentifiersIsAsked) {
  EXPECT_FALSE(Recognizer().has_details());
  EXPECT_FALSE(Recognizer({kCharity}).has_details());
  EXPECT_TRUE(Recognizer({kCharity, kPostcode}).has_details());
}

}  // namespace
}  // namespace localoffer::inclusion

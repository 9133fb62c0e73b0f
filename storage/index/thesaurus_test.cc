#include "storage/index/thesaurus.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/analyzer.h"

namespace localoffer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> ConceptsIn(
    absl::string_view text, Analyzer& analyzer) {
  std::vector<std::pair<std::string, std::string>> found;
  analyzer.AnalyzeDocument(text, [&](const DocumentTerm& term) {
    if (term.is_concept) found.emplace_back(term.term, term.word);
  });
  return found;
}

std::vector<std::string> BuiltInConceptsIn(absl::string_view text) {
  Analyzer analyzer(Thesaurus::BuiltIn());
  std::vector<std::string> terms;
  for (const auto& [term, word] : ConceptsIn(text, analyzer)) {
    terms.push_back(term.substr(1));
  }
  return terms;
}

Thesaurus Parsed(absl::string_view text) {
  absl::StatusOr<Thesaurus> thesaurus = Thesaurus::Parse(text);
  EXPECT_TRUE(thesaurus.ok()) << thesaurus.status();
  return *std::move(thesaurus);
}

TEST(Thesaurus, ReadsConceptsOverSeveralLines) {
  const Thesaurus thesaurus = Parsed(
      "# comment\n\n"
      "breaks: short breaks; respite\n    stay=0.5 | ask: night\n   away=0.4\n"
      "  | see: hospice=0.3\n"
      "hospice: hospice\n");
  ASSERT_EQ(thesaurus.concepts().size(), 2);
  EXPECT_EQ(thesaurus.concepts()[0].term,
            "\x01"
            "breaks");
  EXPECT_EQ(thesaurus.concepts()[0].label, "short breaks");
  ASSERT_EQ(thesaurus.concepts()[0].related.size(), 1);
  EXPECT_EQ(thesaurus.concepts()[0].related[0].number, 1);
  EXPECT_EQ(thesaurus.concepts()[0].related[0].factor, 0.3);
}

TEST(Thesaurus, SaysWhatIsWrongAndWhere) {
  const auto error = [](absl::string_view text) {
    return std::string(Thesaurus::Parse(text).status().message());
  };
  EXPECT_THAT(error("\nA b: c"), HasSubstr("line 2: \"A b\" is no id"));
  EXPECT_THAT(error("a:"), HasSubstr("nothing between"));
  EXPECT_THAT(error("a: b\na: c"), HasSubstr("line 2: a is there already"));
  EXPECT_THAT(error("a: break; breaks"), HasSubstr("said twice"));
  EXPECT_THAT(error("a: b=1.5"), HasSubstr("factor"));
  EXPECT_THAT(error("a: b=x"), HasSubstr("factor"));
  EXPECT_THAT(error("a: b | see: a=0.5"), HasSubstr("no other"));
  EXPECT_THAT(error("a: b | see: c=0.5"), HasSubstr("no other"));
  EXPECT_THAT(error("a: b | see: c\nc: d"), HasSubstr("needs a factor"));
  EXPECT_THAT(error("a: of the"), HasSubstr("1 to 6 words"));
  EXPECT_THAT(error("a: my son"), HasSubstr("1 to 6 words"));
  EXPECT_THAT(error("a: b c d e f g h"), HasSubstr("1 to 6 words"));
  EXPECT_THAT(error("! nursing home\na: nursing homes"),
              HasSubstr("mean nothing"));
  EXPECT_THAT(error("a: | ask: b"), HasSubstr("nothing between"));
}

TEST(Thesaurus, FingerprintTellsFilesApart) {
  EXPECT_EQ(Parsed("a: b").fingerprint(), Parsed("a: b").fingerprint());
  EXPECT_NE(Parsed("a: b").fingerprint(), Parsed("a: c").fingerprint());
  // FNV-1a of nothing: the same in every run.
  EXPECT_EQ(Parsed("").fingerprint(), 0xCBF29CE484222325);
}

TEST(Thesaurus, TheBuiltInOneIsRead) {
  const Thesaurus& thesaurus = Thesaurus::BuiltIn();
  EXPECT_GE(thesaurus.concepts().size(), 120);
  for (const Concept& one : thesaurus.concepts()) {
    EXPECT_LE(one.term.size(), Analyzer::kMaxTermSize);
  }
}

TEST(AnalyzeDocument, GivesTheConceptsThatWordsName) {
  const Thesaurus thesaurus =
      Parsed("slt: speech and language therapy; SALT\neol: end of life");
  Analyzer analyzer(thesaurus);
  EXPECT_THAT(
      ConceptsIn("Speech & Language Therapies (SALT); the end of her LIFE.",
                 analyzer),
      ElementsAre(Pair("\x01slt", "Speech & Language Therapies"),
                  Pair("\x01slt", "SALT"),
                  Pair("\x01"
                       "eol",
                       "end of her LIFE")));
  EXPECT_THAT(ConceptsIn("speech, hearing, language therapy", analyzer),
              IsEmpty());
}

TEST(AnalyzeDocument, GivesWordsFoldedWithoutApostrophes) {
  Analyzer analyzer;
  std::vector<std::string> folded;
  analyzer.AnalyzeDocument(
      "Children's CAFÉ don’t O'Brien",
      [&](const DocumentTerm& term) { folded.emplace_back(term.folded); });
  EXPECT_THAT(folded, ElementsAre("children", "cafe", "dont", "obrien"));
}

TEST(AnalyzeDocument, WhatPeopleAskForNamesNothingInADocument) {
  const Thesaurus thesaurus = Parsed("a: school transport | ask: bus");
  Analyzer analyzer(thesaurus);
  EXPECT_THAT(ConceptsIn("Take the bus", analyzer), IsEmpty());
}

TEST(AnalyzeDocument, FindsTheNamesThatComparingEveryNameWouldFind) {
  constexpr unsigned kSeed = 51;
  const Thesaurus& thesaurus = Thesaurus::BuiltIn();
  std::vector<std::string> words;
  thesaurus.words().ForEach([&](absl::string_view word, uint32_t /*count*/) {
    words.emplace_back(word);
  });
  std::mt19937 random(kSeed);
  Analyzer analyzer(thesaurus);
  const auto terms_of = [&](absl::string_view text) {
    std::vector<std::string> terms;
    analyzer.Analyze(text, [&](absl::string_view term, absl::string_view) {
      if (thesaurus.Find(term) != kSkippedWord) terms.emplace_back(term);
    });
    return terms;
  };
  for (int round = 0; round < 300; ++round) {
    // One name among random words, so that there is something to find.
    const ConceptPhrase& phrase =
        thesaurus.phrases()[random() % thesaurus.phrases().size()];
    const std::string text =
        absl::StrCat(words[random() % words.size()], " zzz ", phrase.wording,
                     " ", words[random() % words.size()]);
    const std::vector<std::string> terms = terms_of(text);
    const std::vector<std::string> name = terms_of(phrase.wording);
    ASSERT_NE(std::search(terms.begin(), terms.end(), name.begin(), name.end()),
              terms.end());
    const auto found = ConceptsIn(text, analyzer);
    const auto is_meant =
        Contains(Pair(thesaurus.concepts()[phrase.number].term, ::testing::_));
    if (phrase.is_name) {
      ASSERT_THAT(found, is_meant) << text << " seed " << kSeed;
    }
    for (const auto& one : found) {
      const std::vector<std::string> said = terms_of(one.second);
      const bool is_named = std::any_of(
          thesaurus.phrases().begin(), thesaurus.phrases().end(),
          [&](const ConceptPhrase& name) {
            return name.is_name &&
                   thesaurus.concepts()[name.number].term == one.first &&
                   terms_of(name.wording) == said;
          });
      ASSERT_TRUE(is_named)
          << one.second << " in " << text << " seed " << kSeed;
    }
  }
}

TEST(BuiltInThesaurus, KnowsTheWordsOfProfessionals) {
  EXPECT_THAT(BuiltInConceptsIn("Overnight respite for families"),
              Contains("overnight-break"));
  EXPECT_THAT(BuiltInConceptsIn("The SALT team"), Contains("speech-therapy"));
  EXPECT_THAT(BuiltInConceptsIn("Child and Adolescent Mental Health Service"),
              Contains("camhs"));
  EXPECT_THAT(
      BuiltInConceptsIn("with an Education, Health and Care (EHC) plan"),
      Contains("ehc-plan"));
}

// Names are compared by their stems, which other words share.
TEST(BuiltInThesaurus, IsNotMisledByOtherWordsOfAStem) {
  for (const auto& [text, concept_id] :
       std::vector<std::pair<std::string, std::string>>{
           {"Bear in mind that we sell mobility aids", "hiv"},
           {"Bear in mind that minds differ", "relaxation"},
           {"Bear in mind that minds differ", "complementary-therapy"},
           {"We travel by bus", "travellers"},
           {"Fitted kitchens that fit", "exercise"},
           {"A box of toys", "sports"},
           {"Feed the animals", "arts"},
           {"Oriental food and orientation", "outdoors"},
           {"Sexual abuse", "lgbt"},
           {"We treat everybody equally", "equality-rights"},
           {"There are toilets", "continence"},
           {"Café with cakes", "early-help"},
           {"An attractive garden", "days-out"},
           {"The cost of living", "money-advice"}}) {
    EXPECT_THAT(BuiltInConceptsIn(text), Not(Contains(concept_id))) << text;
  }
}

TEST(BuiltInThesaurus, IsNotMisledByOtherWords) {
  EXPECT_THAT(BuiltInConceptsIn("A nursing home for older people"),
              Not(Contains("childrens-nursing")));
  EXPECT_THAT(BuiltInConceptsIn("Parents can access a mobile phone"),
              IsEmpty());
  EXPECT_THAT(BuiltInConceptsIn("We will send you a universal form"),
              IsEmpty());
}

}  // namespace
}  // namespace localoffer

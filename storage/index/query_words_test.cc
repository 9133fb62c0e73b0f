#include "storage/index/query_words.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/thesaurus.h"

namespace localoffer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// The words of documents, and how often they are asked for.
class Documents {
 public:
  explicit Documents(const Thesaurus& thesaurus) : analyzer_(thesaurus) {}

  void Add(absl::string_view words, uint32_t count = 1) {
    analyzer_.AnalyzeDocument(words, [&](const DocumentTerm& term) {
      counts_[std::string(term.term)] += count;
      if (!term.is_concept) words_.Add(term.folded, count);
    });
  }

  std::vector<QueryGroup> Read(absl::string_view query) {
    const auto count = [this](absl::string_view term) -> size_t {
      ++lookups_;
      const auto found = counts_.find(std::string(term));
      return found == counts_.end() ? 0 : found->second;
    };
    return ReadQuery(query, {count, words_}, analyzer_);
  }

  int lookups() const { return lookups_; }

 private:
  Analyzer analyzer_;
  WordTable words_;
  std::map<std::string, size_t> counts_;
  int lookups_ = 0;
};

std::vector<std::string> Wordings(const QueryGroup& group) {
  std::vector<std::string> wordings;
  for (const QueryAlternative& alternative : group.alternatives) {
    wordings.push_back(alternative.wording);
  }
  return wordings;
}

const QueryAlternative* Find(const std::vector<QueryGroup>& groups,
                             absl::string_view term) {
  for (const QueryGroup& group : groups) {
    for (const QueryAlternative& alternative : group.alternatives) {
      if (alternative.term == term) return &alternative;
    }
  }
  return nullptr;
}

TEST(ReadQuery, AWordIsItsTermAndWhatItMeans) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> groups = documents.Read("Respite");
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_THAT(groups[0].words, ElementsAre("Respite"));
  EXPECT_EQ(groups[0].importance, 1);
  EXPECT_EQ(groups[0].alternatives[0].term, "respit");
  EXPECT_EQ(groups[0].alternatives[0].factor, 1);
  EXPECT_EQ(groups[0].alternatives[0].kind, AlternativeKind::kWord);
  EXPECT_EQ(groups[0].alternatives[1].term, "\x01short-breaks");
  EXPECT_EQ(groups[0].alternatives[1].kind, AlternativeKind::kConcept);
  EXPECT_EQ(groups[0].alternatives[1].wording, "short breaks");
}

TEST(ReadQuery, APhraseIsOneGroupWithItsWordsBesideIt) {
  Documents documents(Thesaurus::BuiltIn());
  std::vector<QueryGroup> groups =
      documents.Read("speech & language therapy for my son in Leeds");
  ASSERT_THAT(groups, SizeIs(6));
  for (const char* word : {"speech", "languag", "therapi"}) {
    EXPECT_EQ(groups[1].alternatives[0].term, word);
    EXPECT_GT(groups[1].importance, 0);
    EXPECT_LT(groups[1].importance, 0.5);
    groups.erase(groups.begin() + 1);
  }
  EXPECT_EQ(groups[0].alternatives[0].term, "\x01speech-therapy");
  EXPECT_EQ(groups[0].alternatives[0].factor, 1);
  EXPECT_THAT(groups[0].words, ElementsAre("speech", "language", "therapy"));
  EXPECT_LT(Find(groups, "speech")->factor, 0.5);
  EXPECT_EQ(groups[1].alternatives[0].term, "son");
  EXPECT_LT(groups[1].importance, 0.5);
  EXPECT_EQ(groups[2].alternatives[0].term, "leed");
}

TEST(ReadQuery, WhatIsTypedInCapitalsTellsMuch) {
  constexpr absl::string_view kIllness =
      "\x01"
      "chronic-fatigue";
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("me xyz", 100);
  std::vector<QueryGroup> groups =
      documents.Read("she has ME and we look for others");
  ASSERT_NE(Find(groups, kIllness), nullptr);
  EXPECT_GT(Find(groups, kIllness)->factor, 0.7);
  EXPECT_EQ(Find(groups, "me"), nullptr);
  EXPECT_EQ(Find(documents.Read("she told me of others"), kIllness), nullptr);
  EXPECT_EQ(Find(documents.Read("SHE HAS ME AND OTHERS"), kIllness), nullptr);
  EXPECT_EQ(documents.Read("XYZ hospice respite")[0].importance, 1);
  EXPECT_LT(documents.Read("xyz hospice respite")[0].importance, 1);
  EXPECT_LT(documents.Read("HELP hospice respite")[0].importance, 1);
}

TEST(ReadQuery, WhatFamiliesSayReachesWhatProfessionalsWrite) {
  const struct {
    absl::string_view query;
    absl::string_view concept_id;
  } kCases[] = {
      {"our baby died", "bereavement"},
      {"lost our baby", "pregnancy-loss"},
      {"somewhere he can stay overnight", "short-breaks"},
      {"a sleepover", "short-breaks"},
      {"shortbreaks", "short-breaks"},
      {"he's not talking", "speech-therapy"},
      {"still in nappies", "continence"},
      {"the bus to college", "post-16-transport"},
      {"how do we afford it", "benefits"},
      {"disagree with the council", "mediation"},
      {"turning 18", "preparing-adulthood"},
      {"his brother", "siblings"},
      {"get a job", "employment"},
      {"refuses to go to school", "school-avoidance"},
      {"deaf", "deafness"},
      {"going blind", "sight-loss"},
      {"can't get upstairs", "home-adaptations"},
  };
  for (const auto& one : kCases) {
    Documents documents(Thesaurus::BuiltIn());
    EXPECT_NE(
        Find(documents.Read(one.query), absl::StrCat("\x01", one.concept_id)),
        nullptr)
        << one.query;
  }
}

TEST(ReadQuery, WordsThatTellNothingMayStandInAPhrase) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> groups =
      documents.Read("the wheelchair was broken");
  ASSERT_THAT(groups, SizeIs(3));
  EXPECT_EQ(groups[0].alternatives[0].term, "\x01wheelchair-repair");
  EXPECT_THAT(groups[0].words, ElementsAre("wheelchair", "broken"));
  // Where they belong to a phrase they count.
  EXPECT_NE(Find(documents.Read("out of school"),
                 "\x01"
                 "alternative-provision"),
            nullptr);
}

TEST(ReadQuery, APhraseLeavesItsLastWordToABetterOne) {
  const absl::StatusOr<Thesaurus> thesaurus = Thesaurus::Parse(
      "classes: adult learning; night school; cold night\n"
      "disability: learning disability; school bus driver\n");
  ASSERT_TRUE(thesaurus.ok()) << thesaurus.status();
  Documents documents(*thesaurus);
  const auto meant = [&](absl::string_view query) {
    std::vector<std::string> first;
    for (const QueryGroup& group : documents.Read(query)) {
      first.push_back(group.alternatives[0].wording);
    }
    return first;
  };
  // As many words, and none left out between them.
  EXPECT_THAT(meant("adult with learning disability"),
              Contains("learning disability"));
  EXPECT_THAT(meant("adult with learning disability"),
              Not(Contains("adult learning")));
  EXPECT_THAT(meant("adult with learning"), Contains("adult learning"));
  // More words.
  EXPECT_THAT(meant("night school bus driver"),
              Contains("learning disability"));
  EXPECT_THAT(meant("night school bus driver"),
              Not(Contains("adult learning")));
  // The first of equals.
  EXPECT_THAT(meant("cold night school"),
              ElementsAre("adult learning", "cold", "night", "school"));
}

TEST(ReadQuery, WordsThatMeanNothingKnownWeighLessBesideOnesThatDo) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> few = documents.Read("zebra respite");
  ASSERT_THAT(few, SizeIs(2));
  EXPECT_LT(few[0].importance, 1);
  EXPECT_GE(few[0].importance, 0.5);
  EXPECT_EQ(few[1].importance, 1);
  const std::vector<QueryGroup> many =
      documents.Read("zebra curtain violet marble respite");
  ASSERT_THAT(many, SizeIs(5));
  EXPECT_LT(many[0].importance, few[0].importance);
  EXPECT_EQ(many[4].importance, 1);
  const std::vector<QueryGroup> alone = documents.Read("zebra curtain");
  EXPECT_EQ(alone[0].importance, 1);
}

TEST(ReadQuery, APlaceIsOneGroupAndMakesNoOtherWordWeighLess) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> groups =
      documents.Read("zebra in Bath and North East Somerset");
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_EQ(groups[0].importance, 1);
  EXPECT_EQ(groups[1].importance, 1);
  EXPECT_EQ(groups[1].alternatives[0].term,
            "\x01place-bath-and-north-east-somerset");
}

TEST(ReadQuery, AWordNobodyWritesIsCorrected) {
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("trampolining", 40);
  documents.Add("trampoliner", 2);
  const std::vector<QueryGroup> groups = documents.Read("tramplining");
  const QueryAlternative* const correction = Find(groups, "trampolin");
  ASSERT_NE(correction, nullptr);
  EXPECT_EQ(correction->kind, AlternativeKind::kCorrection);
  EXPECT_EQ(correction->wording, "trampolining");
  EXPECT_LT(correction->factor, 1);
  EXPECT_EQ(groups[0].alternatives[0].term, "tramplin");
}

TEST(ReadQuery, ACorrectedWordMeansWhatItIsCorrectedTo) {
  Documents documents(Thesaurus::BuiltIn());
  EXPECT_NE(Find(documents.Read("respit"), "\x01short-breaks"), nullptr);
  const std::vector<QueryGroup> groups =
      documents.Read("speach and langauge therapy");
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_EQ(groups[1].alternatives[0].term, "therapi");
  EXPECT_EQ(groups[0].alternatives[0].term, "\x01speech-therapy");
  EXPECT_EQ(groups[0].alternatives[0].kind, AlternativeKind::kConcept);
}

TEST(ReadQuery, WhatIsNoWordIsNotCorrectedToAShortOne) {
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("so at as a go us see", 50);
  for (const char* const typed : {"zzzzzz", "aaaaaa", "ssssss", "eeeeee"}) {
    EXPECT_THAT(Wordings(documents.Read(typed)[0]), ElementsAre(typed));
  }
}

TEST(ReadQuery, KnownWordsAreNotCorrected) {
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("needs hall full", 500);
  documents.Add("hull", 3);
  EXPECT_THAT(Wordings(documents.Read("hull")[0]),
              ElementsAre("hull", "Kingston upon Hull"));
  EXPECT_THAT(Wordings(documents.Read("leeds")[0]),
              ElementsAre("leeds", "Leeds"));
  EXPECT_THAT(Wordings(documents.Read("hal")[0]), ElementsAre("hal"));
  EXPECT_THAT(Wordings(documents.Read("hall9")[0]), ElementsAre("hall9"));
}

TEST(ReadQuery, AVeryRareWordIsDoubtedBesideAVeryCommonOne) {
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("trampoline", 200);
  documents.Add("tramploine", 1);
  const std::vector<QueryGroup> groups = documents.Read("tramploine");
  EXPECT_EQ(groups[0].alternatives[0].term, "tramploin");
  ASSERT_NE(Find(groups, "trampolin"), nullptr);
  EXPECT_LT(Find(groups, "trampolin")->factor, 0.5);
}

TEST(ReadQuery, AWordThatIsCutOffIsCompleted) {
  Documents documents(Thesaurus::BuiltIn());
  documents.Add("xylophone", 5);
  ASSERT_NE(Find(documents.Read("xylop"), "xylophon"), nullptr);
}

TEST(ReadQuery, CommonWordsCountOnlyAmongThemselves) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> some = documents.Read("what is the hospice");
  ASSERT_THAT(some, SizeIs(1));
  EXPECT_EQ(some[0].alternatives[0].term, "hospic");
  EXPECT_THAT(documents.Read("what is the"), SizeIs(3));
  const std::vector<QueryGroup> little = documents.Read("help for my child");
  ASSERT_THAT(little, SizeIs(2));
  EXPECT_EQ(little[0].importance, 1);
  EXPECT_EQ(little[1].importance, 1);
  EXPECT_THAT(documents.Read(""), IsEmpty());
  EXPECT_THAT(documents.Read("?! --"), IsEmpty());
}

TEST(ReadQuery, WordsOfOneTermAreOneGroup) {
  Documents documents(Thesaurus::BuiltIn());
  const std::vector<QueryGroup> groups =
      documents.Read("swim swims Swim zebra swim");
  ASSERT_THAT(groups, SizeIs(2));
  EXPECT_THAT(groups[0].words, ElementsAre("swim", "swims", "Swim"));
}

TEST(ReadQuery, WordsThatMeanNothingTogetherAreOnlyWords) {
  Documents documents(Thesaurus::BuiltIn());
  EXPECT_EQ(Find(documents.Read("nursing home"),
                 "\x01"
                 "childrens-nursing"),
            nullptr);
  EXPECT_NE(Find(documents.Read("nursing"),
                 "\x01"
                 "childrens-nursing"),
            nullptr);
}

TEST(ReadQuery, HoldsItsPromisesWhateverIsTyped) {
  constexpr unsigned kSeed = 61;
  std::mt19937 random(kSeed);
  std::vector<std::string> words = {"zzzzz", "\xFF", "½",      "学校", "a&e",
                                    "of",    "my",   "speach", "16",   "help"};
  Thesaurus::BuiltIn().words().ForEach(
      [&](absl::string_view word, uint32_t) { words.emplace_back(word); });
  Documents documents(Thesaurus::BuiltIn());
  for (const std::string& word : words) documents.Add(word, random() % 9);
  for (int round = 0; round < 1'000; ++round) {
    std::string query;
    for (size_t size = random() % 30; size > 0; --size) {
      std::string word = words[random() % words.size()];
      if (random() % 4 == 0) word[random() % word.size()] = 'q';
      absl::StrAppend(&query, word, " ");
    }
    const std::vector<QueryGroup> groups = documents.Read(query);
    ASSERT_LE(groups.size(), kMaxQueryGroups);
    size_t alternatives = 0;
    for (const QueryGroup& group : groups) {
      ASSERT_FALSE(group.words.empty());
      ASSERT_FALSE(group.alternatives.empty());
      ASSERT_GT(group.importance, 0);
      ASSERT_LE(group.importance, 1);
      std::vector<std::string> terms;
      double last = 1;
      for (const QueryAlternative& alternative : group.alternatives) {
        ASSERT_GT(alternative.factor, 0) << query;
        ASSERT_LE(alternative.factor, last) << query << " seed " << kSeed;
        last = alternative.factor;
        ASSERT_THAT(terms, Not(Contains(alternative.term)));
        terms.push_back(alternative.term);
      }
      alternatives += terms.size();
    }
    ASSERT_LE(alternatives, kMaxQueryAlternatives);
  }
}

TEST(ReadQuery, AHostileQueryTakesABoundedNumberOfSteps) {
  Documents documents(Thesaurus::BuiltIn());
  std::mt19937 random(62);
  std::string query;
  for (int i = 0; i < 5'000; ++i) {
    std::string word;
    for (int letter = 0; letter < 8; ++letter) {
      word.push_back(static_cast<char>('a' + random() % 3));
    }
    documents.Add(word);
    word[random() % word.size()] = 'x';
    absl::StrAppend(&query, word, " ");
  }
  const std::vector<QueryGroup> groups = documents.Read(query);
  EXPECT_THAT(groups, SizeIs(kMaxQueryGroups));
  // Each word, alone and joined with the next, and for each that is corrected
  // its candidates, near and sounding alike, of the documents and of the
  // thesaurus.
  EXPECT_LE(documents.lookups(),
            3 * kMaxQueryWords + kMaxCorrectedWords * 4 * 64);
  EXPECT_THAT(documents.Read(std::string(1'000'000, 'x')), SizeIs(1));
}

}  // namespace
}  // namespace localoffer

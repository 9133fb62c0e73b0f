// Whether generated offers look as local offers do, in figures.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/directory/provider_id.h"
#include "tests/generator/generator.h"

namespace localoffer::generator {
namespace {

constexpr size_t kEntries = 30000;

class Proportions : public ::testing::Test {
 protected:
  Proportions() : generator_(Options()) {}

  static GeneratorOptions Options() {
    GeneratorOptions options;
    options.seed = 11;
    options.entries = kEntries;
    return options;
  }

  void ForEach(
      absl::FunctionRef<void(const std::string&, const GeneratedEntry&)> call) {
    for (const std::string& authority : generator_.authorities()) {
      generator_.ForEachEntry(authority, [&](const GeneratedEntry& generated) {
        call(authority, generated);
      });
    }
  }

  // Percent of the entries of which `holds` is true.
  double Percent(absl::FunctionRef<bool(const v1::Entry&)> holds) {
    size_t count = 0;
    ForEach([&](const std::string&, const GeneratedEntry& generated) {
      if (holds(generated.entry)) ++count;
    });
    return 100.0 * count / kEntries;
  }

  const Generator generator_;
};

std::set<std::string> WordsOf(const v1::Entry& entry) {
  return absl::StrSplit(absl::AsciiStrToLower(entry.service().description()),
                        absl::ByAnyChar(" \n.,;:()<>?/"), absl::SkipEmpty());
}

TEST_F(Proportions, OfDescriptionsThatAreSixtyToTwoHundredAndTwentyWordsLong) {
  ForEach([](const std::string&, const GeneratedEntry& generated) {
    const std::string& text = generated.entry.service().description();
    const std::vector<absl::string_view> words =
        absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty());
    ASSERT_GE(words.size(), kFewestWords) << text;
    ASSERT_LE(words.size(), kMostWords) << text;
  });
}

TEST_F(Proportions, OfFrequentAndRareWords) {
  std::map<std::string, size_t> entries_of;
  size_t both = 0;
  ForEach([&](const std::string&, const GeneratedEntry& generated) {
    const std::set<std::string> words = WordsOf(generated.entry);
    for (const std::string& word : words) ++entries_of[word];
    both += words.count(std::string(kFrequentWords[0])) *
            words.count(std::string(kFrequentWords[1]));
  });
  for (const absl::string_view word : kFrequentWords) {
    EXPECT_NEAR(100.0 * entries_of[std::string(word)] / kEntries,
                kFrequentWordPercent, 1);
  }
  EXPECT_NEAR(100.0 * both / kEntries, 1, 0.3);
  EXPECT_GT(entries_of.size(), 10000);
  const auto rare =
      std::count_if(entries_of.begin(), entries_of.end(),
                    [](const auto& word) { return word.second <= 10; });
  EXPECT_GT(rare, entries_of.size() / 2);
}

TEST_F(Proportions, OfServiceAreas) {
  EXPECT_NEAR(Percent([](const v1::Entry& entry) {
                return entry.service().service_areas().empty();
              }),
              15, 1);
  const auto with = [this](absl::string_view extent_type) {
    return Percent([extent_type](const v1::Entry& entry) {
      return !entry.service().service_areas().empty() &&
             entry.service().service_areas(0).extent_type() ==
                 std::string(extent_type);
    });
  };
  EXPECT_NEAR(with("geojson"), 4, 1);
  EXPECT_NEAR(with("radius"), 4, 1);
  EXPECT_NEAR(with("postcode"), 3, 1);
  EXPECT_GT(with("authority"), 5);
}

TEST_F(Proportions, OfDatesThatAreOldOrMissing) {
  EXPECT_NEAR(Percent([](const v1::Entry& entry) {
                return !entry.service().has_assured_date();
              }),
              20, 1);
  EXPECT_NEAR(Percent([](const v1::Entry& entry) {
                return entry.service().has_assured_date() &&
                       entry.service().assured_date() < "2025-08-01";
              }),
              20, 1);
}

TEST_F(Proportions, OfHtml) {
  const double percent = Percent([](const v1::Entry& entry) {
    return absl::StartsWith(entry.service().description(), "<p>");
  });
  EXPECT_GT(percent, 10);
  EXPECT_LT(percent, 40);
}

TEST_F(Proportions, OfWhatALocalOfferAdds) {
  const auto offers = [this](bool (*holds)(const v1::LocalOffer&)) {
    return Percent(
        [holds](const v1::Entry& entry) { return holds(entry.local_offer()); });
  };
  using Offer = v1::LocalOffer;
  EXPECT_NEAR(
      offers([](const Offer& o) { return !o.statutory_items().empty(); }), 72,
      2);
  EXPECT_NEAR(offers([](const Offer& o) { return o.ehc_plan() != 0; }), 45, 2);
  EXPECT_NEAR(offers([](const Offer& o) { return o.has_redress(); }), 22, 2);
  EXPECT_GT(offers([](const Offer& o) { return o.has_palliative_care(); }), 3);
  EXPECT_GT(offers([](const Offer& o) { return o.has_transition(); }), 5);
  EXPECT_GT(offers([](const Offer& o) { return o.round_the_clock() != 0; }), 5);
}

// One provider, listed by several authorities in different words and perhaps
// in another spelling; and several providers of one name.
TEST_F(Proportions, OfProvidersThatAuthoritiesShare) {
  std::map<std::string, std::set<std::string>> authorities_of;
  std::map<std::string, std::set<std::string>> names_of;
  std::map<std::string, std::set<std::string>> numbers_of;
  std::map<std::string, std::set<std::string>> texts_of;
  size_t without = 0;
  ForEach([&](const std::string& authority, const GeneratedEntry& generated) {
    const v1::Organization& body = generated.entry.service().organization();
    if (body.organization_identifiers().empty()) ++without;
    for (const std::string& id : ProvidersOf(generated.entry.service())) {
      authorities_of[id].insert(authority);
      names_of[id].insert(body.name());
      texts_of[id].insert(generated.entry.service().description());
      if (absl::StartsWith(id, "GB-CHC")) numbers_of[body.name()].insert(id);
    }
  });
  const auto many = [](const auto& sets) {
    return std::count_if(sets.begin(), sets.end(),
                         [](const auto& set) { return set.second.size() > 1; });
  };
  EXPECT_GT(many(authorities_of), 200);
  EXPECT_GT(many(names_of), 100);
  EXPECT_GT(many(texts_of), 500);
  EXPECT_GT(many(numbers_of), 10);
  EXPECT_GT(without, kEntries / 5);
}

TEST_F(Proportions, OfInventedBodiesAlone) {
  ForEach([](const std::string&, const GeneratedEntry& generated) {
    const v1::Service& service = generated.entry.service();
    if (service.has_organization()) {
      ASSERT_TRUE(absl::StrContainsIgnoreCase(service.organization().name(),
                                              "example "));
    }
    for (const auto& identifier :
         service.organization().organization_identifiers()) {
      const std::string& number = identifier.identifier();
      ASSERT_TRUE(
          absl::StartsWith(number, "99") || absl::StartsWith(number, "97") ||
          absl::StartsWith(number, "98") || absl::StartsWith(number, "ZZ"))
          << number;
      ASSERT_TRUE(
          ProviderId(identifier.identifier_scheme(), number).has_value())
          << number;
    }
    if (service.has_url()) {
      ASSERT_TRUE(absl::StrContains(service.url(), ".example.org/"));
    }
  });
}

}  // namespace
}  // namespace localoffer::generator

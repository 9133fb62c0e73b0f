#include "tests/generator/generator.h"

#include <openssl/sha.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/differences.h"
#include "services/entry/validate.h"

namespace localoffer::generator {
namespace {

using ::testing::IsEmpty;

GeneratorOptions Options(uint64_t seed, size_t entries) {
  GeneratorOptions options;
  options.seed = seed;
  options.entries = entries;
  return options;
}

using Entries = std::map<std::string, v1::Entry>;

Entries EntriesOf(const Generator& generator, Round round) {
  Entries entries;
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachEntry(
        authority, round, [&entries](const GeneratedEntry& generated) {
          EXPECT_TRUE(
              entries.emplace(generated.entry.name(), generated.entry).second);
        });
  }
  return entries;
}

// SHA-256 over all that is generated, chained entry by entry. There are no
// maps in the messages: their bytes are stable.
std::string Digest(const Generator& generator) {
  std::string digest;
  for (const Round round : {Round::kFirst, Round::kSecond}) {
    for (const std::string& authority : generator.authorities()) {
      generator.ForEachEntry(
          authority, round, [&digest](const GeneratedEntry& generated) {
            const std::string bytes =
                digest + generated.entry.SerializeAsString();
            unsigned char hash[SHA256_DIGEST_LENGTH];
            SHA256(reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size(), hash);
            digest.assign(reinterpret_cast<const char*>(hash), sizeof(hash));
          });
    }
  }
  return absl::BytesToHexString(digest);
}

TEST(Generator, GivesTheSameBytesForTheSameSeed) {
  EXPECT_EQ(Digest(Generator(Options(5, 500))),
            Digest(Generator(Options(5, 500))));
  EXPECT_NE(Digest(Generator(Options(5, 500))),
            Digest(Generator(Options(6, 500))));
}

// Figures that were measured on generated offers can be compared only while
// this holds. Texts and proportions may change: then so does the digest.
TEST(Generator, GivesTheSameBytesOnEveryMachine) {
  EXPECT_EQ(Digest(Generator(Options(1, 1000))),
            "73d2dfc1c2b83f3aa9a63dad68539c1a5912193e90c7af650706a678f715d242");
}

TEST(Generator, MakesAsManyEntriesAsAsked) {
  for (const size_t entries : {0, 1, 152, 153, 3000}) {
    const Generator generator(Options(2, entries));
    size_t made = 0;
    for (const std::string& authority : generator.authorities()) {
      size_t here = 0;
      generator.ForEachEntry(authority,
                             [&here](const GeneratedEntry&) { ++here; });
      EXPECT_EQ(here, generator.EntriesOf(authority));
      made += here;
    }
    EXPECT_EQ(made, entries);
  }
}

TEST(Generator, KnowsNoOtherAuthority) {
  const Generator generator(Options(2, 1000));
  EXPECT_EQ(generator.EntriesOf("W06000001"), 0);
  generator.ForEachEntry("W06000001", [](const GeneratedEntry&) { FAIL(); });
}

TEST(Generator, MakesEntriesThatCanBePublished) {
  GeneratorOptions options = Options(3, 4000);
  const Generator generator(options);
  for (const Round round : {Round::kFirst, Round::kSecond}) {
    const absl::CivilDay day =
        round == Round::kFirst ? options.first_day : options.second_day;
    entry::ValidationContext context = {
        {}, absl::FromCivil(day, absl::UTCTimeZone())};
    for (const std::string& authority : generator.authorities()) {
      generator.ForEachEntry(
          authority, round, [&](const GeneratedEntry& generated) {
            const auto violations =
                entry::Validate(generated.entry.service(),
                                generated.entry.local_offer(), context);
            ASSERT_THAT(violations, IsEmpty())
                << violations[0].DebugString() << generated.entry.DebugString();
          });
    }
  }
}

TEST(Generator, WithdrawsChangesAndKeepsAsItSays) {
  const Generator generator(Options(4, 4000));
  const Entries first = EntriesOf(generator, Round::kFirst);
  const Entries second = EntriesOf(generator, Round::kSecond);
  EXPECT_EQ(first.size(), 4000);
  size_t withdrawn = 0;
  size_t changed = 0;
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachFate(authority, [&](const Fate& fate) {
      const v1::Entry& before = first.at(fate.name);
      const auto after = second.find(fate.name);
      EXPECT_EQ(after == second.end(), fate.withdrawn);
      withdrawn += fate.withdrawn;
      if (fate.withdrawn) return;
      changed += fate.changed;
      const auto differences = entry::Differences(
          before.service(), before.local_offer(), after->second.service(),
          after->second.local_offer());
      EXPECT_EQ(differences.empty(), !fate.changed) << fate.name;
    });
  }
  EXPECT_EQ(second.size() + withdrawn, first.size());
  EXPECT_NEAR(withdrawn, 4000 * kWithdrawnPercent / 100.0, 40);
  EXPECT_NEAR(changed, 3880 * kChangedPercent / 100.0, 80);
}

TEST(Generator, WithdrawsNoMoreThanAServerTakesUnasked) {
  for (const uint64_t seed : {1, 2, 3}) {
    const Generator generator(Options(seed, 3000));
    for (const std::string& authority : generator.authorities()) {
      size_t withdrawn = 0;
      generator.ForEachFate(authority, [&withdrawn](const Fate& fate) {
        withdrawn += fate.withdrawn;
      });
      EXPECT_LE(5 * withdrawn, generator.EntriesOf(authority)) << authority;
    }
  }
}

TEST(Generator, TellsTheSameFateWithAndWithoutContent) {
  const Generator generator(Options(4, 3000));
  for (const std::string& authority : generator.authorities()) {
    std::vector<std::string> fates;
    generator.ForEachFate(authority, [&fates](const Fate& fate) {
      fates.push_back(
          absl::StrCat(fate.name, fate.kind, fate.withdrawn, fate.changed));
    });
    size_t next = 0;
    generator.ForEachEntry(authority, [&](const GeneratedEntry& generated) {
      EXPECT_EQ(fates.at(next++),
                absl::StrCat(generated.entry.name(), generated.kind,
                             generated.withdrawn, generated.changed));
    });
  }
}

TEST(Generator, EveryLargeAuthorityHasEveryKindUnlessItLeavesHospicesOut) {
  const Generator generator(Options(8, 100000));
  size_t without = 0;
  for (const std::string& authority : generator.authorities()) {
    if (generator.EntriesOf(authority) < generator.kinds().size()) continue;
    std::set<std::string> kinds;
    generator.ForEachFate(
        authority, [&kinds](const Fate& fate) { kinds.emplace(fate.kind); });
    const bool lists = generator.ListsHospices(authority);
    if (!lists) ++without;
    EXPECT_EQ(kinds.size(), generator.kinds().size() - (lists ? 0 : 2));
    EXPECT_EQ(kinds.count("childrens-hospice"), lists);
  }
  EXPECT_GT(without, 10);
  EXPECT_LT(without, 45);
}

TEST(Generator, SpreadsFewEntriesOverManyKinds) {
  const Generator generator(Options(9, 300));
  std::set<std::string> kinds;
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachFate(
        authority, [&kinds](const Fate& fate) { kinds.emplace(fate.kind); });
  }
  EXPECT_GE(kinds.size(), 50);
}

}  // namespace
}  // namespace localoffer::generator

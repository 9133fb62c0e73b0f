#include "tests/generator/offer_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/openreferral/read_json.h"

namespace localoffer::generator {
namespace {

namespace fs = std::filesystem;

using ::testing::IsEmpty;
using ::testing::SizeIs;

Generator Small() {
  GeneratorOptions options;
  options.seed = 21;
  options.entries = 4000;
  return Generator(options);
}

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(WriteOffer, IsReadBackAsItWasWithoutARepair) {
  const Generator generator = Small();
  for (const std::string& authority : generator.authorities()) {
    std::ostringstream json;
    WriteOffer(generator, authority, Round::kSecond, json);
    openreferral::ReadOptions options;
    options.authority = authority;
    const std::string text = json.str();
    const openreferral::Source source = openreferral::ReadJson(text, options);
    EXPECT_EQ(source.format, openreferral::Format::kOpenReferral3);
    ASSERT_THAT(source.violations, IsEmpty());
    EXPECT_THAT(source.repairs, IsEmpty());
    size_t next = 0;
    generator.ForEachEntry(
        authority, Round::kSecond, [&](const GeneratedEntry& generated) {
          const openreferral::Record& record = source.records.at(next++);
          ASSERT_THAT(record.violations, IsEmpty());
          ASSERT_THAT(record.repairs, IsEmpty())
              << record.repairs[0].DebugString();
          ASSERT_EQ(record.service.SerializeAsString(),
                    generated.entry.service().SerializeAsString())
              << record.service.DebugString() << generated.entry.DebugString();
          ASSERT_EQ(record.local_offer.SerializeAsString(),
                    generated.entry.local_offer().SerializeAsString());
        });
    EXPECT_THAT(source.records, SizeIs(next));
  }
}

TEST(WriteOffers, WritesAFileAnAuthorityAndARound) {
  const Generator generator = Small();
  const fs::path folder =
      fs::path(::testing::TempDir()) / absl::StrCat("generated-", getpid());
  int told = 0;
  const absl::Status status =
      WriteOffers(generator, folder.string(), /*rounds=*/2,
                  [&told](absl::string_view) { ++told; });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(told, 153);
  for (const std::string& authority : generator.authorities()) {
    for (const Round round : {Round::kFirst, Round::kSecond}) {
      std::ostringstream json;
      WriteOffer(generator, authority, round, json);
      EXPECT_EQ(
          ReadFile(folder / (round == Round::kFirst ? "first" : "second") /
                   absl::StrCat(authority, ".json")),
          json.str());
    }
  }
  const std::vector<std::string> truth =
      absl::StrSplit(ReadFile(folder / "truth.tsv"), '\n', absl::SkipEmpty());
  EXPECT_THAT(truth, SizeIs(4001));
  EXPECT_EQ(truth[0], "entry\tkind\tauthority");
  fs::remove_all(folder);
}

TEST(WriteOffers, SaysWhichFileCouldNotBeWritten) {
  const absl::Status status =
      WriteOffers(Small(), "/proc/nowhere", 1, [](absl::string_view) {});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace localoffer::generator

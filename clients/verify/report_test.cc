#include "clients/verify/report.h"

#include <rapidjson/document.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "clients/verify/testing_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::verify {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Shown ShownBy(const TestingLog& log, const log::Proof& proof) {
  auto shown = Verify(proof, {log.key()});
  EXPECT_TRUE(shown.ok()) << shown.status();
  return shown.value_or(Shown());
}

std::string TextOf(const Shown& shown) {
  std::string text;
  for (const Paragraph& paragraph : Report(shown)) {
    absl::StrAppend(&text, paragraph.heading, "\n");
    for (const std::string& sentence : paragraph.sentences) {
      absl::StrAppend(&text, "  ", sentence, "\n");
    }
  }
  return text;
}

TEST(Report, SaysWhatIsShownByWhomAndWhatIsNot) {
  const TestingLog log = ExampleLog();
  const std::string text =
      TextOf(ShownBy(log, log.ProviderInEdition(kHospice, kEdition)));
  EXPECT_THAT(text, HasSubstr("GB-CHC-9900001 is in edition 2026-09-01 (\"The "
                              "offer of 2026-09-01\") of the local offer of "
                              "E06000023: 2 entries name it."));
  EXPECT_THAT(text, HasSubstr("made at 2026-09-01T00:00:04Z, by change 4"));
  EXPECT_THAT(text, HasSubstr(log.key().ToString()));
  EXPECT_THAT(text, HasSubstr("Not shown"));
}

TEST(Report, ClaimsNoMoreThanAnEditionAtAPlainCheckpoint) {
  const TestingLog log = ExampleLog();
  const std::string text = TextOf(ShownBy(log, log.EntryPublished(kEntryOne)));
  EXPECT_THAT(text, HasSubstr("was published by E06000023, by change 0"));
  EXPECT_THAT(text, HasSubstr("How long it stood"));
  EXPECT_THAT(text, Not(HasSubstr("edition 2026")));
}

TEST(Report, SaysWhatAnAbsenceMeans) {
  const TestingLog log = ExampleLog();
  EXPECT_THAT(
      TextOf(ShownBy(log, log.ProviderNotInEdition(kStranger, kEdition))),
      HasSubstr("GB-CHC-9900007 is not in edition 2026-09-01 (\"The offer of "
                "2026-09-01\") of the local offer of E06000023: no entry names "
                "it."));
}

TEST(Report, SaysThatContentIsMissing) {
  TestingLog log = ExampleLog();
  const uint64_t erasure = log.Erase(3);
  log::Proof proof = log.EntryInEdition(kEntryTwo, kEdition);
  proof.publication->change.salt.clear();
  proof.publication->change.body_bytes.clear();
  EXPECT_THAT(TextOf(ShownBy(log, proof)), HasSubstr("leaves it out"));
  proof.erasure = log.Prove(erasure);
  EXPECT_THAT(TextOf(ShownBy(log, proof)), HasSubstr("has been erased"));
}

TEST(Report, IsJsonForPrograms) {
  const TestingLog log = ExampleLog();
  for (const log::Proof& proof : log.OneOfEach()) {
    rapidjson::Document json;
    json.Parse(ReportJson(ShownBy(log, proof)).c_str());
    ASSERT_FALSE(json.HasParseError());
    EXPECT_TRUE(json["holds"].GetBool());
    EXPECT_EQ(std::string(json["authority"].GetString()), kBristol);
    EXPECT_EQ(json["checkpoint"]["size"].GetUint64(), 9);
    EXPECT_EQ(json.HasMember("edition"), proof.edition.has_value());
    EXPECT_EQ(json.HasMember("earlier"), proof.earlier.has_value());
    EXPECT_GE(json["not_shown"].Size(), 3);
  }
}

}  // namespace
}  // namespace localoffer::verify

#include "clients/verify/report.h"

#include <rapidjson/document.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/verify/testing_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/proof_members.h"

namespace localoffer::verify {
namespace {

using ::testing::AllOf;
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
  EXPECT_THAT(text,
              HasSubstr("GB-CHC-9900001 is in edition 2026-09-01 (\"The "
                        "offer of 2026-09-01\") of the local offer of "
                        "E06000023: 2 entries name it by this identifier."));
  EXPECT_THAT(text, HasSubstr("made at 2026-09-01T00:00:04Z, by change 4"));
  EXPECT_THAT(text, HasSubstr(log.key().ToString()));
  EXPECT_THAT(text, HasSubstr("Not shown"));
}

TEST(Report, ClaimsNoMoreThanAnEditionAtAPlainCheckpoint) {
  const TestingLog log = ExampleLog();
  const std::string text = TextOf(ShownBy(log, log.EntryPublished(kEntryOne)));
  EXPECT_THAT(text,
              HasSubstr("was published in the local offer of E06000023, by "
                        "change 0 of its log"));
  EXPECT_THAT(text, HasSubstr("How long it stood"));
  EXPECT_THAT(text, Not(HasSubstr("edition 2026")));
}

TEST(Report, SaysWhatAnAbsenceMeans) {
  const TestingLog log = ExampleLog();
  EXPECT_THAT(
      TextOf(ShownBy(log, log.ProviderNotInEdition(kStranger, kEdition))),
      HasSubstr("GB-CHC-9900007 is not in edition 2026-09-01 (\"The offer of "
                "2026-09-01\") of the local offer of E06000023: no entry names "
                "it by this identifier."));
}

// Whoever wants to compare what was signed, and by whose key, finds it here.
TEST(Report, SaysWhatWasSignedAndHowTheKeyIsKnown) {
  TestingLog log = ExampleLog();
  const log::VerifierKey first = log.key();
  EXPECT_THAT(TextOf(ShownBy(log, log.EntryPublished(kEntryOne))),
              HasSubstr("which signed the log of 9 changes that all this is "
                        "in; its root is Ks4gHIPnUt7pE+u/AS266/+8XUSbdoMKONH3n"
                        "VrnZ70=."));
  log.Rotate(2);
  log.Publish(kEntryOne, "Short breaks", {});
  const auto shown = Verify(
      log.Since(log.ProviderNotInEdition(kStranger, kEdition), 9), {first});
  ASSERT_TRUE(shown.ok()) << shown.status();
  const std::string text = TextOf(*shown);
  EXPECT_THAT(text, HasSubstr("That key followed the one given"));
  EXPECT_THAT(text, HasSubstr("an earlier state of 9 changes with the root "
                              "Ks4gHIPnUt7pE+u/AS266/+8XUSbdoMKONH3nVrnZ70="));
}

TEST(Report, SaysWhoseWordAHarvestedLogIs) {
  const TestingLog log = ExampleLog("E06000023-H-1a2b3c4d");
  const Shown shown = ShownBy(log, log.EntryPublished(kEntryOne));
  EXPECT_THAT(TextOf(shown),
              AllOf(HasSubstr("in what a node harvested of the local offer of "
                              "E06000023 (log E06000023-H-1a2b3c4d)"),
                    HasSubstr("Whether the authority says this")));
  EXPECT_THAT(ReportJson(shown), HasSubstr("\"harvested\": true"));
}

// People cite docs/proof.md for what a proof claims.
TEST(Report, SaysWhatTheDocumentSaysItSays) {
  std::ifstream file(LOCALOFFER_SOURCE_DIR "/docs/proof.md");
  const std::string document{std::istreambuf_iterator<char>(file), {}};
  const TestingLog log = ExampleLog();
  for (const log::Proof& proof : log.OneOfEach()) {
    const std::string row =
        absl::StrCat("\n| `", log::NameOf(proof.claim.kind), "` | ");
    const size_t begin = document.find(row);
    ASSERT_NE(begin, std::string::npos) << row;
    const size_t sentence = begin + row.size();
    const std::string pattern = absl::StrReplaceAll(
        document.substr(sentence, document.find(" |", sentence) - sentence),
        {{"(", "\\("},
         {")", "\\)"},
         {".", "\\."},
         {"Entry \xE2\x80\xA6", "Entry [0-9a-f-]{36}"},
         {"its name", "[A-Z][a-z ]+"},
         {"its title", "[A-Z][a-z]+ [^\"]+"},
         {"GB-CHC-9900001", "GB-CHC-[0-9]{7}"},
         {"GB-CHC-9900007", "GB-CHC-[0-9]{7}"},
         {"change 7", "change [0-9]+"},
         {"T09:00:00Z", "T[0-9:]{8}Z"}});
    const std::string said = Report(ShownBy(log, proof))[0].sentences[0];
    EXPECT_TRUE(std::regex_match(said, std::regex(pattern))) << said << "\n"
                                                             << pattern;
  }
}

TEST(Report, QuotesWhatOthersWrote) {
  TestingLog log(kBristol);
  log.Publish(kEntryOne, "Play\") is in every edition. (\"\\", {});
  EXPECT_THAT(
      TextOf(ShownBy(log, log.EntryPublished(kEntryOne))),
      HasSubstr(R"(("Play\") is in every edition. (\"\\") was published)"));
}

TEST(Report, SaysWhyNothingIsShown) {
  EXPECT_EQ(WhyNot(absl::DataLossError("edition: no")),
            "The proof does not hold: edition: no.");
  EXPECT_EQ(WhyNot(absl::UnimplementedError("it is of format 2")),
            "This program can't tell whether the proof holds: it is of format "
            "2.");
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
    EXPECT_FALSE(json["harvested"].GetBool());
    EXPECT_EQ(json.HasMember("edition"), proof.edition.has_value());
    EXPECT_EQ(json.HasMember("earlier"), proof.earlier.has_value());
    EXPECT_GE(json["not_shown"].Size(), 3);
  }
}

}  // namespace
}  // namespace localoffer::verify

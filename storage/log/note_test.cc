#include "storage/log/note.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace localoffer::log {
namespace {

constexpr char kLine[] =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n";

absl::StatusCode CodeOf(absl::string_view bytes) {
  return ParseNote(bytes).status().code();
}

TEST(Note, HasATextAndSignatures) {
  const auto note = ParseNote(absl::StrCat("one\ntwo\n", "\n", kLine));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, "one\ntwo\n");
  ASSERT_EQ(note->signatures.size(), 1);
  EXPECT_EQ(note->signatures[0].key_name, "PeterNeumann");
  EXPECT_EQ(note->signatures[0].key_id, 0xc74f20a3);
  EXPECT_EQ(note->signatures[0].signature.size(), 64);
}

TEST(Note, SignatureLinesComeOutAsTheyWentIn) {
  const auto note = ParseNote(absl::StrCat("text\n\n", kLine));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(SignatureLine(note->signatures[0]), kLine);
}

TEST(Note, TextMayHaveEmptyLines) {
  const auto note = ParseNote(absl::StrCat("a\n\nb\n\n\n", kLine));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, "a\n\nb\n\n");
}

TEST(Note, SignaturesOfUnknownKindsAreKept) {
  // Key id 0 and one byte: some day's other algorithm.
  const auto note =
      ParseNote(absl::StrCat("text\n\n", "\xE2\x80\x94 other AAAAAAE=\n"));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->signatures[0].key_id, 0);
  EXPECT_EQ(note->signatures[0].signature, "\x01");
}

TEST(Note, HasSixteenSignaturesAtMost) {
  std::string bytes = "text\n\n";
  for (int i = 0; i < 16; ++i) bytes += kLine;
  const auto note = ParseNote(bytes);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->signatures.size(), 16);
  EXPECT_EQ(CodeOf(bytes + kLine), absl::StatusCode::kInvalidArgument);
}

TEST(Note, MalformedOnesAreRefused) {
  const std::string line = kLine;
  const std::string good = absl::StrCat("text\n\n", line);
  ASSERT_EQ(CodeOf(good), absl::StatusCode::kOk);
  const std::string base64 = line.substr(line.rfind(' ') + 1);
  const std::vector<std::string> bad_notes = {
      std::string(),
      std::string("\n"),
      std::string("\n\n"),
      std::string("text\n"),
      std::string("text\n\n"),
      "text\n" + line,  // no empty line
      "\n" + line,      // no text
      good + "\n",      // an empty line at the end
      good.substr(0, good.size() - 1),
      "text\r\n\r\n" + line,               // carriage returns
      "te\x01xt\n\n" + line,               // a control character
      "te\xFFxt\n\n" + line,               // not UTF-8
      "text\n\n- PeterNeumann " + base64,  // a hyphen, not a dash
      "text\n\n " + line,
      "text\n\n\xE2\x80\x94  PeterNeumann " + base64,
      "text\n\n\xE2\x80\x94 PeterNeumann  " + base64,
      "text\n\n\xE2\x80\x94 Peter Neumann " + base64,
      "text\n\n\xE2\x80\x94 Peter+Neumann " + base64,
      "text\n\n\xE2\x80\x94 Peter\xC2\xA0Neumann " + base64,
      "text\n\n\xE2\x80\x94 " + base64,
      "text\n\n\xE2\x80\x94 PeterNeumann \n",
      "text\n\n\xE2\x80\x94 PeterNeumann AAAAAA==\n",   // a key id alone
      absl::StrReplaceAll(good, {{"JnAM=", "JnAN="}}),  // unused bits
      absl::StrReplaceAll(good, {{"JnAM=", "JnAM"}}),   // no padding
      absl::StrReplaceAll(good, {{"x08go/", "x08go_"}}),
  };
  for (const std::string& bad : bad_notes) {
    EXPECT_EQ(CodeOf(bad), absl::StatusCode::kInvalidArgument) << bad;
  }
}

TEST(Note, ThatIsTooLongIsRefused) {
  const std::string text(kMaxNoteBytes, 'a');
  EXPECT_EQ(CodeOf(absl::StrCat(text, "\n\n", kLine)),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace localoffer::log

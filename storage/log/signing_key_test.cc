#include "storage/log/signing_key.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "storage/log/note.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {
namespace {

// The example keys and signatures in the documentation of Go's package
// sumdb/note, which the format comes from.
constexpr char kGoText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kGoSecret[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kGoKey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kGoLine[] =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n";
constexpr char kOtherGoKey[] =
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr char kOtherGoLine[] =
    "\xE2\x80\x94 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwn"
    "WLox33WWd1RvMc+QQ=\n";

VerifierKey Key(absl::string_view text) { return *VerifierKey::Parse(text); }

absl::Status Verify(absl::string_view note,
                    const std::vector<VerifierKey>& keys) {
  const auto parsed = ParseNote(note);
  return parsed.ok() ? VerifyNote(*parsed, keys) : parsed.status();
}

TEST(SigningKey, SignsAsGoDoes) {
  const auto key = SigningKey::Parse(kGoSecret);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->name(), "PeterNeumann");
  EXPECT_EQ(key->verifier_key().ToString(), kGoKey);
  EXPECT_EQ(key->ToSecretString(), kGoSecret);
  const auto note = key->Sign(kGoText);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(*note, absl::StrCat(kGoText, "\n", kGoLine));
}

TEST(SigningKey, OfASeedIsThatOfRfc8032) {
  // Section 7.1, test 1.
  const std::array<uint8_t, 32> seed = {
      0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
      0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
      0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  const PublicKey public_key = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7,
                                0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
                                0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25,
                                0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};
  const auto key = SigningKey::FromSeed("example", seed);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->verifier_key().ToString(),
            VerifierKey::Create("example", public_key)->ToString());
}

TEST(SigningKey, NeedsANameAndThirtyTwoBytes) {
  const std::vector<uint8_t> seed(33, 1);
  const auto code = [&](const char* name, size_t bytes) {
    return SigningKey::FromSeed(name, absl::MakeSpan(seed.data(), bytes))
        .status()
        .code();
  };
  EXPECT_EQ(code("a", 32), absl::StatusCode::kOk);
  EXPECT_EQ(code("a", 31), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("a", 33), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("", 32), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("a b", 32), absl::StatusCode::kInvalidArgument);
}

TEST(SigningKey, SignsOnlyWhatANoteMayBe) {
  const SigningKey key = *SigningKey::Parse(kGoSecret);
  for (const char* text : {"", "no newline", "te\txt\n", "te\xFFxt\n"}) {
    EXPECT_EQ(key.Sign(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

TEST(SigningKey, SignsOnAfterItMoved) {
  SigningKey key = *SigningKey::Parse(kGoSecret);
  const SigningKey moved = std::move(key);
  const auto note = moved.Sign(kGoText);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(*note, absl::StrCat(kGoText, "\n", kGoLine));
}

// Calls `check` with every part of `text`, and with every byte raised by one.
template <typename Check>
void WithEachMangling(const std::string& text, Check check) {
  for (size_t begin = 0; begin <= text.size(); ++begin) {
    for (size_t end = begin; end <= text.size(); ++end) {
      if (end - begin < text.size()) check(text.substr(begin, end - begin));
    }
  }
  for (size_t i = 0; i < text.size(); ++i) {
    std::string mangled = text;
    ++mangled[i];
    check(mangled);
  }
}

TEST(SigningKey, MangledTextIsRefusedWithoutRepeatingIt) {
  WithEachMangling(kGoSecret, [](const std::string& text) {
    const absl::Status status = SigningKey::Parse(text).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    ASSERT_EQ(status.message().find("AYEK"), absl::string_view::npos);
  });
}

TEST(VerifierKey, ComesOutAsItWentIn) {
  for (const char* text : {kGoKey, kOtherGoKey}) {
    const auto key = VerifierKey::Parse(text);
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->ToString(), text);
  }
}

TEST(VerifierKey, MangledTextIsRefused) {
  WithEachMangling(kGoKey, [](const std::string& text) {
    ASSERT_EQ(VerifierKey::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  });
}

TEST(VerifierKey, OfAnotherLengthOrKindIsRefused) {
  for (const char* text :
       {"PeterNeumann+cc469956+"
        "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    EXPECT_EQ(VerifierKey::Parse(text).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(VerifierKey, VerifiesTheExampleOfTheStandard) {
  EXPECT_EQ(
      Verify("This is an example message.\n\n"
             "\xE2\x80\x94 example.com/foo "
             "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
             "BH3mFXmRKuwHjG1Yu72IneyaQM=\n",
             {Key("example.com/foo+530d903a+"
                  "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")}),
      absl::OkStatus());
}

TEST(VerifierKey, IgnoresSignaturesByKeysItDoesNotKnow) {
  const std::string both = absl::StrCat(kGoText, "\n", kGoLine, kOtherGoLine);
  EXPECT_EQ(Verify(both, {Key(kGoKey)}), absl::OkStatus());
  EXPECT_EQ(Verify(both, {Key(kOtherGoKey)}), absl::OkStatus());
  EXPECT_EQ(Verify(both, {Key(kGoKey), Key(kOtherGoKey)}), absl::OkStatus());
}

TEST(VerifierKey, ANoteWithoutAnyKnownSignatureIsNotBelieved) {
  const std::string note = absl::StrCat(kGoText, "\n", kOtherGoLine);
  EXPECT_EQ(Verify(note, {Key(kGoKey)}).code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Verify(note, {}).code(), absl::StatusCode::kUnauthenticated);
}

TEST(VerifierKey, OneWrongSignatureByAKnownKeySpoilsTheNote) {
  const std::string wrong =
      absl::StrReplaceAll(kGoLine, {{"go/ZJkuBS", "go/ZJkuBT"}});
  for (const std::string& lines :
       {kOtherGoLine + wrong, wrong + kOtherGoLine, kGoLine + wrong}) {
    EXPECT_EQ(Verify(absl::StrCat(kGoText, "\n", lines),
                     {Key(kGoKey), Key(kOtherGoKey)})
                  .code(),
              absl::StatusCode::kUnauthenticated);
  }
}

TEST(VerifierKey, AnyChangedBitOfTextOrSignatureIsRefused) {
  const VerifierKey key = Key(kGoKey);
  Note note = *ParseNote(absl::StrCat(kGoText, "\n", kGoLine));
  std::string& signature = note.signatures[0].signature;
  const auto flip_each_bit = [&](std::string& bytes) {
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      bytes[bit / 8] ^= 1 << bit % 8;
      EXPECT_FALSE(key.Verifies(note.text, signature)) << bit;
      bytes[bit / 8] ^= 1 << bit % 8;
    }
  };
  EXPECT_TRUE(key.Verifies(note.text, signature));
  flip_each_bit(note.text);
  flip_each_bit(signature);
  EXPECT_FALSE(key.Verifies(note.text, signature.substr(0, 63)));
  EXPECT_FALSE(key.Verifies(note.text, signature + std::string(1, '\0')));
  EXPECT_FALSE(key.Verifies(note.text, ""));
}

}  // namespace
}  // namespace localoffer::log

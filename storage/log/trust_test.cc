#include "storage/log/trust.h"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "storage/log/hash.h"
#include "storage/log/signing_key.h"

namespace localoffer::log {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kBristol[] = "E06000023";
// The key of a seed of ones.
constexpr char kKeyText[] =
    "localoffer/E06000023+4e62473d+"
    "AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

VerifierKey KeyOf(const std::string& name, uint8_t seed) {
  const std::vector<uint8_t> bytes(kSeedBytes, seed);
  return SigningKey::FromSeed(name, bytes)->verifier_key();
}

VerifierKey CosignerOf(const std::string& name, uint8_t seed) {
  const std::vector<uint8_t> bytes(kSeedBytes, seed);
  return SigningKey::FromSeed(name, bytes)->cosigner_key();
}

class TrustTest : public ::testing::Test {
 protected:
  TrustTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "trust-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ / "trust";
  }
  ~TrustTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& text) { std::ofstream(path_) << text; }
  std::string Text() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::unique_ptr<Trust> Open() {
    auto trust = Trust::Open(path_);
    EXPECT_TRUE(trust.ok()) << trust.status();
    return trust.ok() ? *std::move(trust) : nullptr;
  }

  const VerifierKey key_ = KeyOf(CheckpointOrigin(kBristol), 1);
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(TrustTest, LinesHaveTheseBytes) {
  using Kind = TrustStatement::Kind;
  ASSERT_EQ(key_.ToString(), kKeyText);
  EXPECT_EQ(TrustLine({Kind::kKey, kBristol, key_, 0}),
            absl::StrCat("key E06000023 ", kKeyText, "\n"));
  EXPECT_EQ(TrustLine({Kind::kKey, kBristol, key_, 1200}),
            absl::StrCat("key E06000023 ", kKeyText, " after 1200\n"));
  EXPECT_EQ(TrustLine({Kind::kRevoke, kBristol, key_, 0}),
            absl::StrCat("revoke E06000023 ", kKeyText, " after 0\n"));
  const VerifierKey witness = CosignerOf("localoffer-node/leeds", 2);
  EXPECT_EQ(TrustLine({Kind::kWitness, "", witness, 0}),
            absl::StrCat("witness ", witness.ToString(), "\n"));
}

TEST_F(TrustTest, AFileThatIsNotThereSaysNothing) {
  const auto trust = Open();
  EXPECT_TRUE(trust->KeysOf(kBristol).empty());
  EXPECT_TRUE(trust->Witnesses().empty());
}

TEST_F(TrustTest, WhatIsAddedIsThereAfterARestart) {
  Write("# Ours.");
  const VerifierKey witness = CosignerOf("localoffer-node/leeds", 2);
  {
    const auto trust = Open();
    using Kind = TrustStatement::Kind;
    ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 0}).ok());
    ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 0}).ok());
    ASSERT_TRUE(trust->Add({Kind::kRevoke, kBristol, key_, 9}).ok());
    ASSERT_TRUE(trust->Add({Kind::kWitness, "", witness, 0}).ok());
  }
  EXPECT_EQ(
      Text(),
      absl::StrCat("# Ours.\nkey E06000023 ", kKeyText, "\nrevoke E06000023 ",
                   kKeyText, " after 9\nwitness ", witness.ToString(), "\n"));
  const auto trust = Open();
  EXPECT_NE(trust->KeysOf(kBristol).At(9), nullptr);
  EXPECT_EQ(trust->KeysOf(kBristol).At(10), nullptr);
  EXPECT_EQ(trust->Witnesses().size(), 1);
}

TEST_F(TrustTest, ItsFingerprintIsAnotherForEveryLineAndOutlivesARestart) {
  using Kind = TrustStatement::Kind;
  std::set<std::string> seen;
  {
    const auto trust = Open();
    seen.insert(trust->Fingerprint());
    ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 0}).ok());
    EXPECT_TRUE(seen.insert(trust->Fingerprint()).second);
    ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 0}).ok());
    EXPECT_FALSE(seen.insert(trust->Fingerprint()).second);
    ASSERT_TRUE(trust->Add({Kind::kRevoke, kBristol, key_, 9}).ok());
    EXPECT_TRUE(seen.insert(trust->Fingerprint()).second);
  }
  EXPECT_FALSE(seen.insert(Open()->Fingerprint()).second);
}

TEST_F(TrustTest, ItsFingerprintCostsNothingHoweverLongTheFile) {
  const std::string text(4'000'000, '#');
  Write(text);
  const auto trust = Open();
  const auto time_of = [](auto&& run) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) run();
    return std::chrono::steady_clock::now() - start;
  };
  std::set<std::string> seen;
  const auto reading = time_of([&] { seen.insert(trust->Fingerprint()); });
  EXPECT_EQ(seen.size(), 1);
  EXPECT_LT(reading * 10, time_of([&] { seen.insert(HashHex(Sha256(text))); }));
}

TEST_F(TrustTest, EveryLineAtFaultIsNamed) {
  Write(absl::StrCat("key E06000023 ", kKeyText, "\n",         // 1: right
                     "trust E06000023 ", kKeyText, "\n",       // 2
                     "key E06000022 ", kKeyText, "\n",         // 3
                     "key E06000023 ", kKeyText, " from 3\n",  // 4
                     "revoke E06000023 ", kKeyText, "\n",      // 5
                     "key E06000023\n",                        // 6
                     "witness ", kKeyText, " after 1\n",       // 7
                     "key E06000023 localoffer/E06000023+00000000+AA==\n"));
  const auto trust = Trust::Open(path_);
  ASSERT_FALSE(trust.ok());
  EXPECT_THAT(
      std::string(trust.status().message()),
      AllOf(HasSubstr("line 2: "), HasSubstr("line 3: "), HasSubstr("line 4: "),
            HasSubstr("line 5: "), HasSubstr("line 6: "), HasSubstr("line 7: "),
            HasSubstr("line 8: "), Not(HasSubstr("line 1: "))));
}

TEST_F(TrustTest, WhatIsAddedTogetherIsToldOnceAndWhole) {
  const VerifierKey next = KeyOf(CheckpointOrigin(kBristol), 3);
  const auto trust = Open();
  int told = 0;
  size_t keys = 0;
  trust->AddListener([&] {
    ++told;
    keys = trust->KeysOf(kBristol).keys().size();
  });
  using Kind = TrustStatement::Kind;
  const std::vector<TrustStatement> statements = {
      {Kind::kKey, kBristol, key_, 0},
      {Kind::kKey, kBristol, next, 7},
      {Kind::kKey, kBristol, key_, 0}};
  ASSERT_TRUE(trust->AddAll(statements).ok());
  EXPECT_EQ(told, 1);
  EXPECT_EQ(keys, 2);
  EXPECT_EQ(Text(),
            absl::StrCat(TrustLine(statements[0]), TrustLine(statements[1])));
  ASSERT_TRUE(trust->AddAll(statements).ok());
  EXPECT_EQ(told, 1);
}

TEST_F(TrustTest, OfWhatIsAddedTogetherAllIsRefusedOrNothing) {
  const auto trust = Open();
  using Kind = TrustStatement::Kind;
  const std::vector<TrustStatement> statements = {
      {Kind::kKey, kBristol, key_, 0}, {Kind::kKey, "E06000022", key_, 0}};
  EXPECT_TRUE(absl::IsInvalidArgument(trust->AddAll(statements)));
  EXPECT_TRUE(trust->KeysOf(kBristol).empty());
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(TrustTest, AFileThatCouldNotBeReadAgainIsNotWritten) {
  const std::string line =
      TrustLine({TrustStatement::Kind::kKey, kBristol, key_, 0});
  // To the last byte that is read.
  const std::string comment((size_t{4} << 20) - line.size() - 1, '#');
  Write(comment);
  ASSERT_TRUE(
      Open()->Add({TrustStatement::Kind::kKey, kBristol, key_, 0}).ok());
  const auto trust = Open();
  ASSERT_NE(trust, nullptr);
  const absl::Status more =
      trust->Add({TrustStatement::Kind::kRevoke, kBristol, key_, 9});
  EXPECT_TRUE(absl::IsResourceExhausted(more)) << more;
  EXPECT_THAT(std::string(more.message()), HasSubstr(path_.string()));
  EXPECT_NE(trust->KeysOf(kBristol).At(10), nullptr);
  EXPECT_NE(Open(), nullptr);
}

TEST_F(TrustTest, AListenerMayComeWhileLinesAreAdded) {
  const auto trust = Open();
  int later = 0;
  trust->AddListener([&] {
    for (int i = 0; i < 100; ++i) trust->AddListener([&later] { ++later; });
  });
  using Kind = TrustStatement::Kind;
  ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 0}).ok());
  EXPECT_EQ(later, 0);
  ASSERT_TRUE(trust->Add({Kind::kKey, kBristol, key_, 7}).ok());
  EXPECT_EQ(later, 100);
}

TEST_F(TrustTest, AKeyOfAnotherLogIsNotAdded) {
  const auto trust = Open();
  EXPECT_TRUE(absl::IsInvalidArgument(
      trust->Add({TrustStatement::Kind::kKey, "E06000022", key_, 0})));
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace localoffer::log

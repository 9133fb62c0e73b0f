#include "storage/log/keyring.h"

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "storage/log/signing_key.h"

namespace localoffer::log {
namespace {

// Key of 32 bytes 0x01, as checkpoint_test.cc has it.
constexpr char kGoldenFile[] =
    "# Secret signing key of localoffer/E06000023. Never copy or publish it.\n"
    "PRIVATE+KEY+localoffer/E06000023+4e62473d+"
    "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n";

class KeyringTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "keyring.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    folder_ = root_ + "/keys";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::unique_ptr<Keyring> Open() {
    auto keyring = Keyring::Open(folder_, [this](absl::Span<uint8_t> bytes) {
      ++calls_;
      std::fill(bytes.begin(), bytes.end(), static_cast<uint8_t>(calls_));
    });
    EXPECT_TRUE(keyring.ok()) << keyring.status();
    return *std::move(keyring);
  }

  std::string PathOf(const std::string& authority) {
    return folder_ + "/" + authority + ".key";
  }
  void Write(const std::string& authority, const std::string& text) {
    std::ofstream(PathOf(authority)) << text;
    chmod(PathOf(authority).c_str(), 0600);
  }
  std::string Read(const std::string& authority) {
    std::stringstream text;
    text << std::ifstream(PathOf(authority)).rdbuf();
    return text.str();
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat stat = {};
    return ::stat(path.c_str(), &stat) == 0 ? stat.st_mode & 07777 : 0;
  }

  std::string root_;
  std::string folder_;
  int calls_ = 0;
};

TEST_F(KeyringTest, WritesTheseBytes) {
  ASSERT_TRUE(Open()->GetOrCreate("E06000023").ok());
  EXPECT_EQ(Read("E06000023"), kGoldenFile);
}

TEST_F(KeyringTest, ReadsTheseBytes) {
  const auto keyring = Open();
  Write("E06000023", kGoldenFile);
  const auto key = keyring->Get("E06000023");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ((*key)->verifier_key().ToString(),
            "localoffer/E06000023+4e62473d+"
            "AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c");
}

TEST_F(KeyringTest, FolderAndFilesArePrivate) {
  const mode_t old_mask = umask(0);
  ASSERT_TRUE(Open()->GetOrCreate("E06000023").ok());
  umask(old_mask);
  EXPECT_EQ(ModeOf(folder_), 0700);
  EXPECT_EQ(ModeOf(PathOf("E06000023")), 0600);
}

TEST_F(KeyringTest, AKeyIsTheSameAfterReopening) {
  const std::string first =
      (*Open()->GetOrCreate("E06000023"))->verifier_key().ToString();
  const auto again = Open();
  EXPECT_EQ((*again->Get("E06000023"))->verifier_key().ToString(), first);
  EXPECT_EQ((*again->GetOrCreate("E06000023"))->verifier_key().ToString(),
            first);
  EXPECT_EQ(calls_, 1);
}

TEST_F(KeyringTest, EachAuthorityHasItsOwnKey) {
  const auto keyring = Open();
  const auto one = keyring->GetOrCreate("E06000023");
  const auto other = keyring->GetOrCreate("E08000025");
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ((*one)->name(), "localoffer/E06000023");
  EXPECT_EQ((*other)->name(), "localoffer/E08000025");
  EXPECT_EQ(*keyring->Get("E06000023"), *one);
}

TEST_F(KeyringTest, TheNodeHasAKeyOfItsOwnForGood) {
  const auto keyring = Open();
  const auto key = keyring->NodeKey();
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ((*key)->name(), "localoffer-node/01010101");
  EXPECT_EQ(*keyring->NodeKey(), *key);
  EXPECT_EQ(ModeOf(PathOf("_node")), 0600);
  const auto reopened = Open();
  EXPECT_EQ((*reopened->NodeKey())->verifier_key().ToString(),
            (*key)->verifier_key().ToString());
  Write("_node", kGoldenFile);
  EXPECT_EQ(Open()->NodeKey().status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(KeyringTest, GetMakesNoKey) {
  EXPECT_EQ(Open()->Get("E06000023").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(calls_, 0);
}

TEST_F(KeyringTest, RefusesFilesThatOthersMayRead) {
  const auto keyring = Open();
  Write("E06000023", kGoldenFile);
  for (const mode_t mode : {0640, 0604, 0660, 0620, 0601}) {
    ASSERT_EQ(chmod(PathOf("E06000023").c_str(), mode), 0);
    const auto status = keyring->Get("E06000023").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << mode;
    EXPECT_TRUE(absl::StrContains(status.message(), "chmod it to 0600"));
    EXPECT_EQ(keyring->GetOrCreate("E06000023").status(), status);
  }
  ASSERT_EQ(chmod(PathOf("E06000023").c_str(), 0400), 0);
  EXPECT_TRUE(keyring->Get("E06000023").ok());
}

TEST_F(KeyringTest, RefusesAFolderThatOthersMayEnter) {
  Open();
  ASSERT_EQ(chmod(folder_.c_str(), 0750), 0);
  const auto status = Keyring::Open(folder_, nullptr).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(status.message(), "(mode 0750)")) << status;
}

TEST_F(KeyringTest, NeedsTheParentFolder) {
  EXPECT_EQ(Keyring::Open(root_ + "/no/keys", nullptr).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(KeyringTest, DamagedFilesAreRefusedAndNeverReplaced) {
  const auto keyring = Open();
  const std::string golden = kGoldenFile;
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("# only a comment\n"),
        golden.substr(0, golden.size() - 2), golden + "\n", golden + golden,
        std::string(5000, '#')}) {
    Write("E06000023", text);
    EXPECT_FALSE(keyring->Get("E06000023").ok()) << text;
    EXPECT_FALSE(keyring->GetOrCreate("E06000023").ok()) << text;
    EXPECT_EQ(Read("E06000023"), text);
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(KeyringTest, AMessageNamesTheFileAndNotTheSecret) {
  const auto keyring = Open();
  Write("E06000023", absl::StrCat(kGoldenFile, "x"));
  const auto status = keyring->Get("E06000023").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(absl::StrContains(status.message(), "E06000023.key"));
  EXPECT_FALSE(absl::StrContains(status.message(), "AQEB"));
}

TEST_F(KeyringTest, AFileOfAnotherAuthorityIsRefused) {
  const auto keyring = Open();
  Write("E08000025", kGoldenFile);
  EXPECT_EQ(keyring->Get("E08000025").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(KeyringTest, ADraftThatACrashLeftIsReplaced) {
  const auto keyring = Open();
  std::ofstream(PathOf("E06000023") + ".tmp") << "half a k";
  ASSERT_TRUE(keyring->GetOrCreate("E06000023").ok());
  EXPECT_EQ(Read("E06000023"), kGoldenFile);
  EXPECT_EQ(ModeOf(PathOf("E06000023")), 0600);
  EXPECT_FALSE(std::filesystem::exists(PathOf("E06000023") + ".tmp"));
}

TEST_F(KeyringTest, NamesOutsideItsFolderAreInvalid) {
  const auto keyring = Open();
  for (const char* name : {"", "..", "../E06000023", "/etc", "a/b", "a.b"}) {
    EXPECT_EQ(keyring->Get(name).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(keyring->GetOrCreate(name).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(KeyringTest, ARandomSourceOfZerosMakesNoKey) {
  const auto keyring = Keyring::Open(folder_, [](absl::Span<uint8_t>) {});
  ASSERT_TRUE(keyring.ok()) << keyring.status();
  EXPECT_EQ((*keyring)->GetOrCreate("E06000023").status().code(),
            absl::StatusCode::kInternal);
  EXPECT_FALSE(std::filesystem::exists(PathOf("E06000023")));
}

TEST_F(KeyringTest, ManyThreadsGetOneKey) {
  const auto keyring = Open();
  std::vector<const SigningKey*> keys(8);
  std::vector<std::thread> threads;
  for (auto& key : keys) {
    threads.emplace_back([&keyring, &key] {
      key = keyring->GetOrCreate("E06000023").value_or(nullptr);
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_NE(keys[0], nullptr);
  for (const SigningKey* key : keys) EXPECT_EQ(key, keys[0]);
  EXPECT_EQ(calls_, 1);
}

}  // namespace
}  // namespace localoffer::log

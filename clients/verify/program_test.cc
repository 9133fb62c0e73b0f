// The program localoffer-verify, run as people run it.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/verify/testing_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::verify {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const kProgram =
    LOCALOFFER_BINARY_DIR "/clients/verify/localoffer-verify";

struct Outcome {
  int code = -1;
  // Both streams.
  std::string text;
};

Outcome Shell(const std::string& command) {
  Outcome outcome;
  FILE* pipe = popen(absl::StrCat(command, " 2>&1").c_str(), "r");
  char buffer[4096];
  size_t size = 0;
  while ((size = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    outcome.text.append(buffer, size);
  }
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "verify-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~ProgramTest() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& bytes) const {
    std::string path = absl::StrCat(folder_, "/", name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  Outcome Verify(const std::string& arguments) const {
    return Shell(absl::StrCat(kProgram, " ", arguments));
  }

  const TestingLog log_ = ExampleLog();
  const std::string document_ =
      Written(log_.ProviderNotInEdition(kStranger, kEdition));
  const std::string key_ = log_.key().ToString();

 private:
  std::string folder_;
};

TEST_F(ProgramTest, SaysThatAProofHolds) {
  const std::string file = File("proof.json", document_);
  const Outcome outcome = Verify(absl::StrCat(file, " --key ", key_));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("The proof holds."));
  EXPECT_THAT(outcome.text, HasSubstr("GB-CHC-9900007 is not in edition"));
  // From standard input, with keys in a file, as JSON.
  const std::string keys =
      File("keys", absl::StrCat("# Bristol\n\n", key_, "\n"));
  const Outcome json =
      Verify(absl::StrCat("- --json --key-file ", keys, " < ", file));
  EXPECT_EQ(json.code, 0) << json.text;
  EXPECT_THAT(json.text, HasSubstr("\"holds\": true"));
}

TEST_F(ProgramTest, SaysWhyAProofDoesNotHold) {
  std::string damaged = document_;
  damaged[damaged.size() / 2] ^= 1;
  const Outcome outcome =
      Verify(absl::StrCat(File("damaged.json", damaged), " --key ", key_));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("does not hold"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("is not in edition")));
  const std::string other = KeyOf(kBristol, 9).verifier_key().ToString();
  EXPECT_EQ(
      Verify(absl::StrCat(File("p.json", document_), " --key ", other)).code,
      1);
}

TEST_F(ProgramTest, TellsWrongUsageFromAProofThatDoesNotHold) {
  const std::string file = File("proof.json", document_);
  EXPECT_EQ(Verify("").code, 2);
  EXPECT_EQ(Verify(file).code, 2);
  EXPECT_EQ(Verify(absl::StrCat(file, " --key nonsense")).code, 2);
  EXPECT_EQ(Verify(absl::StrCat(file, ".missing --key ", key_)).code, 2);
  EXPECT_EQ(Verify("--help").code, 0);
}

TEST_F(ProgramTest, TextInAProofCannotSteerTheTerminal) {
  TestingLog log(kBristol);
  log.Publish(kEntryOne, "\x1B[2JShort breaks", {});
  const std::string file =
      File("proof.json", Written(log.EntryPublished(kEntryOne)));
  const Outcome outcome = Verify(absl::StrCat(file, " --key ", key_));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("Short breaks"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("\x1B")));
}

// An implementation of its own, after docs/proof.md, says the same.
TEST_F(ProgramTest, HoldsWhenItIsCheckedByHand) {
  if (Shell("python3 --version && openssl version").code != 0) {
    GTEST_SKIP() << "there is no python3, or no openssl";
  }
  const std::string script = LOCALOFFER_SOURCE_DIR "/clients/verify/by_hand.py";
  std::vector<log::Proof> proofs = log_.OneOfEach();
  for (const char* provider : {"GB-CHC-1000000", "GB-COH-12345678"}) {
    proofs.push_back(log_.ProviderNotInEdition(provider, kEdition));
  }
  TestingLog erased = ExampleLog();
  const uint64_t erasure = erased.Erase(3);
  proofs.push_back(erased.EntryInEdition(kEntryTwo, kEdition));
  proofs.back().publication->change.salt.clear();
  proofs.back().publication->change.body_bytes.clear();
  proofs.back().erasure = erased.Prove(erasure);
  TestingLog rotated = ExampleLog();
  rotated.Rotate(2);
  rotated.Publish(kEntryOne, "Short breaks", {"9900001"});
  rotated.Rotate(3);
  proofs.push_back(rotated.Since(rotated.EntryPublished(kEntryOne), 9));
  for (const log::Proof& proof : proofs) {
    const Outcome outcome =
        Shell(absl::StrCat("python3 -B ", script, " ",
                           File("proof.json", Written(proof)), " ", key_));
    EXPECT_EQ(outcome.code, 0) << outcome.text;
  }
  log::Proof forged = log_.ProviderNotInEdition(kStranger, kEdition);
  forged.claim.provider = kHospice;
  EXPECT_NE(Shell(absl::StrCat("python3 -B ", script, " ",
                               File("forged.json", Written(forged)), " ", key_))
                .code,
            0);
}

TEST_F(ProgramTest, LoadsNeitherGrpcNorRocksdb) {
  const Outcome loaded = Shell(absl::StrCat("ldd ", kProgram));
  ASSERT_EQ(loaded.code, 0) << loaded.text;
  EXPECT_THAT(loaded.text, HasSubstr("libprotobuf"));
  for (const char* library : {"grpc", "rocksdb", "cares", "libssl", "icu"}) {
    EXPECT_THAT(loaded.text, Not(HasSubstr(library)));
  }
}

}  // namespace
}  // namespace localoffer::verify

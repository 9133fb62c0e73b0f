#include "storage/log/heads_file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/log/hash.h"

namespace localoffer::log {
namespace {

constexpr size_t kHeaderBytes = 32;
constexpr size_t kRecordBytes = 96;

Head HeadOf(const std::string& authority, uint64_t size) {
  Head head{.authority = authority, .size = size};
  head.root = Sha256(absl::StrCat(authority, " ", size));
  return head;
}

class HeadsFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "heads.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    path_ = folder_ + "/heads";
    copy_ = folder_ + "/copy";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<HeadsFile> Open(
      size_t compact_above_bytes = HeadsFile::kCompactAboveBytes) {
    auto heads = HeadsFile::Open(path_, compact_above_bytes);
    EXPECT_TRUE(heads.ok()) << heads.status();
    return *std::move(heads);
  }

  std::string Read() { return ReadFrom(path_); }
  static std::string ReadFrom(const std::string& path) {
    std::stringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
  }
  static void Write(const std::string& path, const std::string& bytes) {
    // Anew, for a file cut short and closed is written to disk at once.
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary) << bytes;
  }

  // What a file with these bytes holds, opened apart from the one in use.
  absl::StatusOr<Heads> HeadsIn(const std::string& bytes) {
    Write(copy_, bytes);
    const auto heads = HeadsFile::Open(copy_);
    if (!heads.ok()) return heads.status();
    return (*heads)->heads();
  }

  // A file that began with one head and got three more.
  std::string ExampleBytes() {
    std::filesystem::remove(path_);
    EXPECT_TRUE(Open()->Append({HeadOf("E06000023", 1)}).ok());
    EXPECT_TRUE(Open()->Append({HeadOf("E06000023", 1)}).ok());
    const auto heads = Open();
    EXPECT_TRUE(
        heads->Append({HeadOf("E06000023", 2), HeadOf("E08000025", 7)}).ok());
    EXPECT_TRUE(heads->Append({HeadOf("E06000023", 5)}).ok());
    return Read();
  }
  // The heads after the first `records` of them.
  static Heads ExampleHeads(size_t records) {
    const std::vector<Head> all = {
        HeadOf("E06000023", 1), HeadOf("E06000023", 2), HeadOf("E08000025", 7),
        HeadOf("E06000023", 5)};
    Heads heads;
    for (size_t i = 0; i < records; ++i) heads[all[i].authority] = all[i];
    return heads;
  }

  std::string folder_;
  std::string path_;
  std::string copy_;
};

TEST_F(HeadsFileTest, HasTheseBytes) {
  EXPECT_TRUE(Open()
                  ->Append({{.authority = "E06000023",
                             .size = 0x0102030405060708,
                             .root = Sha256("abc")}})
                  .ok());
  EXPECT_EQ(absl::BytesToHexString(Read()),
            "6c6f63616c6f666665722f686561643100000000000000002d3cec1331c49cab"
            "4530363030303032330000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000102030405060708ba7816bf8f01cfea"
            "414140de5dae2223b00361a396177a9cb410ff61f20015adf843e47cfb3d0ac1");
}

TEST_F(HeadsFileTest, IsEmptyAtFirst) {
  EXPECT_TRUE(Open()->heads().empty());
  EXPECT_EQ(Read().size(), kHeaderBytes);
  EXPECT_TRUE(Open()->heads().empty());
}

TEST_F(HeadsFileTest, HoldsTheLastHeadOfEachLog) {
  const auto heads = Open();
  ASSERT_TRUE(
      heads->Append({HeadOf("E06000023", 3), HeadOf("E08000025", 1)}).ok());
  ASSERT_TRUE(
      heads->Append({HeadOf("E06000023", 4), HeadOf("E06000023", 9)}).ok());
  const Heads want = {{"E06000023", HeadOf("E06000023", 9)},
                      {"E08000025", HeadOf("E08000025", 1)}};
  EXPECT_EQ(heads->heads(), want);
  EXPECT_EQ(Open()->heads(), want);
}

TEST_F(HeadsFileTest, OpeningLeavesOneRecordALog) {
  const std::string bytes = ExampleBytes();
  EXPECT_EQ(bytes.size(), kHeaderBytes + 4 * kRecordBytes);
  EXPECT_EQ(Open()->heads(), ExampleHeads(4));
  EXPECT_EQ(Read().size(), kHeaderBytes + 2 * kRecordBytes);
  const std::string compact = Read();
  EXPECT_EQ(Open()->heads(), ExampleHeads(4));
  EXPECT_EQ(Read(), compact);
}

TEST_F(HeadsFileTest, GrowingTooLargeLeavesOneRecordALog) {
  const auto heads = Open(kHeaderBytes + 3 * kRecordBytes);
  for (uint64_t size = 1; size <= 50; ++size) {
    ASSERT_TRUE(heads->Append({HeadOf("E06000023", size)}).ok());
    EXPECT_LE(Read().size(), kHeaderBytes + 4 * kRecordBytes);
    const Heads want = {{"E06000023", HeadOf("E06000023", size)}};
    EXPECT_EQ(heads->heads(), want);
    const auto on_disk = HeadsIn(Read());
    ASSERT_TRUE(on_disk.ok()) << on_disk.status();
    EXPECT_EQ(*on_disk, want);
  }
}

TEST_F(HeadsFileTest, CutAnywhereIsAnEarlierStateOrDamage) {
  const std::string bytes = ExampleBytes();
  for (size_t length = 0; length < bytes.size(); ++length) {
    const auto heads = HeadsIn(bytes.substr(0, length));
    // The first record came with the file itself.
    if (length < kHeaderBytes + kRecordBytes) {
      EXPECT_EQ(heads.status().code(), absl::StatusCode::kDataLoss) << length;
      continue;
    }
    ASSERT_TRUE(heads.ok()) << heads.status() << length;
    EXPECT_EQ(*heads, ExampleHeads((length - kHeaderBytes) / kRecordBytes))
        << length;
  }
}

TEST_F(HeadsFileTest, GoesOnAfterATornRecord) {
  const std::string bytes = ExampleBytes();
  for (const size_t torn : {1, 50, 95}) {
    Write(path_, bytes.substr(0, bytes.size() - torn));
    ASSERT_TRUE(Open()->Append({HeadOf("E06000023", 6)}).ok());
    Heads want = ExampleHeads(3);
    want["E06000023"] = HeadOf("E06000023", 6);
    EXPECT_EQ(Open()->heads(), want);
  }
}

TEST_F(HeadsFileTest, AnyChangedBitIsDamageAndItsRecordNamed) {
  const std::string bytes = ExampleBytes();
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const size_t place = bit / 8;
    std::string changed = bytes;
    changed[place] ^= 1 << bit % 8;
    const auto status = HeadsIn(changed).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kDataLoss) << bit;
    const size_t offset = place < kHeaderBytes
                              ? 0
                              : place - (place - kHeaderBytes) % kRecordBytes;
    EXPECT_TRUE(absl::StrContains(status.message(),
                                  absl::StrCat("at offset ", offset, ":")))
        << bit << status;
  }
}

TEST_F(HeadsFileTest, AChangedBitInATornRecordDoesNoHarm) {
  const std::string bytes = ExampleBytes();
  const size_t end = kHeaderBytes + 3 * kRecordBytes;
  for (size_t place = end; place < bytes.size() - 1; ++place) {
    std::string changed = bytes.substr(0, bytes.size() - 1);
    changed[place] ^= 1;
    const auto heads = HeadsIn(changed);
    ASSERT_TRUE(heads.ok()) << heads.status();
    EXPECT_EQ(*heads, ExampleHeads(3));
  }
}

TEST_F(HeadsFileTest, ARecordLeftOutDoubledOrMovedIsDamage) {
  const std::string bytes = ExampleBytes();
  const auto record = [&](size_t i) {
    return bytes.substr(kHeaderBytes + i * kRecordBytes, kRecordBytes);
  };
  const std::string start = bytes.substr(0, kHeaderBytes) + record(0);
  for (const std::string& changed :
       {start + record(2) + record(3), start + record(1) + record(3),
        start + record(1) + record(1) + record(2) + record(3),
        start + record(2) + record(1) + record(3), bytes + record(3),
        bytes + std::string(kRecordBytes, '\0')}) {
    EXPECT_EQ(HeadsIn(changed).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST_F(HeadsFileTest, DamageIsLeftForAPersonToSee) {
  std::string bytes = ExampleBytes();
  bytes[200] ^= 1;
  EXPECT_FALSE(HeadsIn(bytes).ok());
  EXPECT_EQ(ReadFrom(copy_), bytes);
}

TEST_F(HeadsFileTest, HeadsThatGoBackOrForkAreRefused) {
  const auto heads = Open();
  ASSERT_TRUE(heads->Append({HeadOf("E06000023", 5)}).ok());
  const std::string bytes = Read();
  Head fork = HeadOf("E06000023", 5);
  fork.root[0] ^= 1;
  for (const std::vector<Head>& bad : std::vector<std::vector<Head>>{
           {HeadOf("E06000023", 4)},
           {fork},
           {HeadOf("E06000023", 8), HeadOf("E06000023", 7)},
           {HeadOf("E08000025", 1), HeadOf("", 1)},
           {HeadOf("../x", 1)},
           {HeadOf(std::string(49, 'a'), 1)}}) {
    EXPECT_EQ(heads->Append(bad).code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(Read(), bytes);
  EXPECT_TRUE(heads->Append({HeadOf("E06000023", 5)}).ok());
  EXPECT_TRUE(heads->Append({HeadOf("E06000023", 6)}).ok());
  EXPECT_TRUE(heads->Append({}).ok());
}

TEST_F(HeadsFileTest, NeedsItsFolder) {
  EXPECT_EQ(HeadsFile::Open(folder_ + "/no/heads").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(HeadsFileTest, AFailedWriteIsTheLast) {
  const auto heads = Open();
  ASSERT_TRUE(heads->Append({HeadOf("E06000023", 1)}).ok());
  // The file may grow by half a record and no more.
  rlimit old_limit = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit = old_limit;
  limit.rlim_cur = Read().size() + kRecordBytes / 2;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const absl::Status failure = heads->Append({HeadOf("E06000023", 2)});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
  std::signal(SIGXFSZ, old_handler);

  EXPECT_FALSE(failure.ok());
  EXPECT_EQ(heads->Append({HeadOf("E06000023", 2)}).code(),
            absl::StatusCode::kFailedPrecondition);
  const Heads want = {{"E06000023", HeadOf("E06000023", 1)}};
  EXPECT_EQ(heads->heads(), want);
  EXPECT_EQ(Open()->heads(), want);
}

TEST_F(HeadsFileTest, AFailedSyncIsTheLast) {
  const auto heads = Open();
  ASSERT_TRUE(heads->Append({HeadOf("E06000023", 1)}).ok());
  // A pipe takes the bytes but can't be synced: put one in the file's place.
  int file = -1;
  for (const auto& entry :
       std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    if (std::filesystem::read_symlink(entry.path(), error) == path_) {
      file = std::stoi(entry.path().filename());
    }
  }
  ASSERT_GE(file, 0);
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_GE(dup2(pipe_ends[1], file), 0);

  EXPECT_FALSE(heads->Append({HeadOf("E06000023", 2)}).ok());
  EXPECT_EQ(heads->Append({HeadOf("E06000023", 2)}).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(heads->heads().at("E06000023").size, 1);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

TEST_F(HeadsFileTest, AFailedRewriteIsTheLast) {
  const auto heads = Open(/*compact_above_bytes=*/kHeaderBytes);
  ASSERT_TRUE(heads->Append({HeadOf("E06000023", 1)}).ok());
  // A folder in the draft's place.
  std::filesystem::create_directories(path_ + ".tmp/x");
  EXPECT_FALSE(heads->Append({HeadOf("E06000023", 2)}).ok());
  std::filesystem::remove_all(path_ + ".tmp");
  EXPECT_EQ(heads->Append({HeadOf("E06000023", 2)}).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Open()->heads().at("E06000023").size, 1);
}

}  // namespace
}  // namespace localoffer::log

#include "services/rpc/line_writer.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::rpc {
namespace {

using testing::ElementsAre;
using testing::Pair;

// A pipe, and what comes out of it.
class LineWriterTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe(ends_.data()), 0); }
  void TearDown() override {
    close(ends_[0]);
    close(ends_[1]);
  }

  int in() const { return ends_[1]; }

  // Waits for so many bytes.
  std::string Read(size_t bytes) const {
    std::string text(bytes, '\0');
    size_t filled = 0;
    while (filled < bytes) {
      const ssize_t got = read(ends_[0], &text[filled], bytes - filled);
      if (got <= 0) break;
      filled += static_cast<size_t>(got);
    }
    text.resize(filled);
    return text;
  }

 private:
  std::array<int, 2> ends_;
};

TEST_F(LineWriterTest, WritesLinesInTheirOrder) {
  LineWriter writer(in());
  writer.Write("one");
  writer.Write("two");
  EXPECT_EQ(Read(8), "one\ntwo\n");
  writer.Write("three");
  EXPECT_EQ(Read(6), "three\n");
}

TEST_F(LineWriterTest, WritesWhatIsLeftBeforeItEnds) {
  auto writer = std::make_unique<LineWriter>(in());
  writer->Write("last words");
  writer.reset();
  EXPECT_EQ(Read(11), "last words\n");
}

// Two threads write `lines` lines each, of which `read` takes the first once
// more than the pipe holds are waiting.
void ExpectAllOfTwoCallers(LineWriter& writer, size_t lines,
                           const std::function<std::string(size_t)>& read) {
  const std::string filling(400, 'x');
  std::atomic<size_t> written = 0;
  std::vector<std::thread> callers;
  size_t bytes = 0;
  for (const char caller : {'a', 'b'}) {
    callers.emplace_back([&, caller] {
      for (size_t i = 0; i < lines; ++i) {
        writer.Write(
            absl::StrCat(std::string(1, caller), " ", i, " ", filling));
        ++written;
      }
    });
    for (size_t i = 0; i < lines; ++i) {
      bytes += absl::StrCat("a ", i, " ", filling, "\n").size();
    }
  }
  // More than the writer keeps, what it is writing, and the pipe.
  EXPECT_GT(bytes, 3 * LineWriter::kMostBytes);
  while (written * (filling.size() + 3) < LineWriter::kMostBytes) {
    std::this_thread::yield();
  }
  const std::string text = read(bytes);
  for (std::thread& caller : callers) caller.join();
  std::map<char, size_t> next;
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    ASSERT_EQ(line, absl::StrCat(line.substr(0, 1), " ", next[line[0]], " ",
                                 filling));
    ++next[line[0]];
  }
  EXPECT_THAT(next, ElementsAre(Pair('a', lines), Pair('b', lines)));
}

TEST_F(LineWriterTest, LosesNothingWhenTheReaderIsSlowAndMixesNoLines) {
  LineWriter writer(in());
  ExpectAllOfTwoCallers(writer, 20'000,
                        [this](size_t bytes) { return Read(bytes); });
}

TEST_F(LineWriterTest, LosesNothingWhereWritesMustNotWait) {
  ASSERT_EQ(fcntl(in(), F_SETFL, O_NONBLOCK), 0);
  LineWriter writer(in());
  ExpectAllOfTwoCallers(writer, 20'000,
                        [this](size_t bytes) { return Read(bytes); });
}

TEST_F(LineWriterTest, WhatIsFlushedIsThere) {
  LineWriter writer(in());
  for (int i = 0; i < 3; ++i) {
    writer.Write("at once");
    writer.Flush();
    int there = 0;
    ASSERT_EQ(ioctl(in(), FIONREAD, &there), 0);
    EXPECT_EQ(there, 8);
    EXPECT_EQ(Read(8), "at once\n");
  }
}

TEST_F(LineWriterTest, ALineMayBeLong) {
  LineWriter writer(in());
  const std::string line(100'000, 'x');
  writer.Write("before");
  writer.Write(line);
  writer.Write("after");
  EXPECT_EQ(Read(line.size() + 14), "before\n" + line + "\nafter\n");
}

TEST_F(LineWriterTest, GoesOnWhenNothingCanBeWritten) {
  LineWriter writer(-1);
  for (size_t bytes = 0; bytes < 2 * LineWriter::kMostBytes; bytes += 1000) {
    writer.Write(std::string(1000, 'x'));
  }
}

}  // namespace
}  // namespace localoffer::rpc

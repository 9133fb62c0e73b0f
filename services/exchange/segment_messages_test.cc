#include "services/exchange/segment_messages.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "storage/refusal.h"

namespace localoffer::exchange {
namespace {

storage::Segment Example(size_t changes, size_t body_bytes) {
  storage::Segment segment;
  segment.authority = "E06000023";
  segment.first_sequence = 7;
  for (size_t i = 0; i < changes; ++i) {
    storage::ReceivedChange& received = segment.changes.emplace_back();
    received.change.header_bytes = "header " + std::to_string(i);
    received.change.salt = std::string(32, static_cast<char>(i));
    received.change.body_bytes = std::string(body_bytes, 'b');
  }
  log::ChangeProof proof;
  proof.header_bytes = "eraser";
  proof.path = {log::Sha256("one"), log::Sha256("two")};
  proof.checkpoint = "checkpoint of the proof";
  segment.changes.back().change.salt.clear();
  segment.changes.back().change.body_bytes.clear();
  segment.changes.back().erasure = proof;
  segment.later_rotations = {proof, proof};
  segment.checkpoint = "checkpoint";
  return segment;
}

void ExpectEqual(const log::ChangeProof& a, const log::ChangeProof& b) {
  EXPECT_EQ(a.header_bytes, b.header_bytes);
  EXPECT_EQ(a.path, b.path);
  EXPECT_EQ(a.checkpoint, b.checkpoint);
}

void ExpectEqual(const storage::Segment& a, const storage::Segment& b) {
  EXPECT_EQ(a.authority, b.authority);
  EXPECT_EQ(a.first_sequence, b.first_sequence);
  EXPECT_EQ(a.checkpoint, b.checkpoint);
  ASSERT_EQ(a.changes.size(), b.changes.size());
  for (size_t i = 0; i < a.changes.size(); ++i) {
    EXPECT_EQ(a.changes[i].change, b.changes[i].change);
    ASSERT_EQ(a.changes[i].erasure.has_value(),
              b.changes[i].erasure.has_value());
    if (a.changes[i].erasure) {
      ExpectEqual(*a.changes[i].erasure, *b.changes[i].erasure);
    }
  }
  ASSERT_EQ(a.later_rotations.size(), b.later_rotations.size());
  for (size_t i = 0; i < a.later_rotations.size(); ++i) {
    ExpectEqual(a.later_rotations[i], b.later_rotations[i]);
  }
}

TEST(SegmentMessages, ComeBackAsTheSameSegment) {
  for (const auto& [changes, bytes] :
       {std::pair<size_t, size_t>{1, 10}, {300, 10'000}, {3, 2'000'000}}) {
    const storage::Segment segment = Example(changes, bytes);
    SegmentBuilder builder(segment.authority, segment.first_sequence);
    auto messages = ToMessages(segment);
    while (messages.size() > 1) {
      EXPECT_LE(messages.front().ByteSizeLong(),
                kMessageBytes + 2'000'000 + 1000);
      const auto taken = builder.Take(std::move(messages.front()));
      ASSERT_TRUE(taken.ok()) << taken.status();
      EXPECT_FALSE(taken->has_value());
      messages.pop_front();
    }
    const auto taken = builder.Take(std::move(messages.front()));
    ASSERT_TRUE(taken.ok() && taken->has_value());
    ExpectEqual(**taken, segment);
  }
}

TEST(SegmentMessages, OneSegmentAfterTheOther) {
  SegmentBuilder builder("E06000023", 7);
  ASSERT_TRUE(builder.Take(ToMessages(Example(3, 10)).front()).ok());
  const auto next = builder.Take(ToMessages(Example(2, 10)).front());
  ASSERT_TRUE(next.ok() && next->has_value());
  EXPECT_EQ((*next)->first_sequence, 10);
  EXPECT_EQ((*next)->changes.size(), 2);
}

TEST(SegmentMessages, HashesOfOtherLengthsAreRefused) {
  for (const size_t size : {size_t{0}, size_t{31}, size_t{33}}) {
    SegmentBuilder builder("E06000023", 7);
    v1::StreamChangesResponse message = ToMessages(Example(1, 10)).front();
    message.mutable_changes(0)->mutable_erasure()->set_path(
        0, std::string(size, 'h'));
    const auto taken = builder.Take(std::move(message));
    EXPECT_EQ(storage::RefusalOf(taken.status()), storage::Refusal::kMalformed);
  }
}

}  // namespace
}  // namespace localoffer::exchange

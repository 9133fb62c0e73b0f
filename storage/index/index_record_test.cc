#include "storage/index/index_record.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/storage/v1/records.pb.h"

namespace localoffer {
namespace {

using ::testing::ElementsAre;

IndexRecord Whole() {
  IndexRecord record;
  record.authority = "E06000023";
  record.entry_id = "e1";
  record.sequence = 7;
  record.row.folded_name = "short breaks";
  record.row.minimum_age = 5;
  record.row.assured_day = 20'000;
  OpeningTime plain;
  plain.begin = 540;
  plain.end = 1'020;
  OpeningTime monthly = plain;
  monthly.first_day = -3;
  monthly.last_day = 20'300;
  monthly.interval = 2;
  monthly.is_monthly = true;
  monthly.ordinal = -1;
  monthly.anchor = 24'320;
  OpeningTime yearly = plain;
  yearly.counted = Counted::kWeeksOfYear;
  yearly.ordinal = -53;
  yearly.week_start = 6;
  record.row.opening_hours = {plain, monthly, yearly};
  record.terms = {{3, 1}, {9, 65'535}};
  record.words = {2, 70'000};
  record.values = {0, 4};
  record.locations = {{51.45, -2.59}};
  const auto circle = geography::Shape::Circle({51.45, -2.59}, 500);
  record.shapes.push_back(Cover(*circle));
  return record;
}

TEST(IndexRecord, ReadsBackEqual) {
  const IndexRecord record = Whole();
  const std::string bytes = EncodeRecord(record);
  const absl::StatusOr<IndexRecord> read =
      DecodeRecord(record.authority, record.sequence, bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(EncodeRecord(*read), bytes);
  EXPECT_EQ(read->sequence, 7);
  EXPECT_EQ(read->row.opening_hours, record.row.opening_hours);
  EXPECT_EQ(read->row.minimum_age, record.row.minimum_age);
  EXPECT_EQ(read->row.maximum_age, record.row.maximum_age);
  EXPECT_EQ(read->terms.size(), 2);
  EXPECT_EQ(read->terms[1].weight, 65'535);
  EXPECT_EQ(read->words, record.words);
  EXPECT_EQ(read->values, record.values);
  EXPECT_EQ(read->shapes[0].cells, record.shapes[0].cells);
}

TEST(IndexRecord, WhatIsDamagedIsNotTakenForARecord) {
  using Damage = std::function<void(storage::v1::IndexRecord&)>;
  const std::vector<Damage> damages = {
      [](auto& record) { record.mutable_weights()->pop_back(); },
      [](auto& record) { record.add_locations(51); },
      [](auto& record) { record.set_locations(0, 91); },
      [](auto& record) { record.clear_coverings(); },
      [](auto& record) { record.mutable_coverings(0)->set_cells(0, 0); },
      [](auto& record) { record.set_shapes(0, "none"); },
      [](auto& record) { record.mutable_opening_times(0)->set_begin(10'080); },
      [](auto& record) { record.mutable_opening_times(0)->set_end(540); },
      [](auto& record) { record.mutable_opening_times(0)->set_end(11'521); },
      [](auto& record) {
        record.mutable_opening_times(1)->set_interval(65'536);
      },
      [](auto& record) {
        record.mutable_opening_times(1)->set_ordinal(32'768);
      },
      [](auto& record) { record.mutable_opening_times(1)->set_counted(4); },
      [](auto& record) { record.mutable_opening_times(1)->set_week_start(7); }};
  for (size_t i = 0; i < damages.size(); ++i) {
    storage::v1::IndexRecord record;
    ASSERT_TRUE(record.ParseFromString(EncodeRecord(Whole())));
    damages[i](record);
    EXPECT_EQ(DecodeRecord("E06000023", 7, record.SerializeAsString())
                  .status()
                  .code(),
              absl::StatusCode::kDataLoss)
        << i;
  }
  const std::string bytes = EncodeRecord(Whole());
  EXPECT_FALSE(
      DecodeRecord("E06000023", 7, bytes.substr(0, bytes.size() - 1)).ok());
}

TEST(IndexRecord, AValueReadsBackEqualOrNotAtAll) {
  const PropertyValue value = {
      Property::kTaxonomyTerm, "101", "Respite", {"breaks"}};
  const absl::StatusOr<PropertyValue> read = DecodeValue(EncodeValue(value));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, value);
  storage::v1::IndexValue unknown;
  unknown.set_property(kPropertyCount);
  EXPECT_EQ(DecodeValue(unknown.SerializeAsString()).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeValue("\xff").status().code(), absl::StatusCode::kDataLoss);
}

TEST(IndexRecord, ABatchHasNeighboursOfAnAuthoritySideBySide) {
  const geography::Point bath = {51.3811, -2.3590};
  const geography::Point york = {53.9590, -1.0815};
  std::vector<IndexRecord> records;
  for (uint64_t sequence = 0; sequence < 12; ++sequence) {
    IndexRecord& record = records.emplace_back();
    record.authority = sequence < 6 ? "E06000022" : "E06000014";
    record.sequence = sequence;
    record.locations = {sequence % 2 == 0 ? bath : york};
    if (sequence == 3 || sequence == 8) record.values = {7};
    record.terms = {{1, static_cast<uint16_t>(sequence + 1)}};
  }
  const IndexRecordBatch batch = BatchOf(std::move(records), ValueNumber{7});
  std::vector<uint64_t> sequences;
  for (const IndexRecord& record : batch.records) {
    sequences.push_back(record.sequence);
  }
  // What has the value, then authority by authority and town by town: the
  // curve comes through Bath first.
  EXPECT_THAT(sequences, ElementsAre(8, 3, 6, 10, 7, 9, 11, 0, 2, 4, 1, 5));
  for (const Posting& posting : batch.postings) {
    EXPECT_EQ(posting.weight, sequences[posting.document] + 1);
  }
}

}  // namespace
}  // namespace localoffer

// Sources cut short, changed at random and built to hurt.
#include <cstddef>
#include <ctime>
#include <iterator>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "services/openreferral/read_json.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/testing_json.h"
#include "services/openreferral/write_json.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kDocument =
    R"({"total_items":2,"contents":[{"id":"1","name":"caf\u00e9 é",)"
    R"("url":"www.example.org","minimum_age":-1.5e0,"phones":[{"number":7},)"
    R"(null],"pc":{"a":[true,false]},"local_offer":{"tier":"universal"}},)"
    R"({"id":2,"name":"x","service_at_locations":[{"location":{"latitude":1,)"
    R"("addresses":[{"city":"Y"}]}}],"organization":{"name":"O"}}]})";

Source Read(absl::string_view json, Format format = Format::kUnspecified) {
  ReadOptions options;
  options.format = format;
  options.authority = "E06000023";
  return ReadJson(json, options);
}

bool HasViolation(const Source& source) {
  if (!source.violations.empty()) return true;
  for (const Record& record : source.records) {
    if (!record.violations.empty()) return true;
  }
  return false;
}

TEST(DamagedJson, ASourceCutShortAnywhereIsAViolation) {
  ASSERT_FALSE(HasViolation(Read(kDocument)));
  for (size_t length = 0; length < kDocument.size(); ++length) {
    EXPECT_TRUE(HasViolation(Read(kDocument.substr(0, length)))) << length;
  }
}

TEST(DamagedJson, DeepNestingIsRefusedAtOnce) {
  const std::clock_t begin = std::clock();
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += R"({"organization":)";
  for (const std::string& json :
       {std::string(100000, '['), std::string(100000, '{'), objects,
        absl::StrCat(R"([{"id":"1","x":)", std::string(100000, '['))}) {
    const Source source = Read(json);
    EXPECT_EQ(source.violations.size(), 1);
    EXPECT_TRUE(source.records.empty());
  }
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC);
}

TEST(DamagedJson, ARecordOfNothingButErrorsIsToldInAFewWords) {
  std::string json = R"({"id":"1","name":"x","phones":[1)";
  for (int i = 0; i < 100000; ++i) json += ",1";
  json += R"(],"local_offer":{"settings":[1)";
  for (int i = 0; i < 100000; ++i) json += ",1";
  const Source source = Read(json + "]}}");
  ASSERT_EQ(source.records.size(), 1);
  const Record& record = source.records[0];
  EXPECT_EQ(record.repairs.size(), 1001);
  EXPECT_EQ(record.repairs.back().rule(), "MORE_REPAIRS");
  EXPECT_EQ(record.violations.size(), 1001);
  EXPECT_EQ(record.violations.back().reason(), "MORE_VIOLATIONS");
  EXPECT_EQ(record.violations.back().value(), "99001");
}

// Seconds of processor time, so that a busy machine changes nothing.
double SecondsToRead(absl::string_view json) {
  const std::clock_t begin = std::clock();
  Read(json);
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string BrokenLines(int count) {
  std::string json = "{}\n";
  for (int i = 0; i < count; ++i) json += "{\"id\" 1}\n";
  return json;
}

TEST(DamagedJson, EveryBrokenLineIsTold) {
  const Source source = Read(BrokenLines(1000));
  ASSERT_EQ(source.records.size(), 1001);
  EXPECT_NE(source.records.back().violations[0].wanted().find(
                "(line 1001, column 7)"),
            std::string::npos);
}

TEST(DamagedJson, BrokenLinesTakeTimeInProportionToTheirNumber) {
  const double few = SecondsToRead(BrokenLines(20000));
  // Four times as long in proportion, sixteen times if each line is found by
  // counting from the beginning.
  EXPECT_LT(SecondsToRead(BrokenLines(80000)), 9 * few + 0.1);
}

// Whatever is read can be written, in both dialects, and read again.
void ExpectWholesome(const Source& source) {
  for (const Record& record : source.records) {
    EXPECT_TRUE(IsRfcUuid(record.service.id()));
    v1::Service parsed;
    // Serialisation checks that all text is UTF-8.
    ASSERT_TRUE(parsed.ParseFromString(record.service.SerializeAsString()));
    for (const v1::Violation& violation : record.violations) {
      v1::Violation copy;
      ASSERT_TRUE(copy.ParseFromString(violation.SerializeAsString()));
    }
    if (!record.violations.empty()) continue;
    for (const Format format :
         {Format::kOpenReferral3, Format::kOpenReferral1}) {
      const Source again = Read(WriteServiceJson(
          record.service, record.local_offer, {.format = format}));
      ASSERT_EQ(again.records.size(), 1);
      EXPECT_EQ(again.records[0].service.id(), record.service.id());
      EXPECT_EQ(again.records[0].service.name(), record.service.name());
    }
  }
}

std::string Mutated(std::string text, std::mt19937* random) {
  constexpr absl::string_view kPieces[] = {
      "{",       "}",       "[",        "]",     ",",    ":",    "\"",
      "\\",      "null",    "-1",       "1e400", "\xff", "\"\"", "{}",
      "\\u0000", "\\udc00", "\xc2\x85", "\n",    "9",    "true"};
  const int changes = 1 + static_cast<int>((*random)() % 4);
  for (int i = 0; i < changes; ++i) {
    const size_t at = (*random)() % text.size();
    const absl::string_view piece = kPieces[(*random)() % std::size(kPieces)];
    switch ((*random)() % 4) {
      case 0:
        text.insert(at, piece.data(), piece.size());
        break;
      case 1:
        text.erase(at, 1 + (*random)() % 8);
        break;
      case 2:
        text[at] = static_cast<char>((*random)());
        break;
      default:
        text.insert((*random)() % text.size(), text.substr(at, 30));
    }
    if (text.empty()) return "{}";
  }
  return text;
}

TEST(DamagedJson, RandomChangesNeverBreakTheReader) {
  std::mt19937 random(20240901);
  int read = 0;
  for (int i = 0; i < 5000; ++i) {
    const Source source =
        Read(Mutated(std::string(kDocument), &random),
             i % 2 == 0 ? Format::kUnspecified : Format::kOpenReferral1);
    EXPECT_TRUE(source.violations.empty() || source.records.empty());
    read += source.records.empty() ? 0 : 1;
    ExpectWholesome(source);
    if (HasFailure()) FAIL() << "at change " << i;
  }
  // Or the test tests nothing but the parser.
  EXPECT_GT(read, 300);
}

// As above, and what comes back is what was supplied.
TEST(DamagedJson, WhatIsReadComesBackAsItWas) {
  std::mt19937 random(20240902);
  for (int i = 0; i < 5000; ++i) {
    const std::string json = Mutated(
        R"({"id":"1","name":"x","url":"","phones":[{"number":" 7 "}],)"
        R"("minimum_age":"-1","status":"Active","last_modified":"2024-01-01",)"
        R"("organization":{"id":"X","email":null,"k":[1.50]}})",
        &random);
    const Source source = Read(json, Format::kOpenReferral3);
    if (source.records.size() != 1 || HasViolation(source)) continue;
    const Record& record = source.records[0];
    const auto same =
        SameJson(json, WriteServiceJson(record.service, record.local_offer,
                                        {.as_supplied = true}));
    EXPECT_TRUE(same) << json;
    if (!same) break;
  }
}

}  // namespace
}  // namespace localoffer::openreferral

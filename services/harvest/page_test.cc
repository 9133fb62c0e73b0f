#include "services/harvest/page.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::harvest {
namespace {

using openreferral::Format;
using ::testing::HasSubstr;

constexpr char kPage3[] =
    R"({"total_items":874,"total_pages":292,"page_number":1,"size":2,)"
    R"("first_page":true,"last_page":false,"empty":false,"contents":)"
    R"([{"id":"a","name":"A","last_modified":"2026-01-01"},{"name":"B"}]})";

TEST(Page, OfOpenReferral3) {
  const Page page = *ReadPage(kPage3);
  EXPECT_EQ(page.format, Format::kOpenReferral3);
  EXPECT_EQ(page.total_items, 874);
  EXPECT_EQ(page.total_pages, 292);
  EXPECT_EQ(page.first_page, true);
  EXPECT_EQ(page.last_page, false);
  ASSERT_EQ(page.records.size(), 2u);
  EXPECT_EQ(page.records[0].id, "a");
  EXPECT_EQ(page.records[0].name, "A");
  EXPECT_TRUE(page.records[0].has_last_modified);
  EXPECT_EQ(page.records[1].id, "");
  EXPECT_FALSE(page.records[1].has_last_modified);
  EXPECT_EQ(page.records[1].json, R"({"name":"B"})");
}

TEST(Page, OfOpenReferral1WithCountsAsText) {
  const Page page = *ReadPage(
      "\xEF\xBB\xBF"
      R"({"totalElements":"2","totalPages":1,"number":1,"first":true,)"
      R"("last":true,"content":[{"id":7},{"id":"b"}]})");
  EXPECT_EQ(page.format, Format::kOpenReferral1);
  EXPECT_EQ(page.total_items, 2);
  EXPECT_EQ(page.last_page, true);
  EXPECT_EQ(page.records[0].id, "7");
}

TEST(Page, WhatMakesNoSenseIsNotSaid) {
  const Page page =
      *ReadPage(R"({"total_items":-1,"total_pages":"many","last_page":"yes",)"
                R"("contents":[]})");
  EXPECT_FALSE(page.total_items.has_value());
  EXPECT_FALSE(page.total_pages.has_value());
  EXPECT_FALSE(page.last_page.has_value());
}

TEST(Page, ABareArrayIsTheWholeList) {
  const Page page = *ReadPage(R"([{"id":"a"},{"id":"b"},"odd"])");
  EXPECT_EQ(page.total_items, 3);
  EXPECT_EQ(page.last_page, true);
  EXPECT_EQ(page.records[2].json, "\"odd\"");
}

TEST(Page, AnEmptyAnswerMayLeaveOutItsList) {
  EXPECT_TRUE(ReadPage(R"({"total_items":0,"empty":true})")->records.empty());
}

TEST(Page, AnythingElseIsRefusedWithTheReason) {
  EXPECT_THAT(std::string(ReadPage("<html><body>Sorry").status().message()),
              HasSubstr("no JSON"));
  EXPECT_THAT(
      std::string(
          ReadPage(std::string(kPage3).substr(0, 150)).status().message()),
      HasSubstr("no JSON"));
  for (const char* text : {"", "{}", "7", R"({"contents":{}})",
                           R"({"error":"x"})", R"({"empty":false})"}) {
    EXPECT_FALSE(ReadPage(text).ok()) << text;
  }
}

TEST(Page, AServiceMustBeTheOneThatWasAskedFor) {
  EXPECT_EQ(*ReadService(R"( {"id":"a","x":1} )", "a"), R"({"id":"a","x":1})");
  for (const char* text : {R"({"id":"b"})", R"({"name":"a"})", R"(["a"])",
                           R"({"id":["a"]})", "<html>", ""}) {
    EXPECT_FALSE(ReadService(text, "a").ok()) << text;
  }
}

// Damaged pages are refused or read, and never more than that. The seed is
// printed with a failure.
TEST(Page, DamagedBytesDoNoHarm) {
  std::mt19937_64 random(20260901);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = kPage3;
    for (int changes = 1 + static_cast<int>(random() % 4); changes > 0;
         --changes) {
      const size_t at = random() % bytes.size();
      switch (random() % 3) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, random() % 8);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), 8));
      }
      if (bytes.empty()) bytes = "x";
    }
    const absl::StatusOr<Page> page = ReadPage(bytes);
    if (!page.ok()) continue;
    EXPECT_GE(page->total_items.value_or(0), 0) << bytes;
    for (const PageRecord& record : page->records) {
      EXPECT_NE(bytes.find(record.json), std::string::npos) << bytes;
      (void)MemberNames(record.json);
    }
  }
}

TEST(Page, OfARealFeedIsRead) {
  const char* shared = std::getenv("LOCALOFFER_SHARED_DIR");
  const std::string folder =
      shared != nullptr ? shared : LOCALOFFER_SOURCE_DIR "/../shared";
  std::ifstream file(folder + "/data/feeds/bristol-v3-services-page1.json",
                     std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  if (bytes.empty()) GTEST_SKIP() << "the feed is not here";
  const Page page = *ReadPage(bytes);
  EXPECT_EQ(page.total_items, 874);
  EXPECT_EQ(page.total_pages, 292);
  ASSERT_EQ(page.records.size(), 3u);
  EXPECT_TRUE(page.records[0].has_last_modified);
}

}  // namespace
}  // namespace localoffer::harvest

#include "services/gateway/pages/listed_page.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

int Cells(absl::string_view line) {
  int cells = 1;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted) ++cells;
  }
  return cells;
}

class ListedPageTest : public PagesTest {
 protected:
  void PublishIn(const std::string& log, int number) {
    log::v1::EntryPublished entry = Named(number, "Short breaks");
    auto& identifier = *entry.mutable_service()
                            ->mutable_organization()
                            ->add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier("9900001");
    PagesTest::PublishIn(log, number, entry);
  }
};

TEST_F(ListedPageTest, WhatWasOnlyReadElsewhereIsCountedApart) {
  PublishIn("E06000022", 1);
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              HasSubstr("Listed by 1 of 153 councils</h2>"));
  PublishIn(kHarvested, 2);
  EXPECT_THAT(Get("/listed?provider=9900001").body,
              HasSubstr("Listed by 2 of 153 councils; of these 1 only in data "
                        "read elsewhere, not confirmed by them</h2>"));
}

TEST_F(ListedPageTest, TheTableSaysWhatWasHarvested) {
  PublishIn("E06000022", 1);
  PublishIn(kHarvested, 2);
  const std::string table = Get("/listed.csv?provider=9900001").body;
  int lines = 0;
  for (const absl::string_view line :
       absl::StrSplit(table, "\r\n", absl::SkipEmpty())) {
    ++lines;
    const bool is_head = absl::StartsWith(line, "authority,");
    const bool is_harvested = absl::StartsWith(line, "E06000023,");
    EXPECT_THAT(std::string(line), EndsWith(is_head        ? ",harvested"
                                            : is_harvested ? ",yes"
                                                           : ",no"));
    EXPECT_EQ(Cells(line), 11) << line;
  }
  EXPECT_EQ(lines, 1 + 153);
}

}  // namespace
}  // namespace localoffer::gateway::pages

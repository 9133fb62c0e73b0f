// All England as a table to download.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST_F(PagesTest, EnglandAsATableSaysWhichRevisionItShows) {
  offer_.Publish(1, "Short breaks");
  const std::string revision = offer_.store().logs().Latest().ToRevision();
  for (const char* target :
       {"/england.csv", "/england.csv?component=SHORT_BREAKS",
        "/england.csv?item=LO-C9"}) {
    EXPECT_THAT(Get(target).headers,
                Contains(Pair("Local-Offer-Revision", revision)))
        << target;
  }
}

TEST_F(PagesTest, EnglandAsATableHasEveryComponentOfEveryCouncil) {
  offer_.Publish(1, "Short breaks");
  const std::string table = Get("/england.csv").body;
  EXPECT_THAT(table, HasSubstr("\r\nSHORT_BREAKS,E06000023,"));
  EXPECT_THAT(table, HasSubstr("\r\nEND_OF_LIFE,E06000023,"));
  EXPECT_THAT(table, HasSubstr(",in_date_with_identified_provider,"));
}

}  // namespace
}  // namespace localoffer::gateway::pages

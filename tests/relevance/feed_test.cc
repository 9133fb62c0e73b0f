#include "tests/relevance/feed.h"

#include "gtest/gtest.h"

namespace localoffer::relevance {
namespace {

TEST(IdInFeed, IsTheOneThatWasReplaced) {
  v1::Service service;
  service.set_id("8b0f25be-54c9-5c3d-9a30-6f1d6f7c1a51");
  EXPECT_EQ(IdInFeed(service), service.id());
  v1::VerbatimMember* const name = service.mutable_verbatim()->add_replaced();
  name->set_name("name");
  name->set_json("\"Art club\"");
  EXPECT_EQ(IdInFeed(service), service.id());
  v1::VerbatimMember* const id = service.mutable_verbatim()->add_replaced();
  id->set_name("id");
  id->set_json("\"def5ccd4-f121-df4d-60d2-4dc0d69ff555\"");
  EXPECT_EQ(IdInFeed(service), "def5ccd4-f121-df4d-60d2-4dc0d69ff555");
}

}  // namespace
}  // namespace localoffer::relevance

#include "services/directory/hit_page.h"

#include <string>

#include "gtest/gtest.h"

namespace localoffer::directory {
namespace {

// Of lengths that take one byte to tell, and two, and three.
v1::SearchEntriesResponse ResponseOf(int hits) {
  v1::SearchEntriesResponse response;
  for (int i = 0; i < hits; ++i) {
    v1::SearchHit& hit = *response.add_hits();
    hit.mutable_entry()->set_name("authorities/E06000023/entries/1");
    hit.mutable_entry()->mutable_service()->set_description(
        std::string(size_t{1} * i * i * i, 'x'));
    hit.set_score(i / 3.0);
    hit.add_matched_words("respite");
    hit.set_distance_meters(100.0 * i);
  }
  response.set_total_size(4711);
  response.set_revision("revision");
  response.set_next_page_token("next");
  return response;
}

std::string Written(v1::SearchEntriesResponse response) {
  HitPage page;
  for (v1::SearchHit& hit : *response.mutable_hits()) {
    const std::string entry = hit.entry().SerializeAsString();
    hit.clear_entry();
    page.Add(entry, "", hit);
  }
  EXPECT_EQ(page.hits(), static_cast<size_t>(response.hits_size()));
  response.clear_hits();
  return page.Finish(response);
}

TEST(HitPage, IsTheBytesOfTheResponse) {
  for (const int hits : {0, 1, 40}) {
    const v1::SearchEntriesResponse response = ResponseOf(hits);
    EXPECT_EQ(Written(response), response.SerializeAsString()) << hits;
  }
}

TEST(HitPage, AHitMayHaveNothingButItsEntry) {
  v1::SearchEntriesResponse response;
  response.add_hits()->mutable_entry();
  EXPECT_EQ(Written(response), response.SerializeAsString());
}

TEST(HitPage, APartThatHitsShareIsOfEachOfThem) {
  v1::SearchHit part;
  part.add_matched_words("respite");
  v1::SearchEntriesResponse wanted;
  HitPage page;
  for (int i = 1; i < 4; ++i) {
    v1::SearchHit& hit = *wanted.add_hits();
    hit.mutable_entry();
    hit.add_matched_words("respite");
    hit.set_score(i);
    v1::SearchHit rest;
    rest.set_score(i);
    page.Add("", part.SerializeAsString(), rest);
  }
  v1::SearchEntriesResponse written;
  ASSERT_TRUE(written.ParseFromString(page.Finish({})));
  EXPECT_EQ(written.SerializeAsString(), wanted.SerializeAsString());
}

TEST(HitPage, KnowsHowManyBytesItsHitsTake) {
  v1::SearchHit hit;
  hit.set_score(1);
  HitPage page;
  EXPECT_EQ(page.bytes(), 0);
  page.Add("", "", hit);
  const size_t before = page.bytes();
  EXPECT_EQ(page.Finish({}).size(), before);
}

}  // namespace
}  // namespace localoffer::directory

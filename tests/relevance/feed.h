// The real feed that questions are asked of.
#ifndef LOCALOFFER_TESTS_RELEVANCE_FEED_H_
#define LOCALOFFER_TESTS_RELEVANCE_FEED_H_

#include <string>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::relevance {

struct FeedRecord {
  // IdInFeed() of the service.
  std::string id;
  v1::Service service;
  v1::LocalOffer local_offer;
};

// Where bristol-v1-services.json is to be: in the folder that
// LOCALOFFER_SHARED_DIR names, or else in one beside the checkout. It may not
// be redistributed, so it is missing in most places.
std::string BristolFeedPath();

// What the feed calls a service: ids that are no UUID by RFC 4122 are replaced
// on the way in, and kept.
std::string IdInFeed(const v1::Service& service);

// The records of that file. None where it is missing.
std::vector<FeedRecord> ReadBristolFeed();

}  // namespace localoffer::relevance

#endif  // LOCALOFFER_TESTS_RELEVANCE_FEED_H_

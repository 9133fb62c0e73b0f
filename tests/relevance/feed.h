// The real feed that questions are asked of.
#ifndef LOCALOFFER_TESTS_RELEVANCE_FEED_H_
#define LOCALOFFER_TESTS_RELEVANCE_FEED_H_

#include <string>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::relevance {

struct FeedRecord {
  // As the feed has it: ids that are no UUID by RFC 4122 are replaced on the
  // way into a service.
  std::string id;
  v1::Service service;
  v1::LocalOffer local_offer;
};

// The records of bristol-v1-services.json, from the folder that
// LOCALOFFER_SHARED_DIR names or from beside the checkout. None where it is
// missing.
std::vector<FeedRecord> ReadBristolFeed();

}  // namespace localoffer::relevance

#endif  // LOCALOFFER_TESTS_RELEVANCE_FEED_H_

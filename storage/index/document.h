// What the search index knows of one revision of an entry.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer {

// One revision of one entry. The texts are plain text, words in any order.
struct Document {
  // Authority id, such as E06000023.
  std::string authority;
  std::string entry_id;
  // Of the change that made the revision, in the authority's log.
  uint64_t sequence = 0;

  // What the service is called. Also what hits without a query are sorted by.
  std::string name;
  // Who provides it.
  std::string provider;
  // What it is, in the terms of taxonomies and of the local offer.
  std::string keywords;
  // Where it is and which area it serves.
  std::string place;
  // Everything else that is said of it.
  std::string text;

  // UNSPECIFIED: not said.
  v1::ServiceStatus status = v1::SERVICE_STATUS_UNSPECIFIED;
  // Years. Absent: no limit is known.
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
};

// The document of a revision. Holds no contact's name, address or number.
// An age that is negative or no number counts as absent: feeds write -1.
Document DocumentOf(absl::string_view authority, absl::string_view entry_id,
                    uint64_t sequence, const v1::Service& service,
                    const v1::LocalOffer& local_offer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_

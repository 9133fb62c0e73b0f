// What the search index knows of one revision of an entry.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/places.h"
#include "storage/geography/point.h"
#include "storage/geography/service_area.h"
#include "storage/index/opening_hours.h"
#include "storage/index/property.h"

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

  // Years. Absent: no limit is known.
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  // Days since 1970-01-01: when it was last assured; without an assured date,
  // when it was last changed.
  int32_t assured_day = 0;
  // Each once.
  std::vector<PropertyValue> values;
  std::vector<OpeningTime> opening_hours;
  std::vector<geography::Point> locations;
  // The part of its service area that is drawn; named areas are among the
  // values.
  std::vector<geography::Shape> shapes;
};

// What a document is made of.
struct DocumentSource {
  absl::string_view authority;
  absl::string_view entry_id;
  uint64_t sequence = 0;
  absl::Time commit_time;
  const v1::Service& service;
  const v1::LocalOffer& local_offer;
};

// The document of a revision. Holds no contact's name, address or number.
// An age that is negative or no number counts as absent: feeds write -1.
// `places` may be null: then locations without coordinates are nowhere.
Document DocumentOf(const DocumentSource& source,
                    const geography::Gazetteer& gazetteer,
                    const geography::Places* places);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_H_

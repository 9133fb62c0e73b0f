// From the filter of a search request to the conditions of the index.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCH_FILTER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCH_FILTER_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "localoffer/v1/directory.pb.h"
#include "services/catalogue/thing_search.h"
#include "services/rpc/error.h"
#include "storage/geography/geography.h"
#include "storage/index/search_query.h"

namespace localoffer::directory {

// What a filter asks of the index.
struct SearchConditions {
  // Its conditions alone: no text, instant, order or page.
  SearchQuery query;
  // The places that the filter names, as they are understood.
  absl::optional<geography::Place> serves_place;
  absl::optional<geography::Place> near_place;
  // What the query can't say before the directory is looked at: what is asked
  // of organizations and terms, and from when on entries are to have changed.
  catalogue::ThingConditions things;
  absl::optional<absl::Time> changed_since;
};

// Of a filter; more are refused.
inline constexpr int kMostAuthorities = 1000;

// Reads a filter and adds what is wrong with it to `errors`, if anything;
// then the conditions are not to be used. Fields are named from `filter.` on.
// A postcode that is not known is among the errors. What is to be open every
// week has yet to be judged; see open_at.h.
SearchConditions ReadFilter(const v1::EntryFilter& filter,
                            const geography::Geography& geography,
                            std::vector<rpc::FieldError>& errors);

// The property that a facet counts; nothing for a value that is none.
absl::optional<Property> PropertyOf(v1::Facet facet);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCH_FILTER_H_

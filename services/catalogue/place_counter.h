// How many services at locations a question finds.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_PLACE_COUNTER_H_
#define LOCALOFFER_SERVICES_CATALOGUE_PLACE_COUNTER_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "localoffer/v1/directory.pb.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/nearness.h"
#include "storage/index/search_query.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// The log all of whose services a request asks for, "" for all logs; then
// nothing has to be searched. Nothing where it asks for some. It was checked.
absl::optional<std::string> WholeLogOf(const v1::SearchEntriesRequest& request);

// Counts what the catalogue knows, so that no entry is read. A value; what it
// is made with outlives it.
class PlaceCounter {
 public:
  PlaceCounter(const Contents& contents, const Nearness& nearness)
      : contents_(contents), nearness_(nearness) {}

  // Those of services that are near enough; of one that the catalogue does not
  // have none.
  size_t Of(const Hit& hit) const;
  size_t Of(absl::Span<const Hit> hits) const;

  // Those of all services of a log that run; of all logs where it is "". Errors
  // are those of the store.
  absl::StatusOr<size_t> OfLog(const std::string& log,
                               storage::Store& store) const;

 private:
  size_t Of(const KnownEntry& entry) const;

  const Contents& contents_;
  const Nearness& nearness_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_PLACE_COUNTER_H_

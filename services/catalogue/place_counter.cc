#include "services/catalogue/place_counter.h"

#include <cstdint>

#include "services/catalogue/scope.h"
#include "services/entry/resource_name.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {

absl::optional<std::string> WholeLogOf(
    const v1::SearchEntriesRequest& request) {
  const v1::EntryFilter& filter = request.filter();
  v1::EntryFilter rest = filter;
  rest.clear_authorities();
  if (!request.query().empty() || rest.ByteSizeLong() > 0 ||
      filter.authorities_size() > 1) {
    return absl::nullopt;
  }
  if (filter.authorities().empty()) return std::string();
  const absl::StatusOr<std::string> log =
      entry::ParseLogName("filter.authorities", filter.authorities(0));
  if (!log.ok()) return absl::nullopt;
  return *log;
}

size_t PlaceCounter::Of(const KnownEntry& entry) const {
  size_t count = 0;
  for (int place = 0; place < entry.place_count(); ++place) {
    if (nearness_.IsNear(entry.point(place))) ++count;
  }
  return count;
}

size_t PlaceCounter::Of(const Hit& hit) const {
  const absl::optional<KnownEntry> entry =
      contents_.FindRevision(hit.position.authority, hit.sequence);
  return entry ? Of(*entry) : 0;
}

size_t PlaceCounter::Of(absl::Span<const Hit> hits) const {
  size_t count = 0;
  for (const Hit& hit : hits) count += Of(hit);
  return count;
}

absl::StatusOr<size_t> PlaceCounter::OfLog(const std::string& log,
                                           storage::Store& store) const {
  ASSIGN_OR_RETURN(const Scope scope,
                   Scope::Of(log, store, contents_.instant()));
  size_t count = 0;
  for (uint32_t i = 0; i < contents_.entry_count(); ++i) {
    const KnownEntry entry = contents_.entry(i);
    if (entry.is_usual() && scope.Has(entry)) count += Of(entry);
  }
  return count;
}

}  // namespace localoffer::catalogue

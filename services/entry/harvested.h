// What answers say of entries that are not the authority's word.
#ifndef LOCALOFFER_SERVICES_ENTRY_HARVESTED_H_
#define LOCALOFFER_SERVICES_ENTRY_HARVESTED_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"
#include "storage/directory/authorities.h"

namespace localoffer::entry {

// Where a log is harvested from; nothing for an authority's own.
std::optional<v1::Harvested> HarvestedFrom(
    const storage::Authorities& authorities, absl::string_view log);

// Sets `harvested` of an entry of `log`, if that is a harvested one. To be
// called of every entry that is shown.
void MarkHarvested(const storage::Authorities& authorities,
                   absl::string_view log, v1::Entry& entry);

// The same as a JSON object, for files that travel.
std::string HarvestedJson(const v1::Harvested& harvested);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_HARVESTED_H_

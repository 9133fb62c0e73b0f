#include "services/authorities/register.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace localoffer::authorities {

// Made from data/england_upper_tier_authorities.csv by the build.
extern const absl::string_view kEnglandUpperTierAuthoritiesCsv;

namespace {

// Columns of the file; none of its cells needs quotes.
enum Column {
  kGssCode = 0,
  kName = 2,
  kOfficialName = 3,
  kTypeName = 5,
  kRegion = 6,
  kOrgId = 11,
  kColumns = 12,
};

}  // namespace

storage::Authorities::Register EnglandRegister() {
  storage::Authorities::Register authorities;
  bool heading = true;
  for (const absl::string_view line :
       absl::StrSplit(kEnglandUpperTierAuthoritiesCsv, absl::ByAnyChar("\r\n"),
                      absl::SkipEmpty())) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (!heading && cells.size() == kColumns) {
      storage::v1::AuthorityRecord record;
      record.set_title(cells[kName]);
      record.set_official_name(cells[kOfficialName]);
      record.set_authority_type(cells[kTypeName]);
      record.set_region(cells[kRegion]);
      record.set_org_id(cells[kOrgId]);
      authorities.emplace(cells[kGssCode], std::move(record));
    }
    heading = false;
  }
  return authorities;
}

}  // namespace localoffer::authorities

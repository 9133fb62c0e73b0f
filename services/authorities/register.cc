#include "services/authorities/register.h"

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/openreferral/csv_table.h"

namespace localoffer::authorities {

// Made from data/england_upper_tier_authorities.csv by the build.
extern const absl::string_view kEnglandUpperTierAuthoritiesCsv;

namespace {

// Columns of the file.
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
  openreferral::CsvTable table(kEnglandUpperTierAuthoritiesCsv);
  openreferral::CsvRow row;
  table.Next(&row);  // the heading
  while (table.Next(&row)) {
    if (row.cells.size() != kColumns) continue;
    storage::v1::AuthorityRecord record;
    record.set_title(row.cells[kName]);
    record.set_official_name(row.cells[kOfficialName]);
    record.set_authority_type(row.cells[kTypeName]);
    record.set_region(row.cells[kRegion]);
    record.set_org_id(row.cells[kOrgId]);
    authorities.emplace(row.cells[kGssCode], std::move(record));
  }
  return authorities;
}

}  // namespace localoffer::authorities

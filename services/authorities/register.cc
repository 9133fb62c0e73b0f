#include "services/authorities/register.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
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
  kPopulation = 10,
  kOrgId = 11,
  kColumns = 12,
};

void ForEachRow(
    absl::FunctionRef<void(const openreferral::CsvRow& row)> visit) {
  openreferral::CsvTable table(kEnglandUpperTierAuthoritiesCsv);
  openreferral::CsvRow row;
  table.Next(&row);  // the heading
  while (table.Next(&row)) {
    if (row.cells.size() == kColumns) visit(row);
  }
}

}  // namespace

storage::Authorities::Register EnglandRegister() {
  storage::Authorities::Register authorities;
  ForEachRow([&authorities](const openreferral::CsvRow& row) {
    storage::v1::AuthorityRecord record;
    record.set_title(row.cells[kName]);
    record.set_official_name(row.cells[kOfficialName]);
    record.set_authority_type(row.cells[kTypeName]);
    record.set_region(row.cells[kRegion]);
    record.set_org_id(row.cells[kOrgId]);
    authorities.emplace(row.cells[kGssCode], std::move(record));
  });
  return authorities;
}

std::map<std::string, int64_t, std::less<>> EnglandPopulations() {
  std::map<std::string, int64_t, std::less<>> populations;
  ForEachRow([&populations](const openreferral::CsvRow& row) {
    // The file has it with a decimal point.
    double people = 0;
    if (!absl::SimpleAtod(row.cells[kPopulation], &people)) return;
    populations.emplace(row.cells[kGssCode], static_cast<int64_t>(people));
  });
  return populations;
}

}  // namespace localoffer::authorities

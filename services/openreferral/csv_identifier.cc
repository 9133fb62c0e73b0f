#include "services/openreferral/csv_identifier.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "storage/directory/provider_id.h"

namespace localoffer::openreferral {
namespace {

struct Column {
  absl::string_view heading;
  // Empty: the cell names it.
  absl::string_view scheme;
  absl::string_view wanted;
};

constexpr Column kColumns[] = {
    {"charity_number", "GB-CHC",
     "a charity number of England and Wales, 6 or 7 digits, with -1 and so on "
     "for a linked charity; for other registers use provider_identifier, such "
     "as GB-SC-SC012345"},
    {"company_number", "GB-COH",
     "a company number of 8 digits, or letters such as SC and 6 digits"},
    {"provider_identifier", "",
     "a register's code and the identifier in it, such as GB-CHC-9900001 or "
     "GB-NHS-RAX"},
};

const Column& ColumnOf(absl::string_view heading) {
  return *std::find_if(
      std::begin(kColumns), std::end(kColumns),
      [&](const Column& column) { return column.heading == heading; });
}

// identifier_type, which the standard requires: the register in words.
std::string TypeOf(absl::string_view scheme) {
  if (scheme == "GB-CHC") return "Charity number";
  if (scheme == "GB-COH") return "Company number";
  if (scheme == "GB-NHS") return "ODS code";
  if (scheme == "GB-EDU") return "URN";
  if (scheme == "GB-UKPRN") return "UKPRN";
  return "Register identifier";
}

}  // namespace

CellReading ReadIdentifier(absl::string_view column, absl::string_view cell) {
  const Column& in = ColumnOf(column);
  CellReading reading;
  std::optional<std::string> provider = ProviderId(in.scheme, cell);
  if (!provider.has_value()) {
    reading.reason = "MALFORMED_IDENTIFIER";
    reading.wanted = std::string(in.wanted);
    return reading;
  }
  // The scheme and its hyphen are not in the cell when the column says them.
  const size_t skipped = in.scheme.empty() ? 0 : in.scheme.size() + 1;
  reading.value = provider->substr(skipped);
  if (reading.value != cell) {
    reading.rule = "IDENTIFIER_REWRITTEN";
    reading.explanation =
        "The identifier was written as its register writes it.";
  }
  return reading;
}

v1::OrganizationIdentifier IdentifierOf(absl::string_view column,
                                        absl::string_view value) {
  absl::string_view scheme = ColumnOf(column).scheme;
  if (scheme.empty()) {
    scheme = value.substr(0, value.find('-', value.find('-') + 1));
    value.remove_prefix(scheme.size() + 1);
  }
  v1::OrganizationIdentifier identifier;
  identifier.set_identifier_scheme(std::string(scheme));
  identifier.set_identifier_type(TypeOf(scheme));
  identifier.set_identifier(std::string(value));
  return identifier;
}

std::string IdentifierCell(absl::string_view column,
                           const v1::Organization& organization) {
  const absl::string_view wanted = ColumnOf(column).scheme;
  bool charity_taken = false;
  bool company_taken = false;
  for (const auto& known : organization.organization_identifiers()) {
    const absl::string_view scheme = known.identifier_scheme();
    bool& taken = scheme == "GB-CHC" ? charity_taken : company_taken;
    const bool has_column = scheme == "GB-CHC" || scheme == "GB-COH";
    const bool in_own_column = has_column && !taken;
    if (has_column) taken = true;
    if (in_own_column && scheme == wanted) return known.identifier();
    if (in_own_column || !wanted.empty() || scheme.empty()) continue;
    return absl::StrCat(scheme, "-", known.identifier());
  }
  return "";
}

}  // namespace localoffer::openreferral

// Identifiers of providers in cells: charity_number, company_number and
// provider_identifier.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_IDENTIFIER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_IDENTIFIER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/openreferral/csv_cells.h"

namespace localoffer::openreferral {

// What the cell should say: the identifier as its register writes it, for
// provider_identifier with the register's code (IDENTIFIER_REWRITTEN when that
// differs). MALFORMED_IDENTIFIER.
CellReading ReadIdentifier(absl::string_view column, absl::string_view cell);

// The identifier that a cell means, from what the cell should say.
v1::OrganizationIdentifier IdentifierOf(absl::string_view column,
                                        absl::string_view value);

// What `column` says of an organisation; empty when nothing. charity_number
// and company_number take the first identifier of their register,
// provider_identifier takes the first that neither of them does.
std::string IdentifierCell(absl::string_view column,
                           const v1::Organization& organization);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_IDENTIFIER_H_

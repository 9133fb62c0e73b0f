#include "services/openreferral/csv_formula.h"

#include <cstddef>

namespace localoffer::openreferral {

bool NeedsFormulaGuard(absl::string_view cell) {
  const size_t first = cell.find_first_not_of('\'');
  return first != cell.npos &&
         absl::string_view("=+-@\t\r").find(cell[first]) !=
             absl::string_view::npos;
}

bool HasFormulaGuard(absl::string_view cell) {
  return !cell.empty() && cell[0] == '\'' && NeedsFormulaGuard(cell);
}

}  // namespace localoffer::openreferral

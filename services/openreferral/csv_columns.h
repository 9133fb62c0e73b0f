// The columns of the CSV form, docs/csv.md, and where each stands in the
// model. One table, which the reader and the writer follow.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_COLUMNS_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/openreferral/csv_path.h"

namespace localoffer::openreferral {

// How a cell is read.
enum class CsvKind {
  kText,
  kWebAddress,
  kEmailAddress,
  kDate,
  kNumber,
  kYesNo,
  kPostcode,
  // One of the words of an enum; several of them.
  kWord,
  kWords,
  // Texts, each an element of a list of its own.
  kList,
  kStatutoryItems,
  // These have rules of their own.
  kReference,
  kIdentifier,
  kOpening,
  kCost,
  kFree
};

struct CsvColumn {
  std::string heading;
  CsvKind kind = CsvKind::kText;
  CsvPath path;
  // Where the writer looks when there is nothing at `path`: services that
  // came in as JSON may say it elsewhere.
  std::vector<CsvPath> fallbacks;
};

// All columns, in the order in which they are written. They live as long as
// the program.
absl::Span<const CsvColumn> CsvColumns();

// The column that a heading means: case, spaces, underscores and hyphens do
// not matter. Null when there is none.
const CsvColumn* FindCsvColumn(absl::string_view heading);

// The column whose heading is least unlike `heading`; null when none is near.
const CsvColumn* NearestCsvColumn(absl::string_view heading);

// How many letters have to be put in, left out or changed to make one heading
// of the other, without what does not matter in headings.
int HeadingDistance(absl::string_view a, absl::string_view b);

// The heading of the column that the field of a violation or a difference
// comes from, such as provider_name for `service.organization.name`; empty
// when it comes from none.
absl::string_view CsvColumnOfField(absl::string_view field);

// The link_type that marks an attribute as a keyword.
inline constexpr absl::string_view kKeywordLinkType = "keyword";

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_COLUMNS_H_

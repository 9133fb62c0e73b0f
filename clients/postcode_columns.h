// Which column of a file of postcodes holds what.
#ifndef LOCALOFFER_CLIENTS_POSTCODE_COLUMNS_H_
#define LOCALOFFER_CLIENTS_POSTCODE_COLUMNS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace localoffer::client {

enum class PostcodeLayout {
  // Ordnance Survey: no heading, ten columns, National Grid.
  kCodePointOpen,
  // Office for National Statistics: a heading, of which names vary by edition.
  kOnsPostcodeDirectory,
  // A heading with postcode, lat and lon, and perhaps district and
  // county_or_ua.
  kPlain,
};

// "OS Code-Point Open".
absl::string_view LayoutName(PostcodeLayout layout);

// From 0; -1 for what the layout lacks.
struct PostcodeColumns {
  PostcodeLayout layout = PostcodeLayout::kPlain;
  int postcode = -1;
  int latitude = -1;
  int longitude = -1;
  int easting = -1;
  int northing = -1;
  int district = -1;
  int authority = -1;
  int care_board = -1;
  int country = -1;
  int end_date = -1;
  // How many a line must have.
  int count = 0;
};

// From the first line's cells; nothing when it is of no layout that is known.
absl::optional<PostcodeColumns> ColumnsOf(
    const std::vector<std::string>& first_line);

// The cells of a line of CSV (RFC 4180), trimmed.
std::vector<std::string> CellsOf(absl::string_view line);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_POSTCODE_COLUMNS_H_

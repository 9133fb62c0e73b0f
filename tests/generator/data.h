// The files under data/, built into the program.
#ifndef LOCALOFFER_TESTS_GENERATOR_DATA_H_
#define LOCALOFFER_TESTS_GENERATOR_DATA_H_

#include "absl/strings/string_view.h"

namespace localoffer::generator {

extern const absl::string_view kAreasCsv;
extern const absl::string_view kPlacesCsv;
extern const absl::string_view kKindsCsv;
extern const absl::string_view kTextsTxt;
extern const absl::string_view kCommonTxt;
extern const absl::string_view kWordsTxt;

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_DATA_H_

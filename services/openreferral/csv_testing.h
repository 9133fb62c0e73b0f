// What the tests of the CSV form share.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TESTING_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TESTING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/csv_reader.h"

namespace localoffer::openreferral {

// A UUID of the form of version 5 that depends on `text` alone (FNV-1a).
inline std::string TestId(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return absl::StrFormat("%08x-%04x-5%03x-8%03x-%012x", hash >> 32,
                         hash >> 16 & 0xffff, hash >> 4 & 0xfff, hash & 0xfff,
                         hash & 0xffffffffffff);
}

inline CsvOptions TestOptions() {
  CsvOptions options;
  options.source_name = "offer.csv";
  options.entry_id_from_reference = TestId;
  return options;
}

inline Source ReadTest(absl::string_view bytes) {
  return ReadCsv(bytes, TestOptions());
}

// "row column REASON value" for each violation of the source and its records.
inline std::vector<std::string> ViolationLines(const Source& source) {
  std::vector<std::string> lines;
  auto add = [&](const v1::Violation& violation) {
    lines.push_back(absl::StrCat(violation.position().record(), " ",
                                 violation.position().column(), " ",
                                 violation.reason(), " ", violation.value()));
  };
  for (const auto& violation : source.violations) add(violation);
  for (const Record& record : source.records) {
    for (const auto& violation : record.violations) add(violation);
  }
  return lines;
}

// "row column RULE before -> after", likewise.
inline std::vector<std::string> RepairLines(const Source& source) {
  std::vector<std::string> lines;
  auto add = [&](const v1::Repair& repair) {
    lines.push_back(absl::StrCat(repair.position().record(), " ",
                                 repair.position().column(), " ", repair.rule(),
                                 " ", repair.before(), " -> ", repair.after()));
  };
  for (const auto& repair : source.repairs) add(repair);
  for (const Record& record : source.records) {
    for (const auto& repair : record.repairs) add(repair);
  }
  return lines;
}

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_TESTING_H_

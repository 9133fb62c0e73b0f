// What a feed answers: pages of a list of services, and single services.
#ifndef LOCALOFFER_SERVICES_HARVEST_PAGE_H_
#define LOCALOFFER_SERVICES_HARVEST_PAGE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/record.h"

namespace localoffer::harvest {

// An element of a page, as it stands there.
struct PageRecord {
  // As the feed has it; empty when it has none.
  std::string id;
  // The same of its name.
  std::string name;
  // Whether it says when it was last changed.
  bool has_last_modified = false;
  std::string json;
};

// A page, in the terms of Open Referral UK 3.0. What it does not say, or says
// in a way that makes no sense, is absent.
struct Page {
  openreferral::Format format = openreferral::Format::kUnspecified;
  // An array without anything around it.
  bool is_bare = false;
  std::vector<PageRecord> records;
  // Of the whole list.
  std::optional<int64_t> total_items;
  std::optional<int64_t> total_pages;
  std::optional<bool> first_page;
  std::optional<bool> last_page;
};

// Reads an answer to `/services`: a page of 3.0 (`contents`, `total_items`, …)
// or of 1.0 (`content`, `totalElements`, …), or a bare array, which is the
// whole list. INVALID_ARGUMENT, saying why, for anything else. For bytes from
// anybody: time and memory grow linearly with them.
absl::StatusOr<Page> ReadPage(absl::string_view bytes);

// Reads an answer to `/services/{id}`: the text of the service, if it is the
// one with this id. INVALID_ARGUMENT otherwise.
absl::StatusOr<std::string> ReadService(absl::string_view bytes,
                                        absl::string_view id);

// Names of the members of a JSON object; none for other text.
std::set<std::string> MemberNames(absl::string_view json);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_PAGE_H_

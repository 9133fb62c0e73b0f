// Lists that come in pages.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_LIST_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/conformance/report.h"
#include "clients/conformance/server.h"

namespace localoffer::conformance {

// The checks that every page takes part in.
struct PageChecks {
  Check& envelope;
  // Of members that the standard lets a server leave out.
  Check& whole_envelope;
};

// What a page says of itself against what is in it, and against `page`, which
// was asked for.
void CheckEnvelope(const Reply& reply, int64_t page, PageChecks& checks);

// The records of a page; none without one.
std::vector<const Json*> RecordsOf(const Reply& reply);

// Whether a page says that it is the last one, or, where it says nothing, shows
// it by being empty.
bool IsLast(const Reply& reply, int64_t page);

// A list that was read from its beginning on.
struct Walk {
  std::vector<Reply> pages;
  // Of all pages; they live in `pages`.
  std::vector<const Json*> records;
  // What the first page says; absent if it says nothing.
  std::optional<int64_t> total_items;
  // Whether the end was reached.
  bool complete = false;
  // Whether the pages do not agree on how many there are: somebody publishes
  // meanwhile.
  bool changed = false;
};

// Reads `path` with `parameters` and as many records a page, up to so many
// pages, or to an answer that is none.
Walk ReadList(Server& server, absl::string_view path,
              const Parameters& parameters, int64_t per_page, int most_pages);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_LIST_H_

// Lists of objects that the catalogue has.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/catalogue/contents.h"
#include "services/gateway/http_message.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/openreferral/write_json.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::gateway {

// Objects in their order.
struct ObjectList {
  size_t size = 0;
  // The JSON of one of them; NOT_FOUND when it was erased meanwhile. Called
  // after the request, too.
  std::function<absl::StatusOr<std::string>(size_t place)> json;
};

// Where a page stands among those of a list.
openreferral::Page PageOf(const ApiPage& asked, size_t total, size_t size);

// Gives `response` the page of the list, or all of it, one object a line.
absl::Status Show(ObjectList list, const ApiPage& page,
                  openreferral::Format format, HttpResponse& response);

// Which entries a question is about: those of one log, or those of every log
// that speaks for its authority.
class Scope {
 public:
  // `log` as NamedLog() says. Errors are those of the store.
  static absl::StatusOr<Scope> Of(const std::string& log, storage::Store& store,
                                  const storage::Instant& instant);

  bool Has(const catalogue::KnownEntry& entry) const {
    return log_.empty() ? speaking_.sizes().contains(entry.log())
                        : entry.log() == log_;
  }
  // The first of them that the scope has; nothing when it has none.
  absl::optional<catalogue::KnownEntry> First(
      const catalogue::Contents& contents,
      const catalogue::EntryNumbers& entries) const;

 private:
  Scope(std::string log, storage::Instant speaking)
      : log_(std::move(log)), speaking_(std::move(speaking)) {}

  std::string log_;
  storage::Instant speaking_;
};

// An entry with what it says.
struct ReadEntry {
  storage::EntryRevision revision;
  log::v1::EntryPublished content;
};

// NOT_FOUND when it was erased.
absl::StatusOr<ReadEntry> Read(const storage::Entries& entries,
                               const catalogue::KnownEntry& entry);

// The words of a search for names.
class NameSearch {
 public:
  explicit NameSearch(absl::string_view text);
  // Whether the name has all of them, or beginnings of its words.
  bool Finds(absl::string_view folded_name) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OBJECT_LIST_H_

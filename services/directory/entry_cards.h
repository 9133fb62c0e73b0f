// What answers show of entries that were shown lately, as bytes.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_
#define LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/recent_texts/recent_texts.h"
#include "storage/directory/entries.h"
#include "storage/index/search_query.h"

namespace localoffer::directory {

// A revision never changes, so what was once made of it stays right; reading
// its whole content again and again is what a search would spend most of its
// time with. Thread-safe.
class EntryCards {
 public:
  // Makes the bytes of a card from a revision; they follow from it alone.
  using Maker = std::function<absl::StatusOr<std::string>(
      const storage::EntryRevision& revision)>;

  // Keeps about so many bytes, of the cards that were used lately. `entries`
  // must outlive it.
  EntryCards(const storage::Entries& entries, size_t most_bytes, Maker make)
      : entries_(entries), cards_(most_bytes), make_(std::move(make)) {}

  // Calls `show` with the card of each hit's revision, in order, until it says
  // that this is enough. DATA_LOSS when there is no such revision; else the
  // maker's errors.
  absl::Status Read(
      absl::Span<const Hit> hits,
      absl::FunctionRef<bool(const Hit&, absl::string_view card)> show);

 private:
  absl::StatusOr<std::string> Make(const Hit& hit) const;

  const storage::Entries& entries_;
  RecentTexts cards_;
  const Maker make_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_ENTRY_CARDS_H_

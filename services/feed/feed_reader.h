// What has changed in the directory, for whoever keeps a copy of it.
#ifndef LOCALOFFER_SERVICES_FEED_FEED_READER_H_
#define LOCALOFFER_SERVICES_FEED_FEED_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"
#include "storage/arrivals.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::feed {

// An entry of the feed, as it is now.
struct FeedItem {
  // Where it stands in the feed, and what stands for the order up to there; see
  // storage/arrivals.h.
  uint64_t change_number = 0;
  std::string witness;
  // As DirectoryService shows it, in the view asked for. No more than its name
  // when it is deleted; a harvested entry's name has the harvested log's id.
  v1::Entry entry;
  // Withdrawn, erased, or of a log that no longer speaks for its authority.
  bool deleted = false;
};

struct FeedPage {
  std::vector<FeedItem> items;
  // Where the next page begins: the number of the last change that was looked
  // at, whether or not it is among the items.
  uint64_t next = 0;
};

struct FeedRequest {
  // An authority's id, for entries of whichever log speaks for it; a harvested
  // log's, for its entries whether or not it speaks; everything when empty.
  std::string of;
  uint64_t after = 0;
  size_t most_items = 500;
  v1::EntryView view = v1::ENTRY_VIEW_FULL;
  // A page ends with the entry with which it has so many.
  size_t most_bytes = 2 << 20;
};

// Reads the change feed. Every entry that was ever published stands in it once,
// at the newest change of what the directory shows of it: its publication, its
// withdrawal, its erasure, or the moment in which its log began or ceased to
// speak. Whoever reads it page by page from 0, and goes on from where he was,
// has the directory at the end of it, however much it changes meanwhile.
// Withdrawn entries stay in it for ever. Thread-safe; the store outlives it.
class FeedReader {
 public:
  explicit FeedReader(storage::Store& store) : store_(store) {}

  // The items after `request.after`, as they are at `instant`, a recent one. A
  // page with few items or none may have others after it: the feed is at its
  // end when `next` is `request.after`. Errors are those of the store.
  absl::StatusOr<FeedPage> Read(const FeedRequest& request,
                                const storage::Instant& instant) const;

  // The number of the last change that is readable at `instant`: whoever goes
  // on from there misses nothing that comes later.
  absl::StatusOr<uint64_t> Newest(const storage::Instant& instant) const;

 private:
  struct Reading;

  absl::Status Look(const storage::Arrival& arrival, uint64_t sequence,
                    Reading& reading) const;
  absl::StatusOr<storage::Arrival> StretchOf(uint64_t number) const;
  absl::StatusOr<std::optional<std::string>> EntryOf(absl::string_view log,
                                                     uint64_t sequence) const;

  storage::Store& store_;
};

}  // namespace localoffer::feed

#endif  // LOCALOFFER_SERVICES_FEED_FEED_READER_H_

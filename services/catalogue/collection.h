// What the entries of all logs say, as far as it was read.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_COLLECTION_H_
#define LOCALOFFER_SERVICES_CATALOGUE_COLLECTION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/section.h"
#include "services/catalogue/term_words.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// Thread-compatible. The store outlives it.
class Collection {
 public:
  // `go_on` is asked before each entry, by several threads: false ends it.
  Collection(storage::Store& store, std::function<bool()> go_on)
      : store_(store), go_on_(std::move(go_on)) {}

  // Reads what `instant` takes in and was not read yet: all entries of a log
  // that is new, otherwise those that changed. Two logs at a time: what is read
  // of one is packed before the next. Nothing is taken in when it fails:
  // CANCELLED when told so, or as the store says.
  absl::Status TakeIn(const storage::Instant& instant);

  // What was taken in.
  const storage::Instant& instant() const { return taken_in_; }
  // What has not changed since the last call is not put together anew.
  std::shared_ptr<const Contents> Make();

 private:
  // By their ids; nothing for an entry that is no longer there.
  using ReadEntries = std::map<std::string, absl::optional<EntryFacts>>;
  struct Log {
    // Its entries as they were packed last; null when there were none.
    std::shared_ptr<const Section> section;
    // What has changed since: never so much that packing costs more than it.
    ReadEntries changes;
  };
  // Changes of a log that are to be taken in.
  struct Growth {
    std::string log;
    uint64_t known = 0;
    uint64_t size = 0;
    // What was read. All of a log that is new is packed at once.
    Log read;
    absl::Status status;
  };

  std::vector<Growth> GrowthTo(const storage::Instant& instant) const;
  absl::Status Read(Growth& growth);
  absl::Status ReadAll(Growth& growth);
  absl::Status ReadChanged(Growth& growth);
  absl::Status ReadEntry(const storage::EntryRevision& revision,
                         ReadEntries& entries);
  // Puts what has changed into the section.
  static void Pack(const std::string& id, Log& log);

  storage::Store& store_;
  const std::function<bool()> go_on_;
  TermWordsPool words_;
  std::map<std::string, Log> logs_;
  storage::Instant taken_in_;
  std::shared_ptr<const Contents> made_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_COLLECTION_H_

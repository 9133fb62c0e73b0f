// From changes to the directory: the one place where records of a log become
// entries, provider listings and statements.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/directory/entries.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Makes the directory out of the changes that go into one batch. It does not
// matter whether a change was published here or received from a peer, nor how
// changes are spread over batches: the directory is a function of the logs.
//
// Changes of an entry see those before them in the same batch. Erasures go into
// a batch without other changes of their log.
class Projector {
 public:
  // Both outlive it. `engine` holds all changes before those of the batch.
  Projector(const Engine& engine, Batch& batch)
      : engine_(engine), batch_(batch) {}

  // Adds to the batch what the change makes of the directory. `body` is null
  // when it is erased.
  //
  // Returns by how many the authority's published entries grow: 1, 0 or -1.
  // DATA_LOSS when the change contradicts the changes before it.
  absl::StatusOr<int> Project(const log::v1::ChangeHeader& header,
                              const log::v1::ChangeBody* body);

  // The entry's revision as the log has it at `log_size` with the changes in
  // the batch. Read once: while a batch is made, nothing else is written.
  absl::StatusOr<std::optional<EntryRevision>> Find(
      const std::string& authority, const std::string& entry_id,
      uint64_t log_size);

  // Forgets the changes since Mark(): for what fails half way. Their entries
  // have no other changes in the batch.
  void Mark() { since_mark_.clear(); }
  void BackToMark();

 private:
  // Authority and entry id.
  using EntryKey = std::pair<std::string, std::string>;
  using Revisions = std::map<EntryKey, EntryRevision>;

  void PutEntry(const log::v1::ChangeHeader& header, EntryRevision revision);
  int Publish(const log::v1::ChangeHeader& header,
              const log::v1::EntryPublished* published,
              const std::optional<EntryRevision>& before);
  absl::StatusOr<int> Withdraw(const log::v1::ChangeHeader& header,
                               const std::optional<EntryRevision>& before);
  void PutStatement(const log::v1::ChangeHeader& header,
                    const std::string& statutory_item, bool nil);
  absl::Status Erase(const log::v1::ChangeHeader& header);
  absl::Status ForgetContent(const log::v1::ChangeHeader& erased);

  const Engine& engine_;
  Batch& batch_;
  // What the batch makes of entries.
  Revisions revisions_;
  // What they were before, of those that were looked for.
  std::map<EntryKey, std::optional<EntryRevision>> stored_;
  std::vector<EntryKey> since_mark_;
  // The bodies that the batch erases, of each authority.
  std::map<std::string, std::set<uint64_t>> erased_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROJECTION_H_

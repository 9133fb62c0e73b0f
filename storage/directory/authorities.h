// The authorities of this node's directory.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_AUTHORITIES_H_
#define LOCALOFFER_STORAGE_DIRECTORY_AUTHORITIES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// England's register, which ships with the product, those added on this node,
// and what is known of harvested logs, each under the log's id. Thread-safe.
class Authorities {
 public:
  using Register = std::map<std::string, v1::AuthorityRecord, std::less<>>;

  // Reads those added earlier from `engine`, which must outlive this.
  static absl::StatusOr<std::unique_ptr<Authorities>> Load(Engine& engine,
                                                           Register shipped);

  // A record never changes: there is another in its place when something else
  // is known.
  using Record = std::shared_ptr<const v1::AuthorityRecord>;

  // Null when there is none.
  Record Find(absl::string_view authority) const;
  // All, by id.
  Register All() const;
  // Theirs, sorted.
  std::vector<std::string> Ids() const;
  // Other whenever any of these would say something else, on any node that
  // runs the same program; the same after a restart.
  std::string Fingerprint() const;
  // Durable on return. ALREADY_EXISTS.
  absl::Status Add(absl::string_view authority,
                   const v1::AuthorityRecord& record);
  // As Add(), in place of what was known before.
  absl::Status Put(absl::string_view authority,
                   const v1::AuthorityRecord& record);

 private:
  absl::Status Write(absl::string_view authority,
                     const v1::AuthorityRecord& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Authorities(Engine& engine, Register authorities);

  Engine& engine_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Record, std::less<>> authorities_
      ABSL_GUARDED_BY(mutex_);
  std::string fingerprint_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_AUTHORITIES_H_

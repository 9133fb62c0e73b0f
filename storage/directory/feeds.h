// The feeds that this node follows.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_FEEDS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_FEEDS_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Each by the log that it is harvested into. Thread-safe; what is written is
// durable on return.
class Feeds {
 public:
  using ByLog = std::map<std::string, v1::FeedRecord, std::less<>>;

  using RandomBytes = std::function<void(absl::Span<uint8_t>)>;

  // Reads all feeds from `engine`, which must outlive this.
  static absl::StatusOr<std::unique_ptr<Feeds>> Load(Engine& engine,
                                                     RandomBytes random);

  // The log that this node harvests for an authority. The first call gives the
  // node an id of its own.
  absl::StatusOr<std::string> LogFor(absl::string_view authority);

  std::optional<v1::FeedRecord> Find(absl::string_view log) const;
  ByLog All() const;
  // ALREADY_EXISTS.
  absl::Status Add(const std::string& log, const v1::FeedRecord& record);
  // NOT_FOUND: it was removed meanwhile, and stays so.
  absl::Status Update(const std::string& log, const v1::FeedRecord& record);
  // NOT_FOUND.
  absl::Status Remove(const std::string& log);

 private:
  Feeds(Engine& engine, RandomBytes random, ByLog feeds)
      : engine_(engine), random_(std::move(random)), feeds_(std::move(feeds)) {}
  absl::StatusOr<std::string> NodeId() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Write(const std::string& log, const v1::FeedRecord& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Engine& engine_;
  const RandomBytes random_;
  mutable absl::Mutex mutex_;
  ByLog feeds_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_FEEDS_H_

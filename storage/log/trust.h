// The trust file: which keys may speak for the logs of other nodes'
// authorities, and which nodes are believed as witnesses. One line a statement,
// `#` begins a comment:
//
//   key E06000023 localoffer/E06000023+<id>+<base64>
//   key E06000023 localoffer/E06000023+<id>+<base64> after 1200
//   revoke E06000023 localoffer/E06000023+<id>+<base64> after 1200
//   witness localoffer-node/leeds+<id>+<base64>
//
// `key` without `after` is the log's first key; rotations inside the log need
// no line. `key … after N` puts another key in place by the word of whoever
// runs this node, for checkpoints larger than N, and `revoke … after N` ends a
// key that was stolen: checkpoints larger than N that it signed are refused.
//
// DURABLE: never change or reuse.
#ifndef LOCALOFFER_STORAGE_LOG_TRUST_H_
#define LOCALOFFER_STORAGE_LOG_TRUST_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/log/key_timeline.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {

// One line of the file.
struct TrustStatement {
  enum class Kind : uint8_t { kKey, kRevoke, kWitness };
  Kind kind = Kind::kKey;
  // "" for a witness.
  std::string authority;
  VerifierKey key;
  // The size of the log after which it holds.
  uint64_t after_size = 0;
};

// Reads the file's text. INVALID_ARGUMENT with every line at fault.
absl::StatusOr<std::vector<TrustStatement>> ParseTrust(absl::string_view text);
// The line of a statement, with its newline.
std::string TrustLine(const TrustStatement& statement);

// Thread-safe. One process at a time has a file open.
class Trust {
 public:
  // Reads the file; one that is not there says nothing. INVALID_ARGUMENT as
  // ParseTrust.
  static absl::StatusOr<std::unique_ptr<Trust>> Open(std::string path);

  // What the file says of an authority's log.
  KeyTimeline KeysOf(absl::string_view authority) const;
  std::vector<VerifierKey> Witnesses() const;
  std::vector<TrustStatement> Statements() const;
  // Other whenever these would say something else; the same after a restart.
  std::string Fingerprint() const;

  // Adds lines, on disk when it returns OK; one that is there already is not
  // added again. All of them or none: nobody sees a part. INVALID_ARGUMENT when
  // a key is not one of the authority's log by its name; RESOURCE_EXHAUSTED
  // when the file would be larger than Open() reads.
  absl::Status AddAll(absl::Span<const TrustStatement> statements);
  absl::Status Add(const TrustStatement& statement) {
    return AddAll(absl::MakeConstSpan(&statement, 1));
  }
  // Calls `listener` once for what was added together, on the thread that added
  // it.
  void AddListener(std::function<void()> listener);

 private:
  explicit Trust(std::string path) : path_(std::move(path)) {}
  // False when all are there already.
  absl::StatusOr<bool> AddLines(absl::Span<const TrustStatement> statements);
  void Take(TrustStatement statement) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetText(std::string text) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  mutable absl::Mutex mutex_;
  std::vector<std::function<void()>> listeners_ ABSL_GUARDED_BY(mutex_);
  // The file, comments and all; and what is asked of it for every page.
  std::string text_ ABSL_GUARDED_BY(mutex_);
  std::string fingerprint_ ABSL_GUARDED_BY(mutex_);
  std::vector<TrustStatement> statements_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, KeyTimeline, std::less<>> keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_TRUST_H_

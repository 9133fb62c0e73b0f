// The signing keys of the authorities that publish here: a folder with one
// file for each, `<authority>.key`, made when first needed.
//
//   # Secret signing key of localoffer/E06000023. Never copy or publish it.
//   PRIVATE+KEY+localoffer/E06000023+<id>+<base64>
//
// A key that succeeds another is in `<authority>.<id, 8 hex digits>.key`. That
// it is there says nothing: which key speaks is in the log. `_node.key` is the
// node's own, `localoffer-node/<8 hex digits>`, with which it cosigns what it
// has found consistent.
//
// Who reads a key file can speak for the authority. So the folder has mode
// 0700, files have 0600, and anything readable by others is refused.
//
// DURABLE: never change or reuse. A key whose file is lost can't be made
// again, and only it can name its successor.
#ifndef LOCALOFFER_STORAGE_LOG_KEYRING_H_
#define LOCALOFFER_STORAGE_LOG_KEYRING_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "storage/log/signing_key.h"

namespace localoffer::log {

// Fills the span with bytes that nobody can guess.
using RandomSource = std::function<void(absl::Span<uint8_t>)>;

// Thread-safe. Owns the keys it hands out; they live as long as it does.
class Keyring {
 public:
  // Creates the folder if it is not there; its parent has to be.
  // FAILED_PRECONDITION if others than its owner may enter it.
  static absl::StatusOr<std::unique_ptr<Keyring>> Open(std::string folder,
                                                       RandomSource random);

  // The authority's key. NOT_FOUND if it has none; INVALID_ARGUMENT if
  // `authority` is no authority id; FAILED_PRECONDITION if its file is
  // readable by others or is another authority's; DATA_LOSS if it is damaged.
  absl::StatusOr<const SigningKey*> Get(absl::string_view authority);

  // The same, but an authority that has none gets one, which is on disk
  // before this returns. Errors of Get but NOT_FOUND; RESOURCE_EXHAUSTED if
  // the disk is full.
  absl::StatusOr<const SigningKey*> GetOrCreate(absl::string_view authority);

  // The secret half of this very key. Errors of Get.
  absl::StatusOr<const SigningKey*> Find(const VerifierKey& key);

  // The node's own key, made when first asked for. Errors of Get but NOT_FOUND;
  // RESOURCE_EXHAUSTED if the disk is full.
  absl::StatusOr<const SigningKey*> NodeKey();

  // Makes a further key for the authority, durable on return, that will speak
  // for it once its log says so. Errors of GetOrCreate.
  absl::StatusOr<const SigningKey*> CreateSuccessor(
      absl::string_view authority);

 private:
  using Keys = std::map<std::string, SigningKey, std::less<>>;

  Keyring(std::string folder, RandomSource random);

  // A file's name without `.key`: an authority, that and a key id, or `_node`.
  std::string PathOf(absl::string_view stem) const;
  absl::StatusOr<SigningKey> Load(absl::string_view stem) const;
  absl::StatusOr<SigningKey> Make(std::string name) const;
  // Puts the key into its file.
  absl::Status Store(absl::string_view stem, const SigningKey& key) const;
  // The key of a file, from memory or from there. FAILED_PRECONDITION if it
  // has another name than `name`.
  absl::StatusOr<const SigningKey*> FindFile(absl::string_view stem,
                                             absl::string_view name)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  const SigningKey* Keep(absl::string_view stem, SigningKey key)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string folder_;
  const RandomSource random_;
  absl::Mutex mutex_;
  // By stem. Nodes of a map stay where they are.
  Keys keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_KEYRING_H_

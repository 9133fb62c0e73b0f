// API tokens, hashed at rest.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_TOKENS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_TOKENS_H_

#include <map>
#include <memory>
#include <optional>
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

// The authority of tokens that belong to the node's operator.
inline constexpr absl::string_view kNodeAuthority = "-";

// Only the SHA-256 of a secret is kept. Secrets hold 256 random bits, so the
// hash needs no salt and no slowness. Thread-safe.
class Tokens {
 public:
  // Reads all tokens from `engine`, which must outlive this.
  static absl::StatusOr<std::unique_ptr<Tokens>> Load(Engine& engine);

  // Keeps a token. Durable on return.
  absl::Status Add(absl::string_view secret, const v1::TokenRecord& record);
  // The token with this secret, expired or not.
  std::optional<v1::TokenRecord> Find(absl::string_view secret) const;
  // Those of an authority, by id.
  std::vector<v1::TokenRecord> Of(absl::string_view authority) const;
  // Durable on return; from then on the secret finds nothing. NOT_FOUND.
  absl::Status Revoke(absl::string_view authority, absl::string_view token_id);

 private:
  using ByHash = std::map<std::string, v1::TokenRecord, std::less<>>;
  Tokens(Engine& engine, ByHash tokens)
      : engine_(engine), tokens_(std::move(tokens)) {}

  Engine& engine_;
  mutable absl::Mutex mutex_;
  ByHash tokens_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_TOKENS_H_

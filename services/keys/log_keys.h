// The keys of a log, as this node knows them.
#ifndef LOCALOFFER_SERVICES_KEYS_LOG_KEYS_H_
#define LOCALOFFER_SERVICES_KEYS_LOG_KEYS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "localoffer/v1/keys.pb.h"
#include "storage/log/key_timeline.h"
#include "storage/store.h"

namespace localoffer::keys {

// A log's keys and its size, of one moment.
struct LogKeys {
  uint64_t log_size = 0;
  // What the log says, and that with what the trust file says over it.
  log::KeyTimeline own;
  log::KeyTimeline all;

  // The key that signs the next checkpoint; null when none may.
  const log::VerifierKey* speaking() const { return all.At(log_size + 1); }
};

LogKeys KeysOf(storage::Store& store, const std::string& log);

// The key that begins after `after_size`, one of `keys.all`. DATA_LOSS when the
// rotation that named it can't be read.
absl::StatusOr<v1::LogKey> ShowKey(storage::Store& store,
                                   const std::string& log, const LogKeys& keys,
                                   uint64_t after_size);

// See KeysService.GetLogKeys.
absl::StatusOr<v1::GetLogKeysResponse> GetLogKeys(
    storage::Store& store, const v1::GetLogKeysRequest& request);

}  // namespace localoffer::keys

#endif  // LOCALOFFER_SERVICES_KEYS_LOG_KEYS_H_

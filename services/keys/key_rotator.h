// Making keys, and putting one in the place of another.
#ifndef LOCALOFFER_SERVICES_KEYS_KEY_ROTATOR_H_
#define LOCALOFFER_SERVICES_KEYS_KEY_ROTATOR_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/keys.pb.h"
#include "storage/store.h"

namespace localoffer::keys {

// Thread-safe. The store outlives it.
class KeyRotator {
 public:
  explicit KeyRotator(storage::Store& store) : store_(store) {}

  // See KeysService.
  absl::StatusOr<v1::RotateKeyResponse> Rotate(
      const v1::RotateKeyRequest& request) const;
  absl::StatusOr<v1::CreateKeyResponse> Create(
      const v1::CreateKeyRequest& request) const;

 private:
  struct Order;

  absl::StatusOr<v1::RotateKeyResponse> ShowSpeaking(const Order& order) const;
  absl::Status CheckMaySpeak(const Order& order) const;

  storage::Store& store_;
};

}  // namespace localoffer::keys

#endif  // LOCALOFFER_SERVICES_KEYS_KEY_ROTATOR_H_

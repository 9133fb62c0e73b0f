// The trust file, as its operator sees and extends it.
#ifndef LOCALOFFER_SERVICES_KEYS_TRUST_EDITOR_H_
#define LOCALOFFER_SERVICES_KEYS_TRUST_EDITOR_H_

#include "absl/status/statusor.h"
#include "localoffer/v1/keys.pb.h"
#include "storage/store.h"

namespace localoffer::keys {

// Thread-safe. The store outlives it.
class TrustEditor {
 public:
  explicit TrustEditor(storage::Store& store) : store_(store) {}

  // See KeysService.ListTrust and AddTrust.
  v1::ListTrustResponse List() const;
  absl::StatusOr<v1::AddTrustResponse> Add(
      const v1::AddTrustRequest& request) const;

 private:
  storage::Store& store_;
};

}  // namespace localoffer::keys

#endif  // LOCALOFFER_SERVICES_KEYS_TRUST_EDITOR_H_

#include "services/keys/log_keys.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/publishing/errors.h"
#include "services/rpc/error.h"
#include "storage/directory/bodies.h"
#include "storage/log/authority_log.h"
#include "storage/log/trust.h"
#include "storage/status_macros.h"

namespace localoffer::keys {
namespace {

void ShowRevocation(storage::Store& store, const std::string& log,
                    v1::LogKey& key) {
  for (const log::TrustStatement& statement : store.trust().Statements()) {
    if (statement.kind != log::TrustStatement::Kind::kRevoke ||
        statement.authority != log ||
        statement.key.ToString() != key.verifier_key()) {
      continue;
    }
    const auto size = static_cast<int64_t>(statement.after_size);
    key.set_revoked_after_size(key.has_revoked_after_size()
                                   ? std::min(key.revoked_after_size(), size)
                                   : size);
  }
}

}  // namespace

LogKeys KeysOf(storage::Store& store, const std::string& log) {
  const storage::AuthorityLog as_it_is = store.logs().LogOf(log);
  return {as_it_is.size(), as_it_is.keys(),
          as_it_is.keys().With(store.trust().KeysOf(log))};
}

absl::StatusOr<v1::LogKey> ShowKey(storage::Store& store,
                                   const std::string& log, const LogKeys& keys,
                                   uint64_t after_size) {
  v1::LogKey shown;
  shown.set_verifier_key(keys.all.keys().at(after_size).ToString());
  shown.set_after_size(static_cast<int64_t>(after_size));
  ShowRevocation(store, log, shown);
  const auto own = keys.own.keys().find(after_size);
  if (own == keys.own.keys().end() ||
      own->second.ToString() != shown.verifier_key()) {
    shown.set_source(v1::KEY_SOURCE_TRUST);
    return shown;
  }
  shown.set_source(v1::KEY_SOURCE_LOG);
  if (after_size == 0) return shown;
  // The last change before it speaks is the one that named it.
  ASSIGN_OR_RETURN(const log::v1::ChangeHeader header,
                   storage::ReadHeader(store.engine(), log, after_size - 1));
  ASSIGN_OR_RETURN(const log::v1::ChangeBody body,
                   storage::ReadBody(store.engine(), log, after_size - 1));
  *shown.mutable_rotate_time() =
      entry::ToTimestamp(absl::FromUnixMicros(header.commit_time_micros()));
  shown.set_reason(body.key_rotated().reason());
  return shown;
}

absl::StatusOr<v1::GetLogKeysResponse> GetLogKeys(
    storage::Store& store, const v1::GetLogKeysRequest& request) {
  const absl::StatusOr<std::string> log =
      entry::ParseLogName("parent", request.parent());
  if (!log.ok()) return rpc::InvalidField("parent", log.status().message());
  // Of a log from a peer the node may know no more than what is in it.
  if (!store.authorities().Find(*log) && !store.logs().Head(*log)) {
    return publishing::AuthorityNotFound(*log);
  }
  const LogKeys keys = KeysOf(store, *log);
  v1::GetLogKeysResponse response;
  for (const auto& [after_size, key] : keys.all.keys()) {
    ASSIGN_OR_RETURN(*response.add_keys(),
                     ShowKey(store, *log, keys, after_size));
  }
  response.set_log_size(static_cast<int64_t>(keys.log_size));
  if (const log::VerifierKey* speaking = keys.speaking()) {
    response.set_speaking_key(speaking->ToString());
    response.set_home(store.keyring().Find(*speaking).ok());
  }
  return response;
}

}  // namespace localoffer::keys

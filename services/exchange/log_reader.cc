#include "services/exchange/log_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/exchange/segment_messages.h"
#include "services/rpc/error.h"
#include "storage/log/authority_log.h"
#include "storage/log/merkle.h"
#include "storage/log/note.h"
#include "storage/segment_reader.h"
#include "storage/status_macros.h"

namespace localoffer::exchange {
namespace {

absl::Status NoSuchLog(const std::string& log) {
  return rpc::CallerError(absl::StatusCode::kNotFound, "LOG_NOT_FOUND",
                          absl::StrCat("there is no log of ", log, " here"),
                          {{"log", entry::FormatAuthorityName(log)}});
}

absl::Status NoSuchChange(const std::string& log, int64_t sequence) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "CHANGE_NOT_FOUND",
      absl::StrCat("the log of ", log, " has no change ", sequence, " here"));
}

}  // namespace

absl::StatusOr<v1::GetCheckpointsResponse> LogReader::GetCheckpoints(
    const v1::GetCheckpointsRequest& request) const {
  const storage::Instant instant = store_.logs().Latest();
  storage::Instant::Sizes wanted;
  for (const std::string& name : request.logs()) {
    ASSIGN_OR_RETURN(const std::string log, entry::ParseLogName("logs", name));
    wanted.emplace(log, instant.SizeOf(log));
  }
  v1::GetCheckpointsResponse response;
  for (const auto& [log, size] :
       request.logs().empty() ? instant.sizes() : wanted) {
    if (size == 0) continue;
    ASSIGN_OR_RETURN(*response.add_logs(), CheckpointOf(log, size));
  }
  return response;
}

absl::StatusOr<v1::LogCheckpoint> LogReader::CheckpointOf(
    const std::string& log, uint64_t size) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> note,
                   storage::StoredCheckpoint(store_.engine(), log, size));
  if (!note) {
    return absl::DataLossError(
        absl::StrCat("the checkpoint of ", log, " at ", size, " is missing"));
  }
  v1::LogCheckpoint checkpoint;
  checkpoint.set_log(entry::FormatAuthorityName(log));
  checkpoint.set_checkpoint(*note);
  ASSIGN_OR_RETURN(*checkpoint.add_witnessed_checkpoints(),
                   Cosigned(log, size, *note));
  for (std::string& witnessed : store_.witnesses().Of(log)) {
    checkpoint.add_witnessed_checkpoints(std::move(witnessed));
  }
  return checkpoint;
}

absl::StatusOr<std::string> LogReader::Cosigned(const std::string& log,
                                                uint64_t size,
                                                const std::string& note) const {
  {
    absl::MutexLock lock(&mutex_);
    const auto known = own_.find(log);
    if (known != own_.end() && known->second.size == size) {
      return known->second.note;
    }
  }
  ASSIGN_OR_RETURN(const log::Note parsed, log::ParseNote(note));
  ASSIGN_OR_RETURN(const log::SigningKey* key, store_.keyring().NodeKey());
  std::string cosigned = absl::StrCat(
      note, key->Cosign(parsed.text,
                        static_cast<uint64_t>(absl::ToUnixSeconds(clock_()))));
  absl::MutexLock lock(&mutex_);
  Own& own = own_[log];
  if (own.size < size) own = {size, cosigned};
  return cosigned;
}

absl::StatusOr<v1::GetConsistencyProofResponse> LogReader::GetConsistencyProof(
    const v1::GetConsistencyProofRequest& request) const {
  ASSIGN_OR_RETURN(const std::string log,
                   entry::ParseLogName("log", request.log()));
  const uint64_t size = store_.logs().Latest().SizeOf(log);
  if (size == 0) return NoSuchLog(log);
  const uint64_t to =
      request.to_size() == 0 ? size : static_cast<uint64_t>(request.to_size());
  std::vector<rpc::FieldError> errors;
  if (request.to_size() < 0) {
    errors.push_back({"to_size", "wanted the size of a log"});
  }
  if (request.from_size() < 0 ||
      (errors.empty() && static_cast<uint64_t>(request.from_size()) > to)) {
    errors.push_back({"from_size", "wanted 0 to `to_size`"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  const auto from = static_cast<uint64_t>(request.from_size());
  std::optional<std::string> note;
  if (to <= size) {
    ASSIGN_OR_RETURN(note, storage::StoredCheckpoint(store_.engine(), log, to));
  }
  if (!note) {
    return rpc::CallerError(absl::StatusCode::kNotFound, "CHECKPOINT_NOT_FOUND",
                            absl::StrCat("no checkpoint of ", log, " of ", to,
                                         " changes is kept here"));
  }
  const auto nodes = storage::StoredNodes(store_.engine(), log);
  v1::GetConsistencyProofResponse response;
  ASSIGN_OR_RETURN(const log::Hash root, log::RootAt(from, nodes));
  response.set_from_root(std::string(log::HashBytes(root)));
  ASSIGN_OR_RETURN(const std::vector<log::Hash> path,
                   log::ConsistencyProof(from, to, nodes));
  for (const log::Hash& hash : path) {
    response.add_path(std::string(log::HashBytes(hash)));
  }
  response.set_checkpoint(*std::move(note));
  return response;
}

absl::StatusOr<v1::GetInclusionProofResponse> LogReader::GetInclusionProof(
    const v1::GetInclusionProofRequest& request) const {
  ASSIGN_OR_RETURN(const std::string log,
                   entry::ParseLogName("log", request.log()));
  const uint64_t size = store_.logs().Latest().SizeOf(log);
  if (size == 0) return NoSuchLog(log);
  if (request.sequence() < 0 ||
      static_cast<uint64_t>(request.sequence()) >= size) {
    return NoSuchChange(log, request.sequence());
  }
  ASSIGN_OR_RETURN(
      const log::ChangeProof proof,
      storage::ProveChange(store_, log,
                           static_cast<uint64_t>(request.sequence()), size));
  v1::GetInclusionProofResponse response;
  *response.mutable_change() = ToMessage(proof);
  return response;
}

}  // namespace localoffer::exchange

#include "storage/witnesses.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/keys.h"
#include "storage/log/checkpoint.h"
#include "storage/log/note.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<uint64_t> SizeOf(absl::string_view note) {
  const auto parsed = log::ParseNote(note);
  if (parsed.ok()) {
    const auto checkpoint = log::ParseCheckpointBody(parsed->text);
    if (checkpoint.ok()) return checkpoint->size;
  }
  return absl::DataLossError("a record of the table cosignature is malformed");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Witnesses>> Witnesses::Load(Engine& engine) {
  std::unique_ptr<Witnesses> witnesses(new Witnesses(engine));
  absl::MutexLock lock(&witnesses->mutex_);
  Cursor cursor = engine.Scan(Table::kCosignature, "");
  for (; cursor.Valid(); cursor.Next()) {
    const std::string authority(AuthorityOfKey(cursor.key()));
    ASSIGN_OR_RETURN(const uint64_t size, SizeOf(cursor.value()));
    witnesses->logs_[authority].emplace(
        std::string(cursor.key().substr(IdPrefix(authority).size())),
        Cosigned{size, std::string(cursor.value())});
  }
  RETURN_IF_ERROR(cursor.status());
  return witnesses;
}

absl::StatusOr<bool> Witnesses::Keep(const std::string& authority,
                                     const std::string& witness, uint64_t size,
                                     const std::string& note) {
  absl::MutexLock lock(&mutex_);
  ByWitness& of_log = logs_[authority];
  const auto known = of_log.find(witness);
  if (known != of_log.end() && known->second.size >= size) return false;
  Batch batch(engine_);
  batch.Put(Table::kCosignature, absl::StrCat(IdPrefix(authority), witness),
            note);
  RETURN_IF_ERROR(engine_.Write(batch));
  of_log.insert_or_assign(witness, Cosigned{size, note});
  ++generation_;
  return true;
}

std::vector<std::string> Witnesses::Of(absl::string_view authority) const {
  std::vector<std::string> notes;
  absl::MutexLock lock(&mutex_);
  const auto of_log = logs_.find(authority);
  if (of_log == logs_.end()) return notes;
  for (const auto& [witness, cosigned] : of_log->second) {
    notes.push_back(cosigned.note);
  }
  return notes;
}

uint64_t Witnesses::generation() const {
  absl::MutexLock lock(&mutex_);
  return generation_;
}

}  // namespace localoffer::storage

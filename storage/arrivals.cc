#include "storage/arrivals.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/arrival_witness.h"
#include "storage/log/big_endian.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

constexpr size_t kNumberBytes = 8;

std::string NumberBytes(uint64_t number) {
  std::string bytes;
  log::AppendBigEndian(number, bytes);
  return bytes;
}

std::string CameAgainKey(absl::string_view log) {
  return absl::StrCat(kCameAgainPrefix, log);
}

// DURABLE: never change. Ids hold no zero byte.
std::string NextChain(absl::string_view chain, absl::string_view log,
                      uint64_t first_sequence, uint64_t change_count,
                      absl::string_view root) {
  std::string stretch = absl::StrCat(log, absl::string_view("\0", 1));
  log::AppendBigEndian(first_sequence, stretch);
  log::AppendBigEndian(change_count, stretch);
  stretch.append(root.data(), root.size());
  return std::string(log::HashBytes(log::Sha256(chain, stretch)));
}

absl::StatusOr<Arrival> ParseArrival(absl::string_view key,
                                     absl::string_view value) {
  v1::ArrivalRecord record;
  if (key.size() != kNumberBytes ||
      !record.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
      record.change_count() == 0) {
    return absl::DataLossError("a record of the table arrival is malformed");
  }
  Arrival arrival;
  arrival.first_number = log::ReadBigEndian<uint64_t>(key);
  arrival.log = std::move(*record.mutable_log());
  arrival.first_sequence = record.first_sequence();
  arrival.change_count = record.change_count();
  arrival.chain = std::move(*record.mutable_chain());
  return arrival;
}

// The last stretch that begins at or before `number`.
absl::StatusOr<std::optional<Arrival>> LastUpTo(const Engine& engine,
                                                uint64_t number) {
  Cursor cursor = engine.Scan(Table::kArrival, "");
  cursor.SeekForPrev(NumberBytes(number));
  RETURN_IF_ERROR(cursor.status());
  if (!cursor.Valid()) return std::nullopt;
  return ParseArrival(cursor.key(), cursor.value());
}

}  // namespace

absl::StatusOr<uint64_t> Arrivals::Newest() const {
  ASSIGN_OR_RETURN(const std::optional<Arrival> last,
                   LastUpTo(engine_, UINT64_MAX));
  return last ? last->last_number() : 0;
}

absl::StatusOr<std::optional<Arrival>> Arrivals::Holding(
    uint64_t number) const {
  ASSIGN_OR_RETURN(std::optional<Arrival> last, LastUpTo(engine_, number));
  if (last && last->last_number() < number) return std::nullopt;
  return last;
}

absl::Status Arrivals::ForEach(
    uint64_t after, absl::FunctionRef<bool(const Arrival&)> visit) const {
  // The walk sees one state of the table.
  Cursor cursor = engine_.Scan(Table::kArrival, "");
  cursor.SeekForPrev(NumberBytes(after));
  if (!cursor.Valid()) cursor.Seek("");
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(const Arrival arrival,
                     ParseArrival(cursor.key(), cursor.value()));
    if (arrival.last_number() <= after) continue;
    if (!visit(arrival)) return absl::OkStatus();
  }
  return cursor.status();
}

absl::StatusOr<std::string> Arrivals::Witness(uint64_t number) const {
  std::string chain;
  if (number > 0) {
    ASSIGN_OR_RETURN(std::optional<Arrival> holding, Holding(number));
    if (!holding) {
      return absl::NotFoundError(
          absl::StrCat("no change has the number ", number, " here"));
    }
    chain = std::move(holding->chain);
  }
  return WitnessOf(chain, number);
}

absl::StatusOr<std::optional<Arrival>> Arrivals::CameAgain(
    absl::string_view log) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> number,
                   engine_.Get(Table::kMeta, CameAgainKey(log)));
  if (!number) return std::nullopt;
  if (number->size() != kNumberBytes) {
    return absl::DataLossError("a number of the table meta is malformed");
  }
  return Holding(log::ReadBigEndian<uint64_t>(*number));
}

absl::StatusOr<ArrivalWriter> ArrivalWriter::Open(const Engine& engine) {
  ASSIGN_OR_RETURN(std::optional<Arrival> last, LastUpTo(engine, UINT64_MAX));
  if (!last) return ArrivalWriter(0, "");
  const uint64_t newest = last->last_number();
  return ArrivalWriter(newest, std::move(last->chain));
}

void ArrivalWriter::Add(absl::string_view log, uint64_t first_sequence,
                        uint64_t change_count, absl::string_view root,
                        Batch& batch) {
  chain_ = NextChain(chain_, log, first_sequence, change_count, root);
  v1::ArrivalRecord record;
  record.set_log(std::string(log));
  record.set_first_sequence(first_sequence);
  record.set_change_count(change_count);
  record.set_chain(chain_);
  batch.Put(Table::kArrival, NumberBytes(newest_ + 1),
            record.SerializeAsString());
  newest_ += change_count;
}

void ArrivalWriter::AddAgain(absl::string_view log, uint64_t size,
                             Batch& batch) {
  batch.Put(Table::kMeta, CameAgainKey(log), NumberBytes(newest_ + 1));
  Add(log, 0, size, "", batch);
}

}  // namespace localoffer::storage

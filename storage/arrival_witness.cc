#include "storage/arrival_witness.h"

#include "absl/strings/escaping.h"
#include "storage/log/big_endian.h"
#include "storage/log/hash.h"

namespace localoffer::storage {
namespace {

constexpr size_t kWitnessBytes = 8;

}  // namespace

// DURABLE: never change. Readers of the feed keep witnesses.
std::string WitnessOf(absl::string_view chain, uint64_t number) {
  std::string bytes;
  log::AppendBigEndian(number, bytes);
  const log::Hash hash = log::Sha256(chain, bytes);
  return absl::BytesToHexString(log::HashBytes(hash).substr(0, kWitnessBytes));
}

}  // namespace localoffer::storage

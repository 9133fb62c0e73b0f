#include "storage/refusal.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/types/optional.h"

namespace localoffer::storage {
namespace {

constexpr char kPayload[] = "localoffer/refusal";

constexpr std::pair<Refusal, absl::string_view> kNames[] = {
    {Refusal::kUntrusted, "UNTRUSTED"},
    {Refusal::kBadSignature, "BAD_SIGNATURE"},
    {Refusal::kWrongChanges, "WRONG_CHANGES"},
    {Refusal::kGap, "GAP"},
    {Refusal::kMalformed, "MALFORMED"},
    {Refusal::kFutureTime, "FUTURE_TIME"},
    {Refusal::kWithheldBody, "WITHHELD_BODY"},
    {Refusal::kOversized, "OVERSIZED"},
    {Refusal::kUnknownKind, "UNKNOWN_KIND"},
    {Refusal::kRollback, "ROLLBACK"},
    {Refusal::kFork, "FORK"},
    {Refusal::kBadProof, "BAD_PROOF"},
};

}  // namespace

absl::string_view RefusalName(Refusal refusal) {
  for (const auto& [known, name] : kNames) {
    if (known == refusal) return name;
  }
  return "";
}

absl::Status Refuse(Refusal refusal, absl::string_view message) {
  absl::Status status = absl::DataLossError(message);
  status.SetPayload(kPayload, absl::Cord(RefusalName(refusal)));
  return status;
}

std::optional<Refusal> RefusalOf(const absl::Status& status) {
  const absl::optional<absl::Cord> name = status.GetPayload(kPayload);
  if (!name.has_value()) return std::nullopt;
  for (const auto& [refusal, known] : kNames) {
    if (*name == known) return refusal;
  }
  return std::nullopt;
}

}  // namespace localoffer::storage

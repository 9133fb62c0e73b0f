#include "services/proofs/proof_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::proofs {

using rpc::CallerError;

absl::Status NotListed(absl::string_view what, absl::string_view where) {
  return CallerError(absl::StatusCode::kNotFound, "NOT_LISTED",
                     absl::StrCat(what, " is not listed in ", where),
                     {{"subject", std::string(what)}});
}

absl::Status IsListed(absl::string_view provider, absl::string_view edition,
                      size_t entries) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "LISTED",
      absl::StrCat(provider, " is not absent: ", entries,
                   entries == 1 ? " entry" : " entries", " of ", edition,
                   entries == 1 ? " names it" : " name it"),
      {{"entries", absl::StrCat(entries)}});
}

absl::Status NoEdition(absl::string_view authority) {
  return CallerError(
      absl::StatusCode::kNotFound, "EDITION_NOT_FOUND",
      absl::StrCat("authority ", authority,
                   " had made no edition by then; absence is shown in an "
                   "edition alone"),
      {{"authority", std::string(authority)}});
}

absl::Status NothingPublished(absl::string_view authority) {
  return CallerError(
      absl::StatusCode::kNotFound, "NOT_LISTED",
      absl::StrCat("authority ", authority, " has published nothing here"),
      {{"authority", std::string(authority)}});
}

absl::Status ContentErased(absl::string_view what) {
  return CallerError(absl::StatusCode::kFailedPrecondition, "CONTENT_ERASED",
                     what);
}

absl::Status CheckpointForeign(absl::string_view why) {
  return CallerError(
      absl::StatusCode::kFailedPrecondition, "CHECKPOINT_FOREIGN",
      absl::StrCat("earlier_checkpoint: ", why,
                   ". If the authority signed it, keep it: it is evidence of "
                   "two logs"));
}

absl::Status TooManyProofs(int most) {
  return CallerError(
      absl::StatusCode::kResourceExhausted, "TOO_MANY_PROOFS",
      absl::StrCat(most, " proofs are being made; try again in a moment"));
}

}  // namespace localoffer::proofs

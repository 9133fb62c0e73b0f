#include "services/rpc/error.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/entry/excerpt.h"

namespace localoffer::rpc {
namespace {

// With them, the trailer stays within the 8 KiB that gRPC allows metadata.
constexpr size_t kMostFieldErrors = 12;
constexpr size_t kMostDescriptionBytes = 160;
constexpr size_t kMostMessageBytes = 1500;
constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

// At most so many bytes of `text`, cut between characters. Values come from
// files, feeds and addresses, and messages take UTF-8 alone: each byte that is
// not becomes U+FFFD.
std::string Cut(absl::string_view text, size_t most) {
  std::string shown;
  while (!text.empty()) {
    const size_t length = entry::CharacterLength(text);
    const absl::string_view character =
        length > 0 ? text.substr(0, length) : kReplacement;
    if (shown.size() + character.size() > most) return shown + "…";
    absl::StrAppend(&shown, character);
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return shown;
}

template <typename Message>
void SetPayload(absl::Status& status, absl::string_view url,
                const Message& message) {
  status.SetPayload(url, absl::Cord(message.SerializeAsString()));
}

template <typename Message>
bool GetPayload(const absl::Status& status, absl::string_view url,
                Message& message) {
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload && message.ParseFromString(std::string(*payload));
}

}  // namespace

absl::Status CallerError(absl::StatusCode code, absl::string_view reason,
                         absl::string_view message, const Metadata& metadata) {
  // It travels twice: as the status's message and in its details.
  absl::Status status(code, Cut(message, kMostMessageBytes));
  v1::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("localoffer");
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = Cut(value, kMostDescriptionBytes);
  }
  SetPayload(status, kErrorInfoUrl, info);
  return status;
}

absl::Status InvalidFields(absl::Span<const FieldError> errors) {
  std::string message;
  v1::BadRequest bad_request;
  const size_t told = std::min(errors.size(), kMostFieldErrors);
  for (const FieldError& error : errors.first(told)) {
    absl::StrAppend(&message, message.empty() ? "" : "; ");
    // Some descriptions are sentences about the field already.
    if (!absl::StartsWith(error.description, error.field)) {
      absl::StrAppend(&message, error.field, ": ");
    }
    absl::StrAppend(&message, error.description);
    v1::BadRequest::FieldViolation& violation =
        *bad_request.add_field_violations();
    violation.set_field(Cut(error.field, kMostDescriptionBytes));
    violation.set_description(Cut(error.description, kMostDescriptionBytes));
  }
  if (told < errors.size()) {
    absl::StrAppend(&message, "; and ", errors.size() - told, " more");
  }
  absl::Status status =
      CallerError(absl::StatusCode::kInvalidArgument, "INVALID_FIELD", message);
  SetPayload(status, kBadRequestUrl, bad_request);
  return status;
}

absl::Status InvalidField(absl::string_view field,
                          absl::string_view description) {
  return InvalidFields({{std::string(field), std::string(description)}});
}

bool ReadDetails(const absl::Status& status, v1::ErrorInfo& info,
                 v1::BadRequest& bad_request) {
  GetPayload(status, kBadRequestUrl, bad_request);
  return GetPayload(status, kErrorInfoUrl, info);
}

std::string ReasonOf(const absl::Status& status) {
  v1::ErrorInfo info;
  GetPayload(status, kErrorInfoUrl, info);
  return info.reason();
}

}  // namespace localoffer::rpc

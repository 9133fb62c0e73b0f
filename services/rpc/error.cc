#include "services/rpc/error.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace localoffer::rpc {
namespace {

constexpr absl::string_view kErrorInfoUrl =
    "type.googleapis.com/google.rpc.ErrorInfo";
constexpr absl::string_view kBadRequestUrl =
    "type.googleapis.com/google.rpc.BadRequest";
// With them, the trailer stays within the 8 KiB that gRPC allows metadata.
constexpr size_t kMostFieldErrors = 12;
constexpr size_t kMostDescriptionBytes = 160;
constexpr size_t kMostMessageBytes = 1500;

// At most so many bytes of `text`, cut between characters.
std::string Cut(absl::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) {
    --most;
  }
  return absl::StrCat(text.substr(0, most), "…");
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
                         absl::string_view message,
                         const Metadata& metadata) {
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

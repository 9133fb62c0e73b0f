#include "clients/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "localoffer/v1/errors.pb.h"

namespace localoffer::client {
namespace {

// Marks a status as the outcome of a call, and carries its trailer.
constexpr char kTrailerUrl[] = "type.googleapis.com/google.rpc.Status";
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

// gRPC reports a failed connection and an unwilling server with one code; only
// a server sends details.
std::string UnavailableMessage(const grpc::Status& status,
                               absl::string_view server) {
  const std::string& text = status.error_message();
  if (absl::StrContains(text, "handshake") ||
      absl::StrContains(text, "certificate")) {
    return absl::StrCat("No trusted TLS connection could be made to ", server,
                        " (", text, ").");
  }
  if (absl::StrContains(text, "failed to connect") ||
      absl::StrContains(text, "DNS resolution failed") || text.empty()) {
    return absl::StrCat("No server answered at ", server, ".");
  }
  return absl::StrCat("The connection to ", server, " was lost (", text, ").");
}

std::string MessageOfCall(const grpc::Status& status,
                          absl::string_view server) {
  if (status.error_details().empty()) {
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
      return UnavailableMessage(status, server);
    }
    if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
      return absl::StrCat("The server at ", server,
                          " did not finish in the time allowed.");
    }
  }
  return status.error_message();
}

void ReadErrorInfo(const google::protobuf::Any& detail, CallError& error) {
  v1::ErrorInfo reason;
  if (!reason.ParseFromString(detail.value())) return;
  error.reason = reason.reason();
  for (const auto& [key, value] : reason.metadata()) {
    error.metadata[key] = value;
  }
}

void ReadBadRequest(const google::protobuf::Any& detail, CallError& error) {
  v1::BadRequest bad;
  if (!bad.ParseFromString(detail.value())) return;
  for (const auto& violation : bad.field_violations()) {
    error.field_violations.push_back(
        {violation.field(), violation.description()});
  }
}

struct Advice {
  absl::string_view reason;
  absl::string_view next_step;
};

constexpr Advice kByReason[] = {
    {"PUBLICATION_REFUSED",
     "Put the listed records right and send the source again. Nothing was "
     "published."},
    {"PLAN_OUTDATED",
     "Something was published since that plan was made. Plan again, look at "
     "what would change now, and publish that plan. Nothing was published."},
    {"ETAG_MISMATCH",
     "Somebody changed the entry since you read it. Read it again, and repeat "
     "the change on what it says now."},
    {"TOO_MANY_WITHDRAWALS",
     "Check that the source holds the whole local offer. If it does, confirm "
     "the number of entries that it withdraws. Nothing was published."},
    {"REQUEST_ID_REUSED",
     "An earlier request with this request id sent other records. Use a new "
     "request id for new records."},
    {"NOT_HOME",
     "Publish at the node whose key signs the authority's log; `localoffer key "
     "show` says which key that is."},
    {"REVISION_STANDS",
     "Withdraw the entry, or publish it without what has to go, and then erase "
     "this revision. Nothing was erased."},
    {"ALREADY_WITHDRAWN",
     "There is nothing left to do: the entry is not in the local offer."},
};

absl::string_view AdviceByCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
      return "Send a token of the authority. An administrator of the authority "
             "creates tokens.";
    case absl::StatusCode::kPermissionDenied:
      return "Use a token of this authority that has the role needed. An "
             "administrator of the authority creates tokens.";
    case absl::StatusCode::kNotFound:
      return "Check the name.";
    case absl::StatusCode::kUnavailable:
      return "Check that the server runs and that its address is right, then "
             "try again.";
    case absl::StatusCode::kDeadlineExceeded:
      return "Try again; what was sent with a request id may be sent again "
             "with the same id.";
    case absl::StatusCode::kUnimplemented:
      return "The server is older than this client. Update the server.";
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return "This is not your doing. Tell whoever runs the server; its log "
             "says more.";
    default:
      return "";
  }
}

}  // namespace

absl::Status StatusOfCall(const grpc::Status& status,
                          absl::string_view server) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      MessageOfCall(status, server));
  result.SetPayload(kTrailerUrl, absl::Cord(status.error_details()));
  return result;
}

CallError Describe(const absl::Status& status) {
  CallError error;
  error.code = status.code();
  error.message = std::string(status.message());
  const absl::optional<absl::Cord> trailer = status.GetPayload(kTrailerUrl);
  if (!trailer.has_value()) return error;
  error.from_call = true;
  v1::RpcStatus details;
  if (!details.ParseFromString(std::string(*trailer))) return error;
  for (const google::protobuf::Any& detail : details.details()) {
    if (detail.type_url() == kErrorInfoUrl) ReadErrorInfo(detail, error);
    if (detail.type_url() == kBadRequestUrl) ReadBadRequest(detail, error);
  }
  return error;
}

std::string NextStep(const CallError& error) {
  for (const Advice& advice : kByReason) {
    if (advice.reason == error.reason) return std::string(advice.next_step);
  }
  return error.from_call ? std::string(AdviceByCode(error.code)) : "";
}

}  // namespace localoffer::client

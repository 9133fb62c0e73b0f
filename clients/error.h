// What went wrong with a call, for programs and for people.
#ifndef LOCALOFFER_CLIENTS_ERROR_H_
#define LOCALOFFER_CLIENTS_ERROR_H_

#include <grpcpp/support/status.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace localoffer::client {

// A failed call taken apart. The details are those of errors.proto, from the
// trailer `grpc-status-details-bin`.
struct CallError {
  struct FieldViolation {
    std::string field;
    std::string description;
  };

  absl::StatusCode code = absl::StatusCode::kUnknown;
  std::string message;
  // UPPER_SNAKE_CASE, such as PLAN_OUTDATED; empty when the server gave none.
  std::string reason;
  // Particulars, such as `withdrawals`.
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> field_violations;
  // False when the error arose here and no call was finished, for example
  // because a file could not be read.
  bool from_call = false;
};

// The status of a finished call, with the trailer attached, so that Describe
// can read it later. UNAVAILABLE without details means that nothing answered:
// the message then says so and names `server`.
absl::Status StatusOfCall(const grpc::Status& status, absl::string_view server);

// Takes apart a status made by StatusOfCall or by this library. Details that
// can't be read are left out.
CallError Describe(const absl::Status& status);

// What can be done about it: a sentence or two, empty where nothing is known.
std::string NextStep(const CallError& error);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_ERROR_H_

#include "clients/localoffer/exit_code.h"

namespace localoffer::command {

ExitCode ExitCodeOf(const client::CallError& error) {
  switch (error.code) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kInvalidArgument:
      // A field at fault came from an argument; records at fault did not.
      return error.reason == "PUBLICATION_REFUSED" ? ExitCode::kRefused
                                                   : ExitCode::kUsage;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kRefused;
    case absl::StatusCode::kResourceExhausted:
      // gRPC has this code for its own limits, too.
      return error.reason.empty() ? ExitCode::kInternal : ExitCode::kRefused;
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kNotFound;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return ExitCode::kNotAllowed;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return ExitCode::kUnavailable;
    default:
      return ExitCode::kInternal;
  }
}

}  // namespace localoffer::command

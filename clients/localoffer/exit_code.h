// How the command ends, for scripts. Documented in docs/command.md.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_EXIT_CODE_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_EXIT_CODE_H_

#include "clients/error.h"

namespace localoffer::command {

// DURABLE: never change or reuse.
enum class ExitCode {
  kOk = 0,
  // The server refused for the content: violations, conflicts, the brake on
  // withdrawals.
  kRefused = 1,
  // Wrong usage: arguments, configuration, a file that can't be read.
  kUsage = 2,
  kNotFound = 3,
  // No token, or one without the role.
  kNotAllowed = 4,
  // The server can't be reached, or did not finish in time.
  kUnavailable = 5,
  // An error inside the server or the command.
  kInternal = 6,
};

// The code that belongs to an error.
ExitCode ExitCodeOf(const client::CallError& error);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_EXIT_CODE_H_

// Telling people, or programs, what went wrong and what to do next.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PROBLEM_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PROBLEM_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "clients/error.h"
#include "clients/localoffer/exit_code.h"
#include "clients/localoffer/printer.h"

namespace localoffer::command {

// What can be done about it with this command: client::NextStep in terms of
// flags and verbs.
std::string NextStepHere(const client::CallError& error);

// `localoffer: ` and the message, then fields at fault, then the next step.
// Returns the exit code.
ExitCode PrintProblem(const absl::Status& status, Printer& err);

// The same as one JSON document, `{"error": …, "exit_code": …}`.
ExitCode PrintProblemAsJson(const absl::Status& status, std::ostream& err);

// `status` with more at the end of its message.
absl::Status WithRemark(const absl::Status& status, absl::string_view remark);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PROBLEM_H_

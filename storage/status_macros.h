// Leaving a function early on an error, in the shape of the Google C++ style.
#ifndef LOCALOFFER_STORAGE_STATUS_MACROS_H_
#define LOCALOFFER_STORAGE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expression` from the function if it is an error.
#define RETURN_IF_ERROR(expression)                      \
  do {                                                   \
    if (absl::Status status_macro_status = (expression); \
        !status_macro_status.ok()) {                     \
      return status_macro_status;                        \
    }                                                    \
  } while (false)

#define LOCALOFFER_CONCAT_INNER(a, b) a##b
#define LOCALOFFER_CONCAT(a, b) LOCALOFFER_CONCAT_INNER(a, b)

// Declares `target` with the value of the StatusOr `expression`, or returns
// its status from the function.
#define ASSIGN_OR_RETURN(target, expression)                                   \
  LOCALOFFER_ASSIGN_OR_RETURN(LOCALOFFER_CONCAT(status_or_, __LINE__), target, \
                              expression)
// `target` may be a declaration, which cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define LOCALOFFER_ASSIGN_OR_RETURN(variable, target, expression) \
  auto variable = (expression);                                   \
  if (!variable.ok()) return std::move(variable).status();        \
  target = std::move(variable).value()
// NOLINTEND(bugprone-macro-parentheses)

#endif  // LOCALOFFER_STORAGE_STATUS_MACROS_H_

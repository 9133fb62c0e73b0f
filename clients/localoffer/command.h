// The `localoffer` command as a function.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_H_

#include <string>
#include <vector>

#include "clients/localoffer/surroundings.h"

namespace localoffer::command {

// Runs the command: `arguments` without the program's name. Returns the exit
// code, one of ExitCode. Results go to `out`, problems, remarks and questions
// to `err`.
int RunCommand(const std::vector<std::string>& arguments,
               const Surroundings& surroundings);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_H_

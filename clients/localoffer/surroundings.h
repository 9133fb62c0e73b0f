// What the command finds around it: everything that isn't an argument. Given
// in, so that a test can be the terminal.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_SURROUNDINGS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_SURROUNDINGS_H_

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace localoffer::command {

// Does not own the streams.
struct Surroundings {
  // An environment variable; nullopt when it isn't set.
  std::function<absl::optional<std::string>(absl::string_view name)>
      environment;
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  // Columns of the terminal; meaningless where there is none.
  int terminal_width = 80;
  std::function<absl::Time()> now;
  // 64 random bits a call.
  std::function<uint64_t()> random_bits;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_SURROUNDINGS_H_

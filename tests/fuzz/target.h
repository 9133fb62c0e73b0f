// A fuzz target: one file that defines Run and Seeds, and one line in
// CMakeLists.txt. `./dev fuzz` runs them all.
#ifndef LOCALOFFER_TESTS_FUZZ_TARGET_H_
#define LOCALOFFER_TESTS_FUZZ_TARGET_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::fuzz {

// Gives the bytes to what reads them from outside, and checks with FUZZ_CHECK
// what is said of it. Called again and again, in one thread.
void Run(absl::string_view bytes);

// Inputs to begin with, well-formed ones above all. Called once.
std::vector<std::string> Seeds();

}  // namespace localoffer::fuzz

// Ends the program, and so the input is kept, unless the condition holds.
#define FUZZ_CHECK(condition)                                                \
  do {                                                                       \
    if (!(condition)) {                                                      \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, \
                   #condition);                                              \
      std::abort();                                                          \
    }                                                                        \
  } while (false)

#endif  // LOCALOFFER_TESTS_FUZZ_TARGET_H_

// Sentences from templates.
#ifndef LOCALOFFER_TESTS_GENERATOR_PHRASE_H_
#define LOCALOFFER_TESTS_GENERATOR_PHRASE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "tests/generator/random.h"

namespace localoffer::generator {

// What stands for a slot such as `town`.
using Fill = absl::FunctionRef<std::string(absl::string_view slot)>;

// `{a|b}` is one of a and b, which may hold more of the kind; `<slot>` is
// filled in, and an "a" before a vowel becomes "an". Braces must be balanced.
std::string Phrase(absl::string_view text, Random& random, Fill fill);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_PHRASE_H_

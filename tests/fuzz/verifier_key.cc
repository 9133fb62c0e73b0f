// Keys as text: each has one spelling.
#include "storage/log/verifier_key.h"

#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  if (const auto key = log::VerifierKey::Parse(bytes); key.ok()) {
    FUZZ_CHECK(key->ToString() == bytes);
  }
  if (const auto key = log::SigningKey::Parse(bytes); key.ok()) {
    FUZZ_CHECK(key->ToSecretString() == bytes);
  }
}

std::vector<std::string> Seeds() {
  return {KeyOf(1).verifier_key().ToString(), KeyOf(1).ToSecretString()};
}

}  // namespace localoffer::fuzz

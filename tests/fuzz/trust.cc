// The trust file: what was read can be written, and says the same.
#include "storage/log/trust.h"

#include "absl/strings/str_cat.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

std::string Written(const std::vector<log::TrustStatement>& statements) {
  std::string text;
  for (const log::TrustStatement& statement : statements) {
    text += log::TrustLine(statement);
  }
  return text;
}

}  // namespace

void Run(absl::string_view bytes) {
  const auto statements = log::ParseTrust(bytes);
  if (!statements.ok()) return;
  const std::string text = Written(*statements);
  const auto again = log::ParseTrust(text);
  FUZZ_CHECK(again.ok());
  FUZZ_CHECK(again->size() == statements->size());
  FUZZ_CHECK(Written(*again) == text);
}

std::vector<std::string> Seeds() {
  const std::string key = KeyOf(1).verifier_key().ToString();
  const std::string next = KeyOf(2).verifier_key().ToString();
  return {absl::StrCat("# whom we trust\n\nkey E06000023 ", key,
                       "\nkey E06000023 ", next,
                       " after 1200\nrevoke E06000023 ", key,
                       " after 1100\nwitness ", next, "\n")};
}

}  // namespace localoffer::fuzz

// Page tokens: what comes back is of this request, and says the same.
#include "services/directory/page_token.h"

#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

constexpr uint64_t kRequestHash = 7;

}  // namespace

void Run(absl::string_view bytes) {
  const auto token = directory::DecodePageToken(bytes, kRequestHash);
  if (!token.ok()) return;
  FUZZ_CHECK(token->request_hash() == kRequestHash);
  const auto again = directory::DecodePageToken(
      directory::EncodePageToken(*token), kRequestHash);
  FUZZ_CHECK(again.ok());
  FUZZ_CHECK(again->SerializeAsString() == token->SerializeAsString());
  FUZZ_CHECK(!directory::DecodePageToken(bytes, kRequestHash + 1).ok());
}

std::vector<std::string> Seeds() {
  storage::v1::PageToken token;
  token.set_request_hash(kRequestHash);
  const std::string first = directory::EncodePageToken(token);
  token.set_revision("revision");
  token.set_authority("E06000023");
  token.set_entry_id("00000000-0000-4000-8000-000000000001");
  token.set_score(1.5);
  token.set_title("Club");
  token.set_sequence(12);
  return {first, directory::EncodePageToken(token)};
}

}  // namespace localoffer::fuzz

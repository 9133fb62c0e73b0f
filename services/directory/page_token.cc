#include "services/directory/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "services/rpc/error.h"
#include "storage/log/hash.h"

namespace localoffer::directory {

uint64_t HashBytes(absl::string_view bytes) {
  const log::Hash hash = log::Sha256(bytes);
  uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | hash[i];
  return number;
}

std::string EncodePageToken(const storage::v1::PageToken& token) {
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<storage::v1::PageToken> DecodePageToken(absl::string_view text,
                                                       uint64_t request_hash) {
  std::string bytes;
  storage::v1::PageToken token;
  if (!absl::WebSafeBase64Unescape(text, &bytes) ||
      !token.ParseFromString(bytes)) {
    return rpc::InvalidField("page_token",
                             "wanted the next_page_token of the answer before");
  }
  if (token.request_hash() != request_hash) {
    return rpc::InvalidField(
        "page_token",
        "belongs to another request; only page_size may differ between pages");
  }
  return token;
}

absl::StatusOr<int> PageSize(int asked, int usual, int most) {
  if (asked < 0) return rpc::InvalidField("page_size", "wanted 0 or more");
  return asked == 0 ? usual : std::min(asked, most);
}

}  // namespace localoffer::directory

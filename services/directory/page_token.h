// Page tokens: opaque to callers, and bound to the request they continue.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_PAGE_TOKEN_H_
#define LOCALOFFER_SERVICES_DIRECTORY_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/storage/v1/records.pb.h"

namespace localoffer::directory {

// The hash of a request's bytes, the same on every node and in every version.
uint64_t HashBytes(absl::string_view bytes);

// The hash of what a list request asks for, page fields aside: each page may
// have its own size, and leave out hits of its own.
template <typename Request>
uint64_t RequestHash(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  if constexpr (requires { request.clear_skip(); }) request.clear_skip();
  return HashBytes(request.SerializeAsString());
}

std::string EncodePageToken(const storage::v1::PageToken& token);

// INVALID_ARGUMENT when `text` is no token, or one of another request.
absl::StatusOr<storage::v1::PageToken> DecodePageToken(absl::string_view text,
                                                       uint64_t request_hash);

// How many elements a page has: `asked`, or `usual` when 0, at most `most`.
// INVALID_ARGUMENT when negative.
absl::StatusOr<int> PageSize(int asked, int usual, int most);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_PAGE_TOKEN_H_

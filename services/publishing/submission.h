// What an authority sends to be published, collected message by message.
#ifndef LOCALOFFER_SERVICES_PUBLISHING_SUBMISSION_H_
#define LOCALOFFER_SERVICES_PUBLISHING_SUBMISSION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/publishing.pb.h"
#include "storage/log/hash.h"

namespace localoffer::publishing {

// At most 64 letters, digits, - and _; empty counts.
bool IsRequestId(absl::string_view text);

// The header, then either typed entries or the bytes of one source file.
// Thread-compatible.
class Submission {
 public:
  explicit Submission(size_t most_bytes) : most_bytes_(most_bytes) {}

  // Takes the next request of either method.
  //   INVALID_ARGUMENT    the header is malformed, missing or repeated, or
  //                       entries and a source are mixed
  //   RESOURCE_EXHAUSTED  it grows larger than the server takes
  template <typename Request>
  absl::Status Add(Request& request) {
    switch (request.payload_case()) {
      case Request::kHeader:
        return AddHeader(request.header());
      case Request::kEntry:
        return AddEntry(std::move(*request.mutable_entry()));
      case Request::kSourceChunk:
        return AddChunk(request.source_chunk());
      case Request::kEnd:
        complete_ = request.end();
        return absl::OkStatus();
      default:
        return EmptyRequest();
    }
  }

  // True when the caller has said that all was sent.
  bool complete() const { return complete_; }
  bool has_header() const { return has_header_; }
  const v1::PublicationHeader& header() const { return header_; }
  // Id of the authority, or the harvested log, that `parent` names.
  const std::string& authority() const { return authority_; }
  const std::vector<v1::Entry>& entries() const { return entries_; }
  const std::string& source() const { return source_; }
  bool has_source() const { return !source_.empty(); }
  // Of entries and source together, so far.
  size_t bytes() const { return bytes_; }

  // SHA-256 over all that was asked for, as 32 bytes.
  std::string Fingerprint() const;

 private:
  absl::Status AddHeader(const v1::PublicationHeader& header);
  absl::Status AddEntry(v1::Entry entry);
  absl::Status AddChunk(const std::string& chunk);
  static absl::Status EmptyRequest();
  absl::Status Grow(size_t bytes);

  const size_t most_bytes_;
  size_t bytes_ = 0;
  bool has_header_ = false;
  bool complete_ = false;
  v1::PublicationHeader header_;
  std::string authority_;
  std::vector<v1::Entry> entries_;
  std::string source_;
};

}  // namespace localoffer::publishing

#endif  // LOCALOFFER_SERVICES_PUBLISHING_SUBMISSION_H_

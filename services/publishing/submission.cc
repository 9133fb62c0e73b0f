#include "services/publishing/submission.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"

namespace localoffer::publishing {
namespace {

constexpr size_t kMostReasonBytes = 1000;
constexpr size_t kMostRequestIdBytes = 64;
constexpr size_t kMostSourceNameBytes = 200;

void CheckScope(const v1::PublicationHeader& header,
                std::vector<rpc::FieldError>& errors) {
  if (header.scope() != v1::PUBLICATION_SCOPE_PARTIAL &&
      header.scope() != v1::PUBLICATION_SCOPE_FULL) {
    errors.push_back({"header.scope",
                      "wanted PUBLICATION_SCOPE_PARTIAL (some entries) or "
                      "PUBLICATION_SCOPE_FULL (the whole local offer)"});
  }
  if (!v1::SourceFormat_IsValid(header.format())) {
    errors.push_back({"header.format", "wanted a SourceFormat"});
  }
}

void CheckTexts(const v1::PublicationHeader& header,
                std::vector<rpc::FieldError>& errors) {
  if (header.withdrawal_reason().size() > kMostReasonBytes) {
    errors.push_back(
        {"header.withdrawal_reason",
         absl::StrCat("wanted at most ", kMostReasonBytes, " bytes")});
  }
  if (header.source_name().size() > kMostSourceNameBytes) {
    errors.push_back(
        {"header.source_name",
         absl::StrCat("wanted at most ", kMostSourceNameBytes, " bytes")});
  }
  if (!IsRequestId(header.request_id())) {
    errors.push_back(
        {"header.request_id", "wanted at most 64 letters, digits, - or _"});
  }
}

}  // namespace

bool IsRequestId(absl::string_view text) {
  return text.size() <= kMostRequestIdBytes &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_';
         });
}

absl::Status Submission::AddHeader(const v1::PublicationHeader& header) {
  if (has_header_) {
    return rpc::InvalidField("header", "wanted in the first request only");
  }
  std::vector<rpc::FieldError> errors;
  absl::StatusOr<std::string> authority =
      entry::ParseLogName("header.parent", header.parent());
  if (authority.ok()) {
    authority_ = *std::move(authority);
  } else {
    errors.push_back(
        {"header.parent", std::string(authority.status().message())});
  }
  CheckScope(header, errors);
  CheckTexts(header, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  header_ = header;
  has_header_ = true;
  return absl::OkStatus();
}

absl::Status Submission::AddEntry(v1::Entry entry) {
  if (!has_header_) return rpc::InvalidField("header", "wanted first");
  if (has_source()) {
    return rpc::InvalidField("entry", "cannot be mixed with source_chunk");
  }
  if (absl::Status grown = Grow(entry.ByteSizeLong()); !grown.ok()) {
    return grown;
  }
  entries_.push_back(std::move(entry));
  return absl::OkStatus();
}

absl::Status Submission::AddChunk(const std::string& chunk) {
  if (!has_header_) return rpc::InvalidField("header", "wanted first");
  if (!entries_.empty()) {
    return rpc::InvalidField("source_chunk", "cannot be mixed with entry");
  }
  if (absl::Status grown = Grow(chunk.size()); !grown.ok()) return grown;
  source_ += chunk;
  return absl::OkStatus();
}

absl::Status Submission::EmptyRequest() {
  return rpc::InvalidField("payload",
                           "wanted a header, an entry or a source_chunk");
}

absl::Status Submission::Grow(size_t bytes) {
  if (complete_) return rpc::InvalidField("end", "wanted last");
  bytes_ += bytes;
  if (bytes_ <= most_bytes_) return absl::OkStatus();
  return rpc::CallerError(
      absl::StatusCode::kResourceExhausted, "PUBLICATION_TOO_LARGE",
      absl::StrCat("this server takes at most ", most_bytes_ >> 20,
                   " MiB in one publication; publish the local offer in "
                   "parts"));
}

std::string Submission::Fingerprint() const {
  v1::PublicationHeader asked = header_;
  // What identifies the request is not part of what it asks for, nor is the
  // name that messages give the file.
  asked.clear_request_id();
  asked.clear_source_name();
  std::string text = asked.SerializeAsString();
  const auto add = [&text](absl::string_view part) {
    absl::StrAppend(&text, log::HashBytes(log::Sha256(part)));
  };
  add(source_);
  for (const v1::Entry& entry : entries_) add(entry.SerializeAsString());
  return std::string(log::HashBytes(log::Sha256(text)));
}

}  // namespace localoffer::publishing

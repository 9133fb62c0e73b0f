#include "storage/log/heads_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/big_endian.h"
#include "storage/log/durable_file.h"
#include "storage/log/hash.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

constexpr absl::string_view kMagic = "localoffer/head1";
constexpr size_t kCheckBytes = 8;
constexpr size_t kHeaderBytes = 16 + 8 + kCheckBytes;
constexpr size_t kRecordBytes =
    kMaxAuthorityBytes + 8 + kHashBytes + kCheckBytes;
// Far above what compaction lets it grow to.
constexpr size_t kMaxFileBytes = size_t{256} * 1024 * 1024;
constexpr mode_t kFileMode = 0644;

std::string HeaderFields(uint64_t records) {
  std::string bytes(kMagic);
  AppendBigEndian(records, bytes);
  return bytes;
}

std::string RecordFields(const Head& head) {
  std::string bytes = head.authority;
  bytes.resize(kMaxAuthorityBytes, '\0');
  AppendBigEndian(head.size, bytes);
  absl::StrAppend(&bytes, HashBytes(head.root));
  return bytes;
}

// The check has vouched for the bytes.
Head ParseRecord(absl::string_view bytes) {
  Head head;
  const absl::string_view padded = bytes.substr(0, kMaxAuthorityBytes);
  head.authority = std::string(padded.substr(0, padded.find('\0')));
  bytes.remove_prefix(kMaxAuthorityBytes);
  head.size = ReadBigEndian<uint64_t>(bytes);
  bytes.remove_prefix(sizeof(uint64_t));
  std::copy_n(bytes.begin(), kHashBytes, head.root.begin());
  return head;
}

// Cuts off `bytes` the first `size` of them.
absl::string_view Take(absl::string_view& bytes, size_t size) {
  const absl::string_view taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return taken;
}

absl::Status Damaged(absl::string_view path, size_t offset,
                     absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat(path, " is damaged at offset ", offset, ": ", what));
}

}  // namespace

HeadsFile::HeadsFile(std::string path, size_t compact_above_bytes)
    : path_(std::move(path)), compact_above_bytes_(compact_above_bytes) {}

absl::StatusOr<std::unique_ptr<HeadsFile>> HeadsFile::Open(
    std::string path, size_t compact_above_bytes) {
  std::unique_ptr<HeadsFile> heads(
      new HeadsFile(std::move(path), compact_above_bytes));
  auto file = FileDescriptor::Open(heads->path_, O_RDONLY);
  if (absl::IsNotFound(file.status())) {
    RETURN_IF_ERROR(heads->Rewrite());
    heads->created_ = true;
    return heads;
  }
  RETURN_IF_ERROR(file.status());
  ASSIGN_OR_RETURN(const std::string bytes, ReadAll(*file, kMaxFileBytes));
  RETURN_IF_ERROR(heads->Load(bytes));
  if (heads->has_surplus_) {
    RETURN_IF_ERROR(heads->Rewrite());
  } else {
    RETURN_IF_ERROR(heads->OpenForAppend());
    // Whoever wrote the last record may have died before it was durable.
    RETURN_IF_ERROR(heads->Sync());
  }
  return heads;
}

absl::Status HeadsFile::Append(absl::Span<const Head> heads) {
  if (!failure_.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path_, " takes no more heads since: ", failure_.message()));
  }
  RETURN_IF_ERROR(CheckAdvance(heads));
  if (heads.empty()) return absl::OkStatus();
  failure_ = Write(heads);
  if (!failure_.ok()) return failure_;
  for (const Head& head : heads) heads_[head.authority] = head;
  return absl::OkStatus();
}

absl::Status HeadsFile::CheckAdvance(absl::Span<const Head> heads) const {
  std::map<absl::string_view, const Head*> latest;
  for (const Head& head : heads) {
    if (!IsAuthorityId(head.authority)) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", head.authority, "\" is no authority id"));
    }
    const Head*& last = latest[head.authority];
    const auto known = heads_.find(head.authority);
    if (last == nullptr && known != heads_.end()) last = &known->second;
    if (last != nullptr && (head.size < last->size ||
                            (head.size == last->size && head != *last))) {
      return absl::InvalidArgumentError(
          absl::StrCat("head ", head.size, " of ", head.authority,
                       " does not come after head ", last->size));
    }
    last = &head;
  }
  return absl::OkStatus();
}

absl::Status HeadsFile::Write(absl::Span<const Head> heads) {
  if (file_bytes_ > compact_above_bytes_) RETURN_IF_ERROR(Rewrite());
  std::string bytes;
  for (const Head& head : heads) AppendChecked(RecordFields(head), bytes);
  RETURN_IF_ERROR(WriteAll(*file_, bytes));
  RETURN_IF_ERROR(Sync());
  file_bytes_ += bytes.size();
  return absl::OkStatus();
}

absl::Status HeadsFile::Sync() {
  // The file's size is all of its metadata that counts, and fdatasync does
  // write that.
  if (fdatasync(file_->get()) == 0) return absl::OkStatus();
  return absl::ErrnoToStatus(errno, absl::StrCat("can't sync ", path_));
}

absl::Status HeadsFile::Rewrite() {
  std::string bytes;
  check_.clear();
  AppendChecked(HeaderFields(heads_.size()), bytes);
  for (const auto& [authority, head] : heads_)
    AppendChecked(RecordFields(head), bytes);
  RETURN_IF_ERROR(ReplaceFile(path_, bytes, kFileMode));
  file_bytes_ = bytes.size();
  has_surplus_ = false;
  return OpenForAppend();
}

absl::Status HeadsFile::OpenForAppend() {
  ASSIGN_OR_RETURN(FileDescriptor file,
                   FileDescriptor::Open(path_, O_WRONLY | O_APPEND));
  file_ = std::make_unique<FileDescriptor>(std::move(file));
  return absl::OkStatus();
}

absl::Status HeadsFile::Load(absl::string_view bytes) {
  file_bytes_ = bytes.size();
  // The file came to its place whole, with its header and first records.
  if (bytes.size() < kHeaderBytes) return Damaged(path_, 0, "it is cut off");
  std::string rewritten;
  const absl::string_view header = Take(bytes, kHeaderBytes);
  AppendChecked(header.substr(0, kHeaderBytes - kCheckBytes), rewritten);
  if (!absl::StartsWith(header, kMagic) || header != rewritten) {
    return Damaged(path_, 0, "its header is wrong");
  }
  const auto first_records =
      ReadBigEndian<uint64_t>(header.substr(kMagic.size()));
  const uint64_t records = bytes.size() / kRecordBytes;
  if (records < first_records) {
    return Damaged(path_, file_bytes_, "it is cut off");
  }
  for (uint64_t i = 0; i < records; ++i) {
    const absl::string_view record = Take(bytes, kRecordBytes);
    rewritten.clear();
    AppendChecked(record.substr(0, kRecordBytes - kCheckBytes), rewritten);
    if (record != rewritten) {
      return Damaged(path_, kHeaderBytes + i * kRecordBytes,
                     "a record does not match its check");
    }
    Head head = ParseRecord(record);
    heads_[head.authority] = std::move(head);
  }
  has_surplus_ = records > heads_.size() || !bytes.empty();
  return absl::OkStatus();
}

void HeadsFile::AppendChecked(absl::string_view fields, std::string& bytes) {
  const Hash hash = Sha256(check_, fields);
  check_ = std::string(HashBytes(hash).substr(0, kCheckBytes));
  absl::StrAppend(&bytes, fields, check_);
}

}  // namespace localoffer::log

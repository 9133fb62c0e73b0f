// How far each log has come, kept apart from the database: its write-ahead
// log can lose its end, or be gone, without the database noticing. At start
// the store compares; a log shorter than its head here has lost changes that
// were acknowledged, and must not be signed for.
//
// The file, integers big-endian:
//
//   header  "localoffer/head1"  16 bytes
//           records that were there when the file was made   8
//           check                                            8
//   record  authority, padded with zeros                    48
//           size of its log                                  8
//           Merkle root at that size                        32
//           check                                            8
//
// A check is the first 8 bytes of the SHA-256 of the check before it (of
// nothing, for the header) and the bytes of its own record. So no record can
// be changed, left out, or moved without notice. A record is whole or not by
// the file's length alone: a part of one at the end is what a crash leaves
// and is dropped, anything else that is wrong is damage. What the file can't
// show is that whole records are missing at its end.
//
// DURABLE: never change or reuse.
#ifndef LOCALOFFER_STORAGE_LOG_HEADS_FILE_H_
#define LOCALOFFER_STORAGE_LOG_HEADS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/log/durable_file.h"
#include "storage/log/hash.h"

namespace localoffer::log {

// State of one log.
struct Head {
  std::string authority;
  uint64_t size = 0;
  Hash root = {};

  friend bool operator==(const Head&, const Head&) = default;
};

using Heads = std::map<std::string, Head, std::less<>>;

// Not thread-safe: it belongs to the one thread that commits. One process at
// a time may have a file open; the database's lock sees to that.
class HeadsFile {
 public:
  static constexpr size_t kCompactAboveBytes = size_t{4} * 1024 * 1024;

  // Opens the file, or makes an empty one; its folder has to be there. So no
  // heads may mean that the file is gone: a store that has logs must see that
  // each has its head.
  // Rewrites it if it has more than the last head of each log, and later
  // whenever it is above `compact_above_bytes`. DATA_LOSS, naming the offset,
  // if it is damaged.
  static absl::StatusOr<std::unique_ptr<HeadsFile>> Open(
      std::string path, size_t compact_above_bytes = kCompactAboveBytes);

  // Adds heads, later ones in place of earlier ones. All are on disk when
  // this returns OK. INVALID_ARGUMENT, and nothing written, if an authority
  // id is malformed, or a head goes back or has another root at the same
  // size. After any other error it is unknown which of them are on disk:
  // every further call gives FAILED_PRECONDITION, until the file is opened
  // anew; a sync that failed once can't be repeated.
  absl::Status Append(absl::Span<const Head> heads);

  // True when there was no file and Open made one: then nothing had been
  // acknowledged, or the file was lost.
  bool created() const { return created_; }

  // The last head of each log, as far as they were acknowledged.
  const Heads& heads() const { return heads_; }

 private:
  HeadsFile(std::string path, size_t compact_above_bytes);

  absl::Status Load(absl::string_view bytes);
  absl::Status CheckAdvance(absl::Span<const Head> heads) const;
  absl::Status Write(absl::Span<const Head> heads);
  absl::Status Sync();
  absl::Status Rewrite();
  absl::Status OpenForAppend();
  // Appends the fields and their check, which becomes the last one.
  void AppendChecked(absl::string_view fields, std::string& bytes);

  const std::string path_;
  const size_t compact_above_bytes_;
  Heads heads_;
  // The last one in the file, or, after a failure, anything.
  std::string check_;
  size_t file_bytes_ = 0;
  bool created_ = false;
  // Whether the file has more than Rewrite would leave in it.
  bool has_surplus_ = false;
  std::unique_ptr<FileDescriptor> file_;
  // The first failure, for good.
  absl::Status failure_;
};

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_HEADS_FILE_H_

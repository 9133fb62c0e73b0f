// Zip archives (PKWARE APPNOTE 6.3), written from front to back.
#ifndef LOCALOFFER_SERVICES_COMPRESSION_ZIP_ARCHIVE_H_
#define LOCALOFFER_SERVICES_COMPRESSION_ZIP_ARCHIVE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/compression/deflater.h"

namespace localoffer::compression {

// One file of an archive. Add() any number of times, then Finish() once; what
// they append, one after another, is its compressed content. Not thread-safe.
class ZipMember {
 public:
  // A path with forward slashes, in UTF-8.
  explicit ZipMember(std::string name);

  void Add(absl::string_view bytes, std::string& out);
  void Finish(std::string& out);

  const std::string& name() const { return name_; }
  uint64_t size() const { return size_; }
  uint64_t compressed_size() const { return compressed_size_; }
  uint32_t crc() const { return crc_; }

 private:
  const std::string name_;
  Deflater deflater_;
  uint64_t size_ = 0;
  uint64_t compressed_size_ = 0;
  uint32_t crc_ = 0;
};

// What stands around the members' contents. Each call appends to `out` what
// comes next in the archive. Equal contents give equal archives: no clock is
// read. Not thread-safe.
class ZipArchive {
 public:
  // A member whose content follows while it is made: Begin(), its content,
  // End() after its Finish().
  void Begin(const ZipMember& member, std::string& out);
  void End(const ZipMember& member, std::string& out);
  // A member that is finished: its content follows.
  void AddFinished(const ZipMember& member, std::string& out);
  // After all members. OUT_OF_RANGE when the archive is larger than the plain
  // format allows, 4 GiB, and thus not to be used.
  absl::Status Finish(std::string& out);

 private:
  struct Entry {
    std::string name;
    uint32_t crc = 0;
    uint64_t size = 0;
    uint64_t compressed_size = 0;
    uint64_t offset = 0;
    bool sizes_follow = false;
  };

  void AddHeader(const Entry& entry, std::string& out);

  std::vector<Entry> entries_;
  uint64_t offset_ = 0;
};

}  // namespace localoffer::compression

#endif  // LOCALOFFER_SERVICES_COMPRESSION_ZIP_ARCHIVE_H_

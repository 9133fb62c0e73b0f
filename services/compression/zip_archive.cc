#include "services/compression/zip_archive.h"

#include <zlib.h>

#include <concepts>
#include <utility>

namespace localoffer::compression {
namespace {

constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kSizesFollow = 0x08074b50;
constexpr uint32_t kDirectoryHeader = 0x02014b50;
constexpr uint32_t kEndOfDirectory = 0x06054b50;
constexpr uint16_t kVersion = 20;
constexpr uint16_t kMadeOnUnix = 3 << 8;
constexpr uint16_t kDeflated = 8;
constexpr uint16_t kSizesFollowFlag = 1 << 3;
constexpr uint16_t kUtf8Flag = 1 << 11;
// 1 January 1980, the first day that the format knows.
constexpr uint16_t kDate = 1 << 5 | 1;
// A file that everybody may read.
constexpr uint32_t kAttributes = uint32_t{0100644} << 16;
constexpr uint64_t kMost = 0xFFFFFFFF;

template <std::unsigned_integral Integer>
void Append(Integer number, std::string& out) {
  for (size_t i = 0; i < sizeof number; ++i) {
    out.push_back(static_cast<char>(number >> (8 * i) & 0xFF));
  }
}

void Append32(uint64_t number, std::string& out) {
  Append(static_cast<uint32_t>(number), out);
}

}  // namespace

ZipMember::ZipMember(std::string name)
    : name_(std::move(name)), deflater_(Wrapping::kNone) {}

void ZipMember::Add(absl::string_view bytes, std::string& out) {
  const size_t before = out.size();
  deflater_.Add(bytes, out);
  compressed_size_ += out.size() - before;
  size_ += bytes.size();
  crc_ = static_cast<uint32_t>(crc32_z(
      crc_, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void ZipMember::Finish(std::string& out) {
  const size_t before = out.size();
  deflater_.Finish(out);
  compressed_size_ += out.size() - before;
}

void ZipArchive::AddHeader(const Entry& entry, std::string& out) {
  const size_t before = out.size();
  Append(kLocalHeader, out);
  Append(kVersion, out);
  Append(static_cast<uint16_t>(kUtf8Flag |
                               (entry.sizes_follow ? kSizesFollowFlag : 0)),
         out);
  Append(kDeflated, out);
  Append(uint16_t{0}, out);
  Append(kDate, out);
  Append32(entry.crc, out);
  Append32(entry.compressed_size, out);
  Append32(entry.size, out);
  Append(static_cast<uint16_t>(entry.name.size()), out);
  Append(uint16_t{0}, out);
  out += entry.name;
  offset_ += out.size() - before;
}

void ZipArchive::Begin(const ZipMember& member, std::string& out) {
  Entry entry;
  entry.name = member.name();
  entry.offset = offset_;
  entry.sizes_follow = true;
  AddHeader(entry, out);
  entries_.push_back(std::move(entry));
}

void ZipArchive::End(const ZipMember& member, std::string& out) {
  Entry& entry = entries_.back();
  entry.crc = member.crc();
  entry.size = member.size();
  entry.compressed_size = member.compressed_size();
  const size_t before = out.size();
  Append(kSizesFollow, out);
  Append32(entry.crc, out);
  Append32(entry.compressed_size, out);
  Append32(entry.size, out);
  offset_ += entry.compressed_size + out.size() - before;
}

void ZipArchive::AddFinished(const ZipMember& member, std::string& out) {
  Entry entry;
  entry.name = member.name();
  entry.crc = member.crc();
  entry.size = member.size();
  entry.compressed_size = member.compressed_size();
  entry.offset = offset_;
  AddHeader(entry, out);
  offset_ += entry.compressed_size;
  entries_.push_back(std::move(entry));
}

absl::Status ZipArchive::Finish(std::string& out) {
  const uint64_t begin = offset_;
  const size_t before = out.size();
  bool fits = entries_.size() < 0xFFFF;
  for (const Entry& entry : entries_) {
    fits = fits && entry.size < kMost && entry.compressed_size < kMost;
    Append(kDirectoryHeader, out);
    Append(static_cast<uint16_t>(kMadeOnUnix | kVersion), out);
    Append(kVersion, out);
    Append(static_cast<uint16_t>(kUtf8Flag |
                                 (entry.sizes_follow ? kSizesFollowFlag : 0)),
           out);
    Append(kDeflated, out);
    Append(uint16_t{0}, out);
    Append(kDate, out);
    Append32(entry.crc, out);
    Append32(entry.compressed_size, out);
    Append32(entry.size, out);
    Append(static_cast<uint16_t>(entry.name.size()), out);
    // No extra field, no comment, on the first disk, not known to be text.
    for (int i = 0; i < 4; ++i) Append(uint16_t{0}, out);
    Append(kAttributes, out);
    Append32(entry.offset, out);
    out += entry.name;
  }
  const uint64_t size = out.size() - before;
  if (!fits || begin + size >= kMost) {
    return absl::OutOfRangeError("the archive is larger than 4 GiB");
  }
  Append(kEndOfDirectory, out);
  Append(uint16_t{0}, out);
  Append(uint16_t{0}, out);
  Append(static_cast<uint16_t>(entries_.size()), out);
  Append(static_cast<uint16_t>(entries_.size()), out);
  Append32(size, out);
  Append32(begin, out);
  Append(uint16_t{0}, out);
  return absl::OkStatus();
}

}  // namespace localoffer::compression

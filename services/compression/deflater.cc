#include "services/compression/deflater.h"

#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdlib>

namespace localoffer::compression {
namespace {

// Level 5 takes half the time of the usual 6 for two per cent more bytes.
constexpr int kUsualLevel = 5;
// Of a page of 35 kB: 0.30 ms for 7.1 kB, where level 5 takes 0.53 ms for 6.5;
// of a list of 86 kB 1.0 ms for 19.8 kB, where 5 takes 1.6 ms for 17.3.
constexpr int kQuickLevel = 3;
constexpr int kWindowBits = 15;
constexpr int kGzipHeader = 16;
constexpr int kMemoryLevel = 8;
constexpr size_t kPieceBytes = 16 << 10;
// What zlib takes at a time is counted in 32 bits.
constexpr size_t kMostInput = 1 << 30;

}  // namespace

struct Deflater::Stream {
  z_stream z = {};
};

Deflater::Deflater(Wrapping wrapping, Effort effort)
    : stream_(std::make_unique<Stream>()) {
  const int bits =
      wrapping == Wrapping::kGzip ? kWindowBits + kGzipHeader : -kWindowBits;
  const int level = effort == Effort::kQuick ? kQuickLevel : kUsualLevel;
  // It fails only where there is no memory, and then so does everything.
  if (deflateInit2(&stream_->z, level, Z_DEFLATED, bits, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    std::abort();
  }
}

Deflater::~Deflater() { deflateEnd(&stream_->z); }

void Deflater::Add(absl::string_view bytes, std::string& out) {
  while (!bytes.empty()) {
    const absl::string_view piece = bytes.substr(0, kMostInput);
    Run(piece, Z_NO_FLUSH, out);
    bytes.remove_prefix(piece.size());
  }
}

void Deflater::Finish(std::string& out) { Run("", Z_FINISH, out); }

void Deflater::Run(absl::string_view bytes, int flush, std::string& out) {
  z_stream& z = stream_->z;
  // zlib does not write to its input.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, kPieceBytes> piece;
  do {
    z.next_out = reinterpret_cast<Bytef*>(piece.data());
    z.avail_out = kPieceBytes;
    deflate(&z, flush);
    out.append(piece.data(), kPieceBytes - z.avail_out);
  } while (z.avail_out == 0);
}

std::string Gzip(absl::string_view bytes) {
  std::string out;
  Deflater deflater(Wrapping::kGzip, Effort::kQuick);
  deflater.Add(bytes, out);
  deflater.Finish(out);
  return out;
}

}  // namespace localoffer::compression

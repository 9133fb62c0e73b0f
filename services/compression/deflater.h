// Deflate (RFC 1951), piece by piece.
#ifndef LOCALOFFER_SERVICES_COMPRESSION_DEFLATER_H_
#define LOCALOFFER_SERVICES_COMPRESSION_DEFLATER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::compression {

enum class Wrapping {
  // The bare stream, as zip archives hold it.
  kNone,
  // RFC 1952, as HTTP's `gzip`.
  kGzip
};

// How much time bytes are worth.
enum class Effort {
  // For what is kept, or is long.
  kUsual,
  // Two thirds of the time, for a tenth more bytes: for answers that somebody
  // waits for.
  kQuick
};

// Compresses one stream: Add() any number of times, then Finish() once. Keeps
// about 260 KiB, whatever the length. Equal input gives equal output. Not
// thread-safe.
class Deflater {
 public:
  explicit Deflater(Wrapping wrapping, Effort effort = Effort::kUsual);
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Takes `bytes` and appends to `out` what of the compressed stream is ready.
  void Add(absl::string_view bytes, std::string& out);
  void Finish(std::string& out);

 private:
  struct Stream;
  void Run(absl::string_view bytes, int flush, std::string& out);

  const std::unique_ptr<Stream> stream_;
};

// The whole of `bytes`, as HTTP's `gzip`, quickly.
std::string Gzip(absl::string_view bytes);

}  // namespace localoffer::compression

#endif  // LOCALOFFER_SERVICES_COMPRESSION_DEFLATER_H_

// Unsigned integers as bytes, most significant first.
#ifndef LOCALOFFER_STORAGE_LOG_BIG_ENDIAN_H_
#define LOCALOFFER_STORAGE_LOG_BIG_ENDIAN_H_

#include <concepts>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::log {

template <std::unsigned_integral Integer>
void AppendBigEndian(Integer number, std::string& bytes) {
  for (int shift = 8 * sizeof(Integer) - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(number >> shift & 0xFF));
  }
}

// `bytes` has at least sizeof(Integer) bytes; the rest is ignored.
template <std::unsigned_integral Integer>
Integer ReadBigEndian(absl::string_view bytes) {
  Integer number = 0;
  for (const char byte : bytes.substr(0, sizeof(Integer))) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_BIG_ENDIAN_H_

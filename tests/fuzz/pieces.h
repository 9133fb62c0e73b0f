// Inputs that are made of several byte strings.
#ifndef LOCALOFFER_TESTS_FUZZ_PIECES_H_
#define LOCALOFFER_TESTS_FUZZ_PIECES_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::fuzz {

// The strings, each after its length in two bytes.
inline std::string Joined(const std::vector<std::string>& pieces) {
  std::string joined;
  for (const std::string& piece : pieces) {
    joined.push_back(static_cast<char>(piece.size() >> 8));
    joined.push_back(static_cast<char>(piece.size() & 0xff));
    joined += piece;
  }
  return joined;
}

// Takes them off again, whatever the bytes are: at the end there are empty
// ones, and a length that is too large takes what is left.
class Pieces {
 public:
  explicit Pieces(absl::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  std::string Next() {
    const uint64_t length = Number(2);
    std::string piece(rest_.substr(0, length));
    rest_.remove_prefix(piece.size());
    return piece;
  }

  // A big-endian number of so many bytes.
  uint64_t Number(size_t bytes) {
    uint64_t number = 0;
    for (size_t i = 0; i < bytes && !rest_.empty(); ++i) {
      number = number << 8 | static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
    }
    return number;
  }

 private:
  absl::string_view rest_;
};

}  // namespace localoffer::fuzz

#endif  // LOCALOFFER_TESTS_FUZZ_PIECES_H_

// Many short texts in one block.
#ifndef LOCALOFFER_STORAGE_INDEX_PACKED_TEXTS_H_
#define LOCALOFFER_STORAGE_INDEX_PACKED_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer {

// A list of texts, one behind the other. Thread-compatible.
class PackedTexts {
 public:
  void Add(absl::string_view text) {
    bytes_.append(text.data(), text.size());
    ends_.push_back(static_cast<uint32_t>(bytes_.size()));
  }

  size_t size() const { return ends_.size(); }

  // Valid until the next Add.
  absl::string_view operator[](size_t i) const {
    const size_t begin = i == 0 ? 0 : ends_[i - 1];
    return absl::string_view(bytes_).substr(begin, ends_[i] - begin);
  }

 private:
  std::string bytes_;
  std::vector<uint32_t> ends_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PACKED_TEXTS_H_

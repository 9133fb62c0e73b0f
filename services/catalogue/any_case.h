// Ids as keys of tables, whatever case callers write them in.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_ANY_CASE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_ANY_CASE_H_

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace localoffer::catalogue {

struct HashInAnyCase {
  size_t operator()(absl::string_view text) const {
    std::array<char, 64> lower;
    if (text.size() > lower.size()) {
      return absl::HashOf(absl::string_view(absl::AsciiStrToLower(text)));
    }
    std::transform(text.begin(), text.end(), lower.begin(), [](char c) {
      return absl::ascii_tolower(static_cast<unsigned char>(c));
    });
    return absl::HashOf(absl::string_view(lower.data(), text.size()));
  }
};

struct EqualInAnyCase {
  bool operator()(absl::string_view a, absl::string_view b) const {
    return absl::EqualsIgnoreCase(a, b);
  }
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_ANY_CASE_H_

#include "storage/index/ranking.h"

#include <algorithm>
#include <cmath>

namespace localoffer {

uint16_t TermWeight(const FieldCounts& counts, const FieldCounts& lengths) {
  double occurrences = 0;
  for (size_t field = 0; field < kFieldCount; ++field) {
    if (counts[field] == 0) continue;
    const FieldRule& rule = kFieldRules[field];
    const double norm =
        1 - rule.length_penalty +
        rule.length_penalty * lengths[field] / rule.typical_words;
    occurrences += rule.boost * counts[field] / norm;
  }
  const double weight = occurrences / (kSaturation + occurrences);
  // 0 would be no match.
  return static_cast<uint16_t>(std::max(1.0, std::round(weight * kFullWeight)));
}

double ScoreOf(double relevance, double covered) {
  return relevance * covered * covered;
}

double Rarity(size_t alive, size_t containing) {
  const double without = static_cast<double>(alive) - containing;
  return std::log1p((without + 0.5) / (containing + 0.5));
}

}  // namespace localoffer

// Figures as text that Prometheus reads.
#ifndef LOCALOFFER_SERVICES_METRICS_EXPOSITION_H_
#define LOCALOFFER_SERVICES_METRICS_EXPOSITION_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::metrics {

// Names and values, in the order in which they are shown.
using Labels = std::vector<std::pair<std::string, std::string>>;

enum class Kind { kCounter, kGauge, kHistogram };

// Collects samples and writes them, each family once and by name, in the text
// format 0.0.4 of Prometheus. Thread-compatible.
class Exposition {
 public:
  // A sample of the family `name`. Of a family, the first call's kind and help
  // count. A counter's name ends in `_total`.
  void Add(Kind kind, absl::string_view name, absl::string_view help,
           const Labels& labels, double value);
  // A sample of a histogram: `suffix` is `_bucket`, `_sum` or `_count`.
  void AddOfHistogram(absl::string_view name, absl::string_view help,
                      absl::string_view suffix, const Labels& labels,
                      double value);

  std::string Text() const;

 private:
  struct Family {
    Kind kind = Kind::kGauge;
    std::string help;
    std::string samples;
  };

  void AddSample(Kind kind, absl::string_view name, absl::string_view help,
                 absl::string_view suffix, const Labels& labels, double value);

  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace localoffer::metrics

#endif  // LOCALOFFER_SERVICES_METRICS_EXPOSITION_H_

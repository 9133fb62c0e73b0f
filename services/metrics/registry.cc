#include "services/metrics/registry.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace localoffer::metrics {

void Histogram::Observe(double value) {
  const auto bucket =
      std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  buckets_[static_cast<size_t>(bucket)].Add();
  sum_.fetch_add(value, std::memory_order_relaxed);
}

void Histogram::Show(absl::string_view name, absl::string_view help,
                     const Labels& labels, Exposition& exposition) const {
  uint64_t count = 0;
  for (size_t i = 0; i < buckets_.size(); ++i) {
    count += buckets_[i].count();
    Labels bounded = labels;
    bounded.emplace_back(
        "le", i < bounds_.size() ? absl::StrCat(bounds_[i]) : "+Inf");
    exposition.AddOfHistogram(name, help, "_bucket", bounded,
                              static_cast<double>(count));
  }
  exposition.AddOfHistogram(name, help, "_sum", labels,
                            sum_.load(std::memory_order_relaxed));
  exposition.AddOfHistogram(name, help, "_count", labels,
                            static_cast<double>(count));
}

absl::Span<const double> LatencyBounds() {
  static constexpr std::array kBounds = {
      0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02,
      0.05,   0.1,    0.2,    0.5,   1.0,   2.0,   5.0,  10.0};
  return kBounds;
}

template <typename Metric, typename... Arguments>
Metric& Registry::FindOrMake(Families<Metric>& families, absl::string_view name,
                             absl::string_view help, const Labels& labels,
                             Arguments... arguments) {
  auto family = families.find(name);
  if (family == families.end()) {
    family = families.emplace(std::string(name), Family<Metric>()).first;
    family->second.help = std::string(help);
  }
  std::unique_ptr<Metric>& metric = family->second.metrics[labels];
  if (metric == nullptr) metric = std::make_unique<Metric>(arguments...);
  return *metric;
}

Counter& Registry::CounterOf(absl::string_view name, absl::string_view help,
                             const Labels& labels) {
  absl::MutexLock lock(&mutex_);
  return FindOrMake(counters_, name, help, labels);
}

Gauge& Registry::GaugeOf(absl::string_view name, absl::string_view help,
                         const Labels& labels) {
  absl::MutexLock lock(&mutex_);
  return FindOrMake(gauges_, name, help, labels);
}

Histogram& Registry::HistogramOf(absl::string_view name, absl::string_view help,
                                 absl::Span<const double> bounds,
                                 const Labels& labels) {
  absl::MutexLock lock(&mutex_);
  return FindOrMake(histograms_, name, help, labels, bounds);
}

void Registry::AddSource(std::function<void(Exposition&)> source) {
  absl::MutexLock lock(&mutex_);
  sources_.push_back(std::move(source));
}

std::string Registry::Text() const {
  Exposition exposition;
  std::vector<std::function<void(Exposition&)>> sources;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [name, family] : counters_) {
      for (const auto& [labels, counter] : family.metrics) {
        exposition.Add(Kind::kCounter, name, family.help, labels,
                       static_cast<double>(counter->count()));
      }
    }
    for (const auto& [name, family] : gauges_) {
      for (const auto& [labels, gauge] : family.metrics) {
        exposition.Add(Kind::kGauge, name, family.help, labels, gauge->value());
      }
    }
    for (const auto& [name, family] : histograms_) {
      for (const auto& [labels, histogram] : family.metrics) {
        histogram->Show(name, family.help, labels, exposition);
      }
    }
    sources = sources_;
  }
  // They may take locks of their own, and count.
  for (const auto& source : sources) source(exposition);
  return exposition.Text();
}

}  // namespace localoffer::metrics

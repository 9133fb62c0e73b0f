// What the node counts and measures, for whoever operates it.
#ifndef LOCALOFFER_SERVICES_METRICS_REGISTRY_H_
#define LOCALOFFER_SERVICES_METRICS_REGISTRY_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "services/metrics/exposition.h"

namespace localoffer::metrics {

// Only ever grows. Thread-safe, without a lock.
class Counter {
 public:
  void Add(uint64_t count = 1) {
    count_.fetch_add(count, std::memory_order_relaxed);
  }
  uint64_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> count_ = 0;
};

// Thread-safe, without a lock.
class Gauge {
 public:
  void Set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

// Counts values by size. Thread-safe, without a lock: what is read while it is
// written may miss values that were being added.
class Histogram {
 public:
  // Upper bounds, rising.
  explicit Histogram(absl::Span<const double> bounds)
      : bounds_(bounds.begin(), bounds.end()), buckets_(bounds.size() + 1) {}

  void Observe(double value);
  void Show(absl::string_view name, absl::string_view help,
            const Labels& labels, Exposition& exposition) const;

 private:
  const std::vector<double> bounds_;
  // One a bound, and one for what is above all.
  std::vector<Counter> buckets_;
  std::atomic<double> sum_ = 0;
};

// Seconds, for answers that take from a tenth of a millisecond to ten seconds.
absl::Span<const double> LatencyBounds();

// All metrics of a node. Thread-safe. A metric is made where it is first asked
// for and lives as long as the registry: whoever counts often keeps the
// reference. Labels must come from a set that the node bounds, never from what
// a caller wrote.
//
//   metrics.CounterOf("localoffer_refusals_total", "Segments refused",
//                     {{"refusal", name}}).Add();
class Registry {
 public:
  Counter& CounterOf(absl::string_view name, absl::string_view help,
                     const Labels& labels = {});
  Gauge& GaugeOf(absl::string_view name, absl::string_view help,
                 const Labels& labels = {});
  Histogram& HistogramOf(absl::string_view name, absl::string_view help,
                         absl::Span<const double> bounds,
                         const Labels& labels = {});

  // For what is known elsewhere already: called whenever the figures are shown.
  // What it refers to outlives the registry's use.
  void AddSource(std::function<void(Exposition&)> source);

  std::string Text() const;

 private:
  template <typename Metric>
  struct Family {
    std::string help;
    std::map<Labels, std::unique_ptr<Metric>> metrics;
  };
  template <typename Metric>
  using Families = std::map<std::string, Family<Metric>, std::less<>>;

  template <typename Metric, typename... Arguments>
  static Metric& FindOrMake(Families<Metric>& families, absl::string_view name,
                            absl::string_view help, const Labels& labels,
                            Arguments... arguments);

  mutable absl::Mutex mutex_;
  Families<Counter> counters_ ABSL_GUARDED_BY(mutex_);
  Families<Gauge> gauges_ ABSL_GUARDED_BY(mutex_);
  Families<Histogram> histograms_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void(Exposition&)>> sources_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::metrics

#endif  // LOCALOFFER_SERVICES_METRICS_REGISTRY_H_

#include "services/metrics/registry.h"

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::metrics {
namespace {

using ::testing::HasSubstr;

TEST(RegistryTest, ShowsEveryFamilyOnceWithItsHelpAndKind) {
  Registry registry;
  registry.CounterOf("calls_total", "Calls", {{"method", "Get"}}).Add(3);
  registry.CounterOf("calls_total", "Calls", {{"method", "List"}}).Add();
  registry.GaugeOf("lag_seconds", "Behind").Set(1.5);
  EXPECT_EQ(registry.Text(),
            "# HELP calls_total Calls\n"
            "# TYPE calls_total counter\n"
            "calls_total{method=\"Get\"} 3\n"
            "calls_total{method=\"List\"} 1\n"
            "# HELP lag_seconds Behind\n"
            "# TYPE lag_seconds gauge\n"
            "lag_seconds 1.5\n");
}

TEST(RegistryTest, GivesTheSameMetricForTheSameNameAndLabels) {
  Registry registry;
  Counter& counter = registry.CounterOf("a_total", "A", {{"x", "1"}});
  EXPECT_EQ(&registry.CounterOf("a_total", "A", {{"x", "1"}}), &counter);
  EXPECT_NE(&registry.CounterOf("a_total", "A", {{"x", "2"}}), &counter);
}

TEST(RegistryTest, BucketsCountWhatIsUpToTheirBound) {
  Registry registry;
  const double bounds[] = {0.1, 1};
  Histogram& histogram = registry.HistogramOf("s", "S", bounds, {{"m", "G"}});
  for (const double value : {0.05, 0.1, 0.5, 7.0}) histogram.Observe(value);
  EXPECT_THAT(registry.Text(), HasSubstr("s_bucket{m=\"G\",le=\"0.1\"} 2\n"
                                         "s_bucket{m=\"G\",le=\"1\"} 3\n"
                                         "s_bucket{m=\"G\",le=\"+Inf\"} 4\n"
                                         "s_sum{m=\"G\"} 7.65\n"
                                         "s_count{m=\"G\"} 4\n"));
}

TEST(RegistryTest, LabelsCannotBreakTheFormat) {
  Registry registry;
  registry.GaugeOf("g", "a\nb", {{"x", "\"\\\n"}}).Set(1);
  EXPECT_EQ(registry.Text(),
            "# HELP g a\\nb\n# TYPE g gauge\ng{x=\"\\\"\\\\\\n\"} 1\n");
}

TEST(RegistryTest, WholeNumbersKeepAllTheirDigits) {
  Registry registry;
  registry.CounterOf("n_total", "N").Add(123456789012);
  EXPECT_THAT(registry.Text(), HasSubstr("n_total 123456789012\n"));
}

TEST(RegistryTest, SourcesAreAskedEachTime) {
  Registry registry;
  int asked = 0;
  registry.AddSource([&](Exposition& exposition) {
    exposition.Add(Kind::kGauge, "asked", "How often", {}, ++asked);
  });
  EXPECT_THAT(registry.Text(), HasSubstr("asked 1\n"));
  EXPECT_THAT(registry.Text(), HasSubstr("asked 2\n"));
}

TEST(RegistryTest, NothingThatManyThreadsCountIsLost) {
  Registry registry;
  constexpr int kThreads = 4;
  constexpr int kTimes = 5000;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kTimes; ++n) {
        registry.CounterOf("n_total", "N").Add();
        registry.HistogramOf("h", "H", LatencyBounds()).Observe(0.001);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(registry.Text(), HasSubstr("n_total 20000\n"));
  EXPECT_THAT(registry.Text(), HasSubstr("h_count 20000\n"));
}

}  // namespace
}  // namespace localoffer::metrics

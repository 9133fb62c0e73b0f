#include "services/replica/progress.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/log/durable_file.h"

namespace localoffer::replica {
namespace {

constexpr char kFile[] = "/replica";
// Each costs a sync.
constexpr absl::Duration kKeepEvery = absl::Minutes(1);

absl::StatusOr<absl::Time> ReadAsOf(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::InfinitePast();
  std::ostringstream text;
  text << file.rdbuf();
  absl::Time as_of;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, absl::StripSuffix(text.str(), "\n"),
                       &as_of, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": wanted a time of RFC 3339; without the file the "
                     "replica begins by catching up"));
  }
  return as_of;
}

bool Has(const storage::Instant& here, const storage::Instant::Sizes& wanted) {
  for (const auto& [log, size] : wanted) {
    if (here.SizeOf(log) < size) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Progress>> Progress::Open(
    storage::Store& store, const exchange::Follower& follower,
    rpc::Journal& journal, std::function<void()> on_ready) {
  const absl::StatusOr<absl::Time> as_of = ReadAsOf(store.directory() + kFile);
  if (!as_of.ok()) return as_of.status();
  return std::unique_ptr<Progress>(
      new Progress(store, follower, journal, std::move(on_ready), *as_of));
}

Progress::Progress(storage::Store& store, const exchange::Follower& follower,
                   rpc::Journal& journal, std::function<void()> on_ready,
                   absl::Time as_of)
    : store_(store),
      follower_(follower),
      journal_(journal),
      on_ready_(std::move(on_ready)),
      ready_(as_of != absl::InfinitePast()),
      as_of_(as_of),
      kept_(as_of) {
  if (as_of != absl::InfinitePast()) on_ready_();
}

void Progress::Look() {
  const exchange::Follower::Told told = follower_.ToldBy(0);
  // What a stranger among the logs has is not known yet.
  if (!told.everything || !told.untrusted.empty()) return;
  if (!TakeIn(told, store_.logs().Latest())) return;
  journal_.Write(rpc::Severity::kInfo, "the replica has caught up",
                 {{"node", node()}});
  on_ready_();
}

bool Progress::TakeIn(const exchange::Follower::Told& told,
                      const storage::Instant& here) {
  absl::MutexLock lock(&mutex_);
  if (!wanted_) {
    wanted_ = told.sizes;
    wanted_time_ = told.contact_time;
  }
  const bool has_all = Has(here, told.sizes) && told.connected;
  const bool becomes_ready = !ready_ && Has(here, *wanted_);
  ready_ = ready_ || becomes_ready;
  if (has_all) as_of_ = std::max(as_of_, told.contact_time);
  if (becomes_ready) {
    as_of_ = std::max(as_of_, wanted_time_);
    Keep();
  } else if (ready_ && as_of_ - kept_ >= kKeepEvery) {
    Keep();
  }
  return becomes_ready;
}

void Progress::Keep() {
  const std::string text = absl::StrCat(
      absl::FormatTime(absl::RFC3339_full, as_of_, absl::UTCTimeZone()), "\n");
  const absl::Status kept =
      log::ReplaceFile(store_.directory() + kFile, text, 0644);
  if (kept.ok()) {
    kept_ = as_of_;
    return;
  }
  journal_.Write(rpc::Severity::kWarning,
                 "how far the replica has come was not kept",
                 {{"detail", std::string(kept.message())}});
}

std::string Progress::WhyNot(const exchange::Follower::Told& told) const {
  if (!told.connected) return absl::StrCat(node(), " can't be reached");
  if (told.left_out) {
    return absl::StrCat(node(), " shows logs that are too many, or too large");
  }
  if (!told.everything) return absl::StrCat(node(), " has not told all yet");
  const storage::Instant here = store_.logs().Latest();
  uint64_t missing = 0;
  for (const auto& [log, size] : told.sizes) {
    const uint64_t size_here = here.SizeOf(log);
    if (size > size_here) missing += size - size_here;
  }
  if (missing > 0) return absl::StrCat(missing, " changes are missing");
  if (told.untrusted.empty()) return "";
  return absl::StrCat(told.untrusted.size(),
                      " logs of which no key is known yet are missing");
}

Standing Progress::Now() const {
  const exchange::Follower::Told told = follower_.ToldBy(0);
  Standing standing;
  standing.connected = told.connected;
  standing.why = WhyNot(told);
  absl::MutexLock lock(&mutex_);
  standing.ready = ready_;
  standing.as_of = as_of_;
  return standing;
}

void AddReplicaMetrics(const Progress& progress, storage::Clock clock,
                       metrics::Registry& registry) {
  registry.AddSource([&progress,
                      clock = std::move(clock)](metrics::Exposition& out) {
    const Standing standing = progress.Now();
    out.Add(metrics::Kind::kGauge, "localoffer_replica_ready",
            "1 once a replica has caught up with its node", {}, standing.ready);
    if (standing.as_of == absl::InfinitePast()) return;
    out.Add(metrics::Kind::kGauge, "localoffer_replica_age_seconds",
            "How long ago a replica had all that its node had", {},
            absl::ToDoubleSeconds(clock() - standing.as_of));
  });
}

}  // namespace localoffer::replica

// Organizations, taxonomies, terms and places of the whole directory.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/catalogue/collection.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/thing_search.h"
#include "services/catalogue/waiting_calls.h"
#include "services/rpc/error.h"
#include "storage/directory/instant.h"
#include "storage/status_macros.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// UNAVAILABLE, a caller's error: CATALOGUE_BEING_MADE.
absl::Status BeingMade();

struct CatalogueOptions {
  // How long a question waits, at most, for what it needs to be made.
  absl::Duration patience = absl::Seconds(2);
  // Called before each entry that is read, by several threads: for tests, which
  // stop there. May be empty.
  std::function<void()> before_entry;
  // Whether it is made before anybody asks.
  bool at_once = true;
};

// A projection of the entries, in memory: an entry is the only place where an
// organization or a term is said. A node has one, whoever answers from it. A
// thread of its own makes it from the start on, or from the first question, at
// the cost of reading every entry, and keeps it at what was published lately,
// but for what comes in by the thousand, which is read when that is over or
// somebody asks; whoever asks holds up nobody else. Thread-safe.
class Catalogue {
 public:
  // The store outlives it.
  explicit Catalogue(storage::Store& store, CatalogueOptions options = {});
  // Stops in the middle of what is being made.
  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  // The catalogue of the newest instant: of the published entries of all logs,
  // those that speak and those that do not. UNAVAILABLE (CATALOGUE_BEING_MADE)
  // when that takes longer than a question should wait; then at once for all
  // who ask until it is made. Other errors are those of the store.
  absl::StatusOr<std::shared_ptr<const Contents>> Latest();

  // What Latest() says where it need not wait; otherwise null, and nothing is
  // made for it.
  std::shared_ptr<const Contents> IfMade();

  // The last that was made, whether it takes in everything or not: for
  // requests that choose their instant, which any will do for (docs/decisions,
  // 18). Null when there is none; nothing is made for it.
  std::shared_ptr<const Contents> Made();

  // Of whoever answers from it.
  WaitingCalls& waiting() { return waiting_; }

 private:
  void Loop();
  // Waits until there is something to do; false when stopping.
  bool AwaitWork() ABSL_LOCKS_EXCLUDED(mutex_);
  void Make(Collection& collection) ABSL_LOCKS_EXCLUDED(mutex_);
  bool GoOn() const;
  // Whether what was made takes in `instant`.
  bool Covers(const storage::Instant& instant) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  storage::Store& store_;
  const CatalogueOptions options_;
  std::atomic<bool> stopping_ = false;
  WaitingCalls waiting_;

  // Never held for long.
  absl::Mutex mutex_;
  // Signalled when somebody wants more than was made, and at the end.
  absl::CondVar wake_;
  // Signalled to those who wait, when they need not any more.
  absl::CondVar told_;
  // Null before the first.
  std::shared_ptr<const Contents> latest_ ABSL_GUARDED_BY(mutex_);
  bool wanted_ ABSL_GUARDED_BY(mutex_);
  // Nobody has asked yet, and it is not made before.
  bool idle_ ABSL_GUARDED_BY(mutex_);
  // Somebody has waited in vain for what is being made.
  bool slow_ ABSL_GUARDED_BY(mutex_) = false;
  // How often making failed, and why it did last.
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  // Last, so that it finds everything made.
  std::thread thread_;
};

// What `answer` says, which takes a catalogue and returns an absl::StatusOr: of
// the one made last where the request chooses its instant, unless that is too
// far from it, and else of the newest, with the errors of Latest().
template <typename Answer>
std::invoke_result_t<const Answer&, const Contents*> AnswerFrom(
    Catalogue& catalogue, bool chooses_instant, const Answer& answer) {
  if (chooses_instant) {
    if (const auto made = catalogue.Made()) {
      auto answered = answer(made.get());
      if (rpc::ReasonOf(answered.status()) != kTooFarFromCatalogue) {
        return answered;
      }
    }
  }
  ASSIGN_OR_RETURN(const std::shared_ptr<const Contents> latest,
                   catalogue.Latest());
  return answer(latest.get());
}

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_H_

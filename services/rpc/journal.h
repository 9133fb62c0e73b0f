// The server's own log: one line of JSON an event, on standard error.
#ifndef LOCALOFFER_SERVICES_RPC_JOURNAL_H_
#define LOCALOFFER_SERVICES_RPC_JOURNAL_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace localoffer::rpc {

// ERROR means that a person must act.
enum class Severity { kInfo, kWarning, kError };

// Never given payloads, search words or personal data. Thread-safe.
class Journal {
 public:
  using Fields = std::vector<std::pair<absl::string_view, std::string>>;
  using Sink = std::function<void(absl::string_view line)>;

  // `flush` makes sure that the lines are where they belong, and is called
  // after each of severity ERROR: the process may be about to end.
  Journal(
      std::function<absl::Time()> clock, Sink sink,
      std::function<void()> flush = [] {})
      : clock_(std::move(clock)),
        sink_(std::move(sink)),
        flush_(std::move(flush)) {}

  void Write(Severity severity, absl::string_view event, const Fields& fields);

 private:
  const std::function<absl::Time()> clock_;
  absl::Mutex mutex_;
  const Sink sink_;
  const std::function<void()> flush_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_JOURNAL_H_

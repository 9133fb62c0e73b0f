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

  Journal(std::function<absl::Time()> clock, Sink sink)
      : clock_(std::move(clock)), sink_(std::move(sink)) {}

  void Write(Severity severity, absl::string_view event, const Fields& fields);

 private:
  const std::function<absl::Time()> clock_;
  absl::Mutex mutex_;
  const Sink sink_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_JOURNAL_H_

// How far a long send has come.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PROGRESS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PROGRESS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "clients/localoffer/surroundings.h"

namespace localoffer::command {

// A bar on stderr, if that is a terminal and the send is long. Takes itself
// away at its end, also when it ends early. Not thread-safe.
class ProgressBar {
 public:
  // `bytes`: of the whole.
  ProgressBar(int64_t bytes, bool is_quiet, const Surroundings* surroundings);
  ~ProgressBar();

  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Sent(int64_t bytes_sent);

 private:
  void Draw(int64_t bytes_sent);

  const int64_t bytes_;
  const Surroundings& surroundings_;
  const bool is_shown_;
  bool is_drawn_ = false;
  absl::Time drawn_ = absl::InfinitePast();
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PROGRESS_H_

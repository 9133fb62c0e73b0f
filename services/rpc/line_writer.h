// Lines to a file or pipe, without waiting for it.
#ifndef LOCALOFFER_SERVICES_RPC_LINE_WRITER_H_
#define LOCALOFFER_SERVICES_RPC_LINE_WRITER_H_

#include <cstddef>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace localoffer::rpc {

// Has a thread of its own write what has gathered, so that callers wait neither
// for the call nor for whoever reads slowly. What goes out at once is whole
// lines, as many as a pipe takes without mixing them with another process's. Of
// a process that is killed the lines are lost that wait: of the last kGathering
// or, where the reader is slow, up to twice kMostBytes. Thread-safe.
class LineWriter {
 public:
  static constexpr absl::Duration kGathering = absl::Milliseconds(50);
  // When so many bytes wait, callers do, too.
  static constexpr size_t kMostBytes = 4 << 20;

  // `descriptor` has to stay open for as long as the writer lives.
  explicit LineWriter(int descriptor);
  // Writes what is left.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // `line` has no end of line. What cannot be written is lost.
  void Write(absl::string_view line);
  // Returns when all lines so far are written.
  void Flush();

 private:
  void Run();

  const int descriptor_;
  absl::Mutex mutex_;
  // Signalled when there is something to write or to hurry for, and when some
  // of it is written.
  absl::CondVar changed_;
  std::string gathered_ ABSL_GUARDED_BY(mutex_);
  // Whether lines are on their way out that are no longer in `gathered_`.
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether to gather no longer.
  bool hurries_ ABSL_GUARDED_BY(mutex_) = false;
  bool ends_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_LINE_WRITER_H_

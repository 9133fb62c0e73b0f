#include "services/rpc/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

namespace localoffer::rpc {
namespace {

// Those of `lines` that go out together: a pipe mixes no more bytes than these
// with another process's. One line at least.
absl::string_view NextPiece(absl::string_view lines) {
  const size_t last = lines.substr(0, PIPE_BUF).rfind('\n');
  return lines.substr(
      0, 1 + (last != absl::string_view::npos ? last : lines.find('\n')));
}

// False when the rest of `bytes` cannot be written.
bool WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      // Somebody who shares it wants not to wait; this thread may.
      pollfd ready = {descriptor, POLLOUT, 0};
      poll(&ready, 1, /*timeout=*/-1);
    } else if (written == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Each piece has its own luck: what is lost of one leaves the next whole.
void WriteLines(int descriptor, absl::string_view lines) {
  bool is_torn = false;
  while (!lines.empty()) {
    const absl::string_view piece = NextPiece(lines);
    if (is_torn) WriteAll(descriptor, "\n");
    is_torn = !WriteAll(descriptor, piece);
    lines.remove_prefix(piece.size());
  }
}

}  // namespace

LineWriter::LineWriter(int descriptor)
    : descriptor_(descriptor), thread_([this] { Run(); }) {}

LineWriter::~LineWriter() {
  {
    absl::MutexLock lock(&mutex_);
    ends_ = true;
    changed_.SignalAll();
  }
  thread_.join();
}

void LineWriter::Write(absl::string_view line) {
  absl::MutexLock lock(&mutex_);
  while (gathered_.size() >= kMostBytes) changed_.Wait(&mutex_);
  const bool is_first = gathered_.empty();
  gathered_.append(line.data(), line.size());
  gathered_.push_back('\n');
  if (gathered_.size() >= kMostBytes) hurries_ = true;
  if (is_first || hurries_) changed_.SignalAll();
}

void LineWriter::Flush() {
  absl::MutexLock lock(&mutex_);
  hurries_ = true;
  changed_.SignalAll();
  while (!gathered_.empty() || writing_) changed_.Wait(&mutex_);
}

void LineWriter::Run() {
  std::string going_out;
  absl::MutexLock lock(&mutex_);
  while (true) {
    while (gathered_.empty() && !ends_) changed_.Wait(&mutex_);
    if (gathered_.empty()) return;
    while (!ends_ && !hurries_ &&
           !changed_.WaitWithTimeout(&mutex_, kGathering)) {
    }
    hurries_ = false;
    going_out.swap(gathered_);
    writing_ = true;
    changed_.SignalAll();
    mutex_.Unlock();
    WriteLines(descriptor_, going_out);
    going_out.clear();
    mutex_.Lock();
    writing_ = false;
    changed_.SignalAll();
  }
}

}  // namespace localoffer::rpc

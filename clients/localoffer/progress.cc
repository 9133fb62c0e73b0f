#include "clients/localoffer/progress.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace localoffer::command {
namespace {

constexpr int64_t kLongSendBytes = 1 << 20;
constexpr int kBarWidth = 30;
constexpr absl::Duration kBetweenDrawings = absl::Milliseconds(100);

}  // namespace

ProgressBar::ProgressBar(int64_t bytes, bool is_quiet,
                         const Surroundings* surroundings)
    : bytes_(bytes),
      surroundings_(*surroundings),
      is_shown_(!is_quiet && surroundings->err_is_terminal &&
                bytes >= kLongSendBytes) {}

ProgressBar::~ProgressBar() {
  // Return, and erase to the end of the line.
  if (is_drawn_) *surroundings_.err << "\r\x1b[K" << std::flush;
}

void ProgressBar::Sent(int64_t bytes_sent) {
  if (!is_shown_) return;
  const absl::Time now = surroundings_.now();
  if (bytes_sent < bytes_ && now - drawn_ < kBetweenDrawings) return;
  drawn_ = now;
  Draw(bytes_sent);
}

void ProgressBar::Draw(int64_t bytes_sent) {
  is_drawn_ = true;
  const int64_t sent = std::min(bytes_sent, bytes_);
  if (sent == bytes_) {
    *surroundings_.err << "\r\x1b[KAll sent; the server is reading it …"
                       << std::flush;
    return;
  }
  const int done = static_cast<int>(sent * kBarWidth / bytes_);
  *surroundings_.err << "\r\x1b[KSending [" << std::string(done, '#')
                     << std::string(kBarWidth - done, ' ') << "] "
                     << absl::StrCat(sent * 100 / bytes_) << " %" << std::flush;
}

}  // namespace localoffer::command

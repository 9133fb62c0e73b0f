#include "services/gateway/change_events.h"

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/gateway/feed_item.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// Answers that are kept until something happens.
constexpr size_t kMostKept = 16;
// Of the text of an answer; one change more may go beyond it.
constexpr size_t kMostBytes = 1 << 20;

}  // namespace

void AppendEventId(const v1::ChangePlace& place, std::string& text) {
  absl::StrAppend(&text, "id: ", place.change_number(), "-", place.witness(),
                  "\n");
}

struct ChangeEventReader::Question {
  absl::Notification answered;
  // Set before that.
  absl::StatusOr<Events> answer;
};

absl::StatusOr<ChangeEventReader::Events> ChangeEventReader::Read(
    const v1::ListChangesRequest& request) const {
  ASSIGN_OR_RETURN(v1::ListChangesResponse page, node_->ListChanges(request));
  auto events = std::make_shared<ChangeEvents>();
  events->complete = page.complete();
  events->next = page.next();
  for (const v1::EntryChange& change : page.changes()) {
    AppendEventId(change.place(), events->text);
    absl::StrAppend(&events->text,
                    "event: ", change.deleted() ? "deleted" : "updated",
                    "\ndata: ");
    AppendFeedItem(change, events->text);
    events->text += "\n\n";
    events->last = change.place().change_number();
    if (events->text.size() >= kMostBytes) {
      events->next = change.place();
      events->complete = false;
      break;
    }
  }
  return events;
}

std::shared_ptr<ChangeEventReader::Question> ChangeEventReader::Find(
    const v1::ListChangesRequest& request, uint64_t version, bool& is_first) {
  absl::MutexLock lock(&mutex_);
  if (version < version_) return nullptr;
  if (version > version_) {
    // What was answered before may have been erased.
    asked_.clear();
    version_ = version;
  }
  const Key key(request.parent(), request.after().change_number());
  const auto found = asked_.find(key);
  is_first = found == asked_.end();
  if (!is_first) return found->second;
  if (asked_.size() >= kMostKept) return nullptr;
  return asked_.emplace(key, std::make_shared<Question>()).first->second;
}

absl::StatusOr<ChangeEventReader::Events> ChangeEventReader::ReadTogether(
    const v1::ListChangesRequest& request, uint64_t version) {
  bool is_first = false;
  const std::shared_ptr<Question> question = Find(request, version, is_first);
  if (question == nullptr) return Read(request);
  if (is_first) {
    question->answer = Read(request);
    question->answered.Notify();
  } else {
    question->answered.WaitForNotification();
  }
  return question->answer;
}

}  // namespace localoffer::gateway

#include "services/feed/feed_question.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::feed {
namespace {

constexpr int kUsualItems = 500;
constexpr int kMostItems = 1000;

absl::Status BeganAnew() {
  return rpc::CallerError(
      absl::StatusCode::kFailedPrecondition, "FEED_BEGAN_ANEW",
      "this place in the feed is not one of this node's; read the feed from "
      "its beginning, and drop what does not come again");
}

absl::Status UnknownAuthority(const std::string& id) {
  return rpc::CallerError(absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
                          absl::StrCat("there is no authority ", id, " here"),
                          {{"authority", id}});
}

// Reads what a request holds, field by field, and collects what is wrong with
// it.
class Fields {
 public:
  explicit Fields(storage::Store& store) : store_(store) {}

  void Parent(const std::string& parent) {
    if (parent.empty()) return;
    auto log = entry::ParseLogOrAll("parent", parent);
    if (log.ok()) {
      of_ = std::move(*log).value_or("");
    } else {
      errors_.push_back({"parent", std::string(log.status().message())});
    }
  }
  void Place(absl::string_view field, const v1::ChangePlace& place) {
    place_ = place;
    if (place.change_number() < 0) {
      errors_.push_back(
          {absl::StrCat(field, ".change_number"), "wanted 0 or more"});
    }
  }
  void PageSize(int size) {
    most_items_ = std::min(size == 0 ? kUsualItems : size, kMostItems);
    if (size < 0) errors_.push_back({"page_size", "wanted 0 or more"});
  }
  void View(v1::EntryView view) {
    view_ = view == v1::ENTRY_VIEW_UNSPECIFIED ? v1::ENTRY_VIEW_FULL : view;
    if (!v1::EntryView_IsValid(view)) {
      errors_.push_back({"view", "wanted an EntryView"});
    }
  }

  absl::StatusOr<FeedRequest> Question() const {
    if (!errors_.empty()) return rpc::InvalidFields(errors_);
    // Of a log from a peer the node may know no more than what is in it.
    if (!of_.empty() && !store_.authorities().Find(of_) &&
        !store_.logs().Head(of_)) {
      return UnknownAuthority(of_);
    }
    RETURN_IF_ERROR(CheckPlace());
    FeedRequest request;
    request.of = of_;
    request.after = static_cast<uint64_t>(place_.change_number());
    request.most_items = static_cast<size_t>(most_items_);
    request.view = view_;
    return request;
  }

 private:
  absl::Status CheckPlace() const {
    const absl::StatusOr<std::string> witness = store_.arrivals().Witness(
        static_cast<uint64_t>(place_.change_number()));
    if (absl::IsNotFound(witness.status())) return BeganAnew();
    RETURN_IF_ERROR(witness.status());
    const bool agrees =
        place_.witness().empty() || place_.witness() == *witness;
    return agrees ? absl::OkStatus() : BeganAnew();
  }

  storage::Store& store_;
  std::vector<rpc::FieldError> errors_;
  std::string of_;
  v1::ChangePlace place_;
  int most_items_ = kUsualItems;
  v1::EntryView view_ = v1::ENTRY_VIEW_FULL;
};

}  // namespace

absl::StatusOr<FeedRequest> QuestionOf(storage::Store& store,
                                       const v1::ListChangesRequest& request) {
  Fields fields(store);
  fields.Parent(request.parent());
  fields.Place("after", request.after());
  fields.PageSize(request.page_size());
  fields.View(request.view());
  ASSIGN_OR_RETURN(FeedRequest question, fields.Question());
  question.most_bytes = kPageBytes;
  return question;
}

absl::StatusOr<FeedRequest> QuestionOf(storage::Store& store,
                                       const v1::WatchChangesRequest& request) {
  Fields fields(store);
  fields.Parent(request.parent());
  fields.Place("after", request.after());
  fields.View(request.view());
  ASSIGN_OR_RETURN(FeedRequest question, fields.Question());
  question.most_items = kMostWatched;
  question.most_bytes = kWatchedBytes;
  return question;
}

absl::Status Check(storage::Store& store,
                   const v1::GetChangeFeedStateRequest& request) {
  Fields fields(store);
  fields.Parent(request.parent());
  fields.Place("place", request.place());
  return fields.Question().status();
}

absl::StatusOr<v1::ChangePlace> PlaceAt(const storage::Store& store,
                                        uint64_t change_number) {
  v1::ChangePlace place;
  place.set_change_number(static_cast<int64_t>(change_number));
  ASSIGN_OR_RETURN(*place.mutable_witness(),
                   store.arrivals().Witness(change_number));
  return place;
}

void AddItem(FeedItem item,
             google::protobuf::RepeatedPtrField<v1::EntryChange>& changes) {
  v1::EntryChange& change = *changes.Add();
  change.mutable_place()->set_change_number(
      static_cast<int64_t>(item.change_number));
  change.mutable_place()->set_witness(std::move(item.witness));
  *change.mutable_entry() = std::move(item.entry);
  change.set_deleted(item.deleted);
}

}  // namespace localoffer::feed

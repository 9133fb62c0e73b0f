#include "services/harvest/feed_registry.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/harvest/feed_url.h"
#include "services/harvest/schedule.h"
#include "services/rpc/error.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

using google::protobuf::util::TimeUtil;

absl::Status AuthorityNotFound(const std::string& authority) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
      absl::StrCat("no authority ", authority, " is registered here"),
      {{"authority", authority}});
}

absl::Status FeedExists(const std::string& authority) {
  return rpc::CallerError(absl::StatusCode::kAlreadyExists, "FEED_EXISTS",
                          absl::StrCat("a feed of authority ", authority,
                                       " is followed already; remove it first"),
                          {{"authority", authority}});
}

absl::Status FeedNotFound(const std::string& name) {
  return rpc::CallerError(absl::StatusCode::kNotFound, "FEED_NOT_FOUND",
                          absl::StrCat("there is no ", name));
}

// What an operator asks for, read.
struct NewFeed {
  std::string authority;
  std::string url;
  absl::Duration interval = kUsualInterval;
};

absl::StatusOr<NewFeed> ReadRequest(const v1::CreateFeedRequest& request) {
  NewFeed feed;
  std::vector<rpc::FieldError> errors;
  absl::StatusOr<std::string> authority =
      entry::ParseAuthorityName("parent", request.parent());
  if (authority.ok()) {
    feed.authority = *std::move(authority);
  } else {
    errors.push_back({"parent", std::string(authority.status().message())});
  }
  absl::StatusOr<std::string> url = NormalFeedUrl(request.feed().url());
  if (url.ok()) {
    feed.url = *std::move(url);
  } else {
    errors.push_back({"feed.url", std::string(url.status().message())});
  }
  if (request.feed().has_interval()) {
    feed.interval = absl::Seconds(request.feed().interval().seconds());
    if (feed.interval < kLeastInterval || feed.interval > kMostInterval) {
      errors.push_back({"feed.interval", "wanted 1 minute to 30 days"});
    }
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return feed;
}

v1::FeedState StateOf(const storage::v1::FeedRecord& record) {
  if (record.attempt_micros() == 0) return v1::FEED_STATE_NEW;
  if (record.held_withdrawals() > 0) {
    return v1::FEED_STATE_WITHDRAWALS_HELD;
  }
  const bool failing = record.outcome() == v1::HARVEST_OUTCOME_FAILED ||
                       record.outcome() == v1::HARVEST_OUTCOME_INCOMPLETE;
  return failing ? v1::FEED_STATE_FAILING : v1::FEED_STATE_WELL;
}

google::protobuf::Timestamp ToTimestamp(int64_t micros) {
  return entry::ToTimestamp(absl::FromUnixMicros(micros));
}

}  // namespace

v1::Feed FeedRegistry::Show(const std::string& log,
                            const storage::v1::FeedRecord& record) const {
  const std::string authority(log::AuthorityOfLog(log));
  v1::Feed feed;
  feed.set_name(entry::FormatFeedName(authority));
  feed.set_log(entry::FormatAuthorityName(log));
  *feed.mutable_interval() =
      TimeUtil::MicrosecondsToDuration(record.interval_micros());
  *feed.mutable_create_time() = ToTimestamp(record.create_time_micros());
  if (const auto known = store_.authorities().Find(log)) {
    feed.set_url(known->harvested().feed_url());
    if (const int64_t micros = known->harvested().complete_crawl_micros()) {
      *feed.mutable_complete_crawl_time() = ToTimestamp(micros);
    }
  }
  const bool joined = store_.logs().Head(authority).has_value();
  feed.set_state(joined ? v1::FEED_STATE_JOINED : StateOf(record));
  if (!joined) {
    *feed.mutable_next_attempt_time() =
        ToTimestamp(record.next_attempt_micros());
  }
  if (record.attempt_micros() != 0) {
    *feed.mutable_attempt_time() = ToTimestamp(record.attempt_micros());
  }
  feed.set_outcome(static_cast<v1::HarvestOutcome>(record.outcome()));
  feed.set_detail(record.detail());
  feed.set_consecutive_failures(record.consecutive_failures());
  feed.set_records(record.records());
  feed.set_refused(record.refused());
  feed.set_held_withdrawals(record.held_withdrawals());
  if (const auto head = store_.logs().Head(log)) {
    feed.set_published_entries(static_cast<int32_t>(head->published_entries()));
  }
  return feed;
}

absl::StatusOr<std::string> FeedRegistry::LogOf(const std::string& name) const {
  const absl::StatusOr<std::string> authority =
      entry::ParseFeedName("name", name);
  if (!authority.ok()) {
    return rpc::InvalidField("name", authority.status().message());
  }
  ASSIGN_OR_RETURN(std::string log, store_.feeds().LogFor(*authority));
  if (!store_.feeds().Find(log)) return FeedNotFound(name);
  return log;
}

absl::StatusOr<v1::CreateFeedResponse> FeedRegistry::Create(
    const v1::CreateFeedRequest& request) {
  ASSIGN_OR_RETURN(const NewFeed feed, ReadRequest(request));
  const auto authority = store_.authorities().Find(feed.authority);
  if (!authority) return AuthorityNotFound(feed.authority);
  ASSIGN_OR_RETURN(const std::string log,
                   store_.feeds().LogFor(feed.authority));
  if (store_.feeds().Find(log)) return FeedExists(feed.authority);
  // What was known of the log when its feed was followed before is no longer
  // so, but for when it was last whole.
  storage::v1::AuthorityRecord record;
  if (const auto before = store_.authorities().Find(log)) record = *before;
  record.set_title(absl::StrCat(authority->title(), " (harvested)"));
  record.set_official_name(authority->official_name());
  record.set_authority_type(authority->authority_type());
  record.set_region(authority->region());
  record.mutable_harvested()->set_of(feed.authority);
  record.mutable_harvested()->set_feed_url(feed.url);
  RETURN_IF_ERROR(store_.authorities().Put(log, record));
  storage::v1::FeedRecord followed;
  followed.set_create_time_micros(absl::ToUnixMicros(clock_()));
  followed.set_next_attempt_micros(followed.create_time_micros());
  followed.set_interval_micros(absl::ToInt64Microseconds(feed.interval));
  const absl::Status added = store_.feeds().Add(log, followed);
  if (absl::IsAlreadyExists(added)) return FeedExists(feed.authority);
  RETURN_IF_ERROR(added);
  v1::CreateFeedResponse response;
  *response.mutable_feed() = Show(log, followed);
  return response;
}

absl::StatusOr<v1::ListFeedsResponse> FeedRegistry::List() const {
  v1::ListFeedsResponse response;
  for (const auto& [log, record] : store_.feeds().All()) {
    *response.add_feeds() = Show(log, record);
  }
  return response;
}

absl::StatusOr<v1::DeleteFeedResponse> FeedRegistry::Delete(
    const v1::DeleteFeedRequest& request) {
  ASSIGN_OR_RETURN(const std::string log, LogOf(request.name()));
  // First, so that it is not read again meanwhile.
  const absl::Status removed = store_.feeds().Remove(log);
  if (absl::IsNotFound(removed)) return FeedNotFound(request.name());
  RETURN_IF_ERROR(removed);
  if (request.withdraw_entries()) RETURN_IF_ERROR(harvester_.WithdrawAll(log));
  return v1::DeleteFeedResponse();
}

template <typename Response>
absl::StatusOr<Response> FeedRegistry::Harvest(const std::string& name,
                                               int32_t confirmed) {
  ASSIGN_OR_RETURN(const std::string log, LogOf(name));
  absl::StatusOr<v1::Harvest> harvest = harvester_.Run(log, confirmed);
  if (absl::IsNotFound(harvest.status())) return FeedNotFound(name);
  RETURN_IF_ERROR(harvest.status());
  Response response;
  *response.mutable_harvest() = *std::move(harvest);
  if (const auto record = store_.feeds().Find(log)) {
    *response.mutable_feed() = Show(log, *record);
  }
  return response;
}

absl::StatusOr<v1::RunHarvestResponse> FeedRegistry::Run(
    const v1::RunHarvestRequest& request) {
  return Harvest<v1::RunHarvestResponse>(request.name(), 0);
}

absl::StatusOr<v1::ConfirmWithdrawalsResponse> FeedRegistry::Confirm(
    const v1::ConfirmWithdrawalsRequest& request) {
  if (request.withdrawals() <= 0) {
    return rpc::InvalidField("withdrawals", "wanted 1 or more");
  }
  return Harvest<v1::ConfirmWithdrawalsResponse>(request.name(),
                                                 request.withdrawals());
}

}  // namespace localoffer::harvest

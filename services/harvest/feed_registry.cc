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
                            const FollowedFeed& followed) const {
  const storage::v1::FeedRecord& record = followed.record;
  const std::string authority(log::AuthorityOfLog(log));
  v1::Feed feed;
  feed.set_name(entry::FormatFeedName(authority));
  feed.set_url(followed.url);
  feed.set_log(entry::FormatAuthorityName(log));
  *feed.mutable_interval() =
      TimeUtil::MicrosecondsToDuration(record.interval_micros());
  *feed.mutable_create_time() = ToTimestamp(record.create_time_micros());
  if (followed.complete_crawl != absl::UnixEpoch()) {
    *feed.mutable_complete_crawl_time() =
        entry::ToTimestamp(followed.complete_crawl);
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
  ASSIGN_OR_RETURN(std::string log, feeds_.LogFor(*authority));
  if (!feeds_.Find(log)) return FeedNotFound(name);
  return log;
}

absl::StatusOr<v1::CreateFeedResponse> FeedRegistry::Create(
    const v1::CreateFeedRequest& request) {
  ASSIGN_OR_RETURN(const NewFeed asked, ReadRequest(request));
  ASSIGN_OR_RETURN(const std::string log, feeds_.LogFor(asked.authority));
  FollowedFeed feed;
  feed.url = asked.url;
  feed.record.set_create_time_micros(absl::ToUnixMicros(clock_()));
  feed.record.set_next_attempt_micros(feed.record.create_time_micros());
  feed.record.set_interval_micros(absl::ToInt64Microseconds(asked.interval));
  const absl::Status followed = feeds_.Follow(log, feed);
  if (absl::IsNotFound(followed)) return AuthorityNotFound(asked.authority);
  if (absl::IsAlreadyExists(followed)) return FeedExists(asked.authority);
  RETURN_IF_ERROR(followed);
  v1::CreateFeedResponse response;
  *response.mutable_feed() = Show(log, feeds_.Find(log).value_or(feed));
  return response;
}

absl::StatusOr<v1::ListFeedsResponse> FeedRegistry::List() const {
  v1::ListFeedsResponse response;
  for (const auto& [log, feed] : feeds_.All()) {
    *response.add_feeds() = Show(log, feed);
  }
  return response;
}

absl::StatusOr<v1::DeleteFeedResponse> FeedRegistry::Delete(
    const v1::DeleteFeedRequest& request) {
  ASSIGN_OR_RETURN(const std::string log, LogOf(request.name()));
  // First, so that it is not read again meanwhile.
  const absl::Status removed = feeds_.Unfollow(log);
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
  if (const auto feed = feeds_.Find(log)) {
    *response.mutable_feed() = Show(log, *feed);
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

#include "services/directory/search_question.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/catalogue/catalogue.h"
#include "services/directory/open_at.h"
#include "services/directory/page_token.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/index/search_query.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

using Errors = std::vector<rpc::FieldError>;

constexpr int kUsualPage = 20;
constexpr int kLargestPage = 100;
constexpr int kLargestPageOfNames = 1000;
constexpr size_t kMostQueryBytes = 500;
// The last of year 9999.
constexpr DayNumber kLastDay = 2'932'896;

// A change is later than those that the instant before the time takes in.
absl::Time Before(absl::Time time) { return time - absl::Nanoseconds(1); }

// Of a log from a peer the node may know no more than what is in it.
bool IsKnown(storage::Store& store, const std::string& authority) {
  return store.authorities().Find(authority) || store.logs().Head(authority) ||
         !store.logs().LogsOf(authority).empty();
}

// An authority that nobody knows is a slip, and not one that lists nothing.
void RefuseUnknown(
    const google::protobuf::RepeatedPtrField<std::string>& authorities,
    storage::Store& store, Errors& errors) {
  if (authorities.size() > kMostAuthorities) return;
  for (int i = 0; i < authorities.size(); ++i) {
    const auto id = entry::ParseLogName("", authorities[i]);
    if (!id.ok() || IsKnown(store, *id)) continue;
    errors.push_back(
        {absl::StrCat("filter.authorities[", i, "]"),
         absl::StrCat("\"", *id, "\": no such authority is known here")});
  }
}

SearchOrder ReadOrder(const v1::SearchEntriesRequest& request, Errors& errors) {
  switch (request.order()) {
    case v1::SEARCH_ORDER_UNSPECIFIED:
    case v1::SEARCH_ORDER_RELEVANCE:
      return SearchOrder::kRelevance;
    case v1::SEARCH_ORDER_NAME:
      return SearchOrder::kName;
    case v1::SEARCH_ORDER_FRESHNESS:
      return SearchOrder::kFreshness;
    case v1::SEARCH_ORDER_DISTANCE:
      if (!request.filter().has_near()) {
        errors.push_back({"order", "by distance needs filter.near"});
      }
      return SearchOrder::kDistance;
    case v1::SEARCH_ORDER_ENTRY:
      return SearchOrder::kEntry;
    default:
      errors.push_back({"order", "wanted a SearchOrder"});
      return SearchOrder::kRelevance;
  }
}

std::vector<Property> ReadFacets(const v1::SearchEntriesRequest& request,
                                 Errors& errors) {
  std::vector<Property> properties;
  for (const int facet : request.facets()) {
    const absl::optional<Property> property =
        PropertyOf(static_cast<v1::Facet>(facet));
    if (!property.has_value() || std::find(properties.begin(), properties.end(),
                                           *property) != properties.end()) {
      errors.push_back({"facets", "wanted Facets, each once"});
      break;
    }
    properties.push_back(*property);
  }
  return properties;
}

void ReadPage(const v1::SearchEntriesRequest& request, SearchQuery& query,
              Errors& errors) {
  const absl::StatusOr<int> size =
      PageSize(request.page_size(), kUsualPage,
               request.view() == v1::ENTRY_VIEW_NAME ? kLargestPageOfNames
                                                     : kLargestPage);
  if (size.ok()) {
    query.limit = static_cast<size_t>(*size);
  } else {
    errors.push_back({"page_size", "wanted 0 or more"});
  }
  if (request.skip() >= 0) {
    query.skip = static_cast<size_t>(request.skip());
  } else {
    errors.push_back({"skip", "wanted 0 or more"});
  }
}

// Sets what the query sees: the logs that speak at the instant, and any that
// the filter asks for by its own name. In place of each authority of the
// filter comes the log that answers for it.
absl::Status SetInstant(const storage::SpeakingLogs& logs,
                        const storage::Instant& instant, SearchQuery& query) {
  ASSIGN_OR_RETURN(const storage::Instant speaking, logs.At(instant));
  query.instant = SharedInstant(speaking.shared_sizes());
  std::vector<std::string> asked;
  for (ValueCondition& condition : query.values) {
    if (condition.property != Property::kAuthority) continue;
    for (std::string& authority : condition.values) {
      authority = storage::SpeakingLog(speaking, authority);
      asked.push_back(authority);
    }
  }
  std::erase_if(asked, [&](const std::string& log) {
    return query.instant->contains(log);
  });
  if (asked.empty()) return absl::OkStatus();
  localoffer::Instant more = speaking.sizes();
  for (std::string& log : asked) {
    const uint64_t size = instant.SizeOf(log);
    more.emplace(std::move(log), size);
  }
  query.instant = std::move(more);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SearchMoment> MomentOf(storage::Store& store,
                                      const storage::v1::PageToken& token) {
  SearchMoment moment;
  ASSIGN_OR_RETURN(moment.instant,
                   entry::InstantOfRevision(store, token.revision()));
  // Whoever made it.
  moment.today = std::clamp(token.judged_day(), DayNumber{0}, kLastDay);
  return moment;
}

absl::StatusOr<SearchConditions> QuestionReader::ReadConditions(
    const v1::SearchEntriesRequest& request) const {
  Errors errors;
  SearchConditions conditions =
      ReadFilter(request.filter(), store_.geography(), errors);
  RefuseUnknown(request.filter().authorities(), store_, errors);
  if (request.query().size() > kMostQueryBytes) {
    errors.push_back(
        {"query", absl::StrCat("wanted at most ", kMostQueryBytes, " bytes")});
  }
  conditions.query.text = request.query();
  conditions.query.order = ReadOrder(request, errors);
  conditions.query.facets = ReadFacets(request, errors);
  ReadPage(request, conditions.query, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return conditions;
}

absl::StatusOr<SearchQuestion> QuestionReader::Read(
    const v1::SearchEntriesRequest& request,
    const catalogue::Contents* contents) const {
  SearchQuestion question;
  ASSIGN_OR_RETURN(question.conditions, ReadConditions(request));
  question.hash = RequestHash(request);
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(question.moment, ChosenMoment(request, contents));
  } else {
    ASSIGN_OR_RETURN(const storage::v1::PageToken from,
                     DecodePageToken(request.page_token(), question.hash));
    ASSIGN_OR_RETURN(question.moment, MomentOf(store_, from));
    question.conditions.query.after = HitPosition{
        from.score(), from.title(), from.authority(), from.entry_id()};
  }
  RETURN_IF_ERROR(Finish(contents, question));
  return question;
}

absl::StatusOr<SearchQuestion> QuestionReader::ReadAt(
    const SearchMoment& moment, const v1::SearchEntriesRequest& request,
    const catalogue::Contents* contents) const {
  SearchQuestion question;
  ASSIGN_OR_RETURN(question.conditions, ReadConditions(request));
  question.moment = moment;
  RETURN_IF_ERROR(Finish(contents, question));
  return question;
}

absl::StatusOr<SearchMoment> QuestionReader::ChosenMoment(
    const v1::SearchEntriesRequest& request,
    const catalogue::Contents* contents) const {
  const bool is_chosen = request.has_read_time() || !request.revision().empty();
  if (contents != nullptr && !is_chosen) {
    return SearchMoment{contents->instant(), DayOf(clock_())};
  }
  SearchMoment moment;
  ASSIGN_OR_RETURN(moment.instant, entry::InstantOf(store_, request));
  if (!request.filter().open_at().empty()) {
    ASSIGN_OR_RETURN(
        const absl::Time time,
        entry::TimeAskedOf(store_, request, moment.instant, clock_()));
    moment.today = DayOf(time);
  }
  return moment;
}

absl::Status QuestionReader::Finish(const catalogue::Contents* contents,
                                    SearchQuestion& question) const {
  SearchConditions& conditions = question.conditions;
  SearchQuery& query = conditions.query;
  JudgeOpening(question.moment.today, query.open_at);
  RETURN_IF_ERROR(
      SetInstant(store_.speaking(), question.moment.instant, query));
  if (conditions.changed_since.has_value()) {
    const absl::StatusOr<storage::Instant> before =
        store_.logs().At(Before(*conditions.changed_since));
    if (before.ok()) {
      query.changed_since = before->sizes();
    } else if (absl::IsInvalidArgument(before.status())) {
      // It is to come: nothing has changed since.
      query.changed_since = question.moment.instant.sizes();
    } else {
      return before.status();
    }
  }
  if (!conditions.things.empty()) {
    if (contents == nullptr) return catalogue::BeingMade();
    ASSIGN_OR_RETURN(query.among,
                     catalogue::ThingSearch(*contents, conditions.things)
                         .At(question.moment.instant, store_));
  }
  return absl::OkStatus();
}

bool QuestionReader::IsSettled(const v1::SearchEntriesRequest& request) const {
  if (!entry::IsSettled(store_, request)) return false;
  if (!request.filter().has_changed_since()) return true;
  const absl::StatusOr<absl::Time> since =
      entry::FromTimestamp(request.filter().changed_since());
  return !since.ok() || store_.logs().IsSettled(Before(*since));
}

}  // namespace localoffer::directory

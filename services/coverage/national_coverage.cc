#include "services/coverage/national_coverage.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/time/civil_time.h"
#include "storage/index/search_index.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::coverage {
namespace {

// By log.
using Counts = std::map<std::string, size_t, std::less<>>;

size_t CountOf(const Counts& counts, absl::string_view log) {
  const auto found = counts.find(log);
  return found == counts.end() ? 0 : found->second;
}

// The first day that is in date. Nothing was published before 1970, where the
// instant of an empty directory is.
int32_t FirstDayInDate(absl::Time judge_time) {
  const absl::Time judged = std::max(judge_time, absl::UnixEpoch());
  return static_cast<int32_t>(absl::ToCivilDay(judged, absl::UTCTimeZone()) -
                              absl::CivilDay(1970, 1, 1)) -
         kDaysInDate;
}

// The first that holds of what was counted.
CoverageStatus StatusOf(const AuthorityCoverage& coverage) {
  if (coverage.log.empty()) return CoverageStatus::kNoData;
  if (coverage.identified > 0 && !coverage.is_harvested()) {
    return CoverageStatus::kConfirmed;
  }
  if (coverage.in_date > 0) return CoverageStatus::kOneSided;
  if (coverage.nil) return CoverageStatus::kNilDeclared;
  if (coverage.entries > 0) return CoverageStatus::kStale;
  return coverage.listed_elsewhere.empty() ? CoverageStatus::kMissing
                                           : CoverageStatus::kOneSided;
}

class Answer {
 public:
  Answer(storage::Store& store, const CoverageQuestion& question)
      : store_(store),
        subject_(question.subject),
        instant_(question.instant),
        first_day_(FirstDayInDate(question.judge_time)) {}

  // Counts what the answers are made of.
  absl::Status Prepare();
  absl::StatusOr<AuthorityCoverage> For(const std::string& authority) const;

 private:
  // Of evidence.
  SearchQuery Question() const;
  SearchQuery QuestionInDate() const;
  Counts Count(const SearchQuery& query) const;
  absl::Status AddNil(AuthorityCoverage& coverage) const;
  std::vector<std::string> ListedElsewhere(const std::string& authority,
                                           const std::string& log) const;

  storage::Store& store_;
  const Subject& subject_;
  const storage::Instant& instant_;
  const int32_t first_day_;
  storage::Instant speaking_;
  Counts entries_;
  Counts in_date_;
  Counts identified_;
  // Of each of the subject's items, the logs that ever declared nil under it.
  std::vector<std::vector<std::string>> nil_;
};

SearchQuery Answer::Question() const {
  SearchQuery query;
  query.values = {{subject_.property(), {subject_.value()}}};
  query.instant = SharedInstant(speaking_.shared_sizes());
  query.facets = {Property::kAuthority};
  query.limit = 0;
  return query;
}

SearchQuery Answer::QuestionInDate() const {
  SearchQuery query = Question();
  query.assured_since = first_day_;
  return query;
}

Counts Answer::Count(const SearchQuery& query) const {
  Counts counts;
  const SearchResult result = store_.index().Search(query);
  for (const ValueCount& value : result.facets.front()) {
    counts.emplace(value.value, value.count);
  }
  return counts;
}

absl::Status Answer::Prepare() {
  ASSIGN_OR_RETURN(speaking_, store_.speaking().At(instant_));
  entries_ = Count(Question());
  SearchQuery query = QuestionInDate();
  in_date_ = Count(query);
  query.values.push_back({Property::kProvider, {}});
  identified_ = Count(query);
  ASSIGN_OR_RETURN(nil_,
                   store_.statements().EverDeclaredNil(subject_.nil_items()));
  return absl::OkStatus();
}

absl::Status Answer::AddNil(AuthorityCoverage& coverage) const {
  const uint64_t size = speaking_.SizeOf(coverage.log);
  for (size_t i = 0; i < nil_.size(); ++i) {
    const std::string& item = subject_.nil_items()[i];
    const std::vector<std::string>& ever = nil_[i];
    if (!std::binary_search(ever.begin(), ever.end(), coverage.log)) continue;
    ASSIGN_OR_RETURN(coverage.nil,
                     store_.statements().NilAt(coverage.log, item, size));
    coverage.nil_item = item;
    if (coverage.nil) return absl::OkStatus();
  }
  coverage.nil_item.clear();
  return absl::OkStatus();
}

std::vector<std::string> Answer::ListedElsewhere(const std::string& authority,
                                                 const std::string& log) const {
  std::vector<std::string> elsewhere;
  // Most subjects that nobody lists have no evidence anywhere.
  if (in_date_.empty()) return elsewhere;
  const geography::Gazetteer& gazetteer = store_.geography().gazetteer();
  ValueCondition serves = {Property::kArea, {authority}};
  const std::vector<std::string>& districts = gazetteer.DistrictsOf(authority);
  serves.values.insert(serves.values.end(), districts.begin(), districts.end());
  if (std::string region = gazetteer.RegionOf(authority); !region.empty()) {
    serves.values.push_back(std::move(region));
  }
  SearchQuery query = QuestionInDate();
  query.values.push_back(std::move(serves));
  for (const auto& [other, count] : Count(query)) {
    if (other == log) continue;
    elsewhere.emplace_back(log::AuthorityOfLog(other));
  }
  return elsewhere;
}

absl::StatusOr<AuthorityCoverage> Answer::For(
    const std::string& authority) const {
  AuthorityCoverage coverage;
  coverage.authority = authority;
  std::string log = storage::SpeakingLog(speaking_, authority);
  if (speaking_.SizeOf(log) > 0) coverage.log = std::move(log);
  if (!coverage.log.empty()) {
    coverage.entries = CountOf(entries_, coverage.log);
    coverage.in_date = CountOf(in_date_, coverage.log);
    coverage.identified = CountOf(identified_, coverage.log);
    RETURN_IF_ERROR(AddNil(coverage));
  }
  if (coverage.entries == 0) {
    coverage.listed_elsewhere = ListedElsewhere(authority, coverage.log);
  }
  coverage.status = StatusOf(coverage);
  return coverage;
}

}  // namespace

absl::StatusOr<std::vector<AuthorityCoverage>> CoverageOf(
    storage::Store& store, const CoverageQuestion& question) {
  Answer answer(store, question);
  RETURN_IF_ERROR(answer.Prepare());
  std::vector<AuthorityCoverage> all;
  all.reserve(question.authorities.size());
  for (const std::string& authority : question.authorities) {
    ASSIGN_OR_RETURN(all.emplace_back(), answer.For(authority));
  }
  return all;
}

std::vector<std::string> RegisteredAuthorities(storage::Store& store) {
  std::vector<std::string> ids = store.authorities().Ids();
  std::erase_if(ids, log::IsHarvestedLog);
  return ids;
}

}  // namespace localoffer::coverage

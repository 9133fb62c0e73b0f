#include "services/directory/searcher.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/entry/entry_view.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "storage/index/search_query.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

constexpr int kUsualPage = 20;
constexpr int kLargestPage = 100;
constexpr size_t kMostQueryBytes = 500;
constexpr int kMostAuthorities = 1000;

void CheckAge(absl::string_view field, bool has_age, double age,
              std::vector<rpc::FieldError>& errors) {
  if (has_age && (!std::isfinite(age) || age < 0)) {
    errors.push_back({std::string(field), "wanted a number of years from 0"});
  }
}

// Fills the conditions of `query` and says what is wrong with them.
std::vector<rpc::FieldError> ReadFilter(const v1::EntryFilter& filter,
                                        SearchQuery& query) {
  std::vector<rpc::FieldError> errors;
  if (filter.authorities_size() > kMostAuthorities ||
      filter.statuses_size() > v1::ServiceStatusFilter_ARRAYSIZE) {
    errors.push_back(
        {"filter", absl::StrCat("wanted at most ", kMostAuthorities,
                                " authorities, and each status "
                                "once")});
    return errors;
  }
  for (int i = 0; i < filter.authorities_size(); ++i) {
    const std::string field = absl::StrCat("filter.authorities[", i, "]");
    absl::StatusOr<std::string> authority =
        entry::ParseAuthorityName(field, filter.authorities(i));
    if (authority.ok()) {
      query.authorities.push_back(*std::move(authority));
    } else {
      errors.push_back({field, std::string(authority.status().message())});
    }
  }
  for (const int status : filter.statuses()) {
    if (status == v1::SERVICE_STATUS_FILTER_NOT_SAID) {
      query.statuses.push_back(v1::SERVICE_STATUS_UNSPECIFIED);
    } else if (v1::ServiceStatus_IsValid(status) && status != 0) {
      query.statuses.push_back(static_cast<v1::ServiceStatus>(status));
    } else {
      errors.push_back({"filter.statuses", "wanted a ServiceStatusFilter"});
    }
  }
  CheckAge("filter.minimum_age", filter.has_minimum_age(), filter.minimum_age(),
           errors);
  CheckAge("filter.maximum_age", filter.has_maximum_age(), filter.maximum_age(),
           errors);
  if (filter.has_minimum_age() && filter.has_maximum_age() &&
      filter.minimum_age() > filter.maximum_age()) {
    errors.push_back({"filter.minimum_age", "wanted at most maximum_age"});
  }
  if (filter.has_minimum_age()) query.minimum_age = filter.minimum_age();
  if (filter.has_maximum_age()) query.maximum_age = filter.maximum_age();
  return errors;
}

}  // namespace

absl::StatusOr<v1::SearchEntriesResponse> Searcher::Search(
    const v1::SearchEntriesRequest& request) const {
  SearchQuery query;
  std::vector<rpc::FieldError> errors = ReadFilter(request.filter(), query);
  if (request.query().size() > kMostQueryBytes) {
    errors.push_back(
        {"query", absl::StrCat("wanted at most ", kMostQueryBytes, " bytes")});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  ASSIGN_OR_RETURN(const int page_size,
                   PageSize(request.page_size(), kUsualPage, kLargestPage));
  const uint64_t hash = RequestHash(request);
  storage::Instant instant;
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(instant, entry::InstantOf(store_, request));
  } else {
    ASSIGN_OR_RETURN(const storage::v1::PageToken from,
                     DecodePageToken(request.page_token(), hash));
    ASSIGN_OR_RETURN(instant,
                     entry::InstantOfRevision(store_, from.revision()));
    query.after = HitPosition{from.score(), from.title(), from.authority(),
                              from.entry_id()};
  }
  query.text = request.query();
  query.instant.insert(instant.sizes().begin(), instant.sizes().end());
  query.limit = static_cast<size_t>(page_size);
  const SearchResult result = store_.index().Search(query);

  v1::SearchEntriesResponse response;
  response.set_total_size(static_cast<int32_t>(result.total));
  response.set_revision(instant.ToRevision());
  const v1::EntryView view = request.view() == v1::ENTRY_VIEW_FULL
                                 ? v1::ENTRY_VIEW_FULL
                                 : v1::ENTRY_VIEW_BASIC;
  size_t bytes = 0;
  for (const Hit& hit : result.hits) {
    if (bytes >= kPageBytes) break;
    ASSIGN_OR_RETURN(
        const std::optional<storage::EntryRevision> revision,
        store_.entries().At(hit.position.authority, hit.position.entry_id,
                            instant.SizeOf(hit.position.authority)));
    if (!revision) {
      return absl::DataLossError("the index names an entry that is not there");
    }
    v1::SearchHit& out = *response.add_hits();
    ASSIGN_OR_RETURN(*out.mutable_entry(),
                     entry::ToEntry(store_.entries(), *revision, view));
    out.set_score(hit.position.score);
    for (const std::string& word : hit.matched_words) {
      out.add_matched_words(word);
    }
    bytes += out.ByteSizeLong();
  }
  const size_t shown = static_cast<size_t>(response.hits_size());
  if (shown > 0 && (result.more || shown < result.hits.size())) {
    const HitPosition& last = result.hits[shown - 1].position;
    storage::v1::PageToken next;
    next.set_request_hash(hash);
    next.set_revision(response.revision());
    next.set_score(last.score);
    next.set_title(last.name);
    next.set_authority(last.authority);
    next.set_entry_id(last.entry_id);
    response.set_next_page_token(EncodePageToken(next));
  }
  return response;
}

}  // namespace localoffer::directory

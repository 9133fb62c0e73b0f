#include "services/directory/searcher.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/directory/search_filter.h"
#include "services/entry/entry_view.h"
#include "services/entry/harvested.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/places/place_query.h"
#include "services/rpc/error.h"
#include "storage/index/search_index.h"
#include "storage/index/search_query.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

constexpr int kUsualPage = 20;
constexpr int kLargestPage = 100;
constexpr int kMostFacetValues = 200;
constexpr size_t kMostQueryBytes = 500;
constexpr int kUsualSuggestions = 10;
constexpr int kMostSuggestions = 50;
constexpr size_t kCardBytes = 64 << 20;

void CheckText(absl::string_view field, const std::string& text,
               std::vector<rpc::FieldError>& errors) {
  if (text.size() > kMostQueryBytes) {
    errors.push_back(
        {std::string(field),
         absl::StrCat("wanted at most ", kMostQueryBytes, " bytes")});
  }
}

SearchOrder ReadOrder(const v1::SearchEntriesRequest& request,
                      std::vector<rpc::FieldError>& errors) {
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
    default:
      errors.push_back({"order", "wanted a SearchOrder"});
      return SearchOrder::kRelevance;
  }
}

std::vector<Property> ReadFacets(const v1::SearchEntriesRequest& request,
                                 std::vector<rpc::FieldError>& errors) {
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

v1::WordMatchKind KindOf(AlternativeKind kind) {
  switch (kind) {
    case AlternativeKind::kWord:
      return v1::WORD_MATCH_KIND_WORD;
    case AlternativeKind::kConcept:
      return v1::WORD_MATCH_KIND_SYNONYM;
    case AlternativeKind::kCorrection:
      return v1::WORD_MATCH_KIND_CORRECTION;
  }
  return v1::WORD_MATCH_KIND_UNSPECIFIED;
}

// The filter's name of a status: "SERVICE_STATUS_ACTIVE" is
// "SERVICE_STATUS_FILTER_ACTIVE".
std::string StatusFilterOf(absl::string_view status) {
  if (status == v1::ServiceStatus_Name(v1::SERVICE_STATUS_UNSPECIFIED)) {
    return v1::ServiceStatusFilter_Name(v1::SERVICE_STATUS_FILTER_NOT_SAID);
  }
  return absl::StrCat("SERVICE_STATUS_FILTER_",
                      absl::StripPrefix(status, "SERVICE_STATUS_"));
}

v1::ServedAreaBasis BasisOf(ServedArea::Basis basis) {
  switch (basis) {
    case ServedArea::Basis::kNamed:
      return v1::SERVED_AREA_BASIS_NAMED;
    case ServedArea::Basis::kShape:
      return v1::SERVED_AREA_BASIS_SHAPE;
    case ServedArea::Basis::kAssumed:
      return v1::SERVED_AREA_BASIS_ASSUMED;
    case ServedArea::Basis::kPossible:
      return v1::SERVED_AREA_BASIS_POSSIBLE;
  }
  return v1::SERVED_AREA_BASIS_UNSPECIFIED;
}

void ShowMatches(const Hit& hit, v1::SearchHit& shown) {
  for (const GroupMatch& match : hit.matches) {
    v1::WordMatch& out = *shown.add_word_matches();
    out.set_kind(KindOf(match.kind));
    for (const std::string& word : match.words) {
      shown.add_matched_words(word);
      out.add_words(word);
    }
    for (const std::string& wording : match.wordings) out.add_matched(wording);
  }
}

v1::SuggestionKind KindOf(SuggestionKind kind) {
  switch (kind) {
    case SuggestionKind::kConcept:
      return v1::SUGGESTION_KIND_SUBJECT;
    case SuggestionKind::kTaxonomyTerm:
      return v1::SUGGESTION_KIND_TAXONOMY_TERM;
    case SuggestionKind::kProvider:
      return v1::SUGGESTION_KIND_PROVIDER;
    default:
      return v1::SUGGESTION_KIND_WORD;
  }
}

// Sets what the query sees: the logs that speak at the instant, and any that
// the filter asks for by its own name. In place of each authority of the
// filter comes the log that answers for it.
absl::Status SetInstant(const storage::SpeakingLogs& logs,
                        const storage::Instant& instant, SearchQuery& query) {
  ASSIGN_OR_RETURN(const storage::Instant speaking, logs.At(instant));
  query.instant = speaking.sizes();
  std::vector<std::string> asked;
  for (ValueCondition& condition : query.values) {
    if (condition.property != Property::kAuthority) continue;
    for (std::string& authority : condition.values) {
      authority = storage::SpeakingLog(speaking, authority);
      asked.push_back(authority);
    }
  }
  for (std::string& log : asked) {
    const uint64_t size = instant.SizeOf(log);
    query.instant.emplace(std::move(log), size);
  }
  return absl::OkStatus();
}

// The day of a time, as the clocks of Greenwich show it.
DayNumber DayOf(absl::Time time) {
  const absl::Time day = std::max(time, absl::UnixEpoch());
  return static_cast<DayNumber>(absl::ToCivilDay(day, absl::UTCTimeZone()) -
                                absl::CivilDay(1970, 1, 1));
}

// The token of the page behind `last`; its request, revision and day are left
// to the caller.
storage::v1::PageToken PageBehind(const HitPosition& last) {
  storage::v1::PageToken next;
  next.set_score(last.rank);
  next.set_title(last.name);
  next.set_authority(last.authority);
  next.set_entry_id(last.entry_id);
  return next;
}

std::unique_ptr<EntryCards> CardsOf(const storage::Entries& entries,
                                    v1::EntryView view) {
  return std::make_unique<EntryCards>(
      entries, kCardBytes,
      [&entries, view](const storage::EntryRevision& revision)
          -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(const v1::Entry entry,
                         entry::ToEntry(entries, revision, view));
        return entry.SerializeAsString();
      });
}

}  // namespace

Searcher::Searcher(storage::Store& store, storage::Clock clock)
    : store_(store),
      clock_(std::move(clock)),
      basic_cards_(CardsOf(store.entries(), v1::ENTRY_VIEW_BASIC)),
      full_cards_(CardsOf(store.entries(), v1::ENTRY_VIEW_FULL)) {}

absl::StatusOr<SearchConditions> Searcher::ReadConditions(
    const v1::SearchEntriesRequest& request) const {
  std::vector<rpc::FieldError> errors;
  SearchConditions conditions =
      ReadFilter(request.filter(), store_.geography(), errors);
  CheckText("query", request.query(), errors);
  conditions.query.text = request.query();
  conditions.query.order = ReadOrder(request, errors);
  conditions.query.facets = ReadFacets(request, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return conditions;
}

absl::StatusOr<Searcher::Question> Searcher::Read(
    const v1::SearchEntriesRequest& request) const {
  Question question;
  ASSIGN_OR_RETURN(question.conditions, ReadConditions(request));
  SearchQuery& query = question.conditions.query;
  ASSIGN_OR_RETURN(const int page_size,
                   PageSize(request.page_size(), kUsualPage, kLargestPage));
  if (request.skip() < 0) return rpc::InvalidField("skip", "wanted 0 or more");
  query.skip = static_cast<size_t>(request.skip());
  question.hash = RequestHash(request);
  if (request.page_token().empty()) {
    ASSIGN_OR_RETURN(question.instant, entry::InstantOf(store_, request));
    if (!query.open_at.empty()) {
      ASSIGN_OR_RETURN(
          const absl::Time time,
          entry::TimeAskedOf(store_, request, question.instant, clock_()));
      question.today = DayOf(time);
    }
  } else {
    ASSIGN_OR_RETURN(const storage::v1::PageToken from,
                     DecodePageToken(request.page_token(), question.hash));
    ASSIGN_OR_RETURN(question.instant,
                     entry::InstantOfRevision(store_, from.revision()));
    question.today = from.judged_day();
    query.after = HitPosition{from.score(), from.title(), from.authority(),
                              from.entry_id()};
  }
  JudgeOpening(question.today, query);
  RETURN_IF_ERROR(SetInstant(store_.speaking(), question.instant, query));
  query.limit = static_cast<size_t>(page_size);
  return question;
}

absl::StatusOr<std::string> Searcher::Search(
    const v1::SearchEntriesRequest& request) const {
  ASSIGN_OR_RETURN(const Question question, Read(request));
  const SearchConditions& conditions = question.conditions;
  const SearchResult result = store_.index().Search(conditions.query);
  ASSIGN_OR_RETURN(HitPage page, Show(result.hits, request.view()));

  v1::SearchEntriesResponse response;
  response.set_total_size(static_cast<int32_t>(result.total));
  response.set_revision(question.instant.ToRevision());
  ShowFacets(request, result, response);
  const geography::Gazetteer& gazetteer = store_.geography().gazetteer();
  if (conditions.serves_place.has_value()) {
    *response.mutable_serves_place() =
        places::ShowPlace(*conditions.serves_place, gazetteer);
  }
  if (conditions.near_place.has_value()) {
    *response.mutable_near_place() =
        places::ShowPlace(*conditions.near_place, gazetteer);
  }
  if (page.hits() > 0 && (result.more || page.hits() < result.hits.size())) {
    storage::v1::PageToken next =
        PageBehind(result.hits[page.hits() - 1].position);
    next.set_request_hash(question.hash);
    next.set_revision(response.revision());
    next.set_judged_day(question.today);
    response.set_next_page_token(EncodePageToken(next));
  }
  return page.Finish(response);
}

absl::StatusOr<FoundEntries> Searcher::Find(
    const v1::SearchEntriesRequest& request, const HitWindow& window) const {
  ASSIGN_OR_RETURN(SearchConditions conditions, ReadConditions(request));
  SearchQuery& query = conditions.query;
  FoundEntries found;
  found.instant = window.instant ? *window.instant : store_.logs().Latest();
  RETURN_IF_ERROR(SetInstant(store_.speaking(), found.instant, query));
  if (!window.open_at.empty()) query.open_at = window.open_at;
  JudgeOpening(DayOf(clock_()), query);
  if (window.changed_since) {
    query.changed_since = window.changed_since->sizes();
  }
  query.among = window.among;
  query.after = window.after;
  query.skip = window.skip;
  query.limit = window.limit;
  SearchResult result = store_.index().Search(query);
  found.hits = std::move(result.hits);
  found.total = result.total;
  return found;
}

absl::StatusOr<HitPage> Searcher::Show(absl::Span<const Hit> hits,
                                       v1::EntryView view) const {
  EntryCards& cards =
      view == v1::ENTRY_VIEW_FULL ? *full_cards_ : *basic_cards_;
  HitPage page;
  // One for all of them: its strings are used again.
  v1::SearchHit shown;
  for (const Hit& hit : hits) {
    if (page.bytes() >= kPageBytes) break;
    shown.Clear();
    ShowReasons(hit, shown);
    ASSIGN_OR_RETURN(const EntryCards::Card card,
                     cards.Read(hit.position.authority, hit.position.entry_id,
                                hit.sequence));
    page.Add(*card, shown);
  }
  return page;
}

void Searcher::ShowReasons(const Hit& hit, v1::SearchHit& shown) const {
  if (auto harvested =
          entry::HarvestedFrom(store_.authorities(), hit.position.authority)) {
    // Beside the bytes of the entry: whoever reads them merges the two.
    *shown.mutable_entry()->mutable_harvested() = *std::move(harvested);
  }
  shown.set_score(hit.score);
  ShowMatches(hit, shown);
  if (hit.served_area.has_value()) {
    v1::ServedArea& area = *shown.mutable_served_area();
    area.set_basis(BasisOf(hit.served_area->basis));
    area.set_area(hit.served_area->area);
    area.set_title(store_.geography().gazetteer().Title(hit.served_area->area));
  }
  if (hit.distance_meters.has_value()) {
    shown.set_distance_meters(*hit.distance_meters);
  }
}

void Searcher::ShowFacets(const v1::SearchEntriesRequest& request,
                          const SearchResult& result,
                          v1::SearchEntriesResponse& response) const {
  for (int i = 0; i < request.facets_size(); ++i) {
    v1::FacetCounts& counts = *response.add_facets();
    counts.set_facet(request.facets(i));
    for (const ValueCount& value : result.facets[i]) {
      if (counts.values_size() == kMostFacetValues) break;
      v1::FacetValue& shown = *counts.add_values();
      shown.set_value(value.value);
      shown.set_title(value.title);
      shown.set_count(static_cast<int32_t>(value.count));
      if (request.facets(i) == v1::FACET_AUTHORITY) {
        shown.set_value(entry::FormatAuthorityName(value.value));
        if (const auto known = store_.authorities().Find(value.value)) {
          shown.set_title(known->title());
        }
      } else if (request.facets(i) == v1::FACET_PROVIDER) {
        shown.set_value(entry::FormatProviderName(value.value));
      } else if (request.facets(i) == v1::FACET_STATUS) {
        shown.set_value(StatusFilterOf(value.value));
      } else if (request.facets(i) == v1::FACET_STATUTORY_ITEM) {
        if (const auto* const item = entry::FindStatutoryItem(value.value)) {
          shown.set_title(item->requirement);
        }
      }
    }
  }
}

absl::StatusOr<v1::SuggestTermsResponse> Searcher::Suggest(
    const v1::SuggestTermsRequest& request) const {
  std::vector<rpc::FieldError> errors;
  if (request.text().empty()) {
    errors.push_back({"text", "wanted 1 byte at least"});
  }
  CheckText("text", request.text(), errors);
  if (request.limit() < 0) {
    errors.push_back({"limit", "wanted 0 or more"});
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  const int limit = request.limit() == 0
                        ? kUsualSuggestions
                        : std::min(request.limit(), kMostSuggestions);
  v1::SuggestTermsResponse response;
  for (const Suggestion& suggestion :
       store_.index().Suggest(request.text(), static_cast<size_t>(limit))) {
    v1::Suggestion& shown = *response.add_suggestions();
    shown.set_text(suggestion.text);
    shown.set_kind(KindOf(suggestion.kind));
    shown.set_count(static_cast<int32_t>(suggestion.count));
  }
  return response;
}

}  // namespace localoffer::directory

#include "services/directory/searcher.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/directory/directory_state.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/entry/entry_view.h"
#include "services/entry/harvested.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/places/place_query.h"
#include "services/rpc/error.h"
#include "storage/index/search_index.h"
#include "storage/status_macros.h"

namespace localoffer::directory {
namespace {

constexpr int kMostFacetValues = 200;
constexpr size_t kMostTextBytes = 500;
constexpr int kUsualSuggestions = 10;
constexpr int kMostSuggestions = 50;
constexpr size_t kCardBytes = 64 << 20;

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

v1::SearchHit ShowMatches(absl::Span<const GroupMatch> matches) {
  v1::SearchHit shown;
  for (const GroupMatch& match : matches) {
    v1::WordMatch& out = *shown.add_word_matches();
    out.set_kind(KindOf(match.kind));
    for (const std::string& word : match.words) {
      shown.add_matched_words(word);
      out.add_words(word);
    }
    for (const absl::string_view wording : match.wordings) {
      out.add_matched(wording.data(), wording.size());
    }
  }
  return shown;
}

// How hits of one result met the words, as the bytes of a v1::SearchHit that
// has nothing else: written once for all hits that met them in the same way.
class ShownMatches {
 public:
  // Valid until the next call.
  absl::string_view Of(const Hit& hit) {
    const auto [found, added] = shown_.try_emplace(hit.matches.data());
    if (added) found->second = ShowMatches(hit.matches).SerializeAsString();
    return found->second;
  }

 private:
  // By where the result has them.
  absl::flat_hash_map<const GroupMatch*, std::string> shown_;
};

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
      questions_(store, std::move(clock)),
      basic_cards_(CardsOf(store.entries(), v1::ENTRY_VIEW_BASIC)),
      full_cards_(CardsOf(store.entries(), v1::ENTRY_VIEW_FULL)) {}

absl::StatusOr<std::string> Searcher::Search(
    const v1::SearchEntriesRequest& request,
    const catalogue::Contents* contents) const {
  // First: what is new meanwhile is new to whoever keeps the answer.
  ASSIGN_OR_RETURN(std::string version, DirectoryVersion(store_));
  ASSIGN_OR_RETURN(const SearchQuestion question, Ask(request, contents));
  const SearchConditions& conditions = question.conditions;
  const SearchResult result = Find(question);
  ASSIGN_OR_RETURN(HitPage page, Show(result.hits, request.view()));

  v1::SearchEntriesResponse response;
  response.set_total_size(static_cast<int32_t>(result.total));
  response.set_revision(question.moment.instant.ToRevision());
  response.set_version(std::move(version));
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
    next.set_judged_day(question.moment.today);
    response.set_next_page_token(EncodePageToken(next));
  }
  return page.Finish(response);
}

SearchResult Searcher::Find(const SearchQuestion& question) const {
  return store_.index().Search(question.conditions.query);
}

absl::StatusOr<HitPage> Searcher::Show(absl::Span<const Hit> hits,
                                       v1::EntryView view) const {
  if (view == v1::ENTRY_VIEW_NAME) return ShowNames(hits);
  EntryCards& cards =
      view == v1::ENTRY_VIEW_FULL ? *full_cards_ : *basic_cards_;
  HitPage page(hits.size());
  // One for all of them: its strings are used again.
  v1::SearchHit shown;
  ShownMatches matches;
  const auto show = [&](const Hit& hit, absl::string_view card) {
    shown.Clear();
    if (auto harvested = entry::HarvestedFrom(store_.authorities(),
                                              hit.position.authority)) {
      // Beside the bytes of the entry: whoever reads them merges the two.
      *shown.mutable_entry()->mutable_harvested() = *std::move(harvested);
    }
    ShowReasons(hit, shown);
    page.Add(card, matches.Of(hit), shown);
    return page.bytes() < kPageBytes;
  };
  RETURN_IF_ERROR(cards.Read(hits, show));
  return page;
}

// The index knows all of it.
HitPage Searcher::ShowNames(absl::Span<const Hit> hits) const {
  HitPage page;
  v1::SearchHit shown;
  ShownMatches matches;
  v1::Entry entry;
  std::string bytes;
  for (const Hit& hit : hits) {
    if (page.bytes() >= kPageBytes) break;
    shown.Clear();
    ShowReasons(hit, shown);
    entry.set_name(
        entry::FormatEntryName(hit.position.authority, hit.position.entry_id));
    entry.set_sequence(static_cast<int64_t>(hit.sequence));
    entry.set_state(v1::ENTRY_STATE_PUBLISHED);
    entry.SerializeToString(&bytes);
    page.Add(bytes, matches.Of(hit), shown);
  }
  return page;
}

void Searcher::ShowReasons(const Hit& hit, v1::SearchHit& shown) const {
  shown.set_score(hit.score);
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
  if (request.text().size() > kMostTextBytes) {
    errors.push_back(
        {"text", absl::StrCat("wanted at most ", kMostTextBytes, " bytes")});
  }
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

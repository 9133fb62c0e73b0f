#include "storage/index/searcher.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "storage/index/hit_matches.h"
#include "storage/index/variety.h"

namespace localoffer {
namespace {

// Of a property that has as many as people may write. Of authorities there are
// no more than logs, and who counts by authority leaves none out.
constexpr size_t kMostFacetValues = 200;

std::vector<const PostingList*> ListsOf(absl::Span<const QueryGroup> groups,
                                        const Postings& postings) {
  std::vector<const PostingList*> lists;
  for (const QueryGroup& group : groups) {
    for (const QueryAlternative& alternative : group.alternatives) {
      lists.push_back(postings.Find(alternative.term));
    }
  }
  return lists;
}

}  // namespace

Searcher::Searcher(const IndexTables& tables, const SearchQuery& query,
                   const AliveDocuments& alive,
                   const std::vector<QueryGroup>* groups)
    : tables_(tables),
      query_(query),
      groups_(groups == nullptr ? absl::Span<const QueryGroup>()
                                : absl::MakeSpan(*groups)),
      lists_(ListsOf(groups_, tables.postings)),
      filter_(tables, query, alive),
      by_score_(groups != nullptr && query.order == SearchOrder::kRelevance),
      by_name_(!by_score_ && query.order != SearchOrder::kEntry) {
  if (groups != nullptr) {
    scorer_.emplace(alive, groups_, lists_);
  }
}

SearchResult Searcher::Search() const {
  SearchResult result;
  NarrowSet hits = filter_.Passing();
  absl::optional<Scorer::Met> met;
  if (scorer_.has_value()) {
    met.emplace(*scorer_, hits.lines());
    met->Match(hits);
  }
  result.total = hits.Count();
  if (!query_.facets.empty()) result.facets = CountFacets(hits);
  if (query_.limit == 0) {
    result.more = result.total > 0;
    return result;
  }
  const HitCollector collector = Collector(query_.limit, query_.after);
  const std::vector<Candidate> first = FirstHits(hits, met, result);
  Fetch(first);
  HitMatches matches(groups_, lists_);
  absl::optional<PlaceIndex::DistancesFrom> distances;
  if (query_.near.has_value()) {
    distances.emplace(tables_.places, query_.near->point);
  }
  result.hits.reserve(first.size());
  for (const Candidate& candidate : first) {
    Hit& hit = result.hits.emplace_back();
    hit.position = collector.PositionOf(candidate);
    hit.sequence = tables_.documents.sequence(candidate.document);
    if (by_score_) hit.score = candidate.rank;
    hit.matches = matches.Of(candidate.document);
    hit.served_area = filter_.AreaServed(candidate.document);
    if (distances.has_value()) {
      hit.distance_meters = distances->Meters(candidate.document);
    }
  }
  result.matches = matches.Take();
  return result;
}

void Searcher::Fetch(absl::Span<const Candidate> hits) const {
  std::vector<DocumentNumber> documents;
  documents.reserve(hits.size());
  for (const Candidate& hit : hits) documents.push_back(hit.document);
  tables_.documents.FetchIdentities(documents);
  if (query_.serves.has_value()) tables_.values.Fetch(documents);
  if (query_.near.has_value()) tables_.places.FetchLocations(documents);
}

HitCollector Searcher::Collector(
    size_t limit, const absl::optional<HitPosition>& after) const {
  return HitCollector(tables_.documents, limit, after, by_name_);
}

NarrowSet Searcher::Matching(NarrowSet passing) const {
  if (scorer_.has_value()) {
    Scorer::Met(*scorer_, passing.lines()).Match(passing);
  }
  return passing;
}

std::vector<Candidate> Searcher::FirstHits(
    const NarrowSet& hits, const absl::optional<Scorer::Met>& met,
    SearchResult& result) const {
  const size_t most = std::numeric_limits<size_t>::max();
  const size_t wanted =
      query_.limit + std::min(query_.skip, most - query_.limit);
  std::vector<Candidate> first;
  if (met.has_value() && query_.order == SearchOrder::kRelevance) {
    first = VariedHits(hits, *met, wanted, result);
  } else {
    HitCollector collector = Collector(wanted, query_.after);
    Collect(hits, collector);
    result.more = collector.more();
    first = collector.TakeInOrder();
  }
  const size_t passed_over = std::min(query_.skip, first.size());
  first.erase(first.begin(),
              first.begin() + static_cast<ptrdiff_t>(passed_over));
  return first;
}

std::vector<Candidate> Searcher::VariedHits(const NarrowSet& hits,
                                            const Scorer::Met& met,
                                            size_t wanted,
                                            SearchResult& result) const {
  const auto first = [&](size_t limit,
                         const absl::optional<HitPosition>& after) {
    HitCollector collector = Collector(limit, after);
    CollectBest(hits, met, collector);
    result.more = collector.more();
    return collector.TakeInOrder();
  };
  const absl::optional<HitPosition> very_first;
  const bool goes_on = query_.after.has_value();
  std::vector<Candidate> page =
      first(goes_on ? kVariedFrom : std::max(kVariedFrom, wanted), very_first);
  if (page.empty()) return page;
  absl::optional<HitPosition> last =
      Collector(0, very_first).PositionOf(page.back());
  Vary(tables_.documents, page);
  if (goes_on) {
    const auto before = absl::c_find_if(page, [&](const Candidate& candidate) {
      const DocumentTable& table = tables_.documents;
      return table.entry_id(candidate.document) == query_.after->entry_id &&
             table.authority_id(candidate.document) == query_.after->authority;
    });
    // Behind those that are arranged, they are in order.
    if (before == page.end()) return first(wanted, query_.after);
    page.erase(page.begin(), before + 1);
    if (result.more && page.size() < wanted) {
      absl::c_move(first(wanted - page.size(), last), std::back_inserter(page));
    }
  }
  if (page.size() > wanted) {
    page.resize(wanted);
    result.more = true;
  }
  return page;
}

void Searcher::CollectBest(const NarrowSet& hits, const Scorer::Met& met,
                           HitCollector& collector) const {
  // Often these fill the page, and few others can come before its last.
  const NarrowSet best = met.Best(hits);
  CollectByScore(best, collector);
  NarrowSet others = met.Reaching(collector.rank_to_reach(), hits);
  others.Subtract(best.words());
  CollectByScore(others, collector);
}

void Searcher::CollectByScore(const NarrowSet& hits,
                              HitCollector& collector) const {
  scorer_->Score(hits, [&](DocumentNumber document, double score) {
    collector.Add({score, document});
  });
}

void Searcher::Collect(const NarrowSet& hits, HitCollector& collector) const {
  const DocumentTable& table = tables_.documents;
  switch (query_.order) {
    case SearchOrder::kRelevance:
    case SearchOrder::kName:
    case SearchOrder::kEntry:
      hits.ForEach([&](DocumentNumber document) {
        collector.Add({0, document});
      });
      return;
    case SearchOrder::kDistance: {
      absl::optional<PlaceIndex::DistancesFrom> distances;
      if (query_.near.has_value()) {
        distances.emplace(tables_.places, query_.near->point);
      }
      hits.ForEach([&](DocumentNumber document) {
        absl::optional<double> distance;
        if (distances.has_value()) distance = distances->Meters(document);
        collector.Add(
            {-distance.value_or(std::numeric_limits<double>::max()), document});
      });
      return;
    }
    case SearchOrder::kFreshness:
      hits.ForEach([&](DocumentNumber document) {
        collector.Add(
            {static_cast<double>(table.assured_day(document)), document});
      });
      return;
  }
}

std::vector<std::vector<ValueCount>> Searcher::CountFacets(
    const NarrowSet& hits) const {
  const auto counts_of = [&](const NarrowSet& documents, size_t properties) {
    return ValueCounts(
        tables_.values, documents,
        ValueCounts::CheaperWay(documents.Count(), tables_.documents.size(),
                                properties));
  };
  const ValueCounts counts = counts_of(hits, query_.facets.size());
  std::vector<std::vector<ValueCount>> facets;
  for (const Property property : query_.facets) {
    if (!filter_.Asks(property)) {
      facets.push_back(Count(property, counts, hits));
      continue;
    }
    const NarrowSet others = Matching(filter_.PassingWithout(property));
    facets.push_back(Count(property, counts_of(others, 1), others));
  }
  return facets;
}

ValueCount Searcher::Count(const ValueTable::Thing& thing,
                           const ValueCounts& counts,
                           const NarrowSet& hits) const {
  ValueCount shown;
  size_t sum = 0;
  for (const ValueNumber number : thing.spellings) {
    const size_t count = counts.Of(number);
    sum += count;
    const PropertyValue& value = tables_.values.value(number);
    const auto is_before = [&] {
      return std::tie(value.value, value.title) <
             std::tie(shown.value, shown.title);
    };
    // Of spellings that are as common, the first in the order of bytes.
    if (count > shown.count ||
        (count > 0 && count == shown.count && is_before())) {
      shown = {value.value, value.title, count};
    }
  }
  if (thing.is_doubled && sum > shown.count) {
    std::vector<NarrowSet::Word> having(hits.words().size());
    for (const ValueNumber number : thing.spellings) {
      tables_.values.documents(number).AddTo(hits.lines(),
                                             absl::MakeSpan(having));
    }
    NarrowSet either = hits;
    either.IntersectWith(having);
    sum = either.Count();
  }
  shown.count = sum;
  return shown;
}

std::vector<ValueCount> Searcher::Count(Property property,
                                        const ValueCounts& value_counts,
                                        const NarrowSet& hits) const {
  std::vector<ValueCount> counts;
  for (const ValueTable::Thing& thing : tables_.values.ThingsOf(property)) {
    const ValueCount count = Count(thing, value_counts, hits);
    if (count.count > 0) counts.push_back(count);
  }
  // Of statuses a document has one, or says nothing of it.
  if (property == Property::kStatus) {
    size_t unsaid = hits.Count();
    for (const ValueCount& count : counts) unsaid -= count.count;
    if (unsaid > 0) {
      counts.push_back(
          {v1::ServiceStatus_Name(v1::SERVICE_STATUS_UNSPECIFIED), "", unsaid});
    }
  }
  const auto order = [](const ValueCount& a, const ValueCount& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  if (property != Property::kAuthority && counts.size() > kMostFacetValues) {
    std::nth_element(counts.begin(), counts.begin() + kMostFacetValues,
                     counts.end(), order);
    counts.resize(kMostFacetValues);
  }
  std::sort(counts.begin(), counts.end(), order);
  return counts;
}

}  // namespace localoffer

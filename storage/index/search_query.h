// What is asked of the search index, and what it answers.
#ifndef LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_
#define LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/geography/point.h"
#include "storage/index/opening_time.h"
#include "storage/index/property.h"
#include "storage/index/query_words.h"

namespace localoffer {

// A point in the history of all logs: how many changes of each authority's
// log have been made. An authority that is not in it has made none.
using Instant = std::map<std::string, uint64_t, std::less<>>;

// One that many queries share: they differ in all else. A value; empty once it
// was moved from, never otherwise.
class SharedInstant {
 public:
  // Of no log anything.
  SharedInstant() : instant_(Nothing()) {}
  SharedInstant(Instant instant)  // NOLINT(google-explicit-constructor)
      : instant_(std::make_shared<const Instant>(std::move(instant))) {}
  explicit SharedInstant(std::shared_ptr<const Instant> instant)
      : instant_(std::move(instant)) {}

  const Instant& operator*() const { return *instant_; }
  const Instant* operator->() const { return instant_.get(); }

  // Mostly without a look at them.
  friend bool operator==(const SharedInstant& a, const SharedInstant& b) {
    return a.instant_ == b.instant_ || *a == *b;
  }

 private:
  static const std::shared_ptr<const Instant>& Nothing() {
    static const auto& nothing =
        *new std::shared_ptr<const Instant>(std::make_shared<const Instant>());
    return nothing;
  }

  std::shared_ptr<const Instant> instant_;
};

// Changes of logs: of each, sequences, rising.
using Revisions = std::map<std::string, std::vector<uint64_t>, std::less<>>;

// Which hits come first. Those that are equal in it follow one another by
// name (unless by relevance or entry), authority and entry id, in the order of
// their bytes.
enum class SearchOrder {
  // Highest score first; see ranking.h, and variety.h for the very first. All
  // are equal in a search without words.
  kRelevance,
  // Nearest to SearchQuery::near first.
  kDistance,
  // By folded name.
  kName,
  // Last assured first.
  kFreshness,
  // All are equal.
  kEntry
};

// Where a hit stands in its answer.
struct HitPosition {
  // Higher ones first: the score, the distance's negative, the day assured;
  // 0 by name and by entry.
  double rank = 0;
  // Folded as by FoldText. Empty by relevance and by entry.
  std::string name;
  std::string authority;
  std::string entry_id;
};

// Documents that have any of some values of a property.
struct ValueCondition {
  Property property = Property::kAuthority;
  // Values, titles or aliases, case aside. None at all: any value does.
  std::vector<std::string> values;
};

// Documents that serve a place: whose service area holds one of the areas
// that contain it or may, or a shape that contains it. Documents that declare
// no service area are taken to serve their authority's.
struct ServesCondition {
  geography::Point point;
  // Ids of every area that contains the place, the narrowest first.
  std::vector<std::string> areas;
  // Ids of areas that may contain it.
  std::vector<std::string> possible_areas = {};
};

// Documents with a location within a distance of a point.
struct NearCondition {
  geography::Point point;
  double radius_meters = 0;
};

struct SearchQuery {
  // Words as typed. Documents that have any of what they ask for are hits.
  // When empty or white space, all documents are. Text that holds no word
  // finds nothing.
  std::string text;
  // All of these, each for another property.
  std::vector<ValueCondition> values;
  // Any of these, UNSPECIFIED for not said. When empty: active, temporarily
  // closed, or not said.
  std::vector<v1::ServiceStatus> statuses;
  // Years: documents whose ages overlap [minimum_age, maximum_age]. A limit
  // that either side does not state excludes nobody.
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  absl::optional<ServesCondition> serves;
  absl::optional<NearCondition> near;
  // Documents that are open at any of these times; when empty, all.
  std::vector<AskedTime> open_at;
  // Days since 1970-01-01: documents assured on it or later.
  absl::optional<int32_t> assured_since;
  // Documents made by changes that this instant does not take in.
  absl::optional<Instant> changed_since;
  // Documents made by these changes.
  absl::optional<Revisions> among;
  SharedInstant instant;
  SearchOrder order = SearchOrder::kRelevance;
  // Properties whose values are counted.
  std::vector<Property> facets;
  // How many hits to pass over. Cost: to put those in order, too.
  size_t skip = 0;
  // The most hits to return. 0 asks for the total and the facets alone.
  size_t limit = 20;
  // Only hits behind this one, which is of the same search.
  absl::optional<HitPosition> after;
};

// How one group of a query's words is in a document. Its texts are those of its
// SearchResult, and gone with it.
struct GroupMatch {
  // Of the query, as typed.
  absl::Span<const std::string> words;
  // What of the document they met, for people; by falling factor. Those alone
  // that are of the same kind as the best.
  std::vector<absl::string_view> wordings;
  AlternativeKind kind = AlternativeKind::kWord;
};

// Which part of a document's service area contains the place asked for.
struct ServedArea {
  enum class Basis { kNamed, kShape, kAssumed, kPossible };
  Basis basis = Basis::kNamed;
  // The area's id, unless it is a shape.
  std::string area;
};

struct Hit {
  HitPosition position;
  // The revision: sequence of the change that made it.
  uint64_t sequence = 0;
  // See ranking.h; 0 unless hits come by relevance to words.
  double score = 0;
  // In the order of the query; those of its SearchResult.
  absl::Span<const GroupMatch> matches;
  // When the query asks what serves a place.
  absl::optional<ServedArea> served_area;
  // When the query asks what is near a place.
  absl::optional<double> distance_meters;
};

// How many hits have a value.
struct ValueCount {
  std::string value;
  std::string title;
  size_t count = 0;
};

// Can be moved; in a copy, hits would show the texts of the other.
struct SearchResult {
  SearchResult() = default;
  SearchResult(SearchResult&&) = default;
  SearchResult& operator=(SearchResult&&) = default;

  // What the query's words are read as, and how hits met them: each way once.
  std::vector<QueryGroup> groups;
  std::vector<std::vector<GroupMatch>> matches;
  std::vector<Hit> hits;
  // All hits, of every page.
  size_t total = 0;
  // True when there are hits behind the last of `hits`.
  bool more = false;
  // For each of the query's facets its values among all hits, by falling count,
  // then by value: of authorities all, of others the first 200. Hits that a
  // condition on the facet's own property leaves out are counted too: a count
  // is what choosing the value instead would show.
  std::vector<std::vector<ValueCount>> facets;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SEARCH_QUERY_H_

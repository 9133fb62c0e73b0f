// A search that looks at every revision, to test the index against.
#ifndef LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_
#define LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "storage/geography/point.h"
#include "storage/index/analyzer.h"
#include "storage/index/document.h"
#include "storage/index/plain_variety.h"
#include "storage/index/query_words.h"
#include "storage/index/ranking.h"
#include "storage/index/search_query.h"
#include "storage/index/word_table.h"

namespace localoffer::plain_search {

inline constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();

struct Revision {
  Document document;
  uint64_t end = kNever;
};

// Answers by the definitions in the headers, from a list of revisions. What
// words mean is given; see query_words.h.
class PlainSearch {
 public:
  explicit PlainSearch(const Thesaurus& thesaurus) : analyzer_(thesaurus) {}

  void Add(const Document& document) {
    End(document.authority, document.entry_id, document.sequence);
    revisions_.push_back({document});
    for (const PropertyValue& value : document.values) {
      if (!absl::c_linear_search(values_, value)) values_.push_back(value);
    }
  }

  void End(const std::string& authority, const std::string& entry_id,
           uint64_t sequence) {
    for (Revision& revision : revisions_) {
      if (revision.document.authority == authority &&
          revision.document.entry_id == entry_id && revision.end == kNever) {
        revision.end = sequence;
      }
    }
  }

  // How many documents alive at an instant have a term.
  size_t CountAt(const Instant& instant, absl::string_view term) {
    size_t count = 0;
    for (const Document* document : Alive(instant)) {
      count += Weight(*document, term) > 0;
    }
    return count;
  }

  // The words of all documents ever.
  void AddWordsTo(WordTable& words) {
    for (const Revision& revision : revisions_) {
      const Document& document = revision.document;
      std::set<std::string> distinct;
      for (const std::string* text :
           {&document.name, &document.provider, &document.keywords,
            &document.place, &document.text}) {
        analyzer_.AnalyzeDocument(*text, [&](const DocumentTerm& term) {
          if (!term.is_concept) distinct.emplace(term.folded);
        });
      }
      words.Add(std::vector<std::string>(distinct.begin(), distinct.end()));
    }
  }

  // All hits in order, without their explanations, and all facets. `groups`
  // is what the query's text is read as, null when it has none.
  SearchResult Search(const SearchQuery& query,
                      const std::vector<QueryGroup>* groups) {
    const std::vector<const Document*> alive = Alive(*query.instant);
    std::vector<double> rarities;
    if (groups != nullptr) rarities = Rarities(*groups, alive);
    SearchResult result;
    for (const Document* document : alive) {
      double score = 0;
      if (groups != nullptr && !Score(*groups, rarities, *document, score)) {
        continue;
      }
      if (!Passes(query, *document, kPropertyCount)) continue;
      result.hits.push_back(HitOf(query, *document, score, groups != nullptr));
    }
    result.total = result.hits.size();
    absl::c_sort(result.hits, [](const Hit& a, const Hit& b) {
      return std::make_tuple(-a.position.rank, a.position.name,
                             a.position.authority, a.position.entry_id) <
             std::make_tuple(-b.position.rank, b.position.name,
                             b.position.authority, b.position.entry_id);
    });
    if (groups != nullptr && query.order == SearchOrder::kRelevance) {
      Arrange(alive, result.hits);
    }
    for (const Property property : query.facets) {
      // By what they are, the documents that have them, and by spelling.
      std::map<std::string, size_t> counts;
      std::map<std::string, Spellings> spellings;
      for (const Document* document : alive) {
        double score = 0;
        if ((groups != nullptr &&
             !Score(*groups, rarities, *document, score)) ||
            !Passes(query, *document, static_cast<size_t>(property))) {
          continue;
        }
        std::set<std::string> had;
        for (const PropertyValue& value : document->values) {
          if (value.property != property) continue;
          had.insert(ThingOf(value));
          ++spellings[ThingOf(value)][{value.value, value.title}];
        }
        if (property == Property::kStatus && had.empty()) {
          had.insert("unsaid");
          ++spellings["unsaid"][{"SERVICE_STATUS_UNSPECIFIED", ""}];
        }
        for (const std::string& thing : had) ++counts[thing];
      }
      result.facets.push_back(InOrder(counts, spellings));
    }
    return result;
  }

 private:
  // How many documents have each value with its title.
  using Spellings = std::map<std::pair<std::string, std::string>, size_t>;

  // What a value is, whatever its spelling.
  std::string ThingOf(const PropertyValue& value) const {
    if (value.property != Property::kTaxonomyTerm) return Plain(value.value);
    if (value.title != value.value) return "code " + Plain(value.value);
    // The one code that terms of this name have, now or ever.
    std::set<std::string> codes;
    for (const PropertyValue& other : values_) {
      if (other.property == value.property && other.title != other.value &&
          Plain(other.title) == Plain(value.title)) {
        codes.insert("code " + Plain(other.value));
      }
    }
    return codes.size() == 1 ? *codes.begin() : Plain(value.value);
  }

  // Whether what the value is, by its spelling or another, is called `text`.
  bool IsCalled(const PropertyValue& value, const std::string& text) const {
    return absl::c_any_of(values_, [&](const PropertyValue& other) {
      return other.property == value.property &&
             (Plain(other.value) == Plain(text) ||
              Plain(other.title) == Plain(text)) &&
             ThingOf(other) == ThingOf(value);
    });
  }

  // A value without the differences that spellings may have.
  static std::string Plain(absl::string_view value) {
    std::string plain = absl::AsciiStrToLower(value);
    plain.erase(std::remove(plain.begin(), plain.end(), ' '), plain.end());
    return plain;
  }

  static std::vector<ValueCount> InOrder(
      const std::map<std::string, size_t>& counts,
      const std::map<std::string, Spellings>& spellings) {
    std::vector<ValueCount> values;
    for (const auto& [thing, count] : counts) {
      // The first of the commonest.
      const auto shown = absl::c_max_element(
          spellings.at(thing),
          [](const auto& a, const auto& b) { return a.second < b.second; });
      values.push_back({shown->first.first, shown->first.second, count});
    }
    absl::c_sort(values, [](const ValueCount& a, const ValueCount& b) {
      return std::make_tuple(b.count, a.value) <
             std::make_tuple(a.count, b.value);
    });
    return values;
  }

  static Hit HitOf(const SearchQuery& query, const Document& document,
                   double score, bool has_words) {
    Hit hit;
    hit.sequence = document.sequence;
    hit.position.authority = document.authority;
    hit.position.entry_id = document.entry_id;
    const bool by_score = has_words && query.order == SearchOrder::kRelevance;
    if (by_score) {
      hit.score = hit.position.rank = score;
    } else if (query.order != SearchOrder::kEntry) {
      hit.position.name = document.name;
    }
    if (query.near.has_value()) {
      hit.distance_meters = Distance(document, query.near->point);
    }
    if (query.order == SearchOrder::kDistance) {
      hit.position.rank = -*hit.distance_meters;
    } else if (query.order == SearchOrder::kFreshness) {
      hit.position.rank = document.assured_day;
    }
    return hit;
  }

  static absl::optional<double> Distance(const Document& document,
                                         const geography::Point& point) {
    absl::optional<double> nearest;
    for (const geography::Point& location : document.locations) {
      const double distance = geography::DistanceMeters(location, point);
      nearest = std::min(nearest.value_or(distance), distance);
    }
    return nearest;
  }

  std::vector<const Document*> Alive(const Instant& instant) const {
    std::vector<const Document*> alive;
    for (const Revision& revision : revisions_) {
      const auto found = instant.find(revision.document.authority);
      const uint64_t size = found == instant.end() ? 0 : found->second;
      if (revision.document.sequence < size &&
          (revision.end == kNever || revision.end >= size)) {
        alive.push_back(&revision.document);
      }
    }
    return alive;
  }

  static bool HasValue(const Document& document, Property property,
                       const std::string& text) {
    return absl::c_any_of(document.values, [&](const PropertyValue& value) {
      return value.property == property && Plain(value.value) == Plain(text);
    });
  }

  static bool HasAny(const Document& document, Property property) {
    return absl::c_any_of(document.values, [&](const PropertyValue& value) {
      return value.property == property;
    });
  }

  bool IsCalled(const Document& document, Property property,
                const std::string& text) const {
    return absl::c_any_of(document.values, [&](const PropertyValue& value) {
      return value.property == property && IsCalled(value, text);
    });
  }

  static bool HasStatus(const SearchQuery& query, const Document& document) {
    std::set<std::string> asked;
    for (const v1::ServiceStatus status : query.statuses) {
      asked.insert(v1::ServiceStatus_Name(status));
    }
    if (asked.empty()) {
      asked = {"SERVICE_STATUS_UNSPECIFIED", "SERVICE_STATUS_ACTIVE",
               "SERVICE_STATUS_TEMPORARILY_CLOSED"};
    }
    std::string status = "SERVICE_STATUS_UNSPECIFIED";
    for (const PropertyValue& value : document.values) {
      if (value.property == Property::kStatus) status = value.value;
    }
    return asked.count(status) > 0;
  }

  static bool IsServed(const ServesCondition& serves,
                       const Document& document) {
    return absl::c_any_of(serves.areas,
                          [&](const std::string& area) {
                            return HasValue(document, Property::kArea, area) ||
                                   HasValue(document, Property::kAssumedArea,
                                            area);
                          }) ||
           absl::c_any_of(serves.possible_areas,
                          [&](const std::string& area) {
                            return HasValue(document, Property::kArea, area);
                          }) ||
           absl::c_any_of(document.shapes, [&](const geography::Shape& shape) {
             return shape.Contains(serves.point);
           });
  }

  // `except`: a property of which nothing is asked.
  bool Passes(const SearchQuery& query, const Document& document,
              size_t except) const {
    for (const ValueCondition& condition : query.values) {
      if (static_cast<size_t>(condition.property) == except) continue;
      if (condition.values.empty() && HasAny(document, condition.property)) {
        continue;
      }
      if (absl::c_none_of(condition.values, [&](const std::string& text) {
            return IsCalled(document, condition.property, text);
          })) {
        return false;
      }
    }
    if (static_cast<size_t>(Property::kStatus) != except &&
        !HasStatus(query, document)) {
      return false;
    }
    if (query.serves.has_value() && !IsServed(*query.serves, document)) {
      return false;
    }
    if (query.near.has_value() &&
        Distance(document, query.near->point)
                .value_or(std::numeric_limits<double>::infinity()) >
            query.near->radius_meters) {
      return false;
    }
    bool is_open = query.open_at.empty();
    for (const AskedTime& asked : query.open_at) {
      is_open = is_open || IsOpen(document.opening_hours, asked);
    }
    if (!is_open) return false;
    if (query.assured_since.has_value() &&
        document.assured_day < *query.assured_since) {
      return false;
    }
    if (query.among.has_value()) {
      const auto changes = query.among->find(document.authority);
      if (changes == query.among->end() ||
          absl::c_count(changes->second, document.sequence) == 0) {
        return false;
      }
    }
    if (query.changed_since.has_value()) {
      const auto size = query.changed_since->find(document.authority);
      if (size != query.changed_since->end() &&
          document.sequence < size->second) {
        return false;
      }
    }
    if (query.minimum_age.has_value() && document.maximum_age.has_value() &&
        *document.maximum_age < *query.minimum_age) {
      return false;
    }
    return !query.maximum_age.has_value() ||
           !document.minimum_age.has_value() ||
           *document.minimum_age <= *query.maximum_age;
  }

  // 0 when the document has not the term.
  double Weight(const Document& document, absl::string_view term) {
    const double boosts[] = {12, 3, 4, 3, 1};
    const double penalties[] = {0.4, 0.4, 0.3, 0.3, 0.75};
    const double typical[] = {5, 5, 12, 12, 130};
    const std::string* const texts[] = {&document.name, &document.provider,
                                        &document.keywords, &document.place,
                                        &document.text};
    double sum = 0;
    for (int field = 0; field < 5; ++field) {
      double count = 0;
      double length = 0;
      analyzer_.AnalyzeDocument(*texts[field], [&](const DocumentTerm& found) {
        length += found.is_concept ? 0 : 1;
        count += found.term == term;
      });
      sum +=
          boosts[field] * count /
          (1 - penalties[field] + penalties[field] * length / typical[field]);
    }
    if (sum == 0) return 0;
    return std::max(1.0, std::round(sum / (4 + sum) * 65535)) / 65535;
  }

  std::vector<double> Rarities(const std::vector<QueryGroup>& groups,
                               const std::vector<const Document*>& alive) {
    std::vector<double> rarities;
    for (const QueryGroup& group : groups) {
      double good = 0;
      double any = 0;
      for (const QueryAlternative& alternative : group.alternatives) {
        double having = 0;
        for (const Document* document : alive) {
          having += Weight(*document, alternative.term) > 0;
        }
        any = std::max(any, having);
        if (alternative.factor >= 0.5) good = std::max(good, having);
      }
      const double having = good > 0 ? good : any;
      rarities.push_back(
          any == 0
              ? 0
              : group.importance *
                    std::log1p((alive.size() - having + 0.5) / (having + 0.5)));
    }
    return rarities;
  }

  // False when the document has nothing of what is asked.
  bool Score(const std::vector<QueryGroup>& groups,
             const std::vector<double>& rarities, const Document& document,
             double& score) {
    double known = 0;
    double covered = 0;
    double sum = 0;
    bool found = false;
    for (size_t i = 0; i < groups.size(); ++i) {
      if (rarities[i] == 0) continue;
      known += rarities[i];
      double best = 0;
      double met = 0;
      for (const QueryAlternative& alternative : groups[i].alternatives) {
        const double weight = Weight(document, alternative.term);
        best = std::max(best, alternative.factor * weight);
        if (weight > 0) met = std::max(met, alternative.factor);
      }
      found = found || best > 0;
      sum += rarities[i] * best;
      covered += rarities[i] * met;
    }
    if (!found) return false;
    score = ScoreOf(sum / known, covered / known);
    return true;
  }

  Analyzer analyzer_;
  std::vector<Revision> revisions_;
  // Of all of them, each once.
  std::vector<PropertyValue> values_;
};

}  // namespace localoffer::plain_search

#endif  // LOCALOFFER_STORAGE_INDEX_PLAIN_SEARCH_H_

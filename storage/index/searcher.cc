#include "storage/index/searcher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/numeric/bits.h"
#include "storage/index/ranking.h"

namespace localoffer {
namespace {

// Documents scored at a time: their scores fit the nearest cache, and terms
// are added up one after another instead of document by document, so that
// the time is that of reading the postings however many terms there are.
constexpr DocumentNumber kStretchSize = 1024;
constexpr size_t kWordBits = 64;

constexpr DocumentNumber kEnd = std::numeric_limits<DocumentNumber>::max();

}  // namespace

// Scores of a stretch of documents.
class Searcher::Stretch {
 public:
  Stretch()
      : sums_(kStretchSize),
        matched_(kStretchSize),
        touched_(kStretchSize / kWordBits) {}

  // Where the stretch with the first posting not yet scored begins, or kEnd.
  static DocumentNumber NextOf(const std::vector<Term>& terms) {
    DocumentNumber next = kEnd;
    for (const Term& term : terms) {
      const std::vector<DocumentNumber>& documents = term.list->documents;
      if (term.next < documents.size()) {
        next = std::min(next, documents[term.next]);
      }
    }
    return next == kEnd ? kEnd : next - next % kStretchSize;
  }

  // Adds the postings of `term` in the stretch that begins at `begin`.
  void Add(DocumentNumber begin, Term& term) {
    const std::vector<DocumentNumber>& documents = term.list->documents;
    const double unit = term.rarity / kFullWeight;
    size_t next = term.next;
    for (; next < documents.size(); ++next) {
      const DocumentNumber place = documents[next] - begin;
      if (place >= kStretchSize) break;
      sums_[place] += unit * term.list->weights[next];
      matched_[place] |= term.bit;
      touched_[place / kWordBits] |= uint64_t{1} << place % kWordBits;
    }
    term.next = next;
  }

  // Calls `visit` with the place, sum and matched terms of each document that
  // was added, in order, and forgets them.
  template <typename Visit>
  void Drain(const Visit& visit) {
    for (size_t word = 0; word < touched_.size(); ++word) {
      uint64_t bits = std::exchange(touched_[word], 0);
      for (; bits != 0; bits &= bits - 1) {
        const auto place = static_cast<DocumentNumber>(word * kWordBits +
                                                       absl::countr_zero(bits));
        visit(place, std::exchange(sums_[place], 0.0),
              std::exchange(matched_[place], 0));
      }
    }
  }

 private:
  std::vector<double> sums_;
  std::vector<uint64_t> matched_;
  // A bit a document.
  std::vector<uint64_t> touched_;
};

Searcher::Searcher(const DocumentTable& table, const Postings& postings,
                   const SearchQuery& query)
    : table_(table),
      postings_(postings),
      query_(query),
      snapshot_(table, query.instant),
      filter_(table, query) {}

SearchResult Searcher::SearchAll() const {
  HitCollector collector(table_, query_, /*by_name=*/true);
  for (DocumentNumber document = 0; document < table_.size(); ++document) {
    if (snapshot_.Contains(document) && filter_.Passes(document)) {
      collector.Add({0, document, 0});
    }
  }
  return ResultOf(collector, {});
}

SearchResult Searcher::SearchTerms(const std::vector<QueryTerm>& terms) const {
  HitCollector collector(table_, query_, /*by_name=*/false);
  std::vector<Term> found = FindTerms(terms);
  Collect(found, collector);
  return ResultOf(collector, terms);
}

std::vector<Searcher::Term> Searcher::FindTerms(
    const std::vector<QueryTerm>& terms) const {
  std::vector<Term> found;
  for (size_t i = 0; i < terms.size(); ++i) {
    const PostingList* const list = postings_.Find(terms[i].term);
    const size_t containing = list == nullptr ? 0 : CountAlive(*list);
    if (containing == 0) continue;
    found.push_back(
        {list, Rarity(snapshot_.count(), containing), uint64_t{1} << i});
  }
  return found;
}

size_t Searcher::CountAlive(const PostingList& list) const {
  return std::count_if(
      list.documents.begin(), list.documents.end(),
      [this](DocumentNumber document) { return snapshot_.Contains(document); });
}

void Searcher::Collect(std::vector<Term>& terms,
                       HitCollector& collector) const {
  double all_rarities = 0;
  for (const Term& term : terms) all_rarities += term.rarity;
  uint64_t all_bits = 0;
  for (const Term& term : terms) all_bits |= term.bit;
  const auto score = [&](double sum, uint64_t matched) {
    if (matched == all_bits) return 1 + sum / all_rarities;
    double rarities = 0;
    for (const Term& term : terms) {
      if ((matched & term.bit) != 0) rarities += term.rarity;
    }
    return sum / all_rarities * (rarities / all_rarities);
  };
  Stretch stretch;
  for (DocumentNumber begin = Stretch::NextOf(terms); begin != kEnd;
       begin = Stretch::NextOf(terms)) {
    for (Term& term : terms) stretch.Add(begin, term);
    stretch.Drain([&](DocumentNumber place, double sum, uint64_t matched) {
      const DocumentNumber document = begin + place;
      if (snapshot_.Contains(document) && filter_.Passes(document)) {
        collector.Add({score(sum, matched), document, matched});
      }
    });
  }
}

SearchResult Searcher::ResultOf(HitCollector& collector,
                                const std::vector<QueryTerm>& terms) const {
  SearchResult result;
  result.total = collector.total();
  result.more = collector.more();
  for (const Candidate& candidate : collector.TakeInOrder()) {
    Hit hit{collector.PositionOf(candidate),
            table_.sequence(candidate.document),
            {}};
    for (size_t i = 0; i < terms.size(); ++i) {
      if ((candidate.matched >> i & 1) == 0) continue;
      hit.matched_words.insert(hit.matched_words.end(), terms[i].words.begin(),
                               terms[i].words.end());
    }
    result.hits.push_back(std::move(hit));
  }
  return result;
}

}  // namespace localoffer

#include "storage/index/search_index.h"

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/types/optional.h"
#include "storage/index/analyzer.h"
#include "storage/index/ranking.h"
#include "storage/index/searcher.h"

namespace localoffer {
namespace {

// Nobody writes more; a hostile entry fills no memory.
constexpr uint32_t kMaxFieldWords = 20'000;

std::vector<WeightedTerm> TermsOf(const Document& document,
                                  Analyzer& analyzer) {
  const std::array<absl::string_view, kFieldCount> texts = {
      document.name, document.provider, document.keywords, document.place,
      document.text};
  FieldCounts lengths = {};
  absl::flat_hash_map<std::string, FieldCounts> counts;
  for (size_t field = 0; field < kFieldCount; ++field) {
    analyzer.Analyze(
        texts[field], [&](absl::string_view term, absl::string_view /*word*/) {
          if (lengths[field] == kMaxFieldWords) return;
          ++lengths[field];
          ++counts.try_emplace(term, FieldCounts{}).first->second[field];
        });
  }
  std::vector<WeightedTerm> terms;
  terms.reserve(counts.size());
  for (const auto& [term, count] : counts) {
    terms.push_back({term, TermWeight(count, lengths)});
  }
  return terms;
}

}  // namespace

void SearchIndex::Add(const Document& document) {
  absl::MutexLock writer_lock(&writer_mutex_);
  const std::vector<WeightedTerm> terms = TermsOf(document, analyzer_);
  std::string name = FoldText(document.name);
  absl::MutexLock lock(&mutex_);
  const absl::optional<DocumentNumber> number =
      table_.Add(document, std::move(name));
  if (number.has_value()) postings_.Add(*number, terms);
}

void SearchIndex::End(absl::string_view authority, absl::string_view entry_id,
                      uint64_t sequence) {
  absl::MutexLock writer_lock(&writer_mutex_);
  absl::MutexLock lock(&mutex_);
  table_.End(authority, entry_id, sequence);
}

SearchResult SearchIndex::Search(const SearchQuery& query) const {
  const bool asks_for_all = absl::StripAsciiWhitespace(query.text).empty();
  const std::vector<QueryTerm> terms = Analyzer().AnalyzeQuery(query.text);
  absl::ReaderMutexLock lock(&mutex_);
  const Searcher searcher(table_, postings_, query);
  return asks_for_all ? searcher.SearchAll() : searcher.SearchTerms(terms);
}

}  // namespace localoffer

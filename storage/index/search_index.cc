#include "storage/index/search_index.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "storage/index/query_words.h"
#include "storage/index/ranking.h"
#include "storage/index/searcher.h"
#include "storage/status_macros.h"

namespace localoffer {
namespace {

// Nobody writes more; a hostile entry fills no memory.
constexpr uint32_t kMaxFieldWords = 20'000;

template <typename Number>
void SortOnce(std::vector<Number>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// What phrases of a kind are names of.
Property PropertyOf(PhraseKind kind) {
  return kind == PhraseKind::kProvider ? Property::kProvider
                                       : Property::kTaxonomyTerm;
}

// How many of some documents have what queries are made of.
class Counts {
 public:
  Counts(const IndexTables& tables, const DocumentSet& documents)
      : tables_(tables), documents_(documents) {}

  size_t OfTerm(absl::string_view term) const {
    const PostingList* const list = tables_.postings.Find(term);
    return list == nullptr ? 0 : list->documents.CountIn(documents_);
  }

  // In any of its forms.
  size_t OfWord(absl::string_view word, Analyzer& analyzer) const {
    size_t count = 0;
    analyzer.Analyze(word, [&](absl::string_view term, absl::string_view) {
      count = std::max(count, OfTerm(term));
    });
    return count;
  }

  size_t OfPhrase(absl::string_view phrase, PhraseKind kind) const {
    DocumentSet having(documents_.size());
    for (const ValueNumber value :
         tables_.values.Find(PropertyOf(kind), phrase)) {
      tables_.values.documents(value).AddTo(having);
    }
    return having.CountIn(documents_);
  }

 private:
  const IndexTables& tables_;
  const DocumentSet& documents_;
};

}  // namespace

// What the texts of a document hold.
struct SearchIndex::Analysis {
  Analysis(const Document& document, Analyzer& analyzer) {
    const std::array<absl::string_view, kFieldCount> texts = {
        document.name, document.provider, document.keywords, document.place,
        document.text};
    for (size_t field = 0; field < kFieldCount; ++field) {
      analyzer.AnalyzeDocument(texts[field], [&](const DocumentTerm& term) {
        if (lengths[field] == kMaxFieldWords) return;
        if (!term.is_concept) {
          ++lengths[field];
          words.emplace(term.folded);
        }
        ++counts.try_emplace(term.term, FieldCounts{}).first->second[field];
      });
    }
  }

  FieldCounts lengths = {};
  absl::flat_hash_map<std::string, FieldCounts> counts;
  absl::flat_hash_set<std::string> words;
};

SearchIndex::SearchIndex(const Thesaurus& thesaurus)
    : thesaurus_(thesaurus), analyzer_(thesaurus) {}

absl::optional<IndexUpdate> SearchIndex::Add(const Document& document) {
  absl::MutexLock writer_lock(&writer_mutex_);
  const Analysis analysis(document, analyzer_);
  std::string folded_name = FoldText(document.name);
  IndexUpdate update;
  absl::MutexLock lock(&mutex_);
  if (document.sequence < tables_.documents.LogSize(document.authority)) {
    return absl::nullopt;
  }
  update.record = RecordOf(document, analysis, update.names);
  update.record.row.folded_name = std::move(folded_name);
  Append(update.record);
  words_.Add(
      std::vector<std::string>(analysis.words.begin(), analysis.words.end()));
  for (const ValueNumber value : update.record.values) {
    AddPhrase(tables_.values.value(value), 1);
  }
  return update;
}

IndexRecord SearchIndex::RecordOf(const Document& document,
                                  const Analysis& analysis,
                                  std::vector<IndexName>& names) {
  IndexRecord record;
  record.authority = document.authority;
  record.entry_id = document.entry_id;
  record.sequence = document.sequence;
  record.row.minimum_age = document.minimum_age;
  record.row.maximum_age = document.maximum_age;
  record.row.assured_day = document.assured_day;
  record.row.opening_hours = document.opening_hours;
  record.locations = document.locations;
  record.shapes = document.shapes;
  for (const auto& [term, count] : analysis.counts) {
    const size_t known = tables_.postings.size();
    const TermNumber number = tables_.postings.Intern(term);
    if (number == known) names.push_back({NameKind::kTerm, number, term});
    record.terms.push_back({number, TermWeight(count, analysis.lengths)});
  }
  std::sort(record.terms.begin(), record.terms.end(),
            [](const WeightedTerm& a, const WeightedTerm& b) {
              return a.term < b.term;
            });
  for (const std::string& word : analysis.words) {
    record.words.push_back(InternWord(word, names));
  }
  SortOnce(record.words);
  for (const PropertyValue& value : document.values) {
    const ValueTable::Interned interned = tables_.values.Intern(value);
    if (interned.changed) {
      names.push_back({NameKind::kValue, interned.number,
                       EncodeValue(tables_.values.value(interned.number))});
    }
    record.values.push_back(interned.number);
  }
  SortOnce(record.values);
  return record;
}

uint32_t SearchIndex::InternWord(absl::string_view word,
                                 std::vector<IndexName>& names) {
  const auto number = static_cast<uint32_t>(word_numbers_.size());
  const auto [found, added] = word_numbers_.try_emplace(word, number);
  if (added) names.push_back({NameKind::kWord, number, std::string(word)});
  return found->second;
}

void SearchIndex::AddPhrase(const PropertyValue& value, size_t count) {
  const std::string& phrase = value.title.empty() ? value.value : value.title;
  if (value.property == Property::kTaxonomyTerm) {
    phrases_.Add(phrase, PhraseKind::kTaxonomyTerm,
                 static_cast<uint32_t>(count));
  } else if (value.property == Property::kProvider && !value.title.empty()) {
    phrases_.Add(phrase, PhraseKind::kProvider, static_cast<uint32_t>(count));
  }
}

bool SearchIndex::Append(const IndexRecord& record) {
  const absl::optional<DocumentNumber> number = tables_.documents.Add(
      record.authority, record.entry_id, record.sequence, record.row);
  if (!number.has_value()) return false;
  tables_.postings.Add(*number, record.terms);
  tables_.values.Add(*number, record.values);
  tables_.places.Add(*number, record.locations, record.shapes);
  return true;
}

absl::optional<IndexUpdate> SearchIndex::End(absl::string_view authority,
                                             absl::string_view entry_id,
                                             uint64_t sequence) {
  absl::MutexLock writer_lock(&writer_mutex_);
  absl::MutexLock lock(&mutex_);
  if (sequence < tables_.documents.LogSize(authority)) return absl::nullopt;
  tables_.documents.End(authority, entry_id, sequence);
  IndexUpdate update;
  update.record.authority = std::string(authority);
  update.record.entry_id = std::string(entry_id);
  update.record.sequence = sequence;
  update.record.ended = true;
  return update;
}

bool SearchIndex::Erase(absl::string_view authority, uint64_t sequence) {
  absl::MutexLock writer_lock(&writer_mutex_);
  absl::MutexLock lock(&mutex_);
  return tables_.documents.Erase(authority, sequence);
}

absl::Status SearchIndex::Restore(const IndexName& name) {
  absl::MutexLock lock(&mutex_);
  std::optional<size_t> number;  // none for a kind that is not known
  switch (name.kind) {
    case NameKind::kTerm:
      number = tables_.postings.Intern(name.bytes);
      break;
    case NameKind::kWord:
      number = word_numbers_.size();
      word_numbers_.emplace(name.bytes, static_cast<uint32_t>(*number));
      restored_words_.push_back({name.bytes, 0});
      break;
    case NameKind::kValue: {
      ASSIGN_OR_RETURN(const PropertyValue value, DecodeValue(name.bytes));
      number = tables_.values.Intern(value).number;
      break;
    }
  }
  if (number != name.number) {
    return absl::DataLossError("a name of the search index is missing");
  }
  return absl::OkStatus();
}

absl::Status SearchIndex::Restore(IndexRecord record) {
  absl::MutexLock lock(&mutex_);
  if (record.ended) {
    tables_.documents.End(record.authority, record.entry_id, record.sequence);
    return absl::OkStatus();
  }
  const auto is_known = [](const auto& numbers, size_t size) {
    return numbers.empty() || numbers.back() < size;
  };
  if ((!record.terms.empty() &&
       record.terms.back().term >= tables_.postings.size()) ||
      !is_known(record.words, restored_words_.size()) ||
      !is_known(record.values, tables_.values.size())) {
    return absl::DataLossError(
        "a record of the search index names what is not there");
  }
  if (!Append(record)) {
    return absl::DataLossError("the search index has a change twice");
  }
  for (const uint32_t word : record.words) ++restored_words_[word].count;
  return absl::OkStatus();
}

void SearchIndex::FinishRestoring() {
  absl::MutexLock lock(&mutex_);
  for (const CountedWord& word : restored_words_) {
    words_.Add(word.word, word.count);
  }
  restored_words_ = {};
  tables_.postings.ShrinkToFit();
  for (ValueNumber value = 0; value < tables_.values.size(); ++value) {
    AddPhrase(tables_.values.value(value),
              tables_.values.documents(value).size());
  }
}

uint64_t SearchIndex::LogSize(absl::string_view authority) const {
  absl::ReaderMutexLock lock(&mutex_);
  return tables_.documents.LogSize(authority);
}

SearchResult SearchIndex::Search(const SearchQuery& query) const {
  const bool has_text = !absl::StripAsciiWhitespace(query.text).empty();
  absl::ReaderMutexLock lock(&mutex_);
  DocumentSet alive = tables_.documents.AliveAt(query.instant);
  std::vector<QueryGroup> groups;
  if (has_text) {
    Analyzer analyzer(thesaurus_);
    const Counts counts(tables_, alive);
    const auto of_term = [&counts](absl::string_view term) {
      return counts.OfTerm(term);
    };
    groups = ReadQuery(query.text, {of_term, words_}, analyzer);
  }
  return Searcher(tables_, query, std::move(alive),
                  has_text ? &groups : nullptr)
      .Search();
}

std::vector<Suggestion> SearchIndex::Suggest(absl::string_view typed,
                                             size_t limit) const {
  absl::ReaderMutexLock lock(&mutex_);
  const Counts counts(tables_, tables_.documents.alive());
  Analyzer analyzer(thesaurus_);
  const auto of_term = [&counts](absl::string_view term) {
    return counts.OfTerm(term);
  };
  const auto of_word = [&](absl::string_view word) {
    return counts.OfWord(word, analyzer);
  };
  const auto of_phrase = [&counts](absl::string_view phrase, PhraseKind kind) {
    return counts.OfPhrase(phrase, kind);
  };
  return localoffer::Suggest(
      typed, {of_term, of_word, of_phrase, words_, phrases_, thesaurus_},
      limit);
}

}  // namespace localoffer

#include "storage/index/search_index.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
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

// Positions of records by authority, then by sequence.
std::vector<size_t> InOrderOfLogs(absl::Span<const IndexRecord> records) {
  std::vector<size_t> order(records.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&records](size_t a, size_t b) {
    return std::tie(records[a].authority, records[a].sequence) <
           std::tie(records[b].authority, records[b].sequence);
  });
  return order;
}

absl::Status NamesWhatIsNotThere() {
  return absl::DataLossError(
      "a record of the search index names what is not there");
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

// They are worked out once for many changes: each costs a look-up for every
// document otherwise.
struct SearchIndex::Additions {
  std::vector<Posting> postings;
  // By number of a word: in how many documents.
  absl::flat_hash_map<uint32_t, uint32_t> words;
  absl::flat_hash_map<ValueNumber, uint32_t> values;
};

SearchIndex::SearchIndex(const Thesaurus& thesaurus)
    : thesaurus_(thesaurus), analyzers_(thesaurus), reader_(analyzers_) {}

absl::optional<IndexUpdate> SearchIndex::Add(const Document& document) {
  std::vector<IndexUpdate> updates = Apply({Read(document)});
  if (updates.empty()) return absl::nullopt;
  return std::move(updates.front());
}

absl::optional<IndexUpdate> SearchIndex::End(absl::string_view authority,
                                             absl::string_view entry_id,
                                             uint64_t sequence) {
  std::vector<IndexUpdate> updates =
      Apply({IndexChange::Ended(authority, entry_id, sequence)});
  if (updates.empty()) return absl::nullopt;
  return std::move(updates.front());
}

std::vector<IndexUpdate> SearchIndex::Apply(
    absl::Span<const IndexChange> changes) {
  std::vector<IndexUpdate> updates;
  updates.reserve(changes.size());
  Additions additions;
  absl::MutexLock lock(&mutex_);
  alive_.Clear();
  for (const IndexChange& change : changes) {
    if (change.sequence >= tables_.documents.LogSize(change.authority)) {
      updates.push_back(Apply(change, additions));
    }
  }
  tables_.postings.Add(std::move(additions.postings));
  for (const auto& [word, count] : additions.words) {
    words_.Add(*numbered_words_[word], count);
  }
  for (const auto& [value, count] : additions.values) {
    AddPhrase(tables_.values.value(value), count);
  }
  return updates;
}

IndexUpdate SearchIndex::Apply(const IndexChange& change,
                               Additions& additions) {
  IndexUpdate update;
  update.record = RecordOf(change, update.names);
  const absl::optional<DocumentNumber> document = Append(update.record);
  if (!document.has_value()) return update;
  for (const WeightedTerm& term : update.record.terms) {
    additions.postings.push_back({term.term, *document, term.weight});
  }
  for (const uint32_t word : update.record.words) ++additions.words[word];
  for (const ValueNumber value : update.record.values) {
    ++additions.values[value];
  }
  return update;
}

IndexRecord SearchIndex::RecordOf(const IndexChange& change,
                                  std::vector<IndexName>& names) {
  IndexRecord record;
  record.authority = change.authority;
  record.entry_id = change.entry_id;
  record.sequence = change.sequence;
  record.ended = change.ended;
  if (change.ended) return record;
  record.row = change.row;
  record.locations = change.locations;
  record.shapes = change.shapes;
  record.terms.reserve(change.terms.size());
  for (size_t i = 0; i < change.terms.size(); ++i) {
    const absl::string_view term = change.terms[i];
    const size_t known = tables_.postings.size();
    const TermNumber number = tables_.postings.Intern(term);
    if (number == known) {
      names.push_back({NameKind::kTerm, number, std::string(term)});
    }
    record.terms.push_back({number, change.weights[i]});
  }
  std::sort(record.terms.begin(), record.terms.end(),
            [](const WeightedTerm& a, const WeightedTerm& b) {
              return a.term < b.term;
            });
  record.words.reserve(change.words.size());
  for (size_t i = 0; i < change.words.size(); ++i) {
    const absl::string_view word = change.words[i];
    const size_t known = numbered_words_.size();
    const uint32_t number = InternWord(word);
    if (number == known) {
      names.push_back({NameKind::kWord, number, std::string(word)});
    }
    record.words.push_back(number);
  }
  SortOnce(record.words);
  for (const PropertyValue& value : change.values) {
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

uint32_t SearchIndex::InternWord(absl::string_view word) {
  const auto number = static_cast<uint32_t>(numbered_words_.size());
  const auto [found, added] = word_numbers_.try_emplace(word, number);
  if (added) numbered_words_.push_back(&found->first);
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

absl::optional<DocumentNumber> SearchIndex::Append(const IndexRecord& record) {
  if (record.ended) {
    tables_.documents.End(record.authority, record.entry_id, record.sequence);
    return absl::nullopt;
  }
  const absl::optional<DocumentNumber> number = tables_.documents.Add(
      record.authority, record.entry_id, record.sequence, record.row);
  if (number.has_value()) AppendOthers(*number, record);
  return number;
}

void SearchIndex::AppendOthers(DocumentNumber document,
                               const IndexRecord& record) {
  tables_.values.Add(document, record.values);
  tables_.places.Add(document, record.locations, record.shapes);
}

bool SearchIndex::Erase(absl::string_view authority, uint64_t sequence) {
  absl::MutexLock lock(&mutex_);
  alive_.Clear();
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
      number = InternWord(name.bytes);
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

absl::Status SearchIndex::Restore(IndexRecordBatch batch) {
  absl::MutexLock lock(&mutex_);
  alive_.Clear();
  restored_words_.resize(numbered_words_.size());
  if (!batch.postings.empty() &&
      batch.postings.back().term >= tables_.postings.size()) {
    return NamesWhatIsNotThere();
  }
  // By position in the batch.
  std::vector<DocumentNumber> documents;
  documents.reserve(batch.records.size());
  for (const IndexRecord& record : batch.records) {
    const auto is_known = [](const auto& numbers, size_t size) {
      return numbers.empty() || numbers.back() < size;
    };
    if (!is_known(record.words, numbered_words_.size()) ||
        !is_known(record.values, tables_.values.size())) {
      return NamesWhatIsNotThere();
    }
    DocumentNumber document = 0;
    if (!record.ended) {
      document = tables_.documents.Append(record.authority, record.entry_id,
                                          record.sequence, record.row);
      AppendOthers(document, record);
    }
    documents.push_back(document);
    for (const uint32_t word : record.words) ++restored_words_[word];
  }
  for (const size_t i : InOrderOfLogs(batch.records)) {
    const IndexRecord& record = batch.records[i];
    if (record.ended) {
      tables_.documents.End(record.authority, record.entry_id, record.sequence);
    } else if (!tables_.documents.Begin(documents[i])) {
      return absl::DataLossError("the search index has a change twice");
    }
  }
  for (Posting& posting : batch.postings) {
    posting.document = documents[posting.document];
  }
  tables_.postings.AddSorted(batch.postings);
  return absl::OkStatus();
}

void SearchIndex::FinishRestoring() {
  ShrinkToFit();
  absl::MutexLock lock(&mutex_);
  for (size_t word = 0; word < restored_words_.size(); ++word) {
    words_.Add(*numbered_words_[word], restored_words_[word]);
  }
  restored_words_ = {};
  for (ValueNumber value = 0; value < tables_.values.size(); ++value) {
    AddPhrase(tables_.values.value(value),
              tables_.values.documents(value).size());
  }
}

void SearchIndex::ShrinkToFit() {
  absl::MutexLock lock(&mutex_);
  tables_.postings.ShrinkToFit();
}

absl::optional<ValueNumber> SearchIndex::NumberOf(
    Property property, const std::string& value) const {
  absl::ReaderMutexLock lock(&mutex_);
  return tables_.values.FindAsWritten(property, value);
}

uint64_t SearchIndex::LogSize(absl::string_view authority) const {
  absl::ReaderMutexLock lock(&mutex_);
  return tables_.documents.LogSize(authority);
}

SearchIndex::Figures SearchIndex::figures() const {
  absl::ReaderMutexLock lock(&mutex_);
  return {tables_.documents.size(), words_.size()};
}

SearchResult SearchIndex::Search(const SearchQuery& query) const {
  const bool has_text = !absl::StripAsciiWhitespace(query.text).empty();
  absl::ReaderMutexLock lock(&mutex_);
  const std::shared_ptr<const AliveDocuments> alive =
      alive_.At(tables_, query.instant);
  std::vector<QueryGroup> groups;
  if (has_text) {
    const Postings* const postings = &tables_.postings;
    const auto of_term = [&](absl::string_view term) -> size_t {
      const PostingList* const list = postings->Find(term);
      return list == nullptr ? 0 : alive->CountOf(list->documents);
    };
    groups = ReadQuery(query.text, {of_term, words_}, *analyzers_.Lend());
  }
  SearchResult result =
      Searcher(tables_, query, *alive, has_text ? &groups : nullptr).Search();
  // Its hits show these: they stay where they are in memory.
  result.groups = std::move(groups);
  return result;
}

std::vector<Suggestion> SearchIndex::Suggest(absl::string_view typed,
                                             size_t limit) const {
  absl::ReaderMutexLock lock(&mutex_);
  const Counts counts(tables_, tables_.documents.alive());
  const AnalyzerPool::Lent analyzer = analyzers_.Lend();
  const auto of_term = [&counts](absl::string_view term) {
    return counts.OfTerm(term);
  };
  const auto of_word = [&](absl::string_view word) {
    return counts.OfWord(word, *analyzer);
  };
  const auto of_phrase = [&counts](absl::string_view phrase, PhraseKind kind) {
    return counts.OfPhrase(phrase, kind);
  };
  return localoffer::Suggest(
      typed, {of_term, of_word, of_phrase, words_, phrases_, thesaurus_},
      limit);
}

}  // namespace localoffer

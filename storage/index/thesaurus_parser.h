// Reads a thesaurus.
#ifndef LOCALOFFER_STORAGE_INDEX_THESAURUS_PARSER_H_
#define LOCALOFFER_STORAGE_INDEX_THESAURUS_PARSER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/index/analyzer.h"
#include "storage/index/thesaurus.h"

namespace localoffer {

// Makes one thesaurus of one text. Thread-compatible.
class ThesaurusParser {
 public:
  ThesaurusParser();

  // As Thesaurus::Parse. Once.
  absl::StatusOr<Thesaurus> Parse(absl::string_view text) &&;

 private:
  // A concept that a line refers to, which may be on a later one.
  struct Reference {
    ConceptNumber from;
    std::string to;
    double factor;
  };
  // A phrase as the analyzer reads it.
  struct Reading {
    std::vector<std::string> words;
    // Without the words that phrases skip.
    std::vector<PhraseWord> numbers;
  };
  struct Item {
    std::string wording;
    absl::optional<double> factor;
  };

  absl::Status ParseLine(absl::string_view line);
  absl::Status AddConcept(absl::string_view id, absl::string_view rest);
  absl::Status AddSection(ConceptNumber number, absl::string_view section);
  absl::Status AddPhrase(ConceptNumber number, bool is_name, Item item);
  absl::Status AddReference(ConceptNumber number, const Item& item);
  absl::Status AddSilence(absl::string_view wordings);
  absl::Status Resolve();
  // Makes "shortbreaks" mean what "short breaks" does, where nothing else is
  // written so.
  void AddJoinedForms();

  // "wording=0.5". The factor is above 0 and at most 1.
  static absl::StatusOr<Item> ReadItem(absl::string_view text);
  absl::StatusOr<Reading> Read(absl::string_view wording);
  PhraseWord NumberOf(const std::string& term);

  Thesaurus thesaurus_;
  Analyzer analyzer_;
  PhraseWord next_word_ = kFirstPhraseWord;
  absl::flat_hash_map<std::string, ConceptNumber> concepts_;
  std::vector<Reference> references_;
  // Concepts with the words of their phrases: to tell one said twice.
  absl::flat_hash_set<std::pair<ConceptNumber, std::vector<PhraseWord>>> said_;
  absl::flat_hash_set<std::vector<PhraseWord>> silences_;
  // Words written as two, with the phrases that they are.
  struct Pair {
    std::string joined;
    uint32_t phrase;
  };
  std::vector<Pair> pairs_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_THESAURUS_PARSER_H_

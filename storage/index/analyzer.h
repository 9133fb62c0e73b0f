// Words of a text as the index compares them.
#ifndef LOCALOFFER_STORAGE_INDEX_ANALYZER_H_
#define LOCALOFFER_STORAGE_INDEX_ANALYZER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "storage/index/phrase_trie.h"

struct sb_stemmer;

namespace localoffer {

class Thesaurus;

// A term of a document. `word` is gone when the call that hands it on returns,
// the others stay until the analyzer makes room, and equal ones have equal
// addresses: who counts them need not compare bytes.
struct DocumentTerm {
  absl::string_view term;
  // Of the text, as it stands there: a word, or all that a concept's phrase
  // spans.
  absl::string_view word;
  // The word folded, not stemmed, without "'s" and other apostrophes, as
  // WordTable wants it. Empty for a concept.
  absl::string_view folded;
  // True when `term` is of a concept of the thesaurus, which the words around
  // have said and which adds nothing to the length of the text.
  bool is_concept = false;
};

// A term that a query asks for.
struct QueryTerm {
  std::string term;
  // The words of the query that it stands for, as typed, each once.
  std::vector<std::string> words;
};

// `text` for comparing and sorting regardless of case, accents and other
// variants of characters: Unicode NFKC_Casefold, then NFD without its
// non-spacing and enclosing marks. What is not UTF-8 becomes U+FFFD.
std::string FoldText(absl::string_view text);

// Turns text into terms. Words are runs of letters, digits and their marks;
// everything else separates them, except an apostrophe between two letters
// ("children's"), which belongs to the word, an ampersand between two single
// letters ("A&E"), and the ideographs, each a word of its own. This is
// coarser than Unicode's word boundaries (UAX #29), which keep "9.30" and
// "example.org" whole; a search finds them by their parts.
//
// A term is a word folded as by FoldText and stemmed for English (Snowball),
// without apostrophes, at most 64 bytes long: longer words are cut before
// stemming. Bytes that are not UTF-8 separate words.
//
// Cheap to make; one that is kept remembers the terms of the words it has seen,
// until MakeRoom().
// Thread-compatible: the stemmer keeps state, so each thread needs an Analyzer
// of its own.
class Analyzer {
 public:
  // The longest term, in bytes.
  static constexpr size_t kMaxTermSize = 64;
  // The most terms of one query: further ones are not looked for.
  static constexpr size_t kMaxQueryTerms = 64;

  // Knows no concepts.
  Analyzer();
  // Also finds the concepts of `thesaurus`, which has to outlive it.
  explicit Analyzer(const Thesaurus& thesaurus);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // A term, and the word of the text that it is of. Both are gone when the
  // call returns.
  using TermReceiver =
      absl::FunctionRef<void(absl::string_view term, absl::string_view word)>;

  // Calls `receive` for each word of `text` in its order.
  void Analyze(absl::string_view text, TermReceiver receive);

  using DocumentTermReceiver =
      absl::FunctionRef<void(const DocumentTerm& term)>;

  // Calls `receive` for each word of `text` in its order and, soon after their
  // last words, for each concept that words of it name: every time one is
  // named. Words that concepts skip ("speech [and] language") may stand within
  // a phrase, and any punctuation.
  void AnalyzeDocument(absl::string_view text, DocumentTermReceiver receive);

  // Forgets what it remembers when that is more than 50,000 words. Whoever
  // keeps an analyzer calls it between documents, so that memory stays bounded.
  void MakeRoom();

  // Null when it has none.
  const Thesaurus* thesaurus() const { return thesaurus_; }

  // The terms of a query, each once, in order of first use. Words so common
  // that they tell nothing ("the", "for") count only in a query of nothing
  // else.
  std::vector<QueryTerm> AnalyzeQuery(absl::string_view text);

 private:
  struct Deleter {
    void operator()(sb_stemmer* stemmer) const;
  };

  // Of a word; the texts are in texts_.
  struct Remembered {
    absl::string_view term;
    // The word without "'s" and other apostrophes.
    absl::string_view bare;
    PhraseWord phrase_word = kNoWord;
  };
  // The words of a text that may make phrases, one after another.
  struct Run {
    std::vector<PhraseWord> words;
    // Where each stands in the text.
    std::vector<absl::string_view> places;
  };
  using WordReceiver = absl::FunctionRef<void(const Remembered& remembered,
                                              absl::string_view word)>;

  // Calls `receive` for each word of `text`, which is then also in `word_`.
  void ForEachWord(absl::string_view text, WordReceiver receive);
  // Hands on what is known of `word_`, which is `word` folded.
  void Emit(absl::string_view word, WordReceiver receive);
  // Finds out about `word_`.
  const Remembered& Remember();
  // The one copy of `text`.
  absl::string_view Keep(absl::string_view text);
  // Adds a word to run_, or ends it.
  void Extend(PhraseWord phrase_word, absl::string_view place,
              DocumentTermReceiver receive);
  // Hands on the concepts that run_ names, and begins another.
  void EndRun(DocumentTermReceiver receive);
  // `word_` without "'s" and other apostrophes.
  std::string WithoutApostrophes() const;
  // `word_` stemmed, without apostrophes.
  std::string Stem() const;

  std::unique_ptr<sb_stemmer, Deleter> stemmer_;
  // The word being read, in lower case.
  std::string word_;
  // By folded word: texts repeat their words, and looking one up takes a
  // fraction of the time of stemming it.
  absl::flat_hash_map<absl::string_view, Remembered> terms_;
  // Words and terms, each once. Nodes stay where they are.
  absl::node_hash_set<std::string> texts_;
  const Thesaurus* thesaurus_ = nullptr;
  Run run_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_ANALYZER_H_

// Where the words of a text are.
#ifndef LOCALOFFER_STORAGE_INDEX_WORD_SCANNER_H_
#define LOCALOFFER_STORAGE_INDEX_WORD_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer {

// Reads a text word by word; Analyzer says what a word is. Thread-compatible.
class WordScanner {
 public:
  // `text` has to outlive the scanner; what is beyond 2 GiB is not read.
  explicit WordScanner(absl::string_view text);

  // Moves to the next word and leaves it in `word` with ASCII letters in
  // lower case, every apostrophe as ', cut to at most `max_size` bytes
  // between two characters. False at the end of the text.
  bool Next(size_t max_size, std::string& word);

  // The word in the text, as it stands there.
  absl::string_view original() const;

  // True when the word has characters that only Unicode's tables can fold.
  bool needs_folding() const { return needs_folding_; }

 private:
  enum class Kind {
    kLetter,
    kIdeograph,
    kMark,
    kApostrophe,
    kAmpersand,
    kOther
  };
  struct Character {
    Kind kind;
    int32_t end;
  };

  static Kind KindOf(int32_t code_point);
  // The character at `at`, which is within the text.
  Character At(int32_t at) const;
  bool IsLetterAt(int32_t at) const;
  // True when the one-letter word before the ampersand at `at` and another
  // single letter after it make a name, as in "A&E".
  bool JoinsLetters(int32_t at) const;
  // Adds the character at [`begin`, `end`) to the word.
  void Take(int32_t begin, const Character& character, size_t max_size,
            std::string& word);

  absl::string_view text_;
  int32_t size_;
  int32_t begin_ = 0;
  int32_t end_ = 0;
  bool needs_folding_ = false;
  bool is_cut_ = false;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_WORD_SCANNER_H_

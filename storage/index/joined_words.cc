#include "storage/index/joined_words.h"

namespace localoffer {

void JoinedWords::Add(const DocumentList& list) {
  const absl::Span<const Word> words = list.WordsAt(places_);
  if (!words.empty()) {
    Add(words);
    return;
  }
  Own();
  list.AddTo(places_, absl::MakeSpan(own_));
}

void JoinedWords::Add(absl::Span<const Word> words) {
  if (words_.empty()) {
    words_ = words;
    return;
  }
  Own();
  UniteWords(absl::MakeSpan(own_), words);
}

void JoinedWords::Own() {
  if (!own_.empty()) return;
  if (words_.empty()) {
    own_.resize(places_.size());
  } else {
    own_.assign(words_.begin(), words_.end());
  }
  words_ = own_;
}

}  // namespace localoffer

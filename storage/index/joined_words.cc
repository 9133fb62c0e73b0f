#include "storage/index/joined_words.h"

namespace localoffer {

void JoinedWords::Add(const DocumentList& list) {
  const absl::Span<const Word> words = list.WordsOf(lines_);
  if (words.empty()) {
    apart_.push_back(&list);
  } else {
    Add(words);
  }
}

void JoinedWords::Add(absl::Span<const Word> words) { lent_.push_back(words); }

void JoinedWords::Finish() {
  if (lent_.size() == 1 && apart_.empty()) {
    words_ = lent_.front();
    return;
  }
  own_.resize(lines_.size() * kLineWords);
  if (!lent_.empty()) UniteAll(lent_, absl::MakeSpan(own_));
  for (const DocumentList* list : apart_) {
    list->AddTo(lines_, absl::MakeSpan(own_));
  }
  words_ = own_;
}

}  // namespace localoffer

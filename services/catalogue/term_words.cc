#include "services/catalogue/term_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/index/analyzer.h"
#include "storage/index/text.h"

namespace localoffer::catalogue {
namespace {

const std::string& Either(const std::string& first, const std::string& second) {
  return first.empty() ? second : first;
}

// No part of it can be taken for another: a length comes before each.
std::string Source(const v1::TaxonomyTerm& term, const std::string& id) {
  std::string source;
  for (const std::string* part :
       {&term.name(), &term.term(), &term.code(), &term.parent_id(),
        &term.taxonomy_id(), &term.taxonomy_detail().id(), &term.taxonomy(),
        &term.taxonomy_detail().name()}) {
    absl::StrAppend(&source, part->size(), ":", *part);
  }
  absl::StrAppend(&source, term.has_name() ? "n" : "t");
  // The id counts where nothing else names the term.
  if (term.code().empty() && term.name().empty() && term.term().empty()) {
    absl::StrAppend(&source, id);
  }
  return source;
}

}  // namespace

TermWords TermWordsOf(const v1::TaxonomyTerm& term, const std::string& id) {
  TermWords words;
  words.name = PlainText(term.has_name() ? term.name() : term.term());
  words.value = Either(term.code(), Either(words.name, id));
  words.key = FoldText(words.value);
  words.folded_name = FoldText(Either(words.name, words.value));
  words.parent_id = term.parent_id();
  words.taxonomy_id = Either(term.taxonomy_id(), term.taxonomy_detail().id());
  words.taxonomy = Either(term.taxonomy(), term.taxonomy_detail().name());
  words.folded_taxonomy = FoldText(words.taxonomy);
  return words;
}

std::shared_ptr<const TermWords> TermWordsPool::WordsOf(
    const v1::TaxonomyTerm& term, const std::string& id) {
  std::string source = Source(term, id);
  {
    absl::MutexLock lock(&mutex_);
    const auto found = words_.find(source);
    if (found != words_.end()) return found->second;
  }
  auto words = std::make_shared<const TermWords>(TermWordsOf(term, id));
  // A name of markup alone names nothing: its words are this use's own.
  if (words->value == id) return words;
  absl::MutexLock lock(&mutex_);
  return words_.emplace(std::move(source), std::move(words)).first->second;
}

void TermWordsPool::MakeRoom() {
  absl::MutexLock lock(&mutex_);
  if (words_.size() <= most_) return;
  absl::erase_if(words_,
                 [](const auto& each) { return each.second.use_count() == 1; });
  most_ = std::max(most_, 2 * words_.size());
}

size_t TermWordsPool::size() const {
  absl::MutexLock lock(&mutex_);
  return words_.size();
}

}  // namespace localoffer::catalogue

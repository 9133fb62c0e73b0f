#include "storage/index/thesaurus.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/match.h"
#include "storage/index/thesaurus_parser.h"

namespace localoffer {

// Made of storage/index/data/thesaurus.txt.
extern const absl::string_view kThesaurusText;

absl::StatusOr<Thesaurus> Thesaurus::Parse(absl::string_view text) {
  return ThesaurusParser().Parse(text);
}

const Thesaurus& Thesaurus::BuiltIn() {
  static const auto* const thesaurus = [] {
    absl::StatusOr<Thesaurus> parsed = Parse(kThesaurusText);
    // A test reads the file that is built in: this cannot happen.
    if (!parsed.ok()) {
      std::fprintf(stderr, "thesaurus.txt: %s\n",
                   std::string(parsed.status().message()).c_str());
      std::abort();
    }
    return new Thesaurus(*std::move(parsed));
  }();
  return *thesaurus;
}

void Thesaurus::Complete(
    absl::string_view prefix,
    absl::FunctionRef<void(const ConceptPhrase&, bool)> found) const {
  if (prefix.empty()) return;
  by_word_.ForEach(prefix, [&](uint64_t value) {
    const ConceptPhrase& phrase = phrases_[value >> 32];
    const auto place = static_cast<uint32_t>(value);
    if (absl::StartsWith(absl::string_view(phrase.folded).substr(place),
                         prefix)) {
      found(phrase, place != 0);
    }
  });
}

PhraseWord Thesaurus::Find(absl::string_view term) const {
  const auto found = numbers_.find(term);
  return found == numbers_.end() ? kNoWord : found->second;
}

}  // namespace localoffer

#include "storage/index/thesaurus.h"

#include <cstdio>
#include <cstdlib>

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

PhraseWord Thesaurus::Find(absl::string_view term) const {
  const auto found = numbers_.find(term);
  return found == numbers_.end() ? kNoWord : found->second;
}

}  // namespace localoffer

#include "services/catalogue/name_search.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/index/analyzer.h"

namespace localoffer::catalogue {

NameSearch::NameSearch(absl::string_view text)
    : words_(absl::StrSplit(FoldText(text), ' ', absl::SkipWhitespace())) {}

bool NameSearch::Finds(absl::string_view folded_name) const {
  return std::all_of(
      words_.begin(), words_.end(), [folded_name](const std::string& word) {
        return absl::StartsWith(folded_name, word) ||
               absl::StrContains(folded_name, absl::StrCat(" ", word));
      });
}

}  // namespace localoffer::catalogue

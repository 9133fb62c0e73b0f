#include "storage/index/hit_matches.h"

#include <cstddef>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"

namespace localoffer {

absl::Span<const GroupMatch> HitMatches::Of(DocumentNumber document) {
  Alternatives met;
  for (size_t i = 0; i < lists_.size(); ++i) {
    met[i] = lists_[i] != nullptr && lists_[i]->documents.Contains(document);
  }
  const auto [place, added] = places_.try_emplace(met, told_.size());
  if (added) told_.push_back(Tell(met));
  return told_[place->second];
}

std::vector<GroupMatch> HitMatches::Tell(const Alternatives& met) const {
  std::vector<GroupMatch> matches;
  size_t next = 0;
  for (const QueryGroup& group : groups_) {
    GroupMatch match;
    for (const QueryAlternative& alternative : group.alternatives) {
      if (!met[next++]) continue;
      if (match.wordings.empty()) match.kind = alternative.kind;
      if (alternative.kind != match.kind) continue;
      match.wordings.push_back(alternative.wording);
    }
    if (match.wordings.empty()) continue;
    match.words = group.words;
    // A word of a phrase is told with the phrase.
    const auto phrase =
        absl::c_find_if(matches, [&](const GroupMatch& earlier) {
          return match.words.size() == 1 &&
                 absl::c_linear_search(earlier.words, match.words[0]);
        });
    if (phrase == matches.end()) {
      matches.push_back(std::move(match));
      continue;
    }
    if (match.kind != phrase->kind) continue;
    for (const absl::string_view wording : match.wordings) {
      if (!absl::c_linear_search(phrase->wordings, wording)) {
        phrase->wordings.push_back(wording);
      }
    }
  }
  return matches;
}

}  // namespace localoffer

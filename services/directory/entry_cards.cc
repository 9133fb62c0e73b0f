#include "services/directory/entry_cards.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::directory {

absl::Status EntryCards::Read(
    absl::Span<const Hit> hits,
    absl::FunctionRef<bool(const Hit&, absl::string_view card)> show) {
  std::vector<std::string> keys;
  keys.reserve(hits.size());
  for (const Hit& hit : hits) {
    keys.push_back(absl::StrCat(hit.position.authority, "/", hit.sequence));
  }
  std::vector<RecentTexts::Text> cards = cards_.Find(keys);
  for (size_t i = 0; i < hits.size(); ++i) {
    if (cards[i] == nullptr) {
      ASSIGN_OR_RETURN(std::string bytes, Make(hits[i]));
      cards[i] = std::make_shared<const std::string>(std::move(bytes));
      cards_.Keep(std::move(keys[i]), cards[i]);
    }
    if (!show(hits[i], *cards[i])) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> EntryCards::Make(const Hit& hit) const {
  ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                   entries_.At(hit.position.authority, hit.position.entry_id,
                               hit.sequence + 1));
  if (!revision || revision->sequence != hit.sequence) {
    return absl::DataLossError("the index names an entry that is not there");
  }
  return make_(*revision);
}

}  // namespace localoffer::directory

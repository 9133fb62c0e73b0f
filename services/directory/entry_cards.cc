#include "services/directory/entry_cards.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::directory {

absl::StatusOr<EntryCards::Card> EntryCards::Read(absl::string_view authority,
                                                  absl::string_view entry_id,
                                                  uint64_t sequence) {
  std::string key = absl::StrCat(authority, "/", sequence);
  if (Card card = cards_.Find(key); card != nullptr) return card;
  ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                   entries_.At(authority, entry_id, sequence + 1));
  if (!revision || revision->sequence != sequence) {
    return absl::DataLossError("the index names an entry that is not there");
  }
  ASSIGN_OR_RETURN(std::string bytes, make_(*revision));
  auto card = std::make_shared<const std::string>(std::move(bytes));
  cards_.Keep(std::move(key), card);
  return card;
}

}  // namespace localoffer::directory

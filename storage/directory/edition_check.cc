#include "storage/directory/edition_check.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

EditionFinding False(absl::string_view why) {
  return {EditionVerdict::kFalse, std::string(why)};
}

absl::StatusOr<EditionFinding> Check(const Engine& engine,
                                     const Edition& edition) {
  const Editions editions(engine);
  ASSIGN_OR_RETURN(
      const std::optional<Edition> first,
      editions.At(edition.authority, edition.id, edition.sequence));
  if (first) {
    return False(absl::StrCat("change ", first->sequence,
                              " made an edition of this id before"));
  }
  ASSIGN_OR_RETURN(const log::v1::EditionMade made, editions.Content(edition));
  ASSIGN_OR_RETURN(const OfferMaps maps,
                   OfferMaps::At(engine, edition.authority, edition.sequence));
  return Compare(made, maps);
}

}  // namespace

EditionFinding Compare(const log::v1::EditionMade& made,
                       const OfferMaps& maps) {
  const log::v1::EditionMade expected = maps.ToEdition(made.title());
  if (made.entries_root() != expected.entries_root() ||
      made.entries_count() != expected.entries_count()) {
    return False("it commits to other entries than the changes before it left");
  }
  if (!maps.providers_are_known()) {
    return {EditionVerdict::kUnknown,
            "content of it has been erased since, so that its providers can't "
            "be checked"};
  }
  if (made.providers_root() != expected.providers_root() ||
      made.providers_count() != expected.providers_count()) {
    return False("it commits to other providers than its entries name");
  }
  return {};
}

absl::StatusOr<std::vector<CheckedEdition>> CheckEditions(
    const Engine& engine, absl::string_view authority, uint64_t begin,
    uint64_t end) {
  ASSIGN_OR_RETURN(const std::vector<Edition> made,
                   Editions(engine).MadeBy(authority, begin, end));
  std::vector<CheckedEdition> checked;
  for (const Edition& edition : made) {
    ASSIGN_OR_RETURN(EditionFinding finding, Check(engine, edition));
    checked.push_back({edition, std::move(finding)});
  }
  return checked;
}

}  // namespace localoffer::storage

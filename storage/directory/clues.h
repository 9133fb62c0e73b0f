// What an entry says of who provides its service, piece by piece.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_CLUES_H_
#define LOCALOFFER_STORAGE_DIRECTORY_CLUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer {

// What a clue is of.
enum class ClueKind : uint8_t {
  // A provider id, `GB-CHC-9900001`; see provider_id.h.
  kIdentifier,
  // A name of the organisation; see NormalName.
  kName,
  // Of its web site or an e-mail address; see WebDomain.
  kDomain,
  // See NormalPhone.
  kPhone,
  // Of the organisation, or of a place where the service is given; see
  // NormalPostcode.
  kPostcode,
};

// A value in its one spelling, never empty.
struct Clue {
  ClueKind kind = ClueKind::kIdentifier;
  std::string value;

  friend auto operator<=>(const Clue&, const Clue&) = default;
};

// The clue as text: the word of its kind, a colon and the value, such as
// `name:example childrens hospice`. DURABLE: its digest begins the keys of the
// table provider, and it is kept in ListingRecord. Both are projections: they
// can be dropped and made again, with a new schema version.
std::string FormatClue(const Clue& clue);
// Absent when `text` is no clue.
std::optional<Clue> ParseClue(std::string text);

// The clues that a service carries, sorted, each once; of a kind at most
// kMostCluesOfAKind, the first that the service has.
//   identifiers  of the organisation
//   names        of the organisation, with its alternative name; where it has
//                none, the names of the service, as small directories do it
//   domains      of the web sites and e-mail addresses of the organisation,
//                of the service, and of the contacts of both
//   phones       of the same
//   postcodes    of the organisation's locations and the service's
// Pure; safe to call from any thread.
inline constexpr int kMostCluesOfAKind = 40;
std::vector<Clue> CluesOf(const v1::Service& service);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_DIRECTORY_CLUES_H_

// What changed between two revisions of an entry, field by field.
#ifndef LOCALOFFER_SERVICES_ENTRY_DIFFERENCES_H_
#define LOCALOFFER_SERVICES_ENTRY_DIFFERENCES_H_

#include <cstddef>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::entry {

// The most differences that are listed.
inline constexpr size_t kMostDifferences = 200;

// The fields that differ, in the order of the model, each single value a
// difference of its own; none when the two say the same.
//
// Paths begin with `service` or `local_offer`. Elements of a list that have an
// id are matched by it and named by it, `service.contacts[2f6c…].name`, so
// that their order is no difference. Elements without id, single words, and
// the second element of one id are matched and named by their position among
// those of their kind, `.phones[0].number`. Members kept verbatim are
// `service.verbatim[member]`; of several with one name the later ones are
// `verbatim[member][1]` and so on.
//
// Values are JSON text; the text of a verbatim member is as it was supplied.
// Empty means absent. A message that appears or goes is the values in it.
//
// When there are more than kMostDifferences, the last has the path
// `and {n} more` and no values. Safe to call from any thread.
std::vector<v1::FieldDifference> Differences(
    const v1::Service& before_service, const v1::LocalOffer& before_local_offer,
    const v1::Service& after_service, const v1::LocalOffer& after_local_offer);

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_DIFFERENCES_H_

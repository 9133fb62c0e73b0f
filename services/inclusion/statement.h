// What a provider says of its service, and how a listing differs from it.
#ifndef LOCALOFFER_SERVICES_INCLUSION_STATEMENT_H_
#define LOCALOFFER_SERVICES_INCLUSION_STATEMENT_H_

#include <cstddef>
#include <vector>

#include "localoffer/log/v1/change.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/inclusion.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/rpc/error.h"

namespace localoffer::inclusion {

inline constexpr size_t kMostStatementBytes = size_t{64} << 10;
inline constexpr int kMostStatementElements = 50;
// Texts in differences are cut to so many bytes.
inline constexpr size_t kMostDifferenceBytes = 1000;

struct Statement {
  v1::Service service;
  v1::LocalOffer local_offer;
};

// Reads the statement of a request, adding to `errors` what is wrong with it;
// the result counts only if nothing was added.
Statement ReadStatement(const v1::ProviderStatement& supplied,
                        std::vector<rpc::FieldError>& errors);

// The fields in which the listing says something else than the statement, or
// nothing where the statement says something; see InclusionEvidence in
// inclusion.proto for what is no difference.
//
// Lists of words (statutory items, say) are compared as sets; what the two
// have in common is left out and the rest numbered. Of lists of records
// (telephones, locations) each that is stated is compared with the one listed
// that is most like it, and numbered as in the statement; those that are
// listed beyond that are no difference. Pure; safe to call from any thread.
std::vector<v1::FieldDifference> DifferencesFrom(
    const Statement& statement, const log::v1::EntryPublished& listed);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_STATEMENT_H_

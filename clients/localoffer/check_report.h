// What `localoffer check` prints for people.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REPORT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REPORT_H_

#include "clients/localoffer/session.h"
#include "localoffer/v1/inclusion.pb.h"

namespace localoffer::command {

// The table of authorities with their evidence, what differs from the
// statement, entries of others that look alike, and how many authorities have
// which status. Authorities that publish nothing are told in one line unless
// `all`.
void PrintInclusions(const v1::CheckInclusionResponse& response, bool all,
                     Session& session);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REPORT_H_

// What `plan` and `publish` have in common: flags, header, sending.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PUBLICATION_FLAGS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PUBLICATION_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/localoffer/plan_report.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/verb.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {

struct PublicationFlags {
  std::string file;
  std::string authority;
  bool full = false;
  bool part = false;
  std::string format;
  std::string plan_token;
  int confirm_withdrawals = 0;
  std::string reason;
  bool leave_out_refused = false;
  ReportDetail detail;
};

void AddPublicationFlags(Verb verb, PublicationFlags* flags);

// The header that the flags describe, the authority resolved. INVALID_ARGUMENT
// when neither or both of --full and --part are given.
absl::StatusOr<v1::PublicationHeader> HeaderOf(const PublicationFlags& flags,
                                               Session& session);

// Sends the file to be planned, with a bar, and collects the answers.
absl::Status SendPlan(const PublicationFlags& flags,
                      const v1::PublicationHeader& header, Session& session,
                      v1::PlanPublicationResponse* report);

// Why publishing this plan would be refused; OK when it would not.
absl::Status Obstacle(const v1::PlanSummary& summary,
                      const v1::PublicationHeader& header);

// Bytes of a file; 0 when that can't be told.
int64_t SizeOf(const std::string& file);

// The source form that a --format stands for; SOURCE_FORMAT_UNSPECIFIED for
// an empty one. The flag's check lets no other text pass.
v1::SourceFormat FormatOf(const std::string& text);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PUBLICATION_FLAGS_H_

#include "services/inclusion/inclusion_reader.h"

#include <utility>
#include <vector>

#include "services/entry/read_instant.h"
#include "services/inclusion/inclusion_check.h"
#include "services/inclusion/inclusion_request.h"
#include "storage/status_macros.h"

namespace localoffer::inclusion {

absl::StatusOr<v1::CheckInclusionResponse> InclusionReader::Check(
    const v1::CheckInclusionRequest& request) const {
  ASSIGN_OR_RETURN(ReadQuestion read, ReadRequest(request, store_));
  InclusionQuestion& question = read.question;
  ASSIGN_OR_RETURN(question.instant, entry::InstantOf(store_, request));
  ASSIGN_OR_RETURN(
      question.as_of,
      entry::TimeAskedOf(store_, request, question.instant, clock_()));
  ASSIGN_OR_RETURN(std::vector<v1::AuthorityInclusion> inclusions,
                   AnswerInclusion(store_, question));
  v1::CheckInclusionResponse response;
  for (size_t i = 0; i < inclusions.size(); ++i) {
    const auto& reasons = read.asked.ReasonsOf(question.authorities[i]);
    inclusions[i].mutable_reasons()->Assign(reasons.begin(), reasons.end());
    *response.add_inclusions() = std::move(inclusions[i]);
  }
  if (read.outcome) *response.mutable_catchment() = *std::move(read.outcome);
  response.set_revision(question.instant.ToRevision());
  return response;
}

}  // namespace localoffer::inclusion

#include "services/inclusion/inclusion_service.h"

#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/entry/read_instant.h"
#include "services/inclusion/inclusion_check.h"
#include "services/inclusion/inclusion_request.h"

namespace localoffer::inclusion {
namespace {

constexpr absl::string_view kCheck =
    "localoffer.v1.InclusionService/CheckInclusion";

}  // namespace

grpc::ServerUnaryReactor* InclusionService::CheckInclusion(
    grpc::CallbackServerContext* context,
    const v1::CheckInclusionRequest* request,
    v1::CheckInclusionResponse* response) {
  return endpoint_.ReadAt(kCheck, entry::IsSettled(store_, *request), context,
                          response,
                          [this, request] { return Check(*request); });
}

absl::StatusOr<v1::CheckInclusionResponse> InclusionService::Check(
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

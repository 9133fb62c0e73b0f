#include "services/coverage/coverage_reader.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/coverage/coverage_request.h"
#include "services/entry/harvested.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::coverage {
namespace {

v1::CoverageStatus MessageOf(CoverageStatus status) {
  switch (status) {
    case CoverageStatus::kConfirmed:
      return v1::COVERAGE_STATUS_CONFIRMED;
    case CoverageStatus::kOneSided:
      return v1::COVERAGE_STATUS_ONE_SIDED;
    case CoverageStatus::kNilDeclared:
      return v1::COVERAGE_STATUS_NIL_DECLARED;
    case CoverageStatus::kStale:
      return v1::COVERAGE_STATUS_STALE;
    case CoverageStatus::kMissing:
      return v1::COVERAGE_STATUS_MISSING;
    case CoverageStatus::kNoData:
      break;
  }
  return v1::COVERAGE_STATUS_NO_DATA;
}

v1::NilDeclaration MessageOf(const std::string& item,
                             const storage::NilStatement& nil) {
  v1::NilDeclaration message;
  message.set_statutory_item(item);
  message.set_reason(nil.reason);
  *message.mutable_declare_time() = entry::ToTimestamp(nil.time);
  message.set_sequence(static_cast<int64_t>(nil.sequence));
  return message;
}

void AddShares(v1::CheckCoverageResponse& response) {
  for (int number = v1::COVERAGE_STATUS_UNSPECIFIED + 1;
       number < v1::CoverageStatus_ARRAYSIZE; ++number) {
    response.add_shares()->set_status(static_cast<v1::CoverageStatus>(number));
  }
  int64_t people = 0;
  for (const v1::AuthorityCoverage& coverage : response.coverages()) {
    v1::CoverageShare& share = *response.mutable_shares(coverage.status() - 1);
    share.set_authority_count(share.authority_count() + 1);
    share.set_population(share.population() + coverage.population());
    people += coverage.population();
  }
  if (people == 0) return;
  for (v1::CoverageShare& share : *response.mutable_shares()) {
    share.set_population_share(static_cast<double>(share.population()) /
                               static_cast<double>(people));
  }
}

}  // namespace

v1::AuthorityCoverage CoverageReader::MessageOf(
    const AuthorityCoverage& coverage) const {
  v1::AuthorityCoverage message;
  message.set_authority(entry::FormatAuthorityName(coverage.authority));
  if (const auto record = store_.authorities().Find(coverage.authority)) {
    message.set_title(record->title());
    message.set_region(record->region());
  }
  message.set_status(coverage::MessageOf(coverage.status));
  message.set_evidence_count(static_cast<int32_t>(coverage.entries));
  message.set_in_date_count(static_cast<int32_t>(coverage.in_date));
  message.set_identified_count(static_cast<int32_t>(coverage.identified));
  if (coverage.nil) {
    *message.mutable_nil_declaration() =
        coverage::MessageOf(coverage.nil_item, *coverage.nil);
  }
  for (const std::string& other : coverage.listed_elsewhere) {
    message.add_listed_elsewhere(entry::FormatAuthorityName(other));
  }
  const auto people = populations_.find(coverage.authority);
  if (people != populations_.end()) message.set_population(people->second);
  if (auto harvested =
          entry::HarvestedFrom(store_.authorities(), coverage.log)) {
    *message.mutable_harvested() = *std::move(harvested);
  }
  return message;
}

absl::StatusOr<v1::CheckCoverageResponse> CoverageReader::Check(
    const v1::CheckCoverageRequest& request) const {
  ASSIGN_OR_RETURN(CoverageQuestion question, ReadRequest(request, store_));
  ASSIGN_OR_RETURN(question.instant, entry::InstantOf(store_, request));
  if (!request.has_judge_time()) {
    ASSIGN_OR_RETURN(
        question.judge_time,
        entry::TimeAskedOf(store_, request, question.instant, clock_()));
  }
  return Answer(question);
}

absl::StatusOr<v1::ListNilDeclarationsResponse> CoverageReader::ListNil(
    const v1::ListNilDeclarationsRequest& request) const {
  const absl::StatusOr<std::string> authority =
      entry::ParseLogName("parent", request.parent());
  if (!authority.ok()) {
    return rpc::InvalidField("parent", authority.status().message());
  }
  if (!store_.authorities().Find(*authority)) {
    return rpc::CallerError(
        absl::StatusCode::kNotFound, "AUTHORITY_NOT_FOUND",
        absl::StrCat("no authority ", *authority, " is registered here"),
        {{"authority", *authority}});
  }
  ASSIGN_OR_RETURN(const storage::Instant instant,
                   entry::InstantOf(store_, request));
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store_.speaking().At(instant));
  const std::string log = storage::SpeakingLog(speaking, *authority);
  v1::ListNilDeclarationsResponse response;
  response.set_revision(instant.ToRevision());
  for (const entry::StatutoryItem& item : entry::StatutoryItems()) {
    ASSIGN_OR_RETURN(
        const std::optional<storage::NilStatement> nil,
        store_.statements().NilAt(log, item.id, instant.SizeOf(log)));
    if (nil) {
      *response.add_nil_declarations() = coverage::MessageOf(item.id, *nil);
    }
  }
  return response;
}

absl::StatusOr<v1::CheckCoverageResponse> CoverageReader::Answer(
    const CoverageQuestion& question) const {
  ASSIGN_OR_RETURN(const std::vector<AuthorityCoverage> all,
                   CoverageOf(store_, question));
  v1::CheckCoverageResponse response;
  for (const AuthorityCoverage& coverage : all) {
    *response.add_coverages() = MessageOf(coverage);
  }
  AddShares(response);
  response.set_revision(question.instant.ToRevision());
  *response.mutable_judge_time() = entry::ToTimestamp(question.judge_time);
  return response;
}

}  // namespace localoffer::coverage

#include "services/inclusion/inclusion_service.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/entry/timestamp.h"
#include "services/inclusion/inclusion_check.h"
#include "services/rpc/error.h"

namespace localoffer::inclusion {
namespace {

constexpr absl::string_view kCheck =
    "localoffer.v1.InclusionService/CheckInclusion";
constexpr int kMostProviders = 20;
constexpr int kMostAuthorities = 1000;
constexpr int kMostStatutoryItems = 20;
constexpr absl::Duration kUsualAssurance = absl::Hours(365 * 24);
constexpr int64_t kMostAssuranceSeconds = int64_t{100} * 366 * 24 * 3600;

void AddOnce(std::string value, std::vector<std::string>& values) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

void ReadProviders(const v1::CheckInclusionRequest& request,
                   InclusionQuestion& question,
                   std::vector<rpc::FieldError>& errors) {
  if (request.providers().empty() ||
      request.providers_size() > kMostProviders) {
    errors.push_back({"providers", absl::StrCat("wanted 1 to ", kMostProviders,
                                                " identifiers of one "
                                                "provider")});
    return;
  }
  for (int i = 0; i < request.providers_size(); ++i) {
    const std::string field = absl::StrCat("providers[", i, "]");
    absl::StatusOr<std::string> provider =
        entry::ParseProviderName(field, request.providers(i));
    if (provider.ok()) {
      AddOnce(*std::move(provider), question.providers);
    } else {
      errors.push_back({field, std::string(provider.status().message())});
    }
  }
}

void ReadAuthorities(const v1::CheckInclusionRequest& request,
                     storage::Store& store, InclusionQuestion& question,
                     std::vector<rpc::FieldError>& errors) {
  if (request.authorities_size() > kMostAuthorities) {
    errors.push_back(
        {"authorities", absl::StrCat("wanted at most ", kMostAuthorities)});
    return;
  }
  for (int i = 0; i < request.authorities_size(); ++i) {
    const std::string field = absl::StrCat("authorities[", i, "]");
    absl::StatusOr<std::string> authority =
        entry::ParseAuthorityName(field, request.authorities(i));
    if (!authority.ok()) {
      errors.push_back({field, std::string(authority.status().message())});
    } else if (!store.authorities().Find(*authority)) {
      errors.push_back({field, absl::StrCat("\"", *authority,
                                            "\": no such authority is "
                                            "registered here")});
    } else {
      AddOnce(*std::move(authority), question.authorities);
    }
  }
  if (!request.authorities().empty()) return;
  for (const auto& [authority, record] : store.authorities().All()) {
    question.authorities.push_back(authority);
  }
}

void ReadRules(const v1::CheckInclusionRequest& request,
               InclusionQuestion& question,
               std::vector<rpc::FieldError>& errors) {
  question.assured_within = kUsualAssurance;
  if (request.has_assured_within()) {
    const int64_t seconds = request.assured_within().seconds();
    if (seconds < 0 || seconds > kMostAssuranceSeconds) {
      errors.push_back({"assured_within", "wanted 0 seconds to 100 years"});
    }
    question.assured_within = absl::Seconds(seconds);
  }
  if (request.statutory_items_size() > kMostStatutoryItems) {
    errors.push_back({"statutory_items",
                      absl::StrCat("wanted at most ", kMostStatutoryItems)});
    return;
  }
  for (const std::string& item : request.statutory_items()) {
    if (entry::FindStatutoryItem(item) == nullptr) {
      errors.push_back({"statutory_items",
                        absl::StrCat("\"", item,
                                     "\": wanted the id of a statutory item, "
                                     "such as LO-C9")});
    }
    AddOnce(item, question.statutory_items);
  }
  if (question.statutory_items.empty()) {
    question.statutory_items = {"LO-C9", "LO-C10"};
  }
}

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
  InclusionQuestion question;
  std::vector<rpc::FieldError> errors;
  ReadProviders(request, question, errors);
  ReadAuthorities(request, store_, question, errors);
  ReadRules(request, question, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  ASSIGN_OR_RETURN(question.instant, entry::InstantOf(store_, request));
  question.as_of = clock_();
  if (request.has_read_time()) {
    ASSIGN_OR_RETURN(question.as_of, entry::FromTimestamp(request.read_time()));
  } else if (!request.revision().empty()) {
    // Not by the clock: the same revision gives the same answer for ever.
    ASSIGN_OR_RETURN(question.as_of, store_.logs().TimeOf(question.instant));
  }
  ASSIGN_OR_RETURN(std::vector<v1::AuthorityInclusion> inclusions,
                   AnswerInclusion(store_, question));
  v1::CheckInclusionResponse response;
  for (v1::AuthorityInclusion& inclusion : inclusions) {
    *response.add_inclusions() = std::move(inclusion);
  }
  response.set_revision(question.instant.ToRevision());
  return response;
}

}  // namespace localoffer::inclusion

#include "services/coverage/coverage_request.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/coverage/subject.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/entry/timestamp.h"
#include "services/rpc/error.h"

namespace localoffer::coverage {
namespace {

constexpr int kMostAuthorities = 1000;

using Errors = std::vector<rpc::FieldError>;

std::optional<Subject> SubjectOfItem(const std::string& id, Errors& errors) {
  const entry::StatutoryItem* const item = entry::FindStatutoryItem(id);
  if (item != nullptr && CanBeAsked(*item)) return Subject(*item);
  std::string wanted = "wanted the id of a statutory item, such as LO-C9";
  if (item != nullptr) {
    wanted = item->duty == entry::Duty::kMay
                 ? "the law only permits it, and it is missing nowhere; wanted "
                   "an item of a must or a should"
                 : absl::StrCat("it is met part by part; wanted one of ",
                                absl::StrJoin(PartsOf(*item), ", "));
  }
  errors.push_back({"statutory_item",
                    absl::StrCat("\"", entry::Excerpt(id), "\": ", wanted)});
  return std::nullopt;
}

std::optional<Subject> ReadSubject(const v1::CheckCoverageRequest& request,
                                   Errors& errors) {
  switch (request.subject_case()) {
    case v1::CheckCoverageRequest::kStatutoryItem:
      return SubjectOfItem(request.statutory_item(), errors);
    case v1::CheckCoverageRequest::kPalliativeComponent:
      if (request.palliative_component() !=
              v1::PALLIATIVE_COMPONENT_UNSPECIFIED &&
          v1::PalliativeComponent_IsValid(request.palliative_component())) {
        return Subject(request.palliative_component());
      }
      errors.push_back(
          {"palliative_component",
           absl::StrCat(static_cast<int>(request.palliative_component()),
                        ": wanted one of the components, such as "
                        "PALLIATIVE_COMPONENT_SHORT_BREAKS")});
      return std::nullopt;
    case v1::CheckCoverageRequest::SUBJECT_NOT_SET:
      break;
  }
  errors.push_back(
      {"subject", "wanted palliative_component or statutory_item"});
  return std::nullopt;
}

std::vector<std::string> ReadAuthorities(
    const v1::CheckCoverageRequest& request, storage::Store& store,
    Errors& errors) {
  if (request.authorities().empty()) return RegisteredAuthorities(store);
  std::vector<std::string> ids;
  if (request.authorities_size() > kMostAuthorities) {
    errors.push_back(
        {"authorities", absl::StrCat("wanted at most ", kMostAuthorities)});
    return ids;
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.authorities_size(); ++i) {
    const std::string field = absl::StrCat("authorities[", i, "]");
    absl::StatusOr<std::string> id =
        entry::ParseAuthorityName(field, request.authorities(i));
    if (!id.ok()) {
      errors.push_back({field, std::string(id.status().message())});
    } else if (!store.authorities().Find(*id)) {
      errors.push_back({field, absl::StrCat("\"", *id,
                                            "\": no such authority is "
                                            "registered here")});
    } else if (seen.insert(*id).second) {
      ids.push_back(*std::move(id));
    }
  }
  return ids;
}

// The distant past where none is given.
absl::Time ReadJudgeTime(const v1::CheckCoverageRequest& request,
                         Errors& errors) {
  if (!request.has_judge_time()) return absl::InfinitePast();
  const absl::StatusOr<absl::Time> time =
      entry::FromTimestamp(request.judge_time());
  if (time.ok()) return *time;
  errors.push_back({"judge_time", std::string(time.status().message())});
  return absl::InfinitePast();
}

}  // namespace

absl::StatusOr<CoverageQuestion> ReadRequest(
    const v1::CheckCoverageRequest& request, storage::Store& store) {
  Errors errors;
  std::optional<Subject> subject = ReadSubject(request, errors);
  std::vector<std::string> authorities =
      ReadAuthorities(request, store, errors);
  const absl::Time judge_time = ReadJudgeTime(request, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return CoverageQuestion{*std::move(subject), std::move(authorities),
                          storage::Instant(), judge_time};
}

}  // namespace localoffer::coverage

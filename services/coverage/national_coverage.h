// How one subject is covered by local offers.
#ifndef LOCALOFFER_SERVICES_COVERAGE_NATIONAL_COVERAGE_H_
#define LOCALOFFER_SERVICES_COVERAGE_NATIONAL_COVERAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/coverage/subject.h"
#include "storage/directory/instant.h"
#include "storage/directory/statements.h"
#include "storage/store.h"

namespace localoffer::coverage {

// An entry counts on the day on which it was last assured or, without an
// assured date, last changed; so long ago in days, it is out of date.
inline constexpr int kDaysInDate = 365;

// kNoData where no log answers, and otherwise the first of the others that
// holds. Evidence are the published entries of the log that answers for the
// authority (speaking_logs.h) which name the subject and are active,
// temporarily closed, or do not say.
//
// No provider states anything in a log yet. So "confirmed" is not that a
// provider agrees: it is that the authority itself says, in date and under its
// signature, which registered body provides it, so that this body, and anybody
// else, can hold it to that. Where only one side can be held to anything, the
// status is one-sided.
enum class CoverageStatus {
  // Evidence in date, in the authority's own log, identifies its provider:
  // names it by an identifier of a public register.
  kConfirmed,
  // There is evidence in date, but none such: it does not identify its
  // provider, or was harvested and is not the authority's word here. Or there
  // is no evidence and no declaration at all, and entries in date in the offers
  // of other authorities say that they serve this one (see `listed_elsewhere`).
  kOneSided,
  // No evidence in date; a declaration that none is expected stands: no
  // evidence for the item declared has been published since.
  kNilDeclared,
  // There is evidence, all of it out of date.
  kStale,
  // There is a local offer, and none of the above.
  kMissing,
  // No log answers for the authority: of what there is, nothing is known.
  kNoData
};

struct AuthorityCoverage {
  // Its id.
  std::string authority;
  CoverageStatus status = CoverageStatus::kNoData;
  // The log that answers, another than its own when harvested; "" for kNoData.
  std::string log;
  // Evidence; of that what is in date; of that what identifies its provider.
  size_t entries = 0;
  size_t in_date = 0;
  size_t identified = 0;
  // The declaration that stands, whatever the status, and its item.
  std::optional<storage::NilStatement> nil;
  std::string nil_item;
  // Where it has no evidence: ids of the other authorities that list, in date,
  // what says that it serves this one: by naming it, one of its districts or
  // its region. What serves all of England says nothing of one authority and
  // does not count; nor do drawn areas and postcodes.
  std::vector<std::string> listed_elsewhere;

  bool is_harvested() const { return !log.empty() && log != authority; }
};

struct CoverageQuestion {
  Subject subject;
  // Ids.
  std::vector<std::string> authorities;
  storage::Instant instant;
  // By what time what is in date is judged.
  absl::Time judge_time;
};

// One for each authority asked about, in that order. Reads counts of the search
// index, and no entry.
absl::StatusOr<std::vector<AuthorityCoverage>> CoverageOf(
    storage::Store& store, const CoverageQuestion& question);

// Ids of all authorities that are registered, sorted.
std::vector<std::string> RegisteredAuthorities(storage::Store& store);

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_NATIONAL_COVERAGE_H_

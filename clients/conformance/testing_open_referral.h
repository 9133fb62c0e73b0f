// A small Open Referral UK 3.0 server for tests, which does everything right
// but for one fault.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_TESTING_OPEN_REFERRAL_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_TESTING_OPEN_REFERRAL_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::conformance {

enum class Fault {
  kNone,
  kNoVersion,
  kClosedToPages,
  kWrongSize,
  kWrongEmpty,
  kWrongPageNumber,
  kWrongLastPage,
  kContentsNoArray,
  kNoTotals,
  kDouble,
  kGap,
  kIgnoresPerPage,
  kRepeatsLastPage,
  kListedWithoutStatus,
  kListedIdNoUuid,
  kWholeFreqUnknown,
  kWholeBadDate,
  kWholeOtherName,
  kWholeMissing,
  kSearchFindsNothing,
  kSearchIgnored,
  kOrganizationFindsNothing,
  kOrganizationIgnored,
  kTermFindsNothing,
  kTaxonomyFindsNothing,
  kModifiedExclusive,
  kModifiedIgnored,
  kParametersAreAlternatives,
  kAgesFindNothing,
  kAgesIgnored,
  kPostcodeFindsNothing,
  kDayFindsNothing,
  kUnknownIsEmpty,
  kSenselessFails,
  kSenselessIsTaken,
  kWithdrawnIsUnknown,
  kTaxonomiesWithoutName,
  kOrganizationsOther,
};

// Thread-safe. With ten services; `/` is at `server.url()`.
class TestOpenReferral {
 public:
  explicit TestOpenReferral(Fault fault = Fault::kNone);

  harvest::FeedServer server;

  // Of a service that was withdrawn.
  static std::string WithdrawnId();

 private:
  struct Service;

  Service ServiceAt(int number) const;
  harvest::FeedAnswer Answer(const harvest::FeedRequest& request) const;
  harvest::FeedAnswer AnswerList(const harvest::FeedRequest& request) const;
  harvest::FeedAnswer AnswerService(absl::string_view id) const;
  harvest::FeedAnswer AnswerOthers(absl::string_view path) const;
  bool Passes(const Service& service,
              const harvest::FeedRequest& request) const;
  bool PassesAges(const Service& service,
                  const harvest::FeedRequest& request) const;
  bool PassesDate(const Service& service, const std::string& after) const;
  std::string Page(const std::vector<std::string>& all, int page,
                   int per_page) const;
  std::string Json(const Service& service, bool whole) const;
  bool Has(Fault fault) const { return fault_ == fault; }

  const Fault fault_;
};

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_TESTING_OPEN_REFERRAL_H_

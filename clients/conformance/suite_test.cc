#include "clients/conformance/suite.h"

#include <ostream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/conformance/testing_open_referral.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::conformance {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time Now() {
  return absl::FromCivil(absl::CivilDay(2026, 9, 1), absl::UTCTimeZone());
}

Report Look(const TestOpenReferral& open_referral,
            const SuiteOptions& options = {}, Limits limits = {}) {
  Server server(open_referral.server.url(), limits,
                {Now, [](absl::Duration) {}});
  return RunSuite(server, options, Now());
}

// Names of the checks with an outcome, and why.
std::set<std::string> Named(const Report& report, Outcome outcome) {
  std::set<std::string> names;
  for (const Check& check : report.checks) {
    if (check.outcome() == outcome) names.insert(check.name());
  }
  return names;
}

std::string Told(const Report& report) { return ReportJson(report); }

TEST(Suite, FindsNothingAtAServerThatIsRight) {
  const TestOpenReferral open_referral;
  const Report report =
      Look(open_referral, {.withdrawn_id = TestOpenReferral::WithdrawnId()});
  EXPECT_TRUE(report.Conforms());
  EXPECT_EQ(report.services, 10);
  EXPECT_EQ(report.sampled, 10);
  EXPECT_THAT(Named(report, Outcome::kFailed), IsEmpty()) << Told(report);
  EXPECT_THAT(Named(report, Outcome::kRemark), IsEmpty()) << Told(report);
  // What a server need not have, and this one has not.
  EXPECT_THAT(Named(report, Outcome::kSkipped), SizeIs(2)) << Told(report);
}

TEST(Suite, SkipsWhatItWasNotTold) {
  EXPECT_THAT(Named(Look(TestOpenReferral()), Outcome::kSkipped),
              Contains("a withdrawn service is gone"));
}

struct Case {
  Fault fault;
  absl::string_view check;
  Outcome outcome = Outcome::kFailed;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << static_cast<int>(one.fault) << ' ' << one.check;
}

class Faults : public ::testing::TestWithParam<Case> {};

TEST_P(Faults, AreFoundByTheirCheck) {
  const TestOpenReferral open_referral(GetParam().fault);
  const Report report =
      Look(open_referral, {.withdrawn_id = TestOpenReferral::WithdrawnId()});
  EXPECT_THAT(Named(report, GetParam().outcome),
              Contains(std::string(GetParam().check)))
      << Told(report);
  EXPECT_EQ(report.Conforms(), GetParam().outcome == Outcome::kRemark);
}

constexpr char kEnvelope[] = "a page says of itself what is so";
constexpr char kPaging[] = "all pages together have each service once";
constexpr char kListed[] = "services in the list follow the schema";

INSTANTIATE_TEST_SUITE_P(
    Lists, Faults,
    ::testing::Values(
        Case{Fault::kNoVersion, "says which standard it speaks"},
        Case{Fault::kClosedToPages, "lets web pages of any site read it"},
        Case{Fault::kWrongSize, kEnvelope}, Case{Fault::kWrongEmpty, kEnvelope},
        Case{Fault::kWrongPageNumber, kEnvelope},
        Case{Fault::kWrongLastPage, kEnvelope},
        Case{Fault::kContentsNoArray, kEnvelope},
        Case{Fault::kNoTotals, "a page says all of itself", Outcome::kRemark},
        Case{Fault::kDouble, kPaging}, Case{Fault::kGap, kPaging},
        Case{Fault::kIgnoresPerPage, "a page has as many as per_page asks for"},
        Case{Fault::kRepeatsLastPage, "behind the last page there is nothing"},
        Case{Fault::kListedWithoutStatus, kListed},
        Case{Fault::kListedIdNoUuid, kListed},
        Case{Fault::kWholeFreqUnknown, "services alone follow the schema"},
        Case{Fault::kWholeBadDate, "dates and times of day are written as such",
             Outcome::kRemark},
        Case{Fault::kWholeOtherName, "/services/{id} says what the list says"},
        Case{Fault::kWholeMissing, "/services/{id} says what the list says"}));

INSTANTIATE_TEST_SUITE_P(
    Searches, Faults,
    ::testing::Values(
        Case{Fault::kSearchFindsNothing, "search finds a service by its name"},
        Case{Fault::kSearchIgnored, "search finds nothing for what is no word"},
        Case{Fault::kOrganizationFindsNothing,
             "organization_id finds a service by its organization"},
        Case{Fault::kOrganizationIgnored,
             "organization_id finds a service by its organization"},
        Case{Fault::kTermFindsNothing,
             "taxonomy_term_id finds a service by its term"},
        Case{Fault::kTaxonomyFindsNothing,
             "taxonomy_id finds a service by its taxonomy"},
        Case{Fault::kModifiedExclusive,
             "modified_after its date finds a service"},
        Case{Fault::kModifiedIgnored,
             "modified_after a later date leaves a service out"},
        Case{Fault::kParametersAreAlternatives, "parameters hold together"},
        Case{Fault::kAgesFindNothing, "ages find a service by its own",
             Outcome::kRemark},
        Case{Fault::kAgesIgnored, "ages find a service by its own",
             Outcome::kRemark},
        Case{Fault::kPostcodeFindsNothing,
             "postcode and proximity find a service nearby", Outcome::kRemark},
        Case{Fault::kDayFindsNothing,
             "day and times find a service that is open", Outcome::kRemark}));

INSTANTIATE_TEST_SUITE_P(
    Others, Faults,
    ::testing::Values(
        Case{Fault::kUnknownIsEmpty, "an unknown id is not found"},
        Case{Fault::kSenselessFails,
             "a question without a sense is no server's error"},
        Case{Fault::kSenselessIsTaken, "a question without a sense is refused",
             Outcome::kRemark},
        Case{Fault::kWithdrawnIsUnknown, "a withdrawn service is gone",
             Outcome::kRemark},
        Case{Fault::kTaxonomiesWithoutName,
             "/taxonomies has what the standard says"},
        Case{Fault::kOrganizationsOther,
             "/organizations has what the standard says"}));

TEST(Suite, LooksAtTheSameRecordsForTheSameSeed) {
  TestOpenReferral open_referral;
  const auto asked_alone = [&](uint64_t seed) {
    open_referral.server.Forget();
    Look(open_referral, {.most_records = 3, .seed = seed});
    std::set<std::string> paths;
    for (const auto& request : open_referral.server.requests()) {
      if (absl::StartsWith(request.path, "/services/")) {
        paths.insert(request.path);
      }
    }
    return paths;
  };
  const std::set<std::string> first = asked_alone(7);
  // Three, and the one that nobody has.
  EXPECT_THAT(first, SizeIs(4));
  EXPECT_EQ(asked_alone(7), first);
  EXPECT_NE(asked_alone(8), first);
}

TEST(Suite, StopsAtItsLimitAndBlamesNobody) {
  const TestOpenReferral open_referral;
  const Report report = Look(open_referral, {}, {.most_requests = 20});
  EXPECT_EQ(report.requests, 20);
  EXPECT_THAT(Named(report, Outcome::kFailed), IsEmpty()) << Told(report);
  for (const Check& check : report.checks) {
    EXPECT_TRUE(check.tried() > 0 || !check.skipped().empty()) << check.name();
  }
}

TEST(Suite, DoesNotConformWhereNothingAnswers) {
  harvest::FeedServer gone([](const harvest::FeedRequest&) {
    return harvest::FeedAnswer{.status = 500};
  });
  Server server(gone.url(), {}, {Now, [](absl::Duration) {}});
  EXPECT_FALSE(RunSuite(server, {}, Now()).Conforms());
}

}  // namespace
}  // namespace localoffer::conformance

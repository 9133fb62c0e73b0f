// `conformance`.
#include "clients/conformance/testing_open_referral.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using conformance::Fault;
using conformance::TestOpenReferral;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Conformance : public CommandTest {};

TEST_F(Conformance, TellsCheckByCheckAndEndsWell) {
  const TestOpenReferral open_referral;
  const Outcome outcome =
      Run({"conformance", open_referral.server.url() + "/services",
           "--most-records", "4", "--seed", "7"});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr("passed  search finds a service by its name (4)\n"),
            HasSubstr("skipped  a withdrawn service is gone: no withdrawn "),
            HasSubstr("4 of 10 services looked at closely, which --seed 7 "),
            HasSubstr("The server conforms, as far as this can see.")));
}

TEST_F(Conformance, SaysWhatWasAskedWantedAndCame) {
  const TestOpenReferral open_referral(Fault::kUnknownIsEmpty);
  const Outcome outcome = Run({"conformance", open_referral.server.url()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("failed  an unknown id is not found (1 of 1)\n"),
                    HasSubstr("  asked   http://127.0.0.1:"),
                    HasSubstr("  wanted  status 404\n"),
                    HasSubstr("  came    status 200\n"),
                    HasSubstr("The server does not conform.")));
}

TEST_F(Conformance, ForgivesRemarksUnlessStrict) {
  const TestOpenReferral open_referral(Fault::kSenselessIsTaken);
  EXPECT_EQ(Run({"conformance", open_referral.server.url()}).code, 0);
  EXPECT_EQ(Run({"conformance", open_referral.server.url(), "--strict"}).code,
            1);
}

TEST_F(Conformance, ReportsInJson) {
  const TestOpenReferral open_referral(Fault::kWithdrawnIsUnknown);
  const Outcome outcome =
      Run({"conformance", open_referral.server.url(), "--output", "json",
           "--withdrawn", TestOpenReferral::WithdrawnId()});
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("\"conforms\": true"),
                                 HasSubstr("\"outcome\": \"remark\""),
                                 HasSubstr("\"wanted\": \"status 410\""),
                                 Not(HasSubstr("\"outcome\": \"failed\""))));
}

TEST_F(Conformance, CannotSayAnythingOfWhoDoesNotAnswer) {
  std::string url;
  {
    const TestOpenReferral open_referral;
    url = open_referral.server.url();
  }
  const Outcome outcome = Run({"conformance", url});
  EXPECT_EQ(outcome.code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("gives no answer"));
}

TEST_F(Conformance, WantsAWebAddress) {
  const Outcome outcome = Run({"conformance", "example"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("wanted a web address"));
}

}  // namespace
}  // namespace localoffer::command

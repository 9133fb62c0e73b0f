// `check`.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/check_request.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kEntryName[] = "authorities/E06000023/entries/e1";

class Checking : public CommandTest {
 protected:
  Checking() {
    server_.answers.check_inclusion =
        [this](const v1::CheckInclusionRequest& request,
               v1::CheckInclusionResponse* response) {
          check_ = request;
          *response = inclusions_;
          return grpc::Status::OK;
        };
  }

  v1::AuthorityInclusion* AddInclusion(const std::string& title,
                                       v1::InclusionStatus status) {
    v1::AuthorityInclusion* inclusion = inclusions_.add_inclusions();
    inclusion->set_title(title);
    inclusion->set_status(status);
    return inclusion;
  }

  v1::CheckInclusionRequest check_;
  v1::CheckInclusionResponse inclusions_;
};

TEST_F(Checking, PrintsAStatusForEachAuthority) {
  v1::AuthorityInclusion* listed =
      AddInclusion("Bristol", v1::INCLUSION_STATUS_LISTED);
  listed->mutable_since()->set_seconds(1756684800);
  v1::InclusionEvidence* evidence = listed->add_evidence();
  evidence->set_entry(absl::StrCat(kEntryName, "@7"));
  evidence->set_title("Short breaks");
  evidence->set_assured_date("2025-08-01");
  evidence->mutable_recognition()->set_basis(v1::RECOGNITION_BASIS_IDENTIFIER);
  AddInclusion("Somerset", v1::INCLUSION_STATUS_NEVER_LISTED);
  AddInclusion("North Somerset", v1::INCLUSION_STATUS_NO_DATA);
  const Outcome outcome = Run({"check", "--charity", "9900001"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(
      outcome.out,
      "authority  status        since       assured     recognised by  entry  "
      "                             about\n"
      "Bristol    listed        2025-09-01  2025-08-01  identifier     "
      "authorities/E06000023/entries/e1@7  Short breaks\n"
      "Somerset   never listed\n"
      "\n"
      "Of 3 authorities: 1 listed; 1 never listed; 1 nothing published "
      "here.\n");
  EXPECT_THAT(outcome.err, HasSubstr("--all lists them"));
  EXPECT_THAT(check_.providers(), ElementsAre("providers/GB-CHC-9900001"));
  EXPECT_THAT(Run({"check", "--charity", "9900001", "--all"}).out,
              HasSubstr("North Somerset  nothing published here"));
}

TEST_F(Checking, ShowsWhyAProviderIsNotListed) {
  v1::AuthorityInclusion* withdrawn =
      AddInclusion("Bristol", v1::INCLUSION_STATUS_WITHDRAWN);
  v1::InclusionEvidence* evidence = withdrawn->add_evidence();
  evidence->mutable_listed_until()->set_seconds(1756684800);
  evidence->set_withdrawal_reason("The contract ended");
  v1::AuthorityInclusion* nil =
      AddInclusion("Somerset", v1::INCLUSION_STATUS_NIL_DECLARED);
  nil->add_nil_declarations()->set_statutory_item("LO-C9");
  nil->mutable_nil_declarations(0)->set_reason("None is commissioned");
  const Outcome outcome = Run({"check", "GB-CHC-9900001"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("until 2025-09-01: The contract ended"),
                    HasSubstr("LO-C9 declared nil: None is commissioned")));
}

TEST_F(Checking, FlagsReachTheRequest) {
  Run({"check", "GB-CHC-9900001", "--company", "1234567", "--authority",
       "Bristol", "--item", "LO-C9", "--assured-within", "30", "--at",
       "2025-09-01"});
  EXPECT_THAT(check_.providers(), ElementsAre("providers/GB-CHC-9900001",
                                              "providers/GB-COH-01234567"));
  EXPECT_THAT(check_.authorities(), ElementsAre("authorities/E06000023"));
  EXPECT_THAT(check_.statutory_items(), ElementsAre("LO-C9"));
  EXPECT_EQ(check_.assured_within().seconds(), 30 * 86400);
  EXPECT_EQ(check_.read_time().seconds(), 1756684800);
}

TEST_F(Checking, ExitCodeTellsWhetherListedEverywhere) {
  AddInclusion("Bristol", v1::INCLUSION_STATUS_LISTED);
  EXPECT_EQ(Run({"check", "GB-CHC-9900001", "--exit-code"}).code, 0);
  for (const auto status : {v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE,
                            v1::INCLUSION_STATUS_NO_DATA}) {
    AddInclusion("Somerset", status);
    EXPECT_EQ(Run({"check", "GB-CHC-9900001", "--exit-code"}).code, 1);
    EXPECT_EQ(Run({"check", "GB-CHC-9900001"}).code, 0);
    inclusions_.mutable_inclusions()->RemoveLast();
  }
}

TEST_F(Checking, NeedsAnIdentifierOrAName) {
  EXPECT_EQ(Run({"check"}).code, 2);
  EXPECT_THAT(Run({"check", "9900001"}).err, HasSubstr("--charity 9900001"));
}

TEST_F(Checking, ADescriptionReachesTheRequest) {
  Run({"check", "--name", "Example Hospice", "--name", "Example House",
       "--website", "https://example.org.uk", "--phone", "0117 900 0000",
       "--postcode", "BS1 4DJ"});
  EXPECT_THAT(check_.providers(), ElementsAre());
  EXPECT_THAT(check_.description().names(),
              ElementsAre("Example Hospice", "Example House"));
  EXPECT_THAT(check_.description().websites(),
              ElementsAre("https://example.org.uk"));
  EXPECT_THAT(check_.description().phones(), ElementsAre("0117 900 0000"));
  EXPECT_THAT(check_.description().postcodes(), ElementsAre("BS1 4DJ"));
  EXPECT_FALSE(check_.has_catchment());
  EXPECT_FALSE(check_.has_statement());
}

TEST_F(Checking, ACatchmentAndAStatementReachTheRequest) {
  const std::string postcodes = File("postcodes.csv", "BS1 4DJ\nLS1\n");
  const std::string polygon = File("area.geojson", "{\"type\":1}");
  const std::string statement = File("statement.json", "{\"id\":\"1\"}");
  const Outcome outcome = Run({"check", "GB-CHC-9900001", "--within", "40km",
                               "--of", "BS1 4DJ", "--postcodes", postcodes,
                               "--polygon", polygon, "--statement", statement});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(check_.catchment().circles_size(), 1);
  EXPECT_EQ(check_.catchment().circles(0).radius_meters(), 40000);
  EXPECT_EQ(check_.catchment().circles(0).center().postcode(), "BS1 4DJ");
  EXPECT_THAT(check_.catchment().postcodes(), ElementsAre("BS1 4DJ", "LS1"));
  EXPECT_EQ(check_.catchment().geojson(), "{\"type\":1}");
  EXPECT_EQ(check_.statement().open_referral_json(), "{\"id\":\"1\"}");
}

TEST_F(Checking, FlagsThatSayHalfAreRefused) {
  EXPECT_THAT(Run({"check", "GB-CHC-9900001", "--within", "40km"}).err,
              HasSubstr("--of"));
  EXPECT_EQ(
      Run({"check", "GB-CHC-9900001", "--within", "40", "--of", "BS1"}).code,
      2);
  EXPECT_EQ(Run({"check", "GB-CHC-9900001", "--polygon", "/none"}).code, 2);
}

TEST_F(Checking, HowSureTheRecognitionIsStandsInTheTable) {
  v1::AuthorityInclusion* listed =
      AddInclusion("Bristol", v1::INCLUSION_STATUS_LISTED);
  v1::Recognition& recognition = *listed->add_evidence()->mutable_recognition();
  recognition.set_basis(v1::RECOGNITION_BASIS_NAME);
  recognition.set_score(0.8);
  recognition.add_clues()->set_kind(v1::CLUE_KIND_NAME);
  recognition.add_clues()->set_kind(v1::CLUE_KIND_POSTCODE);
  EXPECT_THAT(Run({"check", "--name", "Example Hospice"}).out,
              HasSubstr("name, postcode: 80 %"));
}

TEST_F(Checking, DifferencesAndLookAlikesAreTold) {
  v1::AuthorityInclusion* listed =
      AddInclusion("Bristol", v1::INCLUSION_STATUS_LISTED);
  listed->set_evidence_count(27);
  v1::InclusionEvidence* evidence = listed->add_evidence();
  evidence->set_title("Short breaks");
  v1::FieldDifference* difference = evidence->add_differences();
  difference->set_path("service.maximum_age");
  difference->set_before("18");
  difference->set_after("25");
  v1::LookAlike* look_alike = listed->add_look_alikes();
  look_alike->set_organization("Example Hospice");
  look_alike->add_providers("providers/GB-CHC-9900002");
  look_alike->set_reason(v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER);
  EXPECT_THAT(
      Run({"check", "GB-CHC-9900001"}).out,
      AllOf(HasSubstr("and 26 more entries"),
            HasSubstr("Bristol, \"Short breaks\", is not as stated:\n"
                      "  service.maximum_age\n"
                      "    listed 18\n"
                      "    stated 25\n"),
            HasSubstr("GB-CHC-9900002"), HasSubstr("another identifier")));
}

TEST_F(Checking, WhatNobodyCanSayIsNotSaidToBeUnpublished) {
  v1::AuthorityInclusion* unsaid =
      AddInclusion("Bristol", v1::INCLUSION_STATUS_NO_DATA);
  v1::LookAlike* look_alike = unsaid->add_look_alikes();
  look_alike->set_organization("Example Hospice");
  look_alike->add_providers("providers/GB-COH-09900001");
  look_alike->set_reason(v1::LOOK_ALIKE_REASON_AMBIGUOUS);
  AddInclusion("Somerset", v1::INCLUSION_STATUS_NO_DATA);
  const Outcome outcome = Run({"check", "--name", "Example Hospice"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("cannot be said"), HasSubstr("GB-COH-09900001"),
                    HasSubstr("ask with an identifier"),
                    HasSubstr("1 cannot be said; 1 nothing published here"),
                    ::testing::Not(HasSubstr("Somerset"))));
}

TEST_F(Checking, WhatIsApproximateOrOutsideIsRemarked) {
  AddInclusion("Bristol", v1::INCLUSION_STATUS_NEVER_LISTED);
  v1::CatchmentOutcome& catchment = *inclusions_.mutable_catchment();
  v1::Place& center = *catchment.add_centers();
  center.set_outcode("BS1");
  center.set_approximate(true);
  catchment.add_postcodes_outside("CF10 1AA");
  catchment.set_postcodes_outside_count(1);
  EXPECT_THAT(Run({"check", "GB-CHC-9900001"}).err,
              AllOf(HasSubstr("around the middle of BS1"),
                    HasSubstr("1 postcodes are in no authority")));
}

TEST(PostcodesIn, ReadsListsHoweverTheyAreSeparated) {
  EXPECT_THAT(PostcodesIn("\xEF\xBB\xBFPostcode\r\n\"BS1 4DJ\",LS1 1UR\r\n\n"
                          "bs1 4dj; M1 1AE\n"),
              ElementsAre("BS1 4DJ", "LS1 1UR", "M1 1AE"));
  EXPECT_THAT(PostcodesIn(""), ElementsAre());
}

}  // namespace
}  // namespace localoffer::command

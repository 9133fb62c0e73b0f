// `plan` and `publish`.
#include <fstream>
#include <string>
#include <vector>

#include "clients/localoffer/command_fixture.h"
#include "clients/localoffer/plan_report.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::PlanSummary Summary() {
  v1::PlanSummary summary;
  summary.set_added(3);
  summary.set_changed(2);
  summary.set_unchanged(12);
  summary.set_records(17);
  summary.set_published_before(14);
  summary.set_format("csv");
  summary.set_encoding("windows-1252");
  summary.set_plan_token("plan-7");
  return summary;
}

v1::Violation BadAge() {
  v1::Violation violation;
  violation.mutable_position()->set_source("offer.csv");
  violation.mutable_position()->set_record(12);
  violation.mutable_position()->set_column("minimum_age");
  violation.set_field("service.minimum_age");
  violation.set_value("abc");
  violation.set_wanted("a number of years from 0 to 130");
  return violation;
}

class Publishing : public CommandTest {
 protected:
  Publishing() {
    server_.answers.plan =
        [this](const client::ReceivedSource& source,
               std::vector<v1::PlanPublicationResponse>* parts) {
          planned_ = source;
          parts->push_back(plan_);
          return plan_status_;
        };
    server_.answers.publish = [this](const client::ReceivedSource& source,
                                     std::vector<v1::PublishResponse>* parts) {
      published_ = source;
      parts->push_back(publish_);
      return publish_status_;
    };
    *plan_.mutable_summary() = Summary();
    v1::PlannedChange* change = plan_.add_changes();
    change->set_action(v1::CHANGE_ACTION_CHANGED);
    change->set_title("Short breaks");
    v1::FieldDifference* difference = change->add_differences();
    difference->set_path("service.minimum_age");
    difference->set_after("5");
    *publish_.mutable_summary() = Summary();
    publish_.mutable_publication()->set_first_sequence(20);
    publish_.mutable_publication()->set_change_count(5);
    publish_.mutable_publication()->mutable_commit_time()->set_seconds(
        1756684800);
  }

  Outcome RunOn(const std::string& verb, std::vector<std::string> flags) {
    std::vector<std::string> arguments = {verb, File("offer.csv", "name\na\n"),
                                          "--authority", "Bristol"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Run(arguments);
  }

  bool HasPublished() const {
    for (const client::ReceivedCall& call : server_.calls()) {
      if (call.method == "Publish") return true;
    }
    return false;
  }

  v1::PlanPublicationResponse plan_;
  v1::PublishResponse publish_;
  grpc::Status plan_status_;
  grpc::Status publish_status_;
  client::ReceivedSource planned_;
  client::ReceivedSource published_;
};

TEST_F(Publishing, PlanSaysInWordsWhatWouldChange) {
  const Outcome outcome = RunOn("plan", {"--full"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "Changes\n"
            "  changed    Short breaks\n"
            "      service.minimum_age: nothing → 5\n"
            "\n"
            "3 added, 2 changed, 0 withdrawn, 12 unchanged\n"
            "17 records read as csv, windows-1252; 0 repairs, 0 violations; "
            "14 published before\n"
            "Nothing is published yet. Plan token: plan-7\n");
  EXPECT_FALSE(HasPublished());
}

TEST_F(Publishing, FlagsReachTheHeader) {
  RunOn("plan", {"--full", "--format", "csv", "--confirm-withdrawals", "4",
                 "--reason", "Moved", "--leave-out-refused"});
  EXPECT_EQ(planned_.header.parent(), "authorities/E06000023");
  EXPECT_EQ(planned_.header.scope(), v1::PUBLICATION_SCOPE_FULL);
  EXPECT_EQ(planned_.header.format(), v1::SOURCE_FORMAT_CSV);
  EXPECT_EQ(planned_.header.source_name(), "offer.csv");
  EXPECT_EQ(planned_.header.confirm_withdrawals(), 4);
  EXPECT_EQ(planned_.header.withdrawal_reason(), "Moved");
  EXPECT_TRUE(planned_.header.leave_out_refused());
  EXPECT_EQ(planned_.bytes, "name\na\n");
  RunOn("plan", {"--part"});
  EXPECT_EQ(planned_.header.scope(), v1::PUBLICATION_SCOPE_PARTIAL);
}

TEST_F(Publishing, TheScopeMustBeSaid) {
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{}, {"--full", "--part"}}) {
    const Outcome outcome = RunOn("plan", flags);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("--full if the file holds the "
                                             "whole local offer"),
                                   HasSubstr("--part if")));
  }
}

TEST_F(Publishing, TheAuthorityMustBeSaid) {
  const std::string file = File("offer.csv", "name\n");
  const Outcome outcome = Run({"plan", file, "--part"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("LOCALOFFER_AUTHORITY"));
  environment_["LOCALOFFER_AUTHORITY"] = "E06000024";
  EXPECT_EQ(Run({"plan", file, "--part"}).code, 0);
  EXPECT_EQ(planned_.header.parent(), "authorities/E06000024");
}

TEST_F(Publishing, ViolationsAreAllShownWithTheirPlace) {
  for (int i = 0; i < 60; ++i) {
    *plan_.add_violations() = BadAge();
    plan_.mutable_violations(i)->mutable_position()->set_record(i + 2);
  }
  plan_.mutable_summary()->set_refused(60);
  const Outcome outcome = RunOn("plan", {"--part"});
  EXPECT_EQ(outcome.code, 1);
  for (int i = 0; i < 60; ++i) {
    EXPECT_THAT(
        outcome.out,
        HasSubstr("offer.csv row " + std::to_string(i + 2) +
                  ", column minimum_age: \"abc\": wanted a number of years "
                  "from 0 to 130\n"));
  }
  EXPECT_THAT(outcome.out, HasSubstr("60 refused"));
  EXPECT_THAT(outcome.err, HasSubstr("--leave-out-refused"));
  EXPECT_EQ(RunOn("plan", {"--part", "--leave-out-refused"}).code, 0);
}

TEST_F(Publishing, PositionsInJsonArePointers) {
  v1::Violation violation = BadAge();
  violation.mutable_position()->set_source("offer.json");
  violation.mutable_position()->clear_column();
  violation.mutable_position()->set_json_pointer("/contents/3/minimum_age");
  EXPECT_EQ(ViolationInWords(violation, false),
            "offer.json record 12, /contents/3/minimum_age: \"abc\": wanted a "
            "number of years from 0 to 130");
}

TEST_F(Publishing, RepairsAreGroupedByRule) {
  for (int i = 0; i < 5; ++i) {
    v1::Repair* repair = plan_.add_repairs();
    repair->mutable_position()->set_source("offer.csv");
    repair->mutable_position()->set_record(i + 2);
    repair->mutable_position()->set_column("url");
    repair->set_before("www.example.org/" + std::to_string(i));
    repair->set_after("https://www.example.org/" + std::to_string(i));
    repair->set_rule("URL_SCHEME_ADDED");
    repair->set_explanation("https:// was added");
  }
  const Outcome outcome = RunOn("plan", {"--part"});
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr("  URL_SCHEME_ADDED, 5 times: https:// was added\n"
                      "    offer.csv row 2, column url: \"www.example.org/0\" "
                      "→ \"https://www.example.org/0\"\n"),
            HasSubstr("    … 2 more (--all-repairs lists them)\n"),
            Not(HasSubstr("row 5"))));
  EXPECT_THAT(RunOn("plan", {"--part", "--all-repairs"}).out,
              AllOf(HasSubstr("row 6"), Not(HasSubstr("more"))));
}

TEST_F(Publishing, TheBrakeOnWithdrawalsSaysWhatConfirms) {
  plan_.mutable_summary()->set_withdrawn(9);
  plan_.mutable_summary()->set_withdrawals_need_confirmation(true);
  const Outcome outcome = RunOn("plan", {"--full"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("withdraws 9 of 14"),
                                 HasSubstr("--confirm-withdrawals 9")));
  EXPECT_EQ(RunOn("plan", {"--full", "--confirm-withdrawals", "9"}).code, 0);
}

TEST_F(Publishing, AsksAndPublishesThePlanThatWasShown) {
  is_terminal_ = true;
  input_ = "y\n";
  const Outcome outcome = RunOn("publish", {"--full"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("3 added, 2 changed, 0 withdrawn"));
  EXPECT_THAT(outcome.err, HasSubstr("Publish? [y/N]"));
  EXPECT_THAT(outcome.out,
              HasSubstr("Published 5 changes to authorities/E06000023 at "
                        "2025-09-01T00:00:00Z (sequence 20 to 24)."));
  EXPECT_EQ(published_.header.plan_token(), "plan-7");
  EXPECT_EQ(published_.bytes, planned_.bytes);
}

TEST_F(Publishing, PublishesNothingWithoutAYes) {
  is_terminal_ = true;
  for (const std::string answer : {"n\n", "\n", "", "Yikes\n"}) {
    input_ = answer;
    const Outcome outcome = RunOn("publish", {"--full"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.err, HasSubstr("Nothing was published."));
  }
  EXPECT_FALSE(HasPublished());
}

TEST_F(Publishing, DoesNotAskWhenThePlanIsRefusedOrEmpty) {
  is_terminal_ = true;
  input_ = "y\n";
  plan_.mutable_summary()->set_refused(1);
  *plan_.add_violations() = BadAge();
  EXPECT_EQ(RunOn("publish", {"--full"}).code, 1);
  *plan_.mutable_summary() = v1::PlanSummary();
  const Outcome outcome = RunOn("publish", {"--full"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("There is nothing to publish."));
  EXPECT_FALSE(HasPublished());
}

TEST_F(Publishing, NeedsYesWhereNobodyCanAnswer) {
  const Outcome outcome = RunOn("publish", {"--full"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("say --yes"));
  is_terminal_ = true;
  EXPECT_EQ(RunOn("publish", {"--full", "--output", "json"}).code, 2);
  EXPECT_TRUE(server_.calls().empty());
}

TEST_F(Publishing, YesPublishesWithoutAPlan) {
  const Outcome outcome = RunOn("publish", {"--part", "--yes", "--plan-token",
                                            "mine", "--request-id", "again"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(published_.header.plan_token(), "mine");
  EXPECT_EQ(published_.header.request_id(), "again");
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("3 added"), HasSubstr("Published")));
  for (const client::ReceivedCall& call : server_.calls()) {
    EXPECT_NE(call.method, "PlanPublication");
  }
}

TEST_F(Publishing, ARefusalShowsItsViolations) {
  publish_.Clear();
  *publish_.add_violations() = BadAge();
  publish_status_ =
      client::Refusal(grpc::StatusCode::INVALID_ARGUMENT,
                      "1 of 17 records is refused.", "PUBLICATION_REFUSED");
  const Outcome outcome = RunOn("publish", {"--part", "--yes"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("offer.csv row 12, column minimum_age"));
  EXPECT_EQ(outcome.err,
            "localoffer: 1 of 17 records is refused.\nNothing was published. "
            "Put the listed records right, or publish the others with "
            "--leave-out-refused.\n");
}

TEST_F(Publishing, TheServersBrakeNamesTheNumber) {
  publish_.Clear();
  publish_status_ =
      client::Refusal(grpc::StatusCode::FAILED_PRECONDITION,
                      "This withdraws 40 of 100 entries.",
                      "TOO_MANY_WITHDRAWALS", {{"withdrawals", "40"}});
  const Outcome outcome = RunOn("publish", {"--full", "--yes"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("--confirm-withdrawals 40"));
}

TEST_F(Publishing, AnOutdatedPlanIsAConflict) {
  publish_.Clear();
  publish_status_ =
      client::Refusal(grpc::StatusCode::ABORTED, "Changed.", "PLAN_OUTDATED");
  const Outcome outcome = RunOn("publish", {"--full", "--yes"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("`localoffer plan` again"));
}

TEST_F(Publishing, SaysHowToFindOutWhenTheConnectionIsLost) {
  publish_.Clear();
  publish_status_ = grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "");
  const Outcome outcome = RunOn("publish", {"--full", "--yes"});
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.err,
              HasSubstr("--request-id 000000000000001d000000000000001d: it "
                        "can't be published twice."));
}

TEST_F(Publishing, SaysWhenARequestIsRepeated) {
  publish_.mutable_publication()->set_replayed(true);
  EXPECT_THAT(RunOn("publish", {"--full", "--yes"}).out,
              HasSubstr("nothing was written twice"));
}

TEST_F(Publishing, JsonIsOneDocument) {
  const Outcome outcome =
      RunOn("publish", {"--full", "--yes", "--output", "json"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, AllOf(StartsWith("{"), HasSubstr("\"added\": 3"),
                                 HasSubstr("\"withdrawn\": 0"),
                                 HasSubstr("\"first_sequence\": \"20\"")));
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(RunOn("plan", {"--full", "--output", "json"}).out,
              HasSubstr("\"plan_token\": \"plan-7\""));
}

TEST_F(Publishing, QuietLeavesTheSummary) {
  EXPECT_EQ(RunOn("plan", {"--full", "--quiet"}).out,
            "3 added, 2 changed, 0 withdrawn, 12 unchanged\n");
}

TEST_F(Publishing, ALongSendShowsABarOnATerminalOnly) {
  const std::string file = File("long.csv", std::string(3 << 20, 'x'));
  const std::vector<std::string> arguments = {"plan", file, "--authority",
                                              "Bristol", "--full"};
  EXPECT_THAT(Run(arguments).err, Not(HasSubstr("Sending")));
  is_terminal_ = true;
  EXPECT_THAT(Run(arguments).err,
              AllOf(HasSubstr("Sending [####"), HasSubstr("All sent"),
                    testing::EndsWith("\r\x1b[K")));
  EXPECT_EQ(
      Run({"--quiet", "plan", file, "--authority", "Bristol", "--full"}).err,
      "");
}

TEST_F(Publishing, AMissingFileIsWrongUsage) {
  const Outcome outcome =
      Run({"plan", "/nowhere/x.csv", "--authority", "E06000023", "--full"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("No such file"));
}

TEST_F(Publishing, TextOfTheServerCannotSteerTheTerminal) {
  is_terminal_ = true;
  v1::Violation violation = BadAge();
  violation.set_value("\x1b]0;owned\x07\x1b[31m\n\rabc\u202E");
  *plan_.add_violations() = violation;
  plan_.mutable_changes(0)->set_title("a\x1b[2Jb");
  const Outcome outcome = RunOn("plan", {"--full", "--no-color"});
  EXPECT_THAT(outcome.out,
              AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")),
                    Not(HasSubstr("\r")), HasSubstr("changed    ab\n"),
                    Not(HasSubstr("\u202E"))));
}

}  // namespace
}  // namespace localoffer::command

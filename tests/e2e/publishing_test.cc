// Publishing, from the outside.
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr auto kPart = v1::PUBLICATION_SCOPE_PARTIAL;
constexpr auto kFull = v1::PUBLICATION_SCOPE_FULL;

class PublishingTest : public ::testing::Test {
 protected:
  PublishingTest() : token_(node_.Token(kBristol)) {}

  std::string NameOf(int number) {
    v1::GetEntryRequest request;
    request.set_name(TestEntryName(kBristol, number));
    v1::GetEntryResponse response;
    const grpc::Status status =
        node_.directory().GetEntry(With("").get(), request, &response);
    if (!status.ok()) return absl::StrCat("error ", status.error_code());
    if (response.entry().state() == v1::ENTRY_STATE_WITHDRAWN) {
      return absl::StrCat("withdrawn: ",
                          response.entry().withdrawal().reason());
    }
    return response.entry().service().name();
  }

  int64_t LogSize() {
    v1::GetAuthorityRequest request;
    request.set_name(absl::StrCat("authorities/", kBristol));
    v1::GetAuthorityResponse response;
    node_.authorities().GetAuthority(With("").get(), request, &response);
    return response.authority().log_size();
  }

  TestNode node_;
  const std::string token_;
};

TEST_F(PublishingTest, APlanSaysWhatWouldChangeAndWritesNothing) {
  const Published plan =
      node_.PlanSource(TestNode::Header(kBristol, kFull),
                       "reference,name\nA,First\nB,Second\n", token_);
  ASSERT_TRUE(plan.status.ok()) << plan.status.error_message();
  EXPECT_EQ(plan.summary.added(), 2);
  EXPECT_EQ(plan.summary.format(), "csv");
  EXPECT_FALSE(plan.summary.plan_token().empty());
  EXPECT_EQ(LogSize(), 0);
}

TEST_F(PublishingTest, WhatThePlanShowedIsWhatIsPublished) {
  const std::string csv = "reference,name\nA,First\nB,Second\n";
  v1::PublicationHeader header = TestNode::Header(kBristol, kFull);
  header.set_plan_token(
      node_.PlanSource(header, csv, token_).summary.plan_token());
  const Published published = node_.PublishSource(header, csv, token_);
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  EXPECT_EQ(published.publication.change_count(), 2);
  EXPECT_THAT(published.publication.checkpoint(),
              HasSubstr("localoffer/E06000023\n2\n"));
}

TEST_F(PublishingTest, APlanThatIsOutdatedIsNotPublished) {
  const std::string csv = "reference,name\nA,First\n";
  v1::PublicationHeader header = TestNode::Header(kBristol, kPart);
  header.set_plan_token(
      node_.PlanSource(header, csv, token_).summary.plan_token());
  ASSERT_TRUE(node_
                  .PublishSource(TestNode::Header(kBristol, kPart),
                                 "reference,name\nA,Other\n", token_)
                  .status.ok());
  const Published late = node_.PublishSource(header, csv, token_);
  EXPECT_EQ(late.status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(Reason(late.status), "PLAN_OUTDATED");
  EXPECT_EQ(LogSize(), 1);
}

TEST_F(PublishingTest, ChangesAreToldFieldByField) {
  node_.MustPublish(kBristol, {TestEntry(1, "Before")});
  v1::Entry after = TestEntry(1, "After");
  after.mutable_service()->set_minimum_age(3);
  const Published published =
      node_.Publish(TestNode::Header(kBristol, kPart), {after}, token_);
  ASSERT_THAT(published.changes, SizeIs(1));
  const v1::PlannedChange& change = published.changes[0];
  EXPECT_EQ(change.action(), v1::CHANGE_ACTION_CHANGED);
  ASSERT_EQ(change.differences_size(), 2);
  EXPECT_EQ(change.differences(0).path(), "service.name");
  EXPECT_EQ(change.differences(0).before(), "\"Before\"");
  EXPECT_EQ(change.differences(0).after(), "\"After\"");
  EXPECT_EQ(change.differences(1).path(), "service.minimum_age");
  EXPECT_EQ(change.differences(1).before(), "");
}

TEST_F(PublishingTest, PublishingTheSameAgainChangesNothing) {
  node_.MustPublish(kBristol, {TestEntry(1, "Same")});
  const Published again = node_.Publish(TestNode::Header(kBristol, kPart),
                                        {TestEntry(1, "Same")}, token_);
  ASSERT_TRUE(again.status.ok());
  EXPECT_EQ(again.summary.unchanged(), 1);
  EXPECT_EQ(again.publication.change_count(), 0);
  EXPECT_THAT(again.publication.checkpoint(), HasSubstr("\n1\n"));
  EXPECT_EQ(LogSize(), 1);
}

TEST_F(PublishingTest, AreasThatNobodyKnowsAreToldAndNotRefused) {
  constexpr char kCsv[] =
      "reference,name,areas_served\n"
      "A,Known,Bristol; BS1; NHS Devon Integrated Care Board\n"
      "B,Partly,Bristol; Narnia\n"
      "C,Unknown,Mordor\n";
  const Published csv =
      node_.PublishSource(TestNode::Header(kBristol, kPart), kCsv, token_);
  ASSERT_TRUE(csv.status.ok()) << csv.status.error_message();
  EXPECT_EQ(csv.publication.change_count(), 3);
  ASSERT_THAT(csv.repairs, SizeIs(2));
  const v1::Repair& partly = csv.repairs[0];
  EXPECT_EQ(partly.rule(), "AREA_NOT_RECOGNISED");
  EXPECT_EQ(partly.position().record(), 3);
  EXPECT_EQ(partly.position().column(), "areas_served");
  EXPECT_EQ(partly.field(), "service.service_areas[1].name");
  EXPECT_EQ(partly.before(), "Narnia");
  EXPECT_EQ(partly.after(), "Narnia");
  EXPECT_THAT(partly.explanation(),
              HasSubstr("wanted the name or code of an authority"));
  EXPECT_EQ(csv.repairs[1].title(), "Unknown");

  const Published json = node_.PublishSource(
      TestNode::Header(kBristol, kPart),
      R"({"contents": [{"id": "0b4f9c2e-1111-4c3d-8b1e-000000000001",
          "name": "Drawn", "status": "active", "service_areas": [
            {"id": "0b4f9c2e-1111-4c3d-8b1e-000000000002", "name": "Leeds"},
            {"id": "0b4f9c2e-1111-4c3d-8b1e-000000000003",
             "extent": "{\"type\": \"Polygon\"}"}]}]})",
      token_);
  ASSERT_TRUE(json.status.ok()) << json.status.error_message();
  std::vector<std::string> pointers;
  for (const v1::Repair& repair : json.repairs) {
    if (repair.rule() != "AREA_NOT_RECOGNISED") continue;
    pointers.push_back(repair.position().json_pointer());
  }
  EXPECT_THAT(pointers,
              ::testing::ElementsAre("/contents/0/service_areas/1/extent"));
}

TEST_F(PublishingTest, AllViolationsComeAtOnceAndNothingIsPublished) {
  const Published refused = node_.PublishSource(
      TestNode::Header(kBristol, kPart),
      "reference,name,minimum_age,statutory_items,assured_date\n"
      "A,Good,,,\n"
      "B,Bad age,abc,,\n"
      "C,,,LO-NO,31/02/2025\n",
      token_);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Reason(refused.status), "PUBLICATION_REFUSED");
  EXPECT_EQ(refused.summary.refused(), 2);
  std::set<std::pair<int64_t, std::string>> places;
  for (const v1::Violation& violation : refused.violations) {
    places.emplace(violation.position().record(),
                   violation.position().column());
    EXPECT_FALSE(violation.wanted().empty()) << violation.ShortDebugString();
  }
  const std::set<std::pair<int64_t, std::string>> expected = {
      {3, "minimum_age"},
      {4, "name"},
      {4, "statutory_items"},
      {4, "assured_date"}};
  EXPECT_EQ(places, expected);
  EXPECT_EQ(LogSize(), 0);
}

TEST_F(PublishingTest, RefusedRecordsCanBeLeftOutWhenAskedFor) {
  v1::PublicationHeader header = TestNode::Header(kBristol, kPart);
  header.set_leave_out_refused(true);
  const Published published = node_.PublishSource(
      header, "reference,name,minimum_age\nA,Good,\nB,Bad,abc\n", token_);
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  EXPECT_EQ(published.summary.added(), 1);
  EXPECT_EQ(published.summary.refused(), 1);
  EXPECT_THAT(published.violations, SizeIs(1));
}

TEST_F(PublishingTest, AFullPublicationWithdrawsWhatItDoesNotHold) {
  node_.MustPublish(
      kBristol, {TestEntry(1, "Stays"), TestEntry(2, "b"), TestEntry(3, "c"),
                 TestEntry(4, "d"), TestEntry(5, "Goes")});
  v1::PublicationHeader header = TestNode::Header(kBristol, kFull);
  header.set_withdrawal_reason("closed in August");
  const Published published =
      node_.Publish(header,
                    {TestEntry(1, "Stays"), TestEntry(2, "b"),
                     TestEntry(3, "c"), TestEntry(4, "d")},
                    token_);
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  EXPECT_EQ(published.summary.withdrawn(), 1);
  EXPECT_EQ(NameOf(1), "Stays");
  EXPECT_EQ(NameOf(5), "withdrawn: closed in August");
}

TEST_F(PublishingTest, WithdrawingMoreThanAFifthNeedsTheNumberConfirmed) {
  node_.MustPublish(kBristol, {TestEntry(1, "a"), TestEntry(2, "b"),
                               TestEntry(3, "c"), TestEntry(4, "d")});
  v1::PublicationHeader header = TestNode::Header(kBristol, kFull);
  const std::vector<v1::Entry> rest = {TestEntry(1, "a"), TestEntry(2, "b")};
  const Published braked = node_.Publish(header, rest, token_);
  EXPECT_EQ(braked.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(braked.status), "TOO_MANY_WITHDRAWALS");
  EXPECT_TRUE(braked.summary.withdrawals_need_confirmation());
  header.set_confirm_withdrawals(1);
  EXPECT_FALSE(node_.Publish(header, rest, token_).status.ok());
  EXPECT_EQ(NameOf(3), "c");
  header.set_confirm_withdrawals(2);
  EXPECT_TRUE(node_.Publish(header, rest, token_).status.ok());
  EXPECT_EQ(NameOf(3), "withdrawn: no longer in the published local offer");
}

TEST_F(PublishingTest, ARefusedRecordIsNotTakenForAWithdrawal) {
  ASSERT_TRUE(node_
                  .PublishSource(TestNode::Header(kBristol, kFull),
                                 "reference,name,minimum_age\nA,Fine,2\n"
                                 "B,Fine too,2\n",
                                 token_)
                  .status.ok());
  v1::PublicationHeader header = TestNode::Header(kBristol, kFull);
  header.set_leave_out_refused(true);
  const Published published = node_.PublishSource(
      header, "reference,name,minimum_age\nA,Fine,2\nB,Fine too,abc\n", token_);
  ASSERT_TRUE(published.status.ok()) << published.status.error_message();
  EXPECT_EQ(published.summary.withdrawn(), 0);
}

TEST_F(PublishingTest, ARepeatedRequestIdAnswersAsBeforeAndWritesNothing) {
  v1::PublicationHeader header = TestNode::Header(kBristol, kPart);
  header.set_request_id("monday");
  const Published first = node_.Publish(header, {TestEntry(1, "a")}, token_);
  node_.Restart();
  const Published second = node_.Publish(header, {TestEntry(1, "a")}, token_);
  ASSERT_TRUE(second.status.ok()) << second.status.error_message();
  EXPECT_TRUE(second.publication.replayed());
  EXPECT_EQ(second.summary.added(), 1);
  EXPECT_EQ(second.publication.checkpoint(), first.publication.checkpoint());
  const Published other = node_.Publish(header, {TestEntry(2, "b")}, token_);
  EXPECT_EQ(other.status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Reason(other.status), "REQUEST_ID_REUSED");
}

TEST_F(PublishingTest, AnEtagOfAnOlderRevisionIsRefused) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  v1::GetEntryRequest request;
  request.set_name(TestEntryName(kBristol, 1));
  v1::GetEntryResponse read;
  ASSERT_TRUE(node_.directory().GetEntry(With("").get(), request, &read).ok());
  node_.MustPublish(kBristol, {TestEntry(1, "by somebody else")});
  v1::Entry mine = TestEntry(1, "mine");
  mine.set_etag(read.entry().etag());
  const Published late =
      node_.Publish(TestNode::Header(kBristol, kPart), {mine}, token_);
  EXPECT_EQ(late.status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(Reason(late.status), "ETAG_MISMATCH");
  EXPECT_EQ(NameOf(1), "by somebody else");
}

TEST_F(PublishingTest, WithdrawingNeedsAReasonAndHappensOnce) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  v1::WithdrawEntryRequest request;
  request.set_name(TestEntryName(kBristol, 1));
  v1::WithdrawEntryResponse response;
  EXPECT_EQ(node_.publishing()
                .WithdrawEntry(With(token_).get(), request, &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.set_reason("closed");
  request.set_validate_only(true);
  ASSERT_TRUE(node_.publishing()
                  .WithdrawEntry(With(token_).get(), request, &response)
                  .ok());
  EXPECT_EQ(NameOf(1), "a");
  request.set_validate_only(false);
  ASSERT_TRUE(node_.publishing()
                  .WithdrawEntry(With(token_).get(), request, &response)
                  .ok());
  EXPECT_EQ(response.entry().state(), v1::ENTRY_STATE_WITHDRAWN);
  EXPECT_EQ(NameOf(1), "withdrawn: closed");
  const grpc::Status again =
      node_.publishing().WithdrawEntry(With(token_).get(), request, &response);
  EXPECT_EQ(Reason(again), "ALREADY_WITHDRAWN");
}

TEST_F(PublishingTest, AWithdrawnEntryCanComeBack) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  v1::WithdrawEntryRequest request;
  request.set_name(TestEntryName(kBristol, 1));
  request.set_reason("closed");
  v1::WithdrawEntryResponse response;
  ASSERT_TRUE(node_.publishing()
                  .WithdrawEntry(With(token_).get(), request, &response)
                  .ok());
  const Published back = node_.MustPublish(kBristol, {TestEntry(1, "a")});
  EXPECT_EQ(back.summary.added(), 1);
  EXPECT_EQ(NameOf(1), "a");
}

TEST_F(PublishingTest, TheSameServiceTwiceIsAViolation) {
  const Published refused =
      node_.Publish(TestNode::Header(kBristol, kPart),
                    {TestEntry(1, "a"), TestEntry(1, "b")}, token_);
  ASSERT_THAT(refused.violations, SizeIs(1));
  EXPECT_EQ(refused.violations[0].reason(), "DUPLICATE_ENTRY");
  EXPECT_EQ(refused.violations[0].position().record(), 2);
}

TEST_F(PublishingTest, AHeaderHasToComeFirstAndOnce) {
  v1::PublicationHeader bad = TestNode::Header("nowhere", kPart);
  bad.set_scope(v1::PUBLICATION_SCOPE_UNSPECIFIED);
  bad.set_request_id("not an id!");
  const Published refused = node_.Publish(bad, {TestEntry(1, "a")}, token_);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* field :
       {"header.parent", "header.scope", "header.request_id"}) {
    EXPECT_THAT(refused.status.error_message(), HasSubstr(field));
  }
}

TEST_F(PublishingTest, AConnectionThatBreaksIsNotTakenForTheEnd) {
  const auto context = With(token_);
  const auto stream = node_.publishing().Publish(context.get());
  v1::PublishRequest request;
  *request.mutable_header() = TestNode::Header(kBristol, kFull);
  stream->Write(request);
  request.set_source_chunk("reference,name\nA,First\n");
  stream->Write(request);
  stream->WritesDone();
  v1::PublishResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(Reason(stream->Finish()), "UPLOAD_INCOMPLETE");
  EXPECT_EQ(LogSize(), 0);
}

TEST_F(PublishingTest, ARequestThatChangedNothingIsRememberedToo) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  v1::PublicationHeader header = TestNode::Header(kBristol, kPart);
  header.set_request_id("nothing-new");
  ASSERT_TRUE(node_.Publish(header, {TestEntry(1, "a")}, token_).status.ok());
  node_.MustPublish(kBristol, {TestEntry(1, "corrected by a colleague")});
  const Published late = node_.Publish(header, {TestEntry(1, "a")}, token_);
  EXPECT_TRUE(late.publication.replayed());
  EXPECT_EQ(NameOf(1), "corrected by a colleague");
}

TEST_F(PublishingTest, AnEmptyPublicationIsNotTakenForAnEmptyOffer) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  const Published nothing =
      node_.Publish(TestNode::Header(kBristol, kFull), {}, token_);
  EXPECT_EQ(Reason(nothing.status), "NOTHING_SENT");
  EXPECT_EQ(NameOf(1), "a");
}

TEST_F(PublishingTest, OnePageOfSeveralIsNotTakenForTheWholeOffer) {
  const std::string page =
      R"({"total_items": 9, "contents": [{"id": )"
      R"("5b0c1d2e-3f40-4a51-8b62-7c8394a5b6c7", "name": "One of nine"}]})";
  const Published refused =
      node_.PublishSource(TestNode::Header(kBristol, kFull), page, token_);
  EXPECT_EQ(Reason(refused.status), "PUBLICATION_REFUSED");
  ASSERT_THAT(refused.violations, SizeIs(1));
  EXPECT_EQ(refused.violations[0].reason(), "PAGE_OF_MANY");
  EXPECT_TRUE(
      node_.PublishSource(TestNode::Header(kBristol, kPart), page, token_)
          .status.ok());
}

TEST_F(PublishingTest, AnUnreadableSourceWithdrawsNothing) {
  node_.MustPublish(kBristol, {TestEntry(1, "a")});
  v1::PublicationHeader header = TestNode::Header(kBristol, kFull);
  header.set_leave_out_refused(true);
  header.set_confirm_withdrawals(1);
  const Published refused =
      node_.PublishSource(header, "{\"contents\": [", token_);
  EXPECT_EQ(Reason(refused.status), "PUBLICATION_REFUSED");
  EXPECT_EQ(NameOf(1), "a");
}

TEST_F(PublishingTest, ANilDeclarationStandsUntilAnEntryIsEvidence) {
  v1::DeclareNilRequest request;
  request.set_parent(absl::StrCat("authorities/", kBristol));
  request.set_statutory_item("LO-C9");
  v1::DeclareNilResponse response;
  EXPECT_FALSE(node_.publishing()
                   .DeclareNil(With(token_).get(), request, &response)
                   .ok());
  request.set_reason("none is expected");
  ASSERT_TRUE(node_.publishing()
                  .DeclareNil(With(token_).get(), request, &response)
                  .ok());
  EXPECT_EQ(response.publication().change_count(), 1);
  EXPECT_EQ(LogSize(), 1);
}

}  // namespace
}  // namespace localoffer::testing

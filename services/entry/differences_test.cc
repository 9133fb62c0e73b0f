#include "services/entry/differences.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFirstId[] = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623";
constexpr char kSecondId[] = "60ee5b89-5656-4f13-ba6b-a91078590699";

// "path: before -> after" for each difference.
std::vector<std::string> Lines(
    const std::vector<v1::FieldDifference>& differences) {
  std::vector<std::string> lines;
  for (const auto& difference : differences) {
    lines.push_back(absl::StrCat(difference.path(), ": ", difference.before(),
                                 " -> ", difference.after()));
  }
  return lines;
}

std::vector<std::string> ServiceLines(const v1::Service& before,
                                      const v1::Service& after) {
  return Lines(Differences(before, {}, after, {}));
}

TEST(Differences, AreNoneBetweenEqualRevisions) {
  v1::Service service;
  service.set_name("Example Short Breaks");
  service.add_contacts()->set_id(kFirstId);
  EXPECT_THAT(Differences(service, {}, service, {}), IsEmpty());
}

TEST(Differences, ShowValuesAsJson) {
  v1::Service before, after;
  before.set_name("Example");
  after.set_name("Say \"hi\"\n");
  after.set_status(v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  before.set_minimum_age(0);
  after.set_minimum_age(2.5);
  v1::LocalOffer before_offer, after_offer;
  before_offer.set_no_diagnosis_needed(false);
  after_offer.set_ehc_plan(v1::EHC_PLAN_NOT_NEEDED);
  EXPECT_THAT(Lines(Differences(before, before_offer, after, after_offer)),
              ElementsAre("service.name: \"Example\" -> \"Say \\\"hi\\\"\\n\"",
                          "service.status:  -> \"temporarily closed\"",
                          "service.minimum_age: 0 -> 2.5",
                          "local_offer.ehc_plan:  -> \"not_needed\"",
                          "local_offer.no_diagnosis_needed: false -> "));
}

TEST(Differences, TellAbsentFromEmpty) {
  v1::Service before, after;
  after.set_url("");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.url:  -> \"\""));
}

TEST(Differences, MatchElementsByIdWhateverTheirOrder) {
  v1::Service before, after;
  auto* first = before.add_contacts();
  first->set_id(kFirstId);
  first->set_name("Front desk");
  before.add_contacts()->set_id(kSecondId);
  *after.add_contacts() = before.contacts(1);
  *after.add_contacts() = before.contacts(0);
  EXPECT_THAT(Differences(before, {}, after, {}), IsEmpty());
  after.mutable_contacts(1)->set_name("Reception");
  after.mutable_contacts(1)->add_phones()->set_number("01632 960001");
  EXPECT_THAT(
      ServiceLines(before, after),
      ElementsAre(absl::StrCat("service.contacts[", kFirstId,
                               "].name: \"Front desk\" -> \"Reception\""),
                  absl::StrCat("service.contacts[", kFirstId,
                               "].phones[0].number:  -> \"01632 960001\"")));
}

TEST(Differences, MatchElementsWithoutIdByPosition) {
  v1::Service before, after;
  before.add_phones()->set_number("1");
  before.add_phones()->set_number("2");
  after.add_phones()->set_number("2");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\"",
                          "service.phones[1].number: \"2\" -> "));
}

TEST(Differences, CountElementsWithoutIdApartFromThoseWithOne) {
  v1::Service before, after;
  before.add_phones()->set_id(kFirstId);
  before.add_phones()->set_number("1");
  after.add_phones()->set_number("2");
  after.add_phones()->set_id(kFirstId);
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\""));
}

TEST(Differences, KeepElementsThatShareAnIdApart) {
  v1::Service before, after;
  before.add_phones()->set_id(kFirstId);
  *before.add_phones() = before.phones(0);
  before.mutable_phones(1)->set_number("1");
  after = before;
  after.mutable_phones(1)->set_number("2");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\""));
}

TEST(Differences, ShowAnAddedMessageAsItsValues) {
  v1::Service before, after;
  auto* identifier =
      after.mutable_organization()->add_organization_identifiers();
  after.mutable_organization()->set_name("Example Children's Hospice");
  identifier->set_identifier_scheme("GB-CHC");
  identifier->set_identifier("9900001");
  EXPECT_THAT(
      ServiceLines(before, after),
      ElementsAre(
          "service.organization.name:  -> \"Example Children's Hospice\"",
          "service.organization.organization_identifiers[0].identifier_scheme:"
          "  -> \"GB-CHC\"",
          "service.organization.organization_identifiers[0].identifier:"
          "  -> \"9900001\""));
  before.mutable_organization();
  EXPECT_THAT(Differences(before, {}, {}, {}), IsEmpty());
}

TEST(Differences, CompareWordsByPosition) {
  v1::LocalOffer before, after;
  before.add_limbs(v1::LIMB_IN_AREA);
  after.add_limbs(v1::LIMB_OUT_DISABLED);
  after.add_limbs(v1::LIMB_IN_AREA);
  before.add_statutory_items("LO-C9");
  EXPECT_THAT(
      Lines(Differences({}, before, {}, after)),
      ElementsAre("local_offer.statutory_items[0]: \"LO-C9\" -> ",
                  "local_offer.limbs[0]: \"in_area\" -> \"out_disabled\"",
                  "local_offer.limbs[1]:  -> \"in_area\""));
}

void AddMember(const char* name, const char* json,
               google::protobuf::RepeatedPtrField<v1::VerbatimMember>* list) {
  auto* member = list->Add();
  member->set_name(name);
  member->set_json(json);
}

TEST(Differences, CompareVerbatimMembersByName) {
  v1::Service before, after;
  AddMember("pc_a", "1", before.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_b", "{}", before.mutable_verbatim()->mutable_unrecognized());
  AddMember("url", "\"www.example.org\"",
            before.mutable_verbatim()->mutable_replaced());
  AddMember("pc_b", "{}", after.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_a", "[1]", after.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_a", "2", after.mutable_verbatim()->mutable_unrecognized());
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.verbatim[pc_a]: 1 -> [1]",
                          "service.verbatim[url]: \"www.example.org\" -> ",
                          "service.verbatim[pc_a][1]:  -> 2"));
}

TEST(Differences, EndWithTheNumberOfThoseNotListed) {
  v1::Service before, after;
  for (int i = 0; i < 200; ++i) after.add_phones()->set_number("1");
  EXPECT_EQ(Differences(before, {}, after, {}).size(), 200u);
  for (int i = 0; i < 7; ++i) after.add_phones()->set_number("1");
  const auto differences = Differences(before, {}, after, {});
  ASSERT_EQ(differences.size(), 201u);
  EXPECT_EQ(differences.back().path(), "and 7 more");
  EXPECT_EQ(differences.back().before() + differences.back().after(), "");
}

}  // namespace
}  // namespace localoffer::entry

// By what a provider is recognised in local offers, from the outside.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/inclusion_testing.h"

namespace localoffer::testing {
namespace {

TEST_F(InclusionTest, AnotherProviderOfTheSameNameIsNotTheSame) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900002")});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
}

TEST_F(InclusionTest, AnIdentifierIsRecognisedHoweverItIsWritten) {
  v1::Entry entry = TestEntry(1, "Care", " 9900001 ");
  entry.mutable_service()
      ->mutable_organization()
      ->mutable_organization_identifiers(0)
      ->set_identifier_scheme("gb-chc");
  node_.MustPublish(kBristol, {entry});
  v1::CheckInclusionRequest request;
  request.add_providers("GB-CHC-9900001");
  EXPECT_EQ(Check(request).status(), v1::INCLUSION_STATUS_LISTED);
}

TEST_F(InclusionTest, AnEntryThatNamesSomebodyElseNowNoLongerListsTheProvider) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.clock().Advance(absl::Hours(1));
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900002")});
  const v1::AuthorityInclusion inclusion = Check({});
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_WITHDRAWN);
  EXPECT_EQ(inclusion.evidence(0).state(), v1::ENTRY_STATE_PUBLISHED);
}

TEST_F(InclusionTest, AnEntryWithoutIdentifierIsRecognisedByName) {
  v1::Entry entry = TestEntry(1, "Care", "9900001");
  entry.mutable_service()
      ->mutable_organization()
      ->clear_organization_identifiers();
  node_.MustPublish(kBristol, {entry});
  EXPECT_EQ(Check({}).status(), v1::INCLUSION_STATUS_NEVER_LISTED);
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.mutable_description()->add_names("EXAMPLE CHILDRENS HOSPICE LTD");
  const v1::AuthorityInclusion inclusion = Check(request);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_LISTED);
  ASSERT_EQ(inclusion.evidence_size(), 1);
  const v1::Recognition& recognition = inclusion.evidence(0).recognition();
  EXPECT_EQ(recognition.basis(), v1::RECOGNITION_BASIS_NAME);
  EXPECT_DOUBLE_EQ(recognition.score(), 0.6);
  ASSERT_EQ(recognition.clues_size(), 1);
  EXPECT_EQ(recognition.clues(0).value(), "example childrens hospice");
  EXPECT_EQ(inclusion.evidence(0).provider(), "");
}

TEST_F(InclusionTest, TheSameNameWithAnotherIdentifierIsOnlyALookAlike) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900002")});
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.mutable_description()->add_names("Example Children's Hospice");
  const v1::AuthorityInclusion inclusion = Check(request);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NEVER_LISTED);
  ASSERT_EQ(inclusion.look_alikes_size(), 1);
  EXPECT_EQ(inclusion.look_alike_count(), 1);
  const v1::LookAlike& look_alike = inclusion.look_alikes(0);
  EXPECT_EQ(look_alike.reason(), v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER);
  EXPECT_THAT(look_alike.providers(),
              ::testing::ElementsAre("providers/GB-CHC-9900002"));
}

TEST_F(InclusionTest, ANameThatTwoProvidersHaveIsNotAnsweredForBoth) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  v1::CheckInclusionRequest request;
  request.mutable_description()->add_names("Example Children's Hospice");
  EXPECT_EQ(Check(request, kBristol).status(), v1::INCLUSION_STATUS_LISTED);
  // Even if the second is in an authority that nobody asks about.
  node_.MustPublish(kLeeds, {TestEntry(1, "Care", "9900002")});
  const v1::AuthorityInclusion inclusion = Check(request, kBristol);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NO_DATA);
  ASSERT_EQ(inclusion.look_alikes_size(), 1);
  EXPECT_EQ(inclusion.look_alikes(0).reason(), v1::LOOK_ALIKE_REASON_AMBIGUOUS);
  EXPECT_FALSE(inclusion.look_alikes(0).has_until());
}

TEST_F(InclusionTest, IdentifiersOfDifferentRegistersAreNotOneForTheirName) {
  v1::Entry company = TestEntry(1, "Care", "09900001");
  SetScheme(company, "GB-COH");
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.MustPublish(kLeeds, {company});
  v1::CheckInclusionRequest request;
  request.mutable_description()->add_names("Example Children's Hospice");
  EXPECT_EQ(Check(request, kBristol).status(), v1::INCLUSION_STATUS_NO_DATA);
  EXPECT_EQ(Check(request, kLeeds).status(), v1::INCLUSION_STATUS_NO_DATA);
  // Nor when one of them is asked for.
  request.add_providers("providers/GB-CHC-9900001");
  EXPECT_EQ(Check(request, kBristol).status(), v1::INCLUSION_STATUS_LISTED);
  const v1::AuthorityInclusion unsaid = Check(request, kLeeds);
  EXPECT_EQ(unsaid.status(), v1::INCLUSION_STATUS_NO_DATA);
  ASSERT_EQ(unsaid.look_alikes_size(), 1);
  EXPECT_EQ(unsaid.look_alikes(0).reason(), v1::LOOK_ALIKE_REASON_AMBIGUOUS);
  EXPECT_THAT(unsaid.look_alikes(0).providers(),
              ::testing::ElementsAre("providers/GB-COH-09900001"));
  // Until an entry has both.
  v1::Entry both = company;
  both.mutable_service()->set_id(TestEntry(2, "").service().id());
  auto& identifier = *both.mutable_service()
                          ->mutable_organization()
                          ->add_organization_identifiers();
  identifier.set_identifier_scheme("GB-CHC");
  identifier.set_identifier("9900001");
  node_.MustPublish(kBath, {both});
  EXPECT_EQ(Check(request, kLeeds).status(), v1::INCLUSION_STATUS_LISTED);
}

TEST_F(InclusionTest, ANameOfTwoThatIsGoneAgainIsNotNeverListed) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.MustPublish(kLeeds, {TestEntry(1, "Care", "9900002")});
  node_.clock().Advance(absl::Hours(1));
  Withdraw(1);
  v1::CheckInclusionRequest request;
  request.mutable_description()->add_names("Example Children's Hospice");
  const v1::AuthorityInclusion inclusion = Check(request, kBristol);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NO_DATA);
  ASSERT_EQ(inclusion.look_alikes_size(), 1);
  EXPECT_EQ(inclusion.look_alikes(0).until().seconds(),
            absl::ToUnixSeconds(node_.clock().now()));
}

TEST_F(InclusionTest, ANilDeclarationSaysNothingOfWhatMayBeListed) {
  node_.MustPublish(kBristol, {TestEntry(1, "Care", "9900001")});
  node_.MustPublish(kLeeds, {TestEntry(1, "Care", "9900002")});
  DeclareNil();
  v1::CheckInclusionRequest request;
  request.add_statutory_items("LO-C9");
  request.mutable_description()->add_names("Example Children's Hospice");
  const v1::AuthorityInclusion inclusion = Check(request, kBristol);
  EXPECT_EQ(inclusion.status(), v1::INCLUSION_STATUS_NO_DATA);
  EXPECT_EQ(inclusion.nil_declarations_size(), 1);
}

TEST_F(InclusionTest, BesideAnIdentifierANameIsEvidenceWithItsWeight) {
  v1::Entry unnumbered = TestEntry(1, "Care", "9900001");
  unnumbered.mutable_service()
      ->mutable_organization()
      ->clear_organization_identifiers();
  node_.MustPublish(kBristol, {unnumbered});
  node_.MustPublish(kLeeds, {TestEntry(1, "Care", "9900001")});
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.mutable_description()->add_names("Example Children's Hospice");
  const v1::AuthorityInclusion named = Check(request, kBristol);
  ASSERT_EQ(named.evidence_size(), 1);
  EXPECT_EQ(named.evidence(0).recognition().basis(),
            v1::RECOGNITION_BASIS_NAME);
  EXPECT_DOUBLE_EQ(named.evidence(0).recognition().clues(0).weight(), 0.6);
  EXPECT_DOUBLE_EQ(named.evidence(0).recognition().score(), 0.6);
  const v1::AuthorityInclusion identified = Check(request, kLeeds);
  ASSERT_EQ(identified.evidence_size(), 1);
  EXPECT_DOUBLE_EQ(identified.evidence(0).recognition().score(), 1);
}

}  // namespace
}  // namespace localoffer::testing

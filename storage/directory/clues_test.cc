#include "storage/directory/clues.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;

std::vector<std::string> Texts(const v1::Service& service) {
  std::vector<std::string> texts;
  for (const Clue& clue : CluesOf(service)) texts.push_back(FormatClue(clue));
  return texts;
}

v1::Service HospiceService() {
  v1::Service service;
  service.set_name("Short breaks");
  service.set_url("https://www.examplehospice.org.uk/short-breaks");
  service.add_phones()->set_number("0117 900 0000");
  v1::Organization& organization = *service.mutable_organization();
  organization.set_name("The Example Children's Hospice Ltd");
  organization.set_alternate_name("Example House");
  organization.set_email("office@gmail.com");
  auto* identifier = organization.add_organization_identifiers();
  identifier->set_identifier_scheme("gb-chc");
  identifier->set_identifier("9900001");
  organization.add_locations()->add_addresses()->set_postal_code("bs14dj");
  service.add_service_at_locations()
      ->mutable_location()
      ->add_addresses()
      ->set_postal_code("BS2 8PE");
  return service;
}

// DURABLE: the beginnings of the keys of the table provider.
TEST(Clues, HaveTheirGoldenTexts) {
  EXPECT_THAT(
      Texts(HospiceService()),
      ElementsAre("identifier:GB-CHC-9900001", "name:example childrens hospice",
                  "name:example house", "domain:examplehospice.org.uk",
                  "phone:+441179000000", "postcode:BS1 4DJ",
                  "postcode:BS2 8PE"));
}

TEST(Clues, AreParsedBack) {
  for (const Clue& clue : CluesOf(HospiceService())) {
    EXPECT_THAT(ParseClue(FormatClue(clue)), Optional(clue));
  }
  EXPECT_EQ(ParseClue("name:"), std::nullopt);
  EXPECT_EQ(ParseClue("names:x"), std::nullopt);
  EXPECT_EQ(ParseClue("x"), std::nullopt);
  EXPECT_EQ(ParseClue(""), std::nullopt);
}

TEST(Clues, TakeTheServicesNameWhereNoOrganisationIsNamed) {
  v1::Service service;
  EXPECT_THAT(Texts(service), IsEmpty());
  service.set_name("Example Hospice");
  EXPECT_THAT(Texts(service), ElementsAre("name:example hospice"));
  service.mutable_organization()->set_name("A Council");
  EXPECT_THAT(Texts(service), ElementsAre("name:a council"));
}

TEST(Clues, ComeFromContactsToo) {
  v1::Service service;
  auto* contact = service.add_contacts();
  contact->set_email("anna@examplehospice.org.uk");
  contact->add_phones()->set_number("+44 20 7946 0000");
  contact = service.mutable_organization()->add_contacts();
  contact->set_email("ben@example.com");
  EXPECT_THAT(Texts(service),
              ElementsAre("domain:example.com", "domain:examplehospice.org.uk",
                          "phone:+442079460000"));
}

TEST(Clues, OfAKindAreTheFirstOnly) {
  v1::Service service = HospiceService();
  for (int i = 0; i < 1000; ++i) {
    service.add_phones()->set_number(absl::StrCat("0117 90", 10000 + i));
  }
  const std::vector<std::string> texts = Texts(service);
  EXPECT_EQ(texts.size(), 6u + kMostCluesOfAKind);
  EXPECT_THAT(texts, Contains("phone:+441179010000"));
  EXPECT_THAT(texts, Not(Contains("phone:+441179010900")));
}

}  // namespace
}  // namespace localoffer

#include "services/gateway/pages/field_label.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/gateway/pages/built_in.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FieldLabelTest : public ::testing::Test {
 protected:
  std::string English(const std::string& path) {
    return FieldLabel(path, english_);
  }

  const Catalogue english_ = Catalogue::Read(kEnglishMessages).value();
  const Catalogue welsh_ = Catalogue::Read(kWelshMessages).value();
};

TEST_F(FieldLabelTest, SaysWhatPeopleCallIt) {
  EXPECT_EQ(English("service.name"), "Name");
  EXPECT_EQ(English("service.minimum_age"), "From age");
  EXPECT_EQ(English("service.phones[0].number"), "Telephone");
  EXPECT_EQ(English("service.phones[1].number"), "Telephone (2)");
  EXPECT_EQ(English("service.contacts[2f6c-01].phones[0].number"),
            "Contact: Telephone");
  EXPECT_EQ(English("service.service_at_locations[x].location.addresses[0]."
                    "postal_code"),
            "Place: Address: Postcode");
  EXPECT_EQ(English("local_offer.settings[0]"), "Where it happens");
  EXPECT_EQ(English("local_offer.settings[2]"), "Where it happens (3)");
  EXPECT_EQ(English("local_offer.palliative_care.components[1]"),
            "Palliative care (2)");
  EXPECT_EQ(FieldLabel("service.phones[1].number", welsh_), "Ffôn (2)");
}

TEST_F(FieldLabelTest, AnIdMayHaveAnyCharacterInIt) {
  EXPECT_EQ(English("service.contacts[a.b[0]c].name"), "Contact");
  EXPECT_EQ(English("service.contacts[2026].name"), "Contact");
  EXPECT_EQ(English("service.contacts[].name"), "Contact");
}

TEST_F(FieldLabelTest, WhatItDoesNotKnowIsReadable) {
  EXPECT_EQ(English("service.verbatim[opening_note]"),
            "Also supplied: opening note");
  EXPECT_EQ(English("service.verbatim[note][1]"), "Also supplied: note");
  EXPECT_EQ(English("service.phones[0].ring_tone"), "Telephone: ring tone");
  EXPECT_EQ(English("and 12 more"), "and 12 more");
  for (const char* broken : {"", ".", "[", "service.[", "a..b", "a[b", "]"}) {
    English(broken);
  }
}

// Calls `check(path)` for every value that entries can have.
template <typename Check>
void ForEachField(const google::protobuf::Descriptor& type,
                  const std::string& path,
                  std::set<const google::protobuf::Descriptor*>& within,
                  Check check) {
  if (!within.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.name() == "verbatim") continue;
    const std::string name = path + "." + std::string(field.name()) +
                             (field.is_repeated() ? "[0]" : "");
    check(std::string(field.name()), name);
    if (field.message_type() != nullptr) {
      ForEachField(*field.message_type(), name, within, check);
    }
  }
  within.erase(&type);
}

TEST_F(FieldLabelTest, EveryFieldHasAName) {
  size_t fields = 0;
  const auto check = [&](const std::string& field, const std::string& path) {
    ++fields;
    EXPECT_TRUE(english_.Has("field." + field)) << path;
    EXPECT_THAT(English(path), Not(HasSubstr("_"))) << path;
    EXPECT_THAT(FieldLabel(path, welsh_), Not(HasSubstr("_"))) << path;
  };
  std::set<const google::protobuf::Descriptor*> within;
  ForEachField(*v1::Service::descriptor(), "service", within, check);
  ForEachField(*v1::LocalOffer::descriptor(), "local_offer", within, check);
  EXPECT_GT(fields, 200);
}

}  // namespace
}  // namespace localoffer::gateway::pages

#include "services/gateway/pages/find_form.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/address.h"

namespace localoffer::gateway::pages {
namespace {

FindForm Form(absl::string_view target) {
  return FindForm(ParseTarget(target).value());
}

TEST(FindForm, TakesWhatIsEmptyForAbsent) {
  EXPECT_FALSE(Form("/?need=+&postcode=&age=").asks());
  EXPECT_TRUE(Form("/?age=4").asks());
}

TEST(FindForm, AsksForWhatServesTheHomeUnlessADistanceIsChosen) {
  const auto serves = Form("/?need=x&postcode=BS1&age=4").Request();
  EXPECT_EQ(serves.filter().serves().postcode(), "BS1");
  EXPECT_EQ(serves.filter().minimum_age(), 4);
  EXPECT_EQ(serves.filter().maximum_age(), 4);
  EXPECT_FALSE(serves.filter().has_near());
  const auto near = Form("/?postcode=BS1&where=10").Request();
  EXPECT_FALSE(near.filter().has_serves());
  EXPECT_NEAR(near.filter().near().radius_meters(), 16'093, 1);
  EXPECT_EQ(near.order(), v1::SEARCH_ORDER_DISTANCE);
  EXPECT_FALSE(Form("/?need=x&where=10").Request().filter().has_near());
}

TEST(FindForm, MilesNeedAPostcodeThatTheyAreAround) {
  EXPECT_EQ(Form("/?where=7.5").Miles(), 7.5);
  for (const char* none : {"home", "-1", "0", "nan", ""}) {
    EXPECT_EQ(Form(absl::StrCat("/?where=", none)).Miles(), std::nullopt);
  }
}

TEST(FindForm, ACardFillsInWhatItStandsFor) {
  const FindForm breaks = Form("/?need=x&postcode=BS1&age=&card=breaks");
  EXPECT_EQ(breaks.Query(), "?need=short%20breaks&postcode=BS1");
  EXPECT_EQ(Form("/?need=&card=always").Query(), "?day_and_night=1");
  EXPECT_FALSE(Form("/?card=unheard-of").asks());
  EXPECT_TRUE(FindForm::Allow(ParseTarget("/?card=breaks&age=4").value()).ok());
  EXPECT_FALSE(FindForm::Allow(ParseTarget("/?cards=breaks").value()).ok());
}

TEST(FindForm, FiltersByWhatIsChosen) {
  const auto request =
      Form("/?setting=HOME&free=1&no_plan=1&ages=5-10&component=END_OF_LIFE")
          .Request();
  EXPECT_EQ(request.filter().settings(0), v1::SETTING_HOME);
  EXPECT_TRUE(request.filter().free_of_charge());
  EXPECT_EQ(request.filter().ehc_plans(0), v1::EHC_PLAN_NOT_NEEDED);
  EXPECT_EQ(request.filter().minimum_age(), 5);
  EXPECT_EQ(request.filter().maximum_age(), 10);
  EXPECT_EQ(request.filter().palliative_components(0),
            v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
  EXPECT_EQ(Form("/?setting=nowhere").Request().filter().settings_size(), 0);
}

TEST(FindForm, LinksKeepTheRestAndBeginAgainAtTheFirstPage) {
  const FindForm form = Form("/?need=a+%26+b&age=4&page=3&revision=r");
  EXPECT_EQ(form.With({{"age", ""}}), "?need=a%20%26%20b");
  EXPECT_EQ(form.With({{"page", "4"}, {"revision", "r=1"}}),
            "?need=a%20%26%20b&age=4&page=4&revision=r%3D1");
  EXPECT_EQ(form.Request().revision(), "r");
}

TEST(FindForm, PagesAreNumbers) {
  EXPECT_EQ(Form("/?need=x").Page(), 1);
  EXPECT_EQ(Form("/?need=x").Request().skip(), 0);
  EXPECT_EQ(Form("/?need=x&page=3").Page(), 3);
  EXPECT_EQ(Form("/?need=x&page=3").Request().skip(), 20);
  for (const char* none : {"0", "-1", "1001", "two", "99999999999999999999"}) {
    EXPECT_EQ(Form(absl::StrCat("/?need=x&page=", none)).Page(), 0) << none;
  }
}

TEST(EntryPath, IsThatOfTheEntryWithoutARevision) {
  EXPECT_EQ(EntryPath("authorities/E06000023/entries/abc@7"),
            "/entries/E06000023/abc");
  EXPECT_EQ(EntryPath("nothing"), "/");
}

}  // namespace
}  // namespace localoffer::gateway::pages

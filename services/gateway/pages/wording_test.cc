#include "services/gateway/pages/wording.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/built_in.h"
#include "storage/geography/gazetteer.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WordingTest : public ::testing::Test {
 protected:
  const Wording words_{Catalogue::Read(kEnglishMessages).value()};
};

TEST_F(WordingTest, SaysDatesAsPeopleDo) {
  EXPECT_EQ(words_.Date(absl::string_view("2026-09-01")), "1 September 2026");
  EXPECT_EQ(words_.Date(absl::string_view("2026-09-01T10:00:00Z")),
            "1 September 2026");
  EXPECT_EQ(words_.Date(absl::string_view("soon")), "soon");
  const Wording welsh(Catalogue::Read(kWelshMessages).value());
  EXPECT_EQ(welsh.Date(absl::string_view("2026-09-01")), "1 Medi 2026");
}

TEST_F(WordingTest, SaysAgesAsFarAsTheyAreKnown) {
  v1::Service service;
  EXPECT_EQ(words_.Ages(service), "");
  service.set_maximum_age(18);
  EXPECT_EQ(words_.Ages(service), "Ages up to 18");
  service.set_minimum_age(0);
  EXPECT_EQ(words_.Ages(service), "Ages 0 to 18");
}

TEST_F(WordingTest, SaysWhyItIsAnAnswerAndNoMore) {
  v1::WordMatch match;
  match.add_words("Stay");
  match.add_words("overnight");
  match.add_matched("overnight short break");
  match.set_kind(v1::WORD_MATCH_KIND_SYNONYM);
  EXPECT_EQ(words_.Why(match),
            "it is about “overnight short break”, which “Stay overnight” can "
            "mean");
  match.set_matched(0, "stay overnight");
  EXPECT_EQ(words_.Why(match), "it is about “stay overnight”");
  // Of a phrase an entry may have but some words.
  match.set_kind(v1::WORD_MATCH_KIND_WORD);
  match.set_matched(0, "overnight");
  EXPECT_EQ(words_.Why(match), "it says “overnight”");
  match.set_kind(v1::WORD_MATCH_KIND_CORRECTION);
  match.mutable_words()->Clear();
  match.add_words("overnihgt");
  EXPECT_EQ(words_.Why(match),
            "it says “overnight”, which is nearly “overnihgt”");
}

TEST_F(WordingTest, SaysWhatItCosts) {
  v1::Service service;
  v1::LocalOffer offer;
  EXPECT_THAT(words_.Costs(service, offer), IsEmpty());
  service.add_cost_options()->set_amount(0);
  service.mutable_cost_options(0)->set_option("free");
  v1::CostOption& paid = *service.add_cost_options();
  paid.set_option("A day");
  paid.set_amount(12.5);
  service.add_cost_options()->set_amount(20);
  offer.add_personal_budgets(v1::PERSONAL_BUDGET_HEALTH);
  EXPECT_THAT(words_.Costs(service, offer),
              ElementsAre("Free", "A day: £12.50", "£20",
                          "Can be paid for from a personal health budget"));
}

TEST_F(WordingTest, SaysInEveryLanguageWhetherItIsFree) {
  const Wording welsh(Catalogue::Read(kWelshMessages).value());
  const v1::LocalOffer offer;
  v1::Service service;
  v1::CostOption& option = *service.add_cost_options();
  option.set_option("Not free");
  EXPECT_THAT(words_.Costs(service, offer), ElementsAre("Not free"));
  EXPECT_THAT(welsh.Costs(service, offer), ElementsAre("Nid am ddim"));
  option.set_amount_description("ask us");
  EXPECT_THAT(welsh.Costs(service, offer), ElementsAre("Nid am ddim: ask us"));
  option.clear_amount_description();
  option.set_amount(5);
  EXPECT_THAT(words_.Costs(service, offer), ElementsAre("£5"));
  // What contradicts itself is shown as it is.
  option.set_amount(0);
  EXPECT_THAT(words_.Costs(service, offer), ElementsAre("Not free: Free"));
  option.set_option("Free");
  EXPECT_THAT(welsh.Costs(service, offer), ElementsAre("Am ddim"));
  option.clear_amount();
  EXPECT_THAT(welsh.Costs(service, offer), ElementsAre("Am ddim"));
}

TEST_F(WordingTest, SaysWhenItIsOpen) {
  v1::Service service;
  v1::LocalOffer offer;
  v1::Schedule& schedule = *service.add_schedules();
  schedule.set_byday("MO,TU,SA");
  schedule.set_opens_at("09:00:00Z");
  schedule.set_closes_at("17:30");
  service.add_schedules()->set_byday("1MO,-1FR");
  service.add_schedules()->set_byday("whenever");
  offer.set_round_the_clock(v1::ROUND_THE_CLOCK_BY_TELEPHONE);
  EXPECT_THAT(words_.OpeningTimes(service, offer),
              ElementsAre("By telephone, day and night",
                          "Mondays, Tuesdays and Saturdays, 09:00 to 17:30",
                          "Mondays (number 1 of the month) and Fridays (the "
                          "last of the month)",
                          "whenever"));
}

TEST_F(WordingTest, SaysThatOpeningTimesAreNotGiven) {
  v1::Service service;
  v1::LocalOffer offer;
  EXPECT_THAT(words_.OpeningTimes(service, offer), IsEmpty());
  offer.set_round_the_clock(v1::ROUND_THE_CLOCK_NOT_AVAILABLE);
  EXPECT_THAT(words_.OpeningTimes(service, offer),
              ElementsAre("Not day and night; opening times not given"));
  service.add_schedules()->set_byday("SA");
  EXPECT_THAT(words_.OpeningTimes(service, offer),
              ElementsAre("Not day and night", "Saturdays"));
}

TEST_F(WordingTest, SaysWhatDiffersWithoutItsForm) {
  EXPECT_EQ(words_.Field("service.name"), "Name");
  EXPECT_EQ(words_.Field("service.phones[0].number"), "Telephone");
  EXPECT_EQ(Wording::Said(R"("a \"b\" <i>c</i>")"), "a \"b\" c");
  EXPECT_EQ(Wording::Said("18"), "18");
  EXPECT_EQ(Wording::Said("\"broken"), "\"broken");
  EXPECT_EQ(Wording::Said(""), "");
}

// What is said of an area, and whether for sure.
void ExpectServed(const v1::ServedArea& area, const v1::Place& home,
                  const Wording& words, bool sure, const std::string& text) {
  EXPECT_EQ(SurelyServes(area, home), sure) << area.DebugString();
  EXPECT_EQ(words.Served(area, home), text);
}

TEST_F(WordingTest, SaysOfAnOutcodeOnlyWhatHoldsOfItsMiddle) {
  const std::string middle = "Serves the middle of BS1, and probably your home";
  v1::Place home;
  home.set_outcode("BS1");
  home.set_postcode("BS1 4DJ");
  v1::ServedArea area;
  area.set_basis(v1::SERVED_AREA_BASIS_NAMED);
  area.set_area("E06000023");
  area.set_title("Bristol");
  ExpectServed(area, home, words_, true, "Serves your home: it covers Bristol");
  home.set_approximate(true);
  ExpectServed(area, home, words_, false, middle);
  area.set_basis(v1::SERVED_AREA_BASIS_SHAPE);
  ExpectServed(area, home, words_, false, middle);
  area.set_basis(v1::SERVED_AREA_BASIS_POSSIBLE);
  ExpectServed(area, home, words_, false,
               "May serve your home: it covers Bristol. Ask the service");
  // Wherever in it the home is.
  area.set_basis(v1::SERVED_AREA_BASIS_NAMED);
  area.set_area(geography::OutcodeId("BS1"));
  area.set_title("BS1");
  ExpectServed(area, home, words_, true, "Serves your home: it covers BS1");
}

TEST_F(WordingTest, ADayBeginsAtMidnightInLondon) {
  EXPECT_EQ(BeginOfDay("2026-09-01"),
            absl::FromUnixSeconds(1788217200));  // 23:00 UTC the day before
  for (const char* none :
       {"", "soon", "2026-02-30", "2026-09-01T10:00:00Z", "infinite-past"}) {
    EXPECT_EQ(BeginOfDay(none), std::nullopt) << none;
  }
}

TEST_F(WordingTest, KnowsEveryValueThatPagesShow) {
  const auto knows = [this](const google::protobuf::EnumDescriptor& type) {
    for (int i = 0; i < type.value_count(); ++i) {
      const std::string& name = type.value(i)->name();
      EXPECT_NE(words_.Value(name), "value." + name);
    }
  };
  knows(*v1::EhcPlan_descriptor());
  knows(*v1::PersonalBudget_descriptor());
  knows(*v1::RoundTheClock_descriptor());
  knows(*v1::Setting_descriptor());
  knows(*v1::ConditionCategory_descriptor());
  knows(*v1::PalliativeComponent_descriptor());
  knows(*v1::Commissioner_descriptor());
  knows(*v1::Tier_descriptor());
  knows(*v1::Limb_descriptor());
}

TEST(TextOf, ReducesHtmlToText) {
  EXPECT_EQ(TextOf("<p>a <b>b</b></p><script>alert(1)</script>"), "a b");
  EXPECT_THAT(ParagraphsOf("<p>one</p><p>two</p>"), ElementsAre("one", "two"));
}

TEST(TextOf, CutsBetweenWordsAndCharacters) {
  EXPECT_EQ(TextOf("one two three", 9), "one two …");
  EXPECT_EQ(TextOf("one &lt;b&gt; two"), "one <b> two");
  // What is text already is not read as HTML again.
  EXPECT_EQ(Shortened("one <b> two", 9), "one <b> …");
  EXPECT_EQ(Shortened("one <b> two", 11), "one <b> two");
  EXPECT_EQ(TextOf("ŵŵŵŵ", 3), "ŵ …");
}

}  // namespace
}  // namespace localoffer::gateway::pages

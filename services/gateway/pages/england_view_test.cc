#include "gmock/gmock.h"
#include "services/gateway/pages/england_page.h"
#include "services/gateway/pages/testing_pages.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class EnglandViewTest : public PagesTest {
 protected:
  void PublishBreaks(const std::string& log, int number) {
    log::v1::EntryPublished entry = Named(number, "Short breaks");
    entry.mutable_local_offer()->mutable_palliative_care()->add_components(
        v1::PALLIATIVE_COMPONENT_SHORT_BREAKS);
    PublishIn(log, number, entry);
  }
};

TEST_F(EnglandViewTest, GapsComeFirstAndWhatIsNotKnownLast) {
  PublishBreaks("E06000022", 1);
  PublishIn("E06000024", 2, Named(2, "Something else"));
  const std::string body = Get("/england?component=SHORT_BREAKS").body;
  const size_t gap = body.find(">North Somerset</a>");
  const size_t listed = body.find(">Bath and North East Somerset</a>");
  const size_t barking = body.find(">Barking and Dagenham</a>");
  const size_t bristol = body.find(">City of Bristol</a>");
  ASSERT_NE(gap, std::string::npos);
  EXPECT_LT(gap, listed);
  EXPECT_LT(listed, barking);
  // By the names that people use.
  EXPECT_LT(body.find(">Brighton and Hove</a>"), bristol);
  EXPECT_LT(bristol, body.find(">Bromley</a>"));
}

TEST_F(EnglandViewTest, NothingIsChosenUntilSomebodyChooses) {
  EXPECT_THAT(Get("/england").body,
              AllOf(HasSubstr("<option value=\"\">Choose</option>"),
                    Not(HasSubstr(" selected"))));
  EXPECT_THAT(Get("/england?component=EQUIPMENT").body,
              HasSubstr("<option value=\"EQUIPMENT\" selected>"));
  // The form sent without a choice.
  const HttpResponse page = Get("/england?component=");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<h1 class=\"govuk-heading-l\">Across "
                                   "England</h1>"));
}

TEST_F(EnglandViewTest, WhatIsEnglishInAWelshHeadingIsMarked) {
  EXPECT_THAT(Get("/cy/england?item=LO-C6").body,
              HasSubstr("<h1 class=\"govuk-heading-l\"><span lang=\"en\">"
                        "Community equipment</span>: ledled Lloegr</h1>"));
  EXPECT_THAT(Get("/cy/england?component=EQUIPMENT").body,
              HasSubstr("<h1 class=\"govuk-heading-l\"><span>"));
  EXPECT_THAT(Get("/england?item=LO-C6").body,
              HasSubstr("<span>Community equipment</span>: across England"));
}

}  // namespace
}  // namespace localoffer::gateway::pages

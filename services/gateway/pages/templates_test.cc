#include "services/gateway/pages/templates.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/built_in.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&{{X}}";

Templates Read(const Templates::Files& files) {
  const auto words = Catalogue::Read("say = a < b & \"c\"");
  auto templates = Templates::Read(files, *words, "/cy");
  EXPECT_TRUE(templates.ok()) << templates.status();
  return *std::move(templates);
}

TEST(Templates, OfThePagesAreWholeInEveryLanguage) {
  for (const absl::string_view messages : {kEnglishMessages, kWelshMessages}) {
    const auto words = Catalogue::Read(messages);
    ASSERT_TRUE(words.ok()) << words.status();
    const auto templates = Templates::Read(TemplateFiles(), *words, "");
    EXPECT_TRUE(templates.ok()) << templates.status();
  }
}

TEST(Templates, HoldPartsMessagesAndPaths) {
  const Templates templates =
      Read({{"_part", "<b>[[say]]</b>"},
            {"page", "[[>_part]]<a href=\"[[~]]/x\">y</a>[[/]]"}});
  EXPECT_EQ(
      templates.Expand("page", ctemplate::TemplateDictionary("t")).value(),
      "<b>a &lt; b &amp; &quot;c&quot;</b><a href=\"/cy/x\">y</a>/cy");
}

TEST(Templates, EscapeWhateverIsSetWhereverItStands) {
  const Templates templates =
      Read({{"page",
             "<p>{{X}}</p><a href=\"{{X}}\" title=\"{{X}}\">l</a>"
             "<a href=\"mailto:{{X}}\">m</a><svg><path d=\"{{X}}\"/></svg>"}});
  ctemplate::TemplateDictionary values("t");
  values.SetValue("X", kHostile);
  const std::string page = templates.Expand("page", values).value();
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("=\"\"'>")));
}

TEST(Templates, LeadNowhereButToWebAddresses) {
  const Templates templates = Read({{"page", "<a href=\"{{X}}\">l</a>"}});
  for (const char* address : {"javascript:alert(1)", " JavaScript:alert(1)",
                              "data:text/html,x", "vbscript:x"}) {
    ctemplate::TemplateDictionary values("t");
    values.SetValue("X", address);
    EXPECT_EQ(templates.Expand("page", values).value(), "<a href=\"#\">l</a>")
        << address;
  }
}

TEST(Templates, AreRefusedWhenTheyNameWhatIsNotThere) {
  const auto words = Catalogue::Read("a = b");
  for (const char* file : {"[[c]]", "[[>_c]]", "[[a", "{{#X}}", "{{X}"}) {
    EXPECT_FALSE(Templates::Read({{"page", file}}, *words, "").ok()) << file;
  }
  EXPECT_FALSE(
      Templates::Read({{"_p", "[[>_p]]"}, {"page", "[[>_p]]"}}, *words, "")
          .ok());
}

}  // namespace
}  // namespace localoffer::gateway::pages

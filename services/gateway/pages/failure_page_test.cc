// What people see where something is wrong.
#include "services/gateway/pages/failure_page.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/testing_pages.h"
#include "services/gateway/problem.h"

namespace localoffer::gateway::pages {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(PagesTest, WhatIsNotThereIsAPageToo) {
  for (const std::string& target : {EntryTarget(7), std::string("/entries/x/y"),
                                    std::string("/authorities/nowhere")}) {
    const HttpResponse page = Get(target);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_THAT(page.body, HasSubstr("Page not found")) << target;
    EXPECT_TRUE(page.etag.empty());
  }
  EXPECT_EQ(Get("/?misspelt=1").status, 400);
}

TEST_F(PagesTest, PeopleGetAPageWhereAppsGetAProblem) {
  for (const std::string target : {"/nowhere", "/entries", "/cyclists"}) {
    const HttpResponse page = Open(target);
    EXPECT_EQ(page.status, 404) << target;
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("Page not found"));
    EXPECT_EQ(Get(target).content_type, "application/problem+json");
  }
  EXPECT_THAT(Open("/cy/nowhere").body, HasSubstr("Heb ddod o hyd"));
  EXPECT_THAT(Open("/cy/nowhere").body, HasSubstr("href=\"/nowhere\""));
  const HttpResponse broken = Open("/%zz?a=<script>");
  EXPECT_EQ(broken.status, 400);
  EXPECT_THAT(broken.body, HasSubstr("broken percent code"));
  EXPECT_THAT(broken.body, Not(HasSubstr("<script>")));
}

TEST_F(PagesTest, TheOtherLanguageIsNeverAnotherSite) {
  for (const std::string target :
       {"/cy//evil.example/x", "/cy/\\evil.example/x", "/cy///evil.example",
        "//evil.example/x", "/\\evil.example"}) {
    const HttpResponse page = Open(target);
    EXPECT_THAT(page.body, Not(HasSubstr("href=\"//"))) << target;
    EXPECT_THAT(page.body, Not(HasSubstr("href=\"/\\"))) << target;
    EXPECT_THAT(page.body,
                HasSubstr(absl::StartsWith(target, "/cy") ? "href=\"/\""
                                                          : "href=\"/cy\""))
        << target;
  }
}

TEST_F(PagesTest, ARefusalKeepsItsFieldsAndSaysWhy) {
  const HttpResponse posted = Open("/listed", "POST");
  EXPECT_EQ(posted.status, 405);
  EXPECT_THAT(posted.headers,
              Contains(::testing::Pair("Allow", "GET, HEAD, OPTIONS")));
  EXPECT_THAT(posted.headers,
              Contains(::testing::Pair("Cache-Control", "no-store")));
  EXPECT_THAT(posted.body, HasSubstr("can only be read"));
  offer_.Publish(1, "Short breaks", {"9900001"});
  const HttpResponse proof =
      Open("/proofs/absent?authority=E06000023&provider=GB-CHC-9900001");
  EXPECT_EQ(proof.status, 404);
  EXPECT_THAT(proof.body, HasSubstr("had made no edition"));
  const HttpResponse table = Open("/listed.csv?provider=x");
  EXPECT_EQ(table.status, 400);
  EXPECT_THAT(table.body, HasSubstr("Enter a charity number"));
}

TEST_F(PagesTest, AnyStatusHasAPage) {
  for (const Language& language : site_->languages()) {
    for (const int status :
         {400, 404, 405, 409, 410, 413, 429, 431, 500, 503}) {
      HttpResponse problem = Problem(status, "REASON", "the detail");
      problem.headers.emplace_back("Retry-After", "7");
      const HttpResponse page = FailurePage(
          *site_, language, {"/x", "http://example.org"}, std::move(problem));
      EXPECT_EQ(page.status, status);
      EXPECT_THAT(page.body, HasSubstr("</html>"));
      EXPECT_EQ(absl::StrContains(page.body, "the detail"), status < 500);
      EXPECT_THAT(page.headers, Contains(::testing::Pair("Retry-After", "7")));
    }
  }
}

// What may show the answer in a frame.
std::string FramersOf(const HttpResponse& response) {
  for (const auto& [name, value] : response.headers) {
    if (name != "Content-Security-Policy") continue;
    return value.substr(value.find("frame-ancestors"));
  }
  return "";
}

TEST_F(PagesTest, WhatIsWrongInAFrameIsSaidInIt) {
  const std::string missing = EntryTarget(7);
  struct Case {
    std::string target;
    int status;
    std::string window;
  };
  for (const Case& wrong :
       {Case{"/embed?misspelt=1", 400, "/?misspelt=1"},
        Case{"/embed?page=0&need=a", 400, "/?page=0&amp;need=a"},
        Case{"/cy/embed?misspelt=1", 400, "/cy?misspelt=1"},
        Case{absl::StrCat("/embed", missing), 404, missing},
        Case{absl::StrCat("/cy/embed", missing, "?need=a"), 404,
             absl::StrCat("/cy", missing)},
        Case{absl::StrCat("/embed", missing, "?misspelt=1"), 400, missing},
        Case{"/embed/nowhere", 404, "/"}, Case{"/embed//evil", 400, "/"},
        Case{"/cy/embed/%zz", 400, "/cy"}}) {
    SCOPED_TRACE(wrong.target);
    const HttpResponse page = Open(wrong.target);
    EXPECT_EQ(page.status, wrong.status);
    EXPECT_EQ(FramersOf(page), "frame-ancestors *");
    EXPECT_THAT(page.body, HasSubstr("lo-embed"));
    EXPECT_THAT(page.body, HasSubstr(absl::StrCat("href=\"", wrong.window,
                                                  "\" target=\"_blank\"")));
    EXPECT_THAT(page.body, Not(HasSubstr("<header")));
  }
  for (const std::string target : {"/embedded", "/embedded?a=1", "/x/embed"}) {
    EXPECT_EQ(FramersOf(Open(target)), "frame-ancestors 'none'") << target;
  }
}

TEST_F(PagesTest, AnEntryThatIsNotThereLeadsBackToTheAnswersOfItsFrame) {
  const std::string target = absl::StrCat("/embed", EntryTarget(7));
  EXPECT_THAT(Get(absl::StrCat(target, "?need=a&postcode=BS1")).body,
              HasSubstr("href=\"/embed?need=a&amp;postcode=BS1#results\""));
  EXPECT_THAT(Get(target).body, Not(HasSubstr("back-link")));
  // Where the question is what is wrong.
  EXPECT_THAT(Get(absl::StrCat(target, "?misspelt=1")).body,
              Not(HasSubstr("back-link")));
}

}  // namespace
}  // namespace localoffer::gateway::pages

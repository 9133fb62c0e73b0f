// Every page, over a store whose entries say what no feed ought to.
#include "services/gateway/pages/pages.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/editions/testing_offer.h"

namespace localoffer::gateway::pages {
namespace {

using editions::TestingOffer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] =
    "\"'>x&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script>"
    "&lt;img src=x onerror=alert(3)&gt;{{X}}{{#ERRORS}}</style></title>";

// Sets every text of the message, and of those within it, to `text`; an
// element of each list.
void FillTexts(const std::string& text, int depth,
               google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* field = type.field(i);
    if (field->name() == "id" || field->name() == "verbatim") continue;
    if (field->cpp_type() ==
        google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      if (field->is_repeated()) {
        reflection.AddString(&message, field, text);
      } else {
        reflection.SetString(&message, field, text);
      }
    } else if (field->cpp_type() ==
                   google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
               depth > 0) {
      FillTexts(text, depth - 1,
                field->is_repeated()
                    ? *reflection.AddMessage(&message, field)
                    : *reflection.MutableMessage(&message, field));
    }
  }
}

class PagesTest : public ::testing::Test {
 protected:
  PagesTest() {
    auto site = Site::Make(offer_.store(), offer_.clock().clock());
    EXPECT_TRUE(site.ok()) << site.status();
    site_ = *std::move(site);
    AddPages(*site_, router_);
  }

  HttpResponse Get(const std::string& target, const std::string& etag = "") {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.if_none_match = etag;
    return router_.Answer(request, "http://example.org");
  }

  static std::string EntryTarget(int number) {
    return absl::StrCat("/entries/", editions::kBristol, "/",
                        TestingOffer::IdOf(number));
  }

  uint64_t PublishTexts(int number, const std::string& text) {
    log::v1::ChangeBody body;
    v1::Service& service = *body.mutable_entry_published()->mutable_service();
    FillTexts(text, 3, service);
    FillTexts(text, 3, *body.mutable_entry_published()->mutable_local_offer());
    service.set_id(TestingOffer::IdOf(number));
    return offer_.Commit(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, service.id(),
                         std::move(body));
  }

  TestingOffer offer_;
  std::unique_ptr<const Site> site_;
  Router router_;
};

TEST_F(PagesTest, NothingThatAnEntrySaysIsMoreThanText) {
  PublishTexts(1, kHostile);
  PublishTexts(1, std::string(kHostile) + "2");
  offer_.Publish(2, kHostile, {"9900001"});
  offer_.Withdraw(2, kHostile);
  offer_.Publish(3, kHostile, {"9900001"});
  const std::string pick = absl::StrCat("/pack?", editions::kBristol, "/",
                                        TestingOffer::IdOf(1), "=1");
  for (const std::string prefix : {"", "/cy"}) {
    for (const std::string& target :
         {EntryTarget(1), EntryTarget(2), pick, std::string("/embed?age=4"),
          std::string("/listed?provider=9900001&name=%22%3E%3Cscript%3E"),
          std::string("/authorities/E06000023"),
          std::string("/listed?provider=%22%3E%3Cscript%3E"),
          std::string("/embed?need=%22%3E%3Cscript%3Ealert(1)&age=x")}) {
      const HttpResponse page = Get(prefix + target);
      EXPECT_THAT(page.status, ::testing::AnyOf(200, 400)) << target;
      EXPECT_THAT(page.body, Not(HasSubstr("<script>"))) << target;
      EXPECT_THAT(page.body, Not(HasSubstr("<img"))) << target;
      EXPECT_THAT(page.body, HasSubstr("</html>")) << target;
    }
  }
}

TEST_F(PagesTest, NoLinkRunsAnything) {
  PublishTexts(1, "javascript:alert(1)");
  for (const std::string& target : {EntryTarget(1), std::string("/?age=4")}) {
    const std::string body = Get(target).body;
    EXPECT_THAT(body, Not(HasSubstr("href=\"javascript"))) << target;
    EXPECT_THAT(body, Not(HasSubstr("href=\"mailto:javascript"))) << target;
  }
}

TEST_F(PagesTest, AnErasedEntrySaysNothingAnyMore) {
  const uint64_t published = offer_.Publish(1, "Somebody's own name");
  offer_.Erase(published);
  const HttpResponse page = Get(EntryTarget(1));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(Not(HasSubstr("own name")),
                               HasSubstr("a person&#39;s name")));
}

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

TEST_F(PagesTest, APageIsSentOnceUntilSomethingChanges) {
  offer_.Publish(1, "Short breaks");
  const HttpResponse page = Get(EntryTarget(1));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(Get(EntryTarget(1), absl::StrCat("\"", page.etag, "\"")).status,
            304);
  offer_.Publish(1, "Short breaks and play");
  EXPECT_EQ(Get(EntryTarget(1), absl::StrCat("\"", page.etag, "\"")).status,
            200);
}

TEST_F(PagesTest, BothLanguagesLeadToEachOther) {
  EXPECT_THAT(Get("/?need=x").body, HasSubstr("href=\"/cy?need=x\""));
  EXPECT_THAT(Get("/cy?need=x").body, HasSubstr("href=\"/?need=x\""));
  EXPECT_THAT(Get("/").body, HasSubstr("href=\"/cy\""));
  EXPECT_THAT(Get("/cy").body, HasSubstr("href=\"/\""));
  EXPECT_THAT(Get("/cy/listed").body, HasSubstr("href=\"/listed\""));
}

TEST_F(PagesTest, AnswersComeInPages) {
  for (int i = 1; i <= 25; ++i) {
    offer_.Publish(i, absl::StrCat("Short breaks ", i));
  }
  std::set<std::string> seen;
  std::string target = "/?need=breaks";
  int pages = 0;
  while (!target.empty()) {
    const std::string body = Get(target).body;
    ++pages;
    for (int i = 1; i <= 25; ++i) {
      const std::string href = absl::StrCat("\"", EntryTarget(i), "\"");
      if (absl::StrContains(body, href)) {
        EXPECT_TRUE(seen.insert(href).second) << href;
      }
    }
    const size_t next = body.find("rel=\"next\"");
    if (next == std::string::npos) break;
    const size_t begin = body.rfind("href=\"", next) + 6;
    target = body.substr(begin, body.find('#', begin) - begin);
    for (size_t amp; (amp = target.find("&amp;")) != std::string::npos;) {
      target.replace(amp, 5, "&");
    }
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 25);
}

}  // namespace
}  // namespace localoffer::gateway::pages

// Every page, over a store whose entries say what no feed ought to.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/testing_pages.h"
#include "storage/log/signing_key.h"

namespace localoffer::gateway::pages {
namespace {

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

class HostilePagesTest : public PagesTest {
 protected:
  uint64_t PublishTexts(int number, const std::string& text) {
    log::v1::ChangeBody body;
    v1::Service& service = *body.mutable_entry_published()->mutable_service();
    FillTexts(text, 3, service);
    FillTexts(text, 3, *body.mutable_entry_published()->mutable_local_offer());
    service.set_id(TestingOffer::IdOf(number));
    return offer_.Commit(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, service.id(),
                         std::move(body));
  }
};

TEST_F(HostilePagesTest, NothingThatAnEntrySaysIsMoreThanText) {
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
          std::string("/england?component=%22%3E%3Cscript%3E"),
          std::string("/england?component=SHORT_BREAKS"),
          std::string("/england?item=LO-C9"), std::string("/england"),
          std::string("/authorities/E06000023"),
          std::string("/authorities/E06000023?since=2026-09-01"),
          std::string("/authorities/E06000023?since=%22%3E%3Cscript%3E"),
          "/embed" + EntryTarget(1), "/embed" + EntryTarget(2),
          "/embed" + EntryTarget(1) + "?need=%22%3E%3Cscript%3E",
          std::string("/listed?provider=%22%3E%3Cscript%3E"),
          std::string("/embed?need=%22%3E%3Cscript%3Ealert(1)&age=x")}) {
      const HttpResponse page = Get(prefix + target);
      EXPECT_THAT(page.status, ::testing::AnyOf(200, 400, 410)) << target;
      EXPECT_THAT(page.body, Not(HasSubstr("<script>"))) << target;
      EXPECT_THAT(page.body, Not(HasSubstr("<img"))) << target;
      EXPECT_THAT(page.body, HasSubstr("</html>")) << target;
    }
  }
}

TEST_F(HostilePagesTest, NoLinkRunsAnything) {
  PublishTexts(1, "javascript:alert(1)");
  for (const std::string& target :
       {EntryTarget(1), "/embed" + EntryTarget(1), std::string("/?age=4")}) {
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

TEST_F(PagesTest, AWithdrawnEntryIsGoneAndSaysWhatItCan) {
  offer_.Publish(1, "Short breaks");
  offer_.Withdraw(1, "the contract has ended");
  const HttpResponse page = Get(EntryTarget(1));
  EXPECT_EQ(page.status, 410);
  EXPECT_THAT(page.body, AllOf(HasSubstr("the contract has ended"),
                               HasSubstr("Short breaks"),
                               HasSubstr("This was in the local offer of"),
                               Not(HasSubstr("This is in the local offer"))));
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

// What stands beside the logs decides on pages, too.
TEST_F(PagesTest, APageIsSentAgainWhenARegistrationAKeyOrAPostcodeIsNew) {
  offer_.Publish(1, "Short breaks");
  storage::Store& store = offer_.store();
  const std::vector<std::string> targets = {"/authorities", EntryTarget(1),
                                            "/england?item=LO-C9"};
  std::map<std::string, std::string> etags;
  const auto expect_all = [&](int status) {
    for (const std::string& target : targets) {
      const HttpResponse page =
          Get(target, absl::StrCat("\"", etags[target], "\""));
      EXPECT_EQ(page.status, status) << target;
      etags[target] = page.etag;
    }
  };
  expect_all(200);
  expect_all(304);
  storage::v1::AuthorityRecord record;
  record.set_title("Exampleshire");
  ASSERT_TRUE(store.authorities().Add("EXAMPLE", record).ok());
  expect_all(200);
  expect_all(304);
  record.set_title("Exampleshire and Town");
  ASSERT_TRUE(store.authorities().Put("EXAMPLE", record).ok());
  expect_all(200);
  const auto key = log::SigningKey::FromSeed(
      "localoffer/E06000023", std::vector<uint8_t>(log::kSeedBytes, 9));
  ASSERT_TRUE(store.trust()
                  .Add({log::TrustStatement::Kind::kRevoke, "E06000023",
                        key->verifier_key(), 5})
                  .ok());
  expect_all(200);
  expect_all(304);
  ASSERT_TRUE(store.geography()
                  .postcodes()
                  .Write({{"BS14DJ", {51.4527, -2.6028}, "", "", ""}})
                  .ok());
  expect_all(200);
  expect_all(304);
}

TEST_F(PagesTest, NoPageAsksTheNodeForEachOfItsRows) {
  for (int i = 1; i <= 40; ++i) {
    log::v1::EntryPublished entry = Named(i, absl::StrCat("Breaks ", i));
    v1::Service& service = *entry.mutable_service();
    // Where it is, only the node can say.
    service.add_service_at_locations()
        ->mutable_location()
        ->add_addresses()
        ->set_postal_code(absl::StrCat("BS", 1 + i % 9, " ", 1 + i % 9, "AA"));
    auto& identifier =
        *service.mutable_organization()->add_organization_identifiers();
    identifier.set_identifier_scheme("GB-CHC");
    identifier.set_identifier("9900001");
    PublishIn(i % 2 == 0 ? editions::kBristol : "E06000022", i, entry);
    if (i % 10 == 0) offer_.MakeEdition(absl::StrCat("2026-09-0", i / 10));
  }
  Get("/");
  const std::map<std::string, int> most = {
      {"/", 1},
      {"/?need=breaks&postcode=BS1", 3},
      {"/embed?need=breaks&postcode=BS1&where=25", 3},
      {"/pack?need=breaks&postcode=BS1", 4},
      {EntryTarget(2), 5},
      {"/listed?provider=9900001", 2},
      {"/listed?provider=9900001&postcode=BS1&miles=30", 3},
      {"/listed.csv?provider=9900001", 2},
      {"/authorities", 2},
      {"/authorities/E06000023", 12},
      {"/england?component=SHORT_BREAKS", 2},
      {"/sitemap.xml", 1}};
  for (const auto& [target, calls] : most) {
    const int before = node_.Calls();
    EXPECT_EQ(Get(target).status, 200) << target;
    EXPECT_EQ(node_.Calls() - before, calls) << target;
  }
  // Whoever has the page already costs one.
  const std::string etag = Get("/authorities").etag;
  const int before = node_.Calls();
  EXPECT_EQ(Get("/authorities", absl::StrCat("\"", etag, "\"")).status, 304);
  EXPECT_EQ(node_.Calls() - before, 1);
}

TEST_F(PagesTest, TheBarMarksThePartThatAPageIsIn) {
  offer_.Publish(1, "Short breaks");
  const std::map<std::string, std::string> parts = {
      {"/", "/"},
      {"/?need=breaks", "/"},
      {"/listed", "/listed"},
      {"/authorities", "/authorities"},
      {"/authorities/E06000023", "/authorities"},
      {"/england", "/england"},
      {EntryTarget(1), ""},
      {"/nowhere", ""}};
  for (const auto& [target, part] : parts) {
    const std::string body = Open(target).body;
    const std::string mark = " aria-current=\"true\">";
    const size_t at = body.find(mark);
    EXPECT_EQ(at != std::string::npos, !part.empty()) << target;
    if (at == std::string::npos) continue;
    EXPECT_EQ(body.find(mark, at + 1), std::string::npos) << target;
    EXPECT_THAT(body, HasSubstr("href=\"" + part + "\"" + mark)) << target;
  }
}

TEST_F(PagesTest, BothLanguagesLeadToEachOther) {
  EXPECT_THAT(Get("/?need=x").body, HasSubstr("href=\"/cy?need=x\""));
  EXPECT_THAT(Get("/cy?need=x").body, HasSubstr("href=\"/?need=x\""));
  EXPECT_THAT(Get("/").body, HasSubstr("href=\"/cy\""));
  EXPECT_THAT(Get("/cy").body, HasSubstr("href=\"/\""));
  EXPECT_THAT(Get("/cy/listed").body, HasSubstr("href=\"/listed\""));
  EXPECT_EQ(Get("/%63y").status, 200);
  EXPECT_THAT(Get("/%63y").body, HasSubstr("hreflang=\"en\""));
}

// The address of a page's link; "" where there is none.
std::string LinkOf(const std::string& body, const std::string& rel) {
  const size_t at = body.find(absl::StrCat("rel=\"", rel, "\""));
  if (at == std::string::npos) return "";
  const size_t begin = body.rfind("href=\"", at) + 6;
  return absl::StrReplaceAll(body.substr(begin, body.find('#', begin) - begin),
                             {{"&amp;", "&"}});
}

TEST_F(PagesTest, AnswersComeInPagesForwardsAndBack) {
  for (int i = 1; i <= 25; ++i) {
    offer_.Publish(i, absl::StrCat("Short breaks ", i));
  }
  for (const std::string first : {"/?need=breaks", "/cy/embed?need=breaks"}) {
    std::set<std::string> seen;
    const auto numbers = [&](const std::string& body) {
      std::vector<std::string> shown;
      for (int i = 1; i <= 25; ++i) {
        const std::string path = EntryTarget(i);
        if (absl::StrContains(body, path)) shown.push_back(path);
      }
      return shown;
    };
    std::vector<std::vector<std::string>> forwards;
    std::string body = Get(first).body;
    EXPECT_EQ(LinkOf(body, "prev"), "");
    while (true) {
      forwards.push_back(numbers(body));
      EXPECT_THAT(forwards.back(), Not(::testing::IsEmpty()));
      for (const std::string& path : forwards.back()) {
        EXPECT_TRUE(seen.insert(path).second) << path;
      }
      const std::string next = LinkOf(body, "next");
      if (next.empty()) break;
      body = Get(next).body;
      // What comes meanwhile moves nothing from page to page.
      offer_.Publish(30 + static_cast<int>(forwards.size()), "Breaks");
    }
    EXPECT_EQ(forwards.size(), 3);
    EXPECT_EQ(seen.size(), 25);
    for (auto page = forwards.rbegin() + 1; page != forwards.rend(); ++page) {
      const std::string previous = LinkOf(body, "prev");
      ASSERT_NE(previous, "");
      body = Get(previous).body;
      EXPECT_EQ(numbers(body), *page);
    }
    EXPECT_EQ(LinkOf(body, "prev"), "");
    for (int i = 31; i <= 32; ++i) offer_.Withdraw(i, "for the next");
  }
}

TEST_F(PagesTest, APageBeyondTheLastLeadsBack) {
  for (int i = 1; i <= 15; ++i) offer_.Publish(i, "Short breaks");
  const HttpResponse page = Get("/?need=breaks&page=9");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(LinkOf(page.body, "prev"), HasSubstr("page=2"));
  EXPECT_EQ(Get("/?need=breaks&page=x").status, 400);
  EXPECT_EQ(Get("/?need=breaks&revision=x").status, 400);
}

TEST_F(HostilePagesTest, EnglandShowsEveryCouncilOnce) {
  PublishTexts(1, "Short breaks");
  const std::string body = Get("/england?item=LO-C10").body;
  size_t rows = 0;
  for (size_t at = 0;
       (at = body.find("href=\"/authorities/E", at)) != std::string::npos;
       ++at) {
    ++rows;
  }
  EXPECT_EQ(rows, 153);
  EXPECT_THAT(body, HasSubstr("Confirmed by 0 of 153 councils"));
  EXPECT_THAT(Get("/cy/england?item=LO-C10").body, HasSubstr("Ledled Lloegr"));
  const std::string table = Get("/england.csv?component=SHORT_BREAKS").body;
  EXPECT_THAT(table, HasSubstr("\r\nSHORT_BREAKS,E06000023,\"City of "
                               "Bristol\",\"South West\",465866,MISSING,0,"));
  EXPECT_EQ(Get("/england.csv").status, 200);
}

TEST_F(PagesTest, EnglandIsAskedOneThingAtATime) {
  for (const std::string target :
       {"/england?component=NONE", "/england?component=UNSPECIFIED",
        "/england?item=LO-Z9", "/england?item=LO-H6",
        "/england?component=SHORT_BREAKS&item=LO-C9"}) {
    EXPECT_EQ(Get(target).status, 400) << target;
    EXPECT_EQ(Get("/cy" + target).status, 400) << target;
  }
  const HttpResponse parts = Get("/england?item=LO-B3");
  EXPECT_EQ(parts.status, 400);
  EXPECT_THAT(parts.body, HasSubstr("LO-B3a, LO-B3b, LO-B3c, LO-B3d"));
  EXPECT_EQ(Get("/england?item=+lo-b3a").status, 200);
}

}  // namespace
}  // namespace localoffer::gateway::pages

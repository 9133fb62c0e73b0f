#include "services/catalogue/catalogue_reader.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/errors.pb.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/testing_store.h"
#include "services/directory/page_token.h"
#include "services/rpc/error.h"

namespace localoffer::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kEntries = 120;

class CatalogueReaderTest : public ::testing::Test {
 protected:
  CatalogueReaderTest() {
    for (int number = 0; number < kEntries; ++number) {
      store_.Publish(number % 3 == 0 ? kLeeds : kBristol,
                     TestingStore::AnyService(number, random_));
    }
  }

  // Of a request, with its checks.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const Request& request) {
    const absl::StatusOr<Answerer<Response>> answer = reader_.Read(request);
    if (!answer.ok()) return answer.status();
    return (*answer)(*catalogue_.Latest());
  }
  absl::StatusOr<v1::ListOrganizationsResponse> List(
      const v1::ListOrganizationsRequest& request) {
    return Ask<v1::ListOrganizationsResponse>(request);
  }
  absl::StatusOr<v1::ListTaxonomyTermsResponse> List(
      const v1::ListTaxonomyTermsRequest& request) {
    return Ask<v1::ListTaxonomyTermsResponse>(request);
  }

  // The ids of all pages; `between` is called before each but the first.
  template <typename Request, typename Between>
  std::vector<std::string> Walk(Request request, const Between& between) {
    std::vector<std::string> names;
    while (true) {
      const auto page = List(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return names;
      AddNames(*page, names);
      if (page->next_page_token().empty()) return names;
      request.set_page_token(page->next_page_token());
      between();
    }
  }
  template <typename Request>
  std::vector<std::string> Walk(const Request& request) {
    return Walk(request, [] {});
  }

  static void AddNames(const v1::ListOrganizationsResponse& page,
                       std::vector<std::string>& names) {
    for (const auto& each : page.organizations()) names.push_back(each.name());
  }
  static void AddNames(const v1::ListTaxonomyTermsResponse& page,
                       std::vector<std::string>& names) {
    for (const auto& each : page.terms()) names.push_back(each.name());
  }

  static std::vector<std::string> FieldsOf(const absl::Status& status) {
    v1::ErrorInfo info;
    v1::BadRequest bad_request;
    rpc::ReadDetails(status, info, bad_request);
    std::vector<std::string> fields;
    for (const auto& each : bad_request.field_violations()) {
      fields.push_back(each.field());
    }
    return fields;
  }

  TestingStore store_;
  std::mt19937_64 random_{11};
  Catalogue catalogue_{*store_};
  const CatalogueReader reader_{*store_};
};

TEST_F(CatalogueReaderTest, PagesOfAnySizeHaveEachOnceAndInOrder) {
  std::vector<std::string> expected;
  const auto contents = *catalogue_.Latest();
  for (const OrganizationFacts& each : contents->organizations()) {
    expected.push_back(absl::StrCat("organizations/", each.id));
  }
  ASSERT_GT(expected.size(), 20u);
  for (const int size : {1, 2, 16, 0, 5000}) {
    v1::ListOrganizationsRequest request;
    request.set_page_size(size);
    EXPECT_EQ(Walk(request), expected) << size;
    EXPECT_EQ(List(request)->total_size(), static_cast<int>(expected.size()));
  }
}

TEST_F(CatalogueReaderTest, APageMayPassOverSome) {
  const std::vector<std::string> all = Walk(v1::ListOrganizationsRequest());
  const int many = static_cast<int>(all.size());
  v1::ListOrganizationsRequest request;
  request.set_page_size(5);
  for (const int skip : {0, 1, 7, many - 2, many, many + 9, 2'000'000'000}) {
    request.set_skip(skip);
    const auto page = List(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->total_size(), many);
    std::vector<std::string> names;
    AddNames(*page, names);
    const auto begin = all.begin() + std::min(skip, many);
    const auto end = all.end() - begin > 5 ? begin + 5 : all.end();
    EXPECT_EQ(names, std::vector<std::string>(begin, end)) << skip;
    EXPECT_EQ(page->next_page_token().empty(), end == all.end()) << skip;
  }
  // From where a token stands.
  request.set_skip(2);
  request.set_page_token(List(request)->next_page_token());
  request.set_skip(3);
  std::vector<std::string> names;
  AddNames(*List(request), names);
  EXPECT_EQ(names,
            std::vector<std::string>(all.begin() + 10, all.begin() + 15));
  request.set_skip(-1);
  EXPECT_THAT(FieldsOf(List(request).status()), ElementsAre("skip"));
  const std::vector<std::string> terms = Walk(v1::ListTaxonomyTermsRequest());
  v1::ListTaxonomyTermsRequest last;
  last.set_skip(static_cast<int>(terms.size()) - 1);
  EXPECT_THAT(Walk(last), ElementsAre(terms.back()));
}

TEST_F(CatalogueReaderTest, AListMayHaveTheEntriesThatNameEach) {
  v1::ListOrganizationsRequest request;
  const auto without = List(request);
  ASSERT_TRUE(without.ok()) << without.status();
  for (const auto& each : without->organizations()) {
    EXPECT_THAT(each.entries(), IsEmpty());
  }
  for (const char* authority : {"", "authorities/E08000035"}) {
    request.set_authority(authority);
    request.set_show_entries(true);
    const auto page = List(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_GT(page->organizations_size(), 5);
    for (const auto& each : page->organizations()) {
      v1::GetOrganizationRequest one;
      one.set_name(each.name());
      one.set_authority(authority);
      const auto got = Ask<v1::GetOrganizationResponse>(one);
      ASSERT_TRUE(got.ok()) << got.status();
      EXPECT_THAT(each.entries(),
                  ::testing::ElementsAreArray(got->organization().entries()));
      EXPECT_THAT(each.entries(), ::testing::Not(IsEmpty()));
    }
  }
}

TEST_F(CatalogueReaderTest, ATaxonomyIsFoundByWhatItSaysFindsIt) {
  v1::Service service = storage::TestService(900, "A club");
  v1::TaxonomyTerm& term = *service.add_attributes()->mutable_taxonomy_term();
  term.set_name("One");
  term.set_taxonomy("As it is named");
  term.mutable_taxonomy_detail()->set_name("As it is described");
  store_.Publish(kBristol, service);
  const auto all = Ask<v1::ListTaxonomiesResponse>(v1::ListTaxonomiesRequest());
  ASSERT_TRUE(all.ok()) << all.status();
  std::vector<std::string> described;
  for (const auto& each : all->taxonomies()) {
    if (each.filter_value() == "As it is named") {
      described.push_back(each.taxonomy().name());
    }
    v1::GetTaxonomyRequest one;
    one.set_name(absl::StrCat("taxonomies/", each.filter_value()));
    const auto got = Ask<v1::GetTaxonomyResponse>(one);
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(got->taxonomy().name(), each.name());
  }
  EXPECT_THAT(described, ElementsAre("As it is described"));
}

TEST_F(CatalogueReaderTest, WhatKeepsItsNameComesOnceWhileTheCatalogueMoves) {
  int number = kEntries;
  v1::ListOrganizationsRequest request;
  request.set_page_size(3);
  const std::vector<std::string> before = Walk(request);
  const std::vector<std::string> seen = Walk(request, [&] {
    // One more at the beginning, one more at the end, and the first goes.
    for (const char* name : {"An earlier one", "Zebras"}) {
      v1::Service service = storage::TestService(++number, "A club");
      service.mutable_organization()->set_id(absl::StrCat("new", number));
      service.mutable_organization()->set_name(name);
      store_.Publish(kBristol, service);
      if (number > kEntries + 3) {
        store_.Withdraw(kBristol, storage::TestService(number - 2, "").id());
      }
    }
  });
  for (const std::string& name : before) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), name), 1) << name;
  }
  EXPECT_GT(seen.size(), before.size());
}

TEST_F(CatalogueReaderTest, ATokenIsOfOneQuestion) {
  v1::ListOrganizationsRequest request;
  request.set_page_size(2);
  request.set_page_token(List(request)->next_page_token());
  request.set_page_size(5);
  EXPECT_TRUE(List(request).ok());
  v1::ListOrganizationsRequest other = request;
  other.set_search("1");
  EXPECT_THAT(FieldsOf(List(other).status()), ElementsAre("page_token"));
  other = request;
  other.set_authority(absl::StrCat("authorities/", kLeeds));
  EXPECT_THAT(FieldsOf(List(other).status()), ElementsAre("page_token"));
  other.set_page_token("no token");
  EXPECT_THAT(FieldsOf(List(other).status()), ElementsAre("page_token"));
}

TEST_F(CatalogueReaderTest, EverythingThatIsWrongIsSaidAtOnce) {
  v1::ListTaxonomyTermsRequest list;
  list.set_authority("authorities/E99999999");
  list.set_search(std::string(501, 'x'));
  list.set_page_size(-1);
  list.set_page_token("x");
  list.set_taxonomy("Needs");
  list.set_parent_term("taxonomyTerms/");
  list.set_top_only(true);
  EXPECT_THAT(FieldsOf(List(list).status()),
              ElementsAre("authority", "search", "page_size", "page_token",
                          "taxonomy", "parent_term", "top_only"));
  v1::GetOrganizationRequest get;
  get.set_name("o1");
  get.set_authority("Bristol");
  EXPECT_THAT(FieldsOf(reader_.Read(get).status()),
              ElementsAre("name", "authority"));
  v1::ListOrganizationsRequest view;
  view.set_view(static_cast<v1::CatalogueView>(7));
  EXPECT_THAT(FieldsOf(List(view).status()), ElementsAre("view"));
}

TEST_F(CatalogueReaderTest, TermsAreFoundByTaxonomyParentAndWords) {
  v1::ListTaxonomyTermsRequest all;
  all.set_page_size(1000);
  const auto terms = List(all);
  ASSERT_TRUE(terms.ok()) << terms.status();
  ASSERT_GT(terms->terms_size(), 10);
  const auto expected = [&](const auto& meets) {
    std::vector<std::string> names;
    for (const v1::CatalogueTerm& each : terms->terms()) {
      if (meets(each.term())) names.push_back(each.name());
    }
    return names;
  };
  for (const v1::CatalogueTerm& each : terms->terms()) {
    v1::ListTaxonomyTermsRequest request;
    request.set_page_size(2);
    if (!each.term().taxonomy_id().empty()) {
      const std::string& id = each.term().taxonomy_id();
      request.set_taxonomy(absl::StrCat("taxonomies/", id));
      EXPECT_EQ(Walk(request), expected([&](const v1::TaxonomyTerm& term) {
                  return term.taxonomy_id() == id;
                }));
      // By its name it is the same.
      request.set_taxonomy(absl::StrCat("taxonomies/", each.term().taxonomy()));
      EXPECT_THAT(Walk(request), ::testing::Contains(each.name()));
      request.clear_taxonomy();
    }
    request.set_parent_term(each.name());
    EXPECT_EQ(Walk(request), expected([&](const v1::TaxonomyTerm& term) {
                return term.parent_id() == each.term().id();
              }));
    v1::GetTaxonomyTermRequest get;
    get.set_name(each.name());
    const auto got = Ask<v1::GetTaxonomyTermResponse>(get);
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_EQ(got->term().SerializeAsString(), each.SerializeAsString());
  }
  v1::ListTaxonomyTermsRequest request;
  request.set_top_only(true);
  EXPECT_EQ(Walk(request), expected([](const v1::TaxonomyTerm& term) {
              return term.parent_id().empty();
            }));
  request.set_taxonomy("taxonomies/none");
  EXPECT_THAT(Walk(request), IsEmpty());
  request.Clear();
  request.set_search("NEED 7");
  EXPECT_THAT(Walk(request), SizeIs(1));
}

TEST_F(CatalogueReaderTest, AnIdThatVocabulariesShareIsOfAllOfThem) {
  const auto publish = [&](const char* log, int number,
                           const std::string& vocabulary,
                           const std::string& name) {
    v1::Service service = storage::TestService(number, name);
    v1::TaxonomyTerm& top = *service.add_attributes()->mutable_taxonomy_term();
    top.set_id("shared");
    top.set_name(name);
    top.set_taxonomy(vocabulary);
    v1::TaxonomyTerm& under =
        *service.add_attributes()->mutable_taxonomy_term();
    under.set_id(absl::StrCat("under-", name));
    under.set_name(absl::StrCat("Under ", name));
    under.set_taxonomy(vocabulary);
    under.set_parent_id("shared");
    store_.Publish(log, service);
  };
  publish(kBristol, kEntries + 1, "Needs", "Autism");
  publish(kLeeds, kEntries + 2, "Kinds", "Charity");
  v1::ListTaxonomyTermsRequest children;
  children.set_parent_term("taxonomyTerms/shared");
  EXPECT_THAT(Walk(children), ElementsAre("taxonomyTerms/under-Autism",
                                          "taxonomyTerms/under-Charity"));
  v1::GetTaxonomyTermRequest get;
  get.set_name("taxonomyTerms/shared");
  const auto any = Ask<v1::GetTaxonomyTermResponse>(get);
  ASSERT_TRUE(any.ok()) << any.status();
  EXPECT_EQ(any->term().term().name(), "Autism");
  get.set_authority(absl::StrCat("authorities/", kLeeds));
  const auto of_leeds = Ask<v1::GetTaxonomyTermResponse>(get);
  ASSERT_TRUE(of_leeds.ok()) << of_leeds.status();
  EXPECT_EQ(of_leeds->term().term().name(), "Charity");
}

TEST_F(CatalogueReaderTest, AnOrganizationHasTheEntriesThatNameIt) {
  std::map<std::string, std::vector<std::string>> expected;
  for (const std::string log : {kBristol, kLeeds}) {
    const uint64_t size = store_->logs().Latest().SizeOf(log);
    ASSERT_TRUE(
        store_->entries()
            .ForEach(
                log, size, "",
                [&](const storage::EntryRevision& revision) {
                  const auto content = store_->entries().Content(revision);
                  if (content->service().has_organization()) {
                    expected[content->service().organization().id()].push_back(
                        absl::StrCat("authorities/", log, "/entries/",
                                     revision.entry_id));
                  }
                  return true;
                })
            .ok());
  }
  for (const auto& [id, entries] : expected) {
    v1::GetOrganizationRequest request;
    request.set_name(absl::StrCat("organizations/", id));
    const auto whole = Ask<v1::GetOrganizationResponse>(request);
    ASSERT_TRUE(whole.ok()) << whole.status();
    EXPECT_THAT(whole->organization().entries(),
                ::testing::ElementsAreArray(entries));
    EXPECT_THAT(whole->organization().entry(),
                ::testing::StartsWith(absl::StrCat(entries.front(), "@")));
    EXPECT_EQ(whole->organization().organization().phones_size(), 1);
    EXPECT_EQ(whole->revision(), store_->logs().Latest().ToRevision());
  }
  v1::ListOrganizationsRequest list;
  EXPECT_EQ(List(list)->organizations(0).organization().phones_size(), 0);
  list.set_view(v1::CATALOGUE_VIEW_FULL);
  EXPECT_EQ(List(list)->organizations(0).organization().phones_size(), 1);
}

TEST_F(CatalogueReaderTest, WhatIsNotThereIsNotFoundForItsOwnReason) {
  v1::GetOrganizationRequest organization;
  organization.set_name("organizations/none");
  EXPECT_EQ(
      rpc::ReasonOf(Ask<v1::GetOrganizationResponse>(organization).status()),
      "ORGANIZATION_NOT_FOUND");
  v1::GetTaxonomyRequest taxonomy;
  taxonomy.set_name("taxonomies/none");
  EXPECT_EQ(rpc::ReasonOf(Ask<v1::GetTaxonomyResponse>(taxonomy).status()),
            "TAXONOMY_NOT_FOUND");
  v1::GetTaxonomyTermRequest term;
  term.set_name("taxonomyTerms/none");
  EXPECT_EQ(rpc::ReasonOf(Ask<v1::GetTaxonomyTermResponse>(term).status()),
            "TAXONOMY_TERM_NOT_FOUND");
  v1::GetServiceAtLocationRequest at;
  at.set_name("serviceAtLocations/none");
  EXPECT_EQ(rpc::ReasonOf(Ask<v1::GetServiceAtLocationResponse>(at).status()),
            "SERVICE_AT_LOCATION_NOT_FOUND");
  // What only another authority names is not this one's.
  v1::Service service = storage::TestService(500, "A club");
  service.mutable_organization()->set_id("of Leeds alone");
  store_.Publish(kLeeds, service);
  organization.set_name("organizations/OF LEEDS ALONE");
  EXPECT_TRUE(Ask<v1::GetOrganizationResponse>(organization).ok());
  organization.set_authority(absl::StrCat("authorities/", kBristol));
  EXPECT_EQ(
      rpc::ReasonOf(Ask<v1::GetOrganizationResponse>(organization).status()),
      "ORGANIZATION_NOT_FOUND");
}

}  // namespace
}  // namespace localoffer::catalogue

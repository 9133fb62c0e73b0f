// `organizations`, `taxonomies` and `terms`.
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::HasSubstr;

constexpr int kAll = 1203;

class Catalogue : public CommandTest {
 protected:
  Catalogue() {
    server_.answers.list_organizations =
        [this](const v1::ListOrganizationsRequest& request,
               v1::ListOrganizationsResponse* response) {
          organizations_ = request;
          int number = request.page_token().empty()
                           ? 0
                           : std::stoi(request.page_token());
          for (int i = 0; i < request.page_size() && number < kAll; ++i) {
            auto& each = *response->add_organizations();
            each.mutable_organization()->set_name(
                absl::StrCat("Charity ", number));
            each.set_name(absl::StrCat("organizations/a/", number++));
          }
          if (number < kAll) {
            response->set_next_page_token(absl::StrCat(number));
          }
          response->set_total_size(kAll);
          return grpc::Status::OK;
        };
    server_.answers.list_taxonomy_terms =
        [this](const v1::ListTaxonomyTermsRequest& request,
               v1::ListTaxonomyTermsResponse* response) {
          terms_ = request;
          auto& term = *response->add_terms();
          term.set_name("taxonomyTerms/t1");
          term.mutable_term()->set_name("Autism");
          term.mutable_term()->set_taxonomy("Needs");
          term.set_filter_value("AUT");
          response->set_total_size(1);
          return grpc::Status::OK;
        };
  }

  // The last that was asked.
  v1::ListOrganizationsRequest organizations_;
  v1::ListTaxonomyTermsRequest terms_;
};

TEST_F(Catalogue, ListsAsManyAsAskedFor) {
  const Outcome some = Run({"organizations", "charity", "--limit", "2"});
  EXPECT_EQ(some.code, 0) << some.err;
  EXPECT_EQ(some.out,
            "organization  id\n"
            "Charity 0     a/0\n"
            "Charity 1     a/1\n");
  EXPECT_THAT(some.err, HasSubstr("2 of 1203"));
  EXPECT_EQ(organizations_.search(), "charity");
  EXPECT_THAT(Run({"organizations", "--limit", "1001"}).err,
              HasSubstr("1001 of 1203"));
  const Outcome all = Run({"organizations", "--limit", "5000"});
  EXPECT_THAT(all.out, HasSubstr("Charity 1202  a/1202\n"));
  EXPECT_EQ(all.err, "");
}

TEST_F(Catalogue, ShowsAnOrganizationWithItsEntries) {
  v1::GetOrganizationRequest asked;
  server_.answers.get_organization =
      [&](const v1::GetOrganizationRequest& request,
          v1::GetOrganizationResponse* response) {
        asked = request;
        auto& shown = *response->mutable_organization();
        shown.mutable_organization()->set_id("o1");
        shown.mutable_organization()->set_name("A charity");
        shown.set_entry("authorities/E06000023/entries/e@7");
        shown.add_entries("authorities/E06000023/entries/e");
        return grpc::Status::OK;
      };
  const Outcome outcome =
      Run({"organizations", "--id", "o1", "--authority", "E06000023"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(asked.name(), "organizations/o1");
  EXPECT_EQ(asked.authority(), "authorities/E06000023");
  EXPECT_THAT(outcome.out, HasSubstr("A charity"));
  EXPECT_THAT(outcome.out, HasSubstr("authorities/E06000023/entries/e@7"));
}

TEST_F(Catalogue, ListsTermsOfATaxonomyWithWhatASearchTakes) {
  const Outcome outcome =
      Run({"terms", "autism", "--taxonomy", "Needs", "--parent", "t0"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(terms_.search(), "autism");
  EXPECT_EQ(terms_.taxonomy(), "taxonomies/Needs");
  EXPECT_EQ(terms_.parent_term(), "taxonomyTerms/t0");
  EXPECT_FALSE(terms_.top_only());
  EXPECT_EQ(outcome.out,
            "term    taxonomy  search --taxonomy  id\n"
            "Autism  Needs     AUT                t1\n");
  Run({"terms", "--top"});
  EXPECT_TRUE(terms_.top_only());
}

TEST_F(Catalogue, ListsTaxonomies) {
  server_.answers.list_taxonomies = [](const v1::ListTaxonomiesRequest&,
                                       v1::ListTaxonomiesResponse* response) {
    auto& taxonomy = *response->add_taxonomies();
    taxonomy.set_name("taxonomies/n");
    taxonomy.mutable_taxonomy()->set_name("Needs");
    response->set_total_size(1);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"taxonomies"}).out,
            "taxonomy  id\n"
            "Needs     n\n");
  EXPECT_THAT(Run({"taxonomies", "--output", "json"}).out,
              HasSubstr("\"name\": \"taxonomies/n\""));
}

TEST_F(Catalogue, SaysThatThereIsNone) {
  server_.answers.list_taxonomies = [](const v1::ListTaxonomiesRequest&,
                                       v1::ListTaxonomiesResponse*) {
    return grpc::Status::OK;
  };
  const Outcome none = Run({"taxonomies", "zebra"});
  EXPECT_EQ(none.code, 0);
  EXPECT_EQ(none.out, "");
  EXPECT_THAT(none.err, HasSubstr("None. Try fewer or other words"));
  EXPECT_EQ(Run({"taxonomies", "zebra", "--quiet"}).err, "");
}

}  // namespace
}  // namespace localoffer::command

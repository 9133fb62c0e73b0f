// `localoffer organizations`, `taxonomies` and `terms`: what entries speak of.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"
#include "clients/paging.h"

namespace localoffer::command {
namespace {

using Stub = v1::CatalogueService::Stub;

constexpr int kMostOfAPage = 1000;

struct CatalogueFlags {
  std::vector<std::string> words;
  std::string id;
  std::string authority;
  int limit = 100;
  // Of terms alone.
  std::string taxonomy;
  std::string parent;
  bool top_only = false;
};

// What stands behind the first slash: an id may have more of them.
std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.find('/') + 1));
}

// Names are the same in every request for a list, and for one.
template <typename Request>
absl::Status SetAuthority(const CatalogueFlags& flags, Session& session,
                          Request& request) {
  if (flags.authority.empty()) return absl::OkStatus();
  auto name = session.AuthorityName(flags.authority);
  if (!name.ok()) return name.status();
  request.set_authority(*std::move(name));
  return absl::OkStatus();
}

// Pages up to the limit as one answer; `things` gives its list.
template <typename Request, typename Response, typename Things>
absl::StatusOr<Response> List(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              Request request, const CatalogueFlags& flags,
                              Session& session, const Things& things) {
  absl::Status set = SetAuthority(flags, session, request);
  if (!set.ok()) return set;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  request.set_search(absl::StrJoin(flags.words, " "));
  request.set_page_size(std::min(flags.limit, kMostOfAPage));
  Response all;
  absl::Status listed = client::EachPage(
      **connection, method, std::move(request), [&](Response& page) {
        all.clear_next_page_token();
        all.MergeFrom(page);
        return things(all).size() < flags.limit;
      });
  if (!listed.ok()) return listed;
  // The last page may have been longer than what was left.
  auto& list = things(all);
  if (list.size() > flags.limit) {
    list.DeleteSubrange(flags.limit, list.size() - flags.limit);
  }
  return all;
}

template <typename Request, typename Response>
absl::StatusOr<Response> Get(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             absl::string_view prefix,
                             const CatalogueFlags& flags, Session& session) {
  Request request;
  request.set_name(absl::StrCat(prefix, flags.id));
  absl::Status set = SetAuthority(flags, session, request);
  if (!set.ok()) return set;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  return (*connection)->Call(method, request);
}

// Prints an answer as JSON, or as `print` does.
template <typename Response, typename Print>
absl::StatusOr<ExitCode> Answer(const absl::StatusOr<Response>& response,
                                Session& session, const Print& print) {
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
  } else {
    print(*response);
  }
  return ExitCode::kOk;
}

// A table, and how much there is beside it.
void Show(const Table& table, int shown, int all, Session& session) {
  if (!table.empty()) session.out().Show(table);
  if (session.settings().quiet) return;
  if (all == 0) {
    session.err().Line("None. Try fewer or other words, or drop a flag.");
  } else if (shown < all) {
    session.err().Line(
        absl::StrCat(shown, " of ", all, "; --limit shows more, words fewer."));
  }
}

void PrintOrganization(const v1::CatalogueOrganization& shown, Printer& out) {
  const v1::Organization& organization = shown.organization();
  out.Line(organization.name(), Colour::kBold);
  out.Field("id", organization.id());
  out.Field("web site", organization.website());
  out.Field("e-mail", organization.email());
  for (const auto& each : organization.organization_identifiers()) {
    out.Field("identifier",
              absl::StrCat(each.identifier_scheme(), "-", each.identifier()));
  }
  out.Field("said by", shown.entry());
  for (const std::string& entry : shown.entries()) out.Field("entry", entry);
}

absl::StatusOr<ExitCode> Organizations(const CatalogueFlags& flags,
                                       Session& session) {
  if (!flags.id.empty()) {
    return Answer(Get(&Stub::GetOrganization, "organizations/", flags, session),
                  session, [&](const v1::GetOrganizationResponse& response) {
                    PrintOrganization(response.organization(), session.out());
                  });
  }
  const auto things = [](v1::ListOrganizationsResponse & response) -> auto& {
    return *response.mutable_organizations();
  };
  return Answer(List(&Stub::ListOrganizations, v1::ListOrganizationsRequest(),
                     flags, session, things),
                session, [&](const v1::ListOrganizationsResponse& response) {
                  Table table({{"organization"}, {"id", Fit::kWhole}});
                  for (const auto& each : response.organizations()) {
                    table.AddRow({{each.organization().name(), Colour::kBold},
                                  IdOf(each.name())});
                  }
                  Show(table, response.organizations_size(),
                       response.total_size(), session);
                });
}

absl::StatusOr<ExitCode> Taxonomies(const CatalogueFlags& flags,
                                    Session& session) {
  const auto things = [](v1::ListTaxonomiesResponse & response) -> auto& {
    return *response.mutable_taxonomies();
  };
  return Answer(
      List(&Stub::ListTaxonomies, v1::ListTaxonomiesRequest(), flags, session,
           things),
      session, [&](const v1::ListTaxonomiesResponse& response) {
        Table table({{"taxonomy"}, {"id", Fit::kWhole}});
        for (const auto& each : response.taxonomies()) {
          table.AddRow(
              {{each.taxonomy().name(), Colour::kBold}, IdOf(each.name())});
        }
        Show(table, response.taxonomies_size(), response.total_size(), session);
      });
}

absl::StatusOr<ExitCode> Terms(const CatalogueFlags& flags, Session& session) {
  v1::ListTaxonomyTermsRequest request;
  if (!flags.taxonomy.empty()) {
    request.set_taxonomy(absl::StrCat("taxonomies/", flags.taxonomy));
  }
  if (!flags.parent.empty()) {
    request.set_parent_term(absl::StrCat("taxonomyTerms/", flags.parent));
  }
  request.set_top_only(flags.top_only);
  const auto things = [](v1::ListTaxonomyTermsResponse & response) -> auto& {
    return *response.mutable_terms();
  };
  return Answer(List(&Stub::ListTaxonomyTerms, std::move(request), flags,
                     session, things),
                session, [&](const v1::ListTaxonomyTermsResponse& response) {
                  Table table({{"term"},
                               {"taxonomy"},
                               {"search --taxonomy"},
                               {"id", Fit::kWhole}});
                  for (const auto& each : response.terms()) {
                    table.AddRow({{each.term().name(), Colour::kBold},
                                  each.term().taxonomy(),
                                  each.filter_value(),
                                  IdOf(each.name())});
                  }
                  Show(table, response.terms_size(), response.total_size(),
                       session);
                });
}

std::shared_ptr<CatalogueFlags> AddFlags(Verb verb) {
  auto flags = std::make_shared<CatalogueFlags>();
  verb.AddOption("WORDS", flags->words,
                 "Only those whose names have all of these, or begin a word "
                 "with them")
      .TypeName("");
  verb.AddOption("--authority", flags->authority,
                 "Code or name: only what its entries speak of")
      .TypeName("AUTHORITY");
  return flags;
}

void AddOrganizations(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"organizations",
       "List the organizations that entries name, or show one with its entries",
       "localoffer organizations hospice\n"
       "  localoffer organizations --id c0ffee00-0000-4000-8000-000000000001"});
  auto flags = AddFlags(verb);
  verb.AddOption("--id", flags->id, "Show this one").TypeName("ID");
  AddLimitFlag(verb, &flags->limit, "organizations");
  verbs.Run(verb, [flags](Session& session) {
    return Organizations(*flags, session);
  });
}

void AddTaxonomies(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"taxonomies", "List the taxonomies of which entries use terms",
                 "localoffer taxonomies --authority Bristol"});
  auto flags = AddFlags(verb);
  AddLimitFlag(verb, &flags->limit, "taxonomies");
  verbs.Run(verb,
            [flags](Session& session) { return Taxonomies(*flags, session); });
}

void AddTerms(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"terms", "List the taxonomy terms that entries use",
                 "localoffer terms autism"});
  auto flags = AddFlags(verb);
  verb.AddOption("--taxonomy", flags->taxonomy,
                 "Name or id: only terms of this taxonomy")
      .TypeName("TAXONOMY");
  verb.AddOption("--parent", flags->parent,
                 "Only terms right below the one with this id")
      .TypeName("ID");
  verb.AddFlag("--top", flags->top_only, "Only terms that have no parent");
  AddLimitFlag(verb, &flags->limit, "terms");
  verbs.Run(verb, [flags](Session& session) { return Terms(*flags, session); });
}

}  // namespace

void AddCatalogue(Verbs& verbs) {
  AddOrganizations(verbs);
  AddTaxonomies(verbs);
  AddTerms(verbs);
}

}  // namespace localoffer::command

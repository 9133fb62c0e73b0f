#include "services/catalogue/catalogue_reader.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalogue/at_location_reader.h"
#include "services/catalogue/catalogue_question.h"
#include "services/catalogue/thing_names.h"
#include "services/catalogue/view.h"
#include "services/directory/page_token.h"
#include "services/directory/reader.h"
#include "services/entry/resource_name.h"
#include "services/openreferral/one_to_one.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

constexpr int kMostEntries = 10000;

std::string RevisionName(const storage::EntryRevision& revision) {
  return entry::FormatEntryName({revision.authority, revision.entry_id,
                                 static_cast<int64_t>(revision.sequence)});
}

absl::StatusOr<v1::CatalogueOrganization> Show(const View& view,
                                               const OrganizationFacts& facts,
                                               bool full) {
  ASSIGN_OR_RETURN(Said<v1::Organization> said, view.Say(facts));
  v1::CatalogueOrganization shown;
  shown.set_name(absl::StrCat(kOrganizations, facts.id));
  *shown.mutable_organization() =
      full ? std::move(said.message) : openreferral::OneToOne(said.message);
  shown.set_entry(RevisionName(said.revision));
  return shown;
}

absl::StatusOr<v1::CatalogueTaxonomy> Show(const View& view,
                                           const TaxonomyFacts& facts) {
  ASSIGN_OR_RETURN(Said<v1::Taxonomy> said, view.Say(facts));
  v1::CatalogueTaxonomy shown;
  shown.set_name(absl::StrCat(kTaxonomies, facts.id));
  shown.set_filter_value(facts.name.empty() ? facts.id : facts.name);
  *shown.mutable_taxonomy() = std::move(said.message);
  shown.set_entry(RevisionName(said.revision));
  return shown;
}

absl::StatusOr<v1::CatalogueTerm> Show(const View& view,
                                       const TermFacts& facts) {
  ASSIGN_OR_RETURN(Said<v1::TaxonomyTerm> said, view.Say(facts));
  v1::CatalogueTerm shown;
  shown.set_name(absl::StrCat(kTerms, facts.id));
  *shown.mutable_term() = std::move(said.message);
  shown.set_entry(RevisionName(said.revision));
  shown.set_filter_value(facts.value);
  return shown;
}

void AddEntries(const View& view, const OrganizationFacts& facts,
                v1::CatalogueOrganization& shown) {
  for (const uint32_t number : facts.entries) {
    const KnownEntry entry = view.contents().entry(number);
    if (!view.scope().Has(entry) || !entry.is_usual()) continue;
    if (shown.entries_size() == kMostEntries) break;
    shown.add_entries(entry::FormatEntryName(entry.log(), entry.id()));
  }
}

// Where a page begins among things in the order of names, then ids.
template <typename Facts>
size_t BeginOf(const AskedPage& page, const std::vector<const Facts*>& found) {
  // No name is "" and no id; of the first page both are.
  const auto after = std::tie(page.from.title(), page.from.entry_id());
  const auto begin = std::upper_bound(
      found.begin(), found.end(), after,
      [](const auto& position, const Facts* facts) {
        return position < std::tie(facts->folded_name, facts->id);
      });
  return static_cast<size_t>(begin - found.begin());
}

// Adds the things of a page, which `show` makes messages of, to `shown`, a
// field of `response`.
template <typename Facts, typename Shown, typename ShowOne, typename Response>
absl::Status ShowPage(const AskedPage& page,
                      const std::vector<const Facts*>& found,
                      const ShowOne& show,
                      google::protobuf::RepeatedPtrField<Shown>& shown,
                      Response& response) {
  response.set_total_size(static_cast<int32_t>(found.size()));
  size_t place = page.from.entry_id().empty() ? 0 : BeginOf(page, found);
  place += std::min(page.skip, found.size() - place);
  size_t bytes = 0;
  while (place < found.size() &&
         static_cast<size_t>(shown.size()) < page.size &&
         bytes < directory::kPageBytes) {
    absl::StatusOr<Shown> one = show(*found[place++]);
    // Erased since the catalogue was made.
    if (absl::IsNotFound(one.status())) continue;
    RETURN_IF_ERROR(one.status());
    bytes += one->ByteSizeLong();
    *shown.Add() = *std::move(one);
  }
  if (place == found.size()) return absl::OkStatus();
  storage::v1::PageToken next;
  next.set_request_hash(page.hash);
  next.set_title(std::string(found[place - 1]->folded_name));
  next.set_entry_id(std::string(found[place - 1]->id));
  response.set_next_page_token(directory::EncodePageToken(next));
  return absl::OkStatus();
}

// Of what a request names.
struct Named {
  std::string id;
  std::string log;
};

template <typename Request>
absl::StatusOr<Named> ReadNamed(const Request& request,
                                absl::string_view prefix,
                                storage::Store& store) {
  RequestReader reader(store);
  Named named{reader.Id("name", request.name(), prefix),
              reader.Authority(request.authority())};
  RETURN_IF_ERROR(reader.Check());
  return named;
}

template <typename Response>
Response RespondAt(const View& view) {
  Response response;
  response.set_revision(view.contents().instant().ToRevision());
  return response;
}

}  // namespace

absl::StatusOr<Answerer<v1::GetOrganizationResponse>> CatalogueReader::Read(
    const v1::GetOrganizationRequest& request) const {
  using Response = v1::GetOrganizationResponse;
  ASSIGN_OR_RETURN(const Named named,
                   ReadNamed(request, kOrganizations, store_));
  return [&store = store_, named](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(named.log, store, std::move(contents)));
    ASSIGN_OR_RETURN(const OrganizationFacts* const facts,
                     view.Organization(named.id));
    auto response = RespondAt<Response>(view);
    ASSIGN_OR_RETURN(*response.mutable_organization(),
                     Show(view, *facts, /*full=*/true));
    AddEntries(view, *facts, *response.mutable_organization());
    return response;
  };
}

absl::StatusOr<Answerer<v1::ListOrganizationsResponse>> CatalogueReader::Read(
    const v1::ListOrganizationsRequest& request) const {
  using Response = v1::ListOrganizationsResponse;
  RequestReader reader(store_);
  const ListQuestion question = reader.List(request);
  const bool full = reader.IsFull(request.view());
  RETURN_IF_ERROR(reader.Check());
  return
      [&store = store_, question, full, with_entries = request.show_entries()](
          std::shared_ptr<const Contents> contents)
          -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(const View view,
                         View::Of(question.log, store, std::move(contents)));
        auto response = RespondAt<Response>(view);
        RETURN_IF_ERROR(ShowPage(
            question.page, view.Organizations(question.search),
            [&](const OrganizationFacts& facts)
                -> absl::StatusOr<v1::CatalogueOrganization> {
              ASSIGN_OR_RETURN(v1::CatalogueOrganization shown,
                               Show(view, facts, full));
              if (with_entries) AddEntries(view, facts, shown);
              return shown;
            },
            *response.mutable_organizations(), response));
        return response;
      };
}

absl::StatusOr<Answerer<v1::GetTaxonomyResponse>> CatalogueReader::Read(
    const v1::GetTaxonomyRequest& request) const {
  using Response = v1::GetTaxonomyResponse;
  ASSIGN_OR_RETURN(const Named named, ReadNamed(request, kTaxonomies, store_));
  return [&store = store_, named](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(named.log, store, std::move(contents)));
    ASSIGN_OR_RETURN(const TaxonomyFacts* const facts, view.Taxonomy(named.id));
    auto response = RespondAt<Response>(view);
    ASSIGN_OR_RETURN(*response.mutable_taxonomy(), Show(view, *facts));
    return response;
  };
}

absl::StatusOr<Answerer<v1::ListTaxonomiesResponse>> CatalogueReader::Read(
    const v1::ListTaxonomiesRequest& request) const {
  using Response = v1::ListTaxonomiesResponse;
  RequestReader reader(store_);
  const ListQuestion question = reader.List(request);
  RETURN_IF_ERROR(reader.Check());
  return [&store = store_, question](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(question.log, store, std::move(contents)));
    auto response = RespondAt<Response>(view);
    RETURN_IF_ERROR(ShowPage(
        question.page, view.Taxonomies(question.search),
        [&](const TaxonomyFacts& facts) { return Show(view, facts); },
        *response.mutable_taxonomies(), response));
    return response;
  };
}

absl::StatusOr<Answerer<v1::GetTaxonomyTermResponse>> CatalogueReader::Read(
    const v1::GetTaxonomyTermRequest& request) const {
  using Response = v1::GetTaxonomyTermResponse;
  ASSIGN_OR_RETURN(const Named named, ReadNamed(request, kTerms, store_));
  return [&store = store_, named](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(named.log, store, std::move(contents)));
    ASSIGN_OR_RETURN(const TermFacts* const facts, view.Term(named.id));
    auto response = RespondAt<Response>(view);
    ASSIGN_OR_RETURN(*response.mutable_term(), Show(view, *facts));
    return response;
  };
}

absl::StatusOr<Answerer<v1::ListTaxonomyTermsResponse>> CatalogueReader::Read(
    const v1::ListTaxonomyTermsRequest& request) const {
  using Response = v1::ListTaxonomyTermsResponse;
  RequestReader reader(store_);
  const ListQuestion question = reader.List(request);
  TermConditions conditions;
  conditions.search = question.search;
  conditions.top_only = request.top_only();
  if (!request.taxonomy().empty()) {
    conditions.taxonomy =
        reader.Id("taxonomy", request.taxonomy(), kTaxonomies);
  }
  if (!request.parent_term().empty()) {
    conditions.parent = reader.Id("parent_term", request.parent_term(), kTerms);
    if (request.top_only()) {
      reader.Refuse("top_only", "cannot be combined with parent_term");
    }
  }
  RETURN_IF_ERROR(reader.Check());
  return [&store = store_, question,
          conditions](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(question.log, store, std::move(contents)));
    auto response = RespondAt<Response>(view);
    RETURN_IF_ERROR(ShowPage(
        question.page, view.Terms(conditions),
        [&](const TermFacts& facts) { return Show(view, facts); },
        *response.mutable_terms(), response));
    return response;
  };
}

absl::StatusOr<Answerer<v1::GetServiceAtLocationResponse>>
CatalogueReader::Read(const v1::GetServiceAtLocationRequest& request) const {
  using Response = v1::GetServiceAtLocationResponse;
  ASSIGN_OR_RETURN(const Named named, ReadNamed(request, kAtLocations, store_));
  return [&store = store_, named](std::shared_ptr<const Contents> contents)
             -> absl::StatusOr<Response> {
    ASSIGN_OR_RETURN(const View view,
                     View::Of(named.log, store, std::move(contents)));
    ASSIGN_OR_RETURN(const KnownPlace found, view.AtLocation(named.id));
    ASSIGN_OR_RETURN(const ReadEntry read,
                     catalogue::Read(store.entries(), found.entry));
    ASSIGN_OR_RETURN(
        const EntryAtLocations entry,
        EntryAtLocations::Read(store, read.revision, /*full=*/true));
    // Erased since it was read.
    if (found.place >= entry.size()) return absl::NotFoundError("erased");
    auto response = RespondAt<Response>(view);
    *response.mutable_service_at_location() = entry.Show(found.place);
    return response;
  };
}

}  // namespace localoffer::catalogue

#include "services/gateway/openreferral/taxonomies_resource.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/openreferral/message_writer.h"
#include "services/rpc/error.h"
#include "storage/index/analyzer.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using catalogue::Contents;
using catalogue::KnownEntry;
using catalogue::TaxonomyFacts;
using catalogue::TermFacts;

constexpr int kOk = 200;

// What one answer is about.
struct Look {
  std::shared_ptr<const Contents> contents;
  Scope scope;
  openreferral::Format format;
};

absl::StatusOr<Look> LookAt(const OpenReferralApi& api, const Visit& visit,
                            openreferral::Format format) {
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api.store(), visit));
  ASSIGN_OR_RETURN(std::shared_ptr<const Contents> contents, api.Catalogue());
  ASSIGN_OR_RETURN(Scope scope,
                   Scope::Of(log, api.store(), contents->instant()));
  return Look{std::move(contents), std::move(scope), format};
}

// The attribute by which the first entry of the scope has a thing.
template <typename Is>
absl::StatusOr<v1::TaxonomyTerm> FirstUse(const OpenReferralApi& api,
                                          const Look& look,
                                          const catalogue::EntryNumbers& users,
                                          const Is& is) {
  const absl::optional<KnownEntry> first =
      look.scope.First(*look.contents, users);
  if (!first) return absl::NotFoundError("elsewhere");
  ASSIGN_OR_RETURN(const ReadEntry entry, Read(api.store().entries(), *first));
  const v1::Service& service = entry.content.service();
  for (int i = 0; i < service.attributes_size(); ++i) {
    if (is(catalogue::TermUseOf(service, i))) {
      return service.attributes(i).taxonomy_term();
    }
  }
  return absl::NotFoundError("none");
}

absl::StatusOr<std::string> ShowTerm(const OpenReferralApi& api,
                                     const Look& look, const TermFacts& facts) {
  const std::string key = FoldText(facts.value);
  ASSIGN_OR_RETURN(
      v1::TaxonomyTerm term,
      FirstUse(api, look, facts.entries, [&](const catalogue::TermUse& use) {
        // As uses are grouped: "autism" is the "Autism" of somebody else.
        if (use.words->key != key) return false;
        const TaxonomyFacts* const of = look.contents->TaxonomyOf(*use.words);
        return (of != nullptr ? of->id : "") == facts.taxonomy_id;
      }));
  term.set_id(facts.id);
  facts.parent_id.empty() ? term.clear_parent_id()
                          : term.set_parent_id(facts.parent_id);
  if (!facts.taxonomy_id.empty()) {
    term.set_taxonomy_id(facts.taxonomy_id);
    if (term.has_taxonomy_detail()) {
      term.mutable_taxonomy_detail()->set_id(facts.taxonomy_id);
    }
  }
  return openreferral::MessageJson(term, nullptr, {.format = look.format});
}

absl::StatusOr<std::string> ShowTaxonomy(const OpenReferralApi& api,
                                         const Look& look,
                                         const TaxonomyFacts& facts) {
  ASSIGN_OR_RETURN(
      const v1::TaxonomyTerm term,
      FirstUse(api, look, facts.entries, [&](const catalogue::TermUse& use) {
        return look.contents->TaxonomyOf(*use.words) == &facts;
      }));
  v1::Taxonomy taxonomy = term.taxonomy_detail();
  taxonomy.clear_taxonomy_terms();
  taxonomy.set_id(facts.id);
  if (!taxonomy.has_name() && !facts.name.empty()) {
    taxonomy.set_name(facts.name);
  }
  return openreferral::MessageJson(taxonomy, nullptr, {.format = look.format});
}

absl::Status NoSuch(absl::string_view kind, absl::string_view reason,
                    absl::string_view id) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, reason,
      absl::StrCat("there is no ", kind, " \"", id, "\" here"));
}

// Finishes an answer that is one object.
absl::StatusOr<HttpResponse> Single(const OpenReferralApi& api,
                                    const Visit& visit, const Look& look,
                                    const absl::StatusOr<std::string>& json) {
  RETURN_IF_ERROR(json.status());
  HttpResponse response =
      api.Begin(visit, look.contents->instant(), /*lines=*/false);
  if (response.status == kOk) response.body = absl::StrCat(*json, "\n");
  return response;
}

}  // namespace

absl::StatusOr<HttpResponse> TaxonomiesResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  const NameSearch search(query.Text("search").value_or(""));
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const Look look, LookAt(api_, visit, format_));
  HttpResponse response =
      api_.Begin(visit, look.contents->instant(), page.lines);
  if (response.status != kOk) return response;
  std::vector<const TaxonomyFacts*> found;
  for (const TaxonomyFacts& each : look.contents->taxonomies()) {
    if (search.Finds(each.folded_name) &&
        look.scope.First(*look.contents, each.entries)) {
      found.push_back(&each);
    }
  }
  ObjectList list;
  list.size = found.size();
  list.json = [&api = api_, look, found = std::move(found)](size_t place) {
    return ShowTaxonomy(api, look, *found[place]);
  };
  RETURN_IF_ERROR(Show(std::move(list), page, format_, response));
  return response;
}

absl::StatusOr<HttpResponse> TaxonomyResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const Look look, LookAt(api_, visit, format_));
  const std::string& id = visit.names.at("id");
  const TaxonomyFacts* facts = look.contents->FindTaxonomy(id);
  if (facts == nullptr || !look.scope.First(*look.contents, facts->entries)) {
    return NoSuch("taxonomy", "TAXONOMY_NOT_FOUND", id);
  }
  return Single(api_, visit, look, ShowTaxonomy(api_, look, *facts));
}

absl::StatusOr<HttpResponse> VocabulariesResource::Get(
    const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const Look look, LookAt(api_, visit, format_));
  HttpResponse response =
      api_.Begin(visit, look.contents->instant(), /*lines=*/false);
  if (response.status != kOk) return response;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartArray();
  for (const TaxonomyFacts& each : look.contents->taxonomies()) {
    if (!look.scope.First(*look.contents, each.entries)) continue;
    const std::string& name = each.name.empty() ? each.id : each.name;
    writer.String(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  writer.EndArray();
  response.body = absl::StrCat(
      absl::string_view(buffer.GetString(), buffer.GetSize()), "\n");
  return response;
}

absl::StatusOr<HttpResponse> TermsResource::Get(const Visit& visit) const {
  ApiQuery query(visit.target, endpoint_);
  const ApiPage page = query.Page(visit.request.accept);
  const NameSearch search(query.Text("search").value_or(""));
  const bool top_only = query.Flag("top_only");
  const absl::optional<std::string> taxonomy = query.Text("taxonomy_id");
  const absl::optional<std::string> parent = query.Text("parent_id");
  RETURN_IF_ERROR(query.Check());
  ASSIGN_OR_RETURN(const Look look, LookAt(api_, visit, format_));
  HttpResponse response =
      api_.Begin(visit, look.contents->instant(), page.lines);
  if (response.status != kOk) return response;
  const TaxonomyFacts* const of =
      taxonomy ? look.contents->FindTaxonomy(*taxonomy) : nullptr;
  const TermFacts* const under =
      parent ? look.contents->FindTerm(*parent) : nullptr;
  std::vector<const TermFacts*> found;
  for (const TermFacts& each : look.contents->terms()) {
    if ((taxonomy && (of == nullptr || each.taxonomy_id != of->id)) ||
        (parent && each.parent_id != (under ? under->id : *parent)) ||
        (top_only && !each.parent_id.empty()) ||
        !search.Finds(each.folded_name) ||
        !look.scope.First(*look.contents, each.entries)) {
      continue;
    }
    found.push_back(&each);
  }
  ObjectList list;
  list.size = found.size();
  list.json = [&api = api_, look, found = std::move(found)](size_t place) {
    return ShowTerm(api, look, *found[place]);
  };
  RETURN_IF_ERROR(Show(std::move(list), page, format_, response));
  return response;
}

absl::StatusOr<HttpResponse> TermResource::Get(const Visit& visit) const {
  RETURN_IF_ERROR(ApiQuery(visit.target, endpoint_).Check());
  ASSIGN_OR_RETURN(const Look look, LookAt(api_, visit, format_));
  const std::string& id = visit.names.at("id");
  const TermFacts* facts = look.contents->FindTerm(id);
  if (facts == nullptr || !look.scope.First(*look.contents, facts->entries)) {
    return NoSuch("taxonomy term", "TAXONOMY_TERM_NOT_FOUND", id);
  }
  return Single(api_, visit, look, ShowTerm(api_, look, *facts));
}

}  // namespace localoffer::gateway

#include "services/catalogue/view.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/catalogue/entry_facts.h"
#include "services/rpc/error.h"
#include "storage/index/analyzer.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

absl::Status NoSuch(absl::string_view kind, absl::string_view reason,
                    absl::string_view id) {
  return rpc::CallerError(
      absl::StatusCode::kNotFound, reason,
      absl::StrCat("there is no ", kind, " \"", id, "\" here"));
}

// Those whose names are found and that entries of the scope speak of.
template <typename Thing>
std::vector<const Thing*> Among(absl::Span<const Thing> things,
                                const NameSearch& search, const Scope& scope,
                                const Contents& contents) {
  std::vector<const Thing*> found;
  for (const Thing& each : things) {
    if (search.Finds(each.folded_name) && scope.First(contents, each.entries)) {
      found.push_back(&each);
    }
  }
  return found;
}

}  // namespace

absl::StatusOr<View> View::Of(const std::string& log, storage::Store& store,
                              std::shared_ptr<const Contents> contents) {
  ASSIGN_OR_RETURN(Scope scope, Scope::Of(log, store, contents->instant()));
  return View(store, std::move(contents), std::move(scope));
}

std::vector<const OrganizationFacts*> View::Organizations(
    const NameSearch& search) const {
  return Among(contents_->organizations(), search, scope_, *contents_);
}

std::vector<const TaxonomyFacts*> View::Taxonomies(
    const NameSearch& search) const {
  return Among(contents_->taxonomies(), search, scope_, *contents_);
}

std::vector<const TermFacts*> View::Terms(
    const TermConditions& conditions) const {
  const TaxonomyFacts* const of =
      conditions.taxonomy ? contents_->FindTaxonomy(*conditions.taxonomy)
                          : nullptr;
  // What the parents of those wanted are called: vocabularies may share an id.
  absl::flat_hash_set<std::string> under;
  if (conditions.parent) {
    for (const TermFacts* parent : contents_->FindTerms(*conditions.parent)) {
      under.insert(parent->id);
    }
    if (under.empty()) under.insert(*conditions.parent);
  }
  std::vector<const TermFacts*> found;
  for (const TermFacts& each : contents_->terms()) {
    if ((conditions.taxonomy &&
         (of == nullptr || each.taxonomy_id != of->id)) ||
        (conditions.parent && !under.contains(each.parent_id)) ||
        (conditions.top_only && !each.parent_id.empty()) ||
        !conditions.search.Finds(each.folded_name) ||
        !scope_.First(*contents_, each.entries)) {
      continue;
    }
    found.push_back(&each);
  }
  return found;
}

absl::StatusOr<const OrganizationFacts*> View::Organization(
    absl::string_view id) const {
  const OrganizationFacts* const facts = contents_->FindOrganization(id);
  if (facts == nullptr || !scope_.First(*contents_, facts->entries)) {
    return NoSuch("organization", "ORGANIZATION_NOT_FOUND", id);
  }
  return facts;
}

absl::StatusOr<const TaxonomyFacts*> View::Taxonomy(
    absl::string_view id_or_name) const {
  const TaxonomyFacts* const facts = contents_->FindTaxonomy(id_or_name);
  if (facts == nullptr || !scope_.First(*contents_, facts->entries)) {
    return NoSuch("taxonomy", "TAXONOMY_NOT_FOUND", id_or_name);
  }
  return facts;
}

absl::StatusOr<const TermFacts*> View::Term(absl::string_view id) const {
  for (const TermFacts* facts : contents_->FindTerms(id)) {
    if (scope_.First(*contents_, facts->entries)) return facts;
  }
  return NoSuch("taxonomy term", "TAXONOMY_TERM_NOT_FOUND", id);
}

absl::StatusOr<KnownPlace> View::AtLocation(absl::string_view id) const {
  for (const catalogue::AtLocation& at : contents_->FindAtLocations(id)) {
    const KnownEntry entry = contents_->entry(at.entry);
    if (scope_.Has(entry)) return KnownPlace{entry, at.place};
  }
  return NoSuch("service at location", "SERVICE_AT_LOCATION_NOT_FOUND", id);
}

absl::StatusOr<ReadEntry> View::ReadFirst(const EntryNumbers& users) const {
  const absl::optional<KnownEntry> first = scope_.First(*contents_, users);
  if (!first) return absl::NotFoundError("elsewhere");
  return Read(store_->entries(), *first);
}

template <typename Is>
absl::StatusOr<Said<v1::TaxonomyTerm>> View::FirstUse(const EntryNumbers& users,
                                                      const Is& is) const {
  ASSIGN_OR_RETURN(ReadEntry entry, ReadFirst(users));
  const v1::Service& service = entry.content.service();
  for (int i = 0; i < service.attributes_size(); ++i) {
    if (is(TermUseOf(service, i))) {
      return Said<v1::TaxonomyTerm>{service.attributes(i).taxonomy_term(),
                                    std::move(entry.revision)};
    }
  }
  return absl::NotFoundError("none");
}

absl::StatusOr<Said<v1::Organization>> View::Say(
    const OrganizationFacts& facts) const {
  ASSIGN_OR_RETURN(ReadEntry entry, ReadFirst(facts.entries));
  absl::optional<v1::Organization> organization =
      OrganizationOf(entry.content.service());
  if (!organization) return absl::NotFoundError("none");
  return Said<v1::Organization>{*std::move(organization),
                                std::move(entry.revision)};
}

absl::StatusOr<Said<v1::Taxonomy>> View::Say(const TaxonomyFacts& facts) const {
  ASSIGN_OR_RETURN(Said<v1::TaxonomyTerm> use,
                   FirstUse(facts.entries, [&](const TermUse& each) {
                     return contents_->TaxonomyOf(*each.words) == &facts;
                   }));
  Said<v1::Taxonomy> said{use.message.taxonomy_detail(),
                          std::move(use.revision)};
  said.message.clear_taxonomy_terms();
  said.message.set_id(facts.id);
  if (!said.message.has_name() && !facts.name.empty()) {
    said.message.set_name(facts.name);
  }
  return said;
}

absl::StatusOr<Said<v1::TaxonomyTerm>> View::Say(const TermFacts& facts) const {
  const std::string key = FoldText(facts.value);
  ASSIGN_OR_RETURN(Said<v1::TaxonomyTerm> said,
                   FirstUse(facts.entries, [&](const TermUse& use) {
                     // As uses are grouped: "autism" is the "Autism" of
                     // somebody else.
                     if (use.words->key != key) return false;
                     const TaxonomyFacts* const of =
                         contents_->TaxonomyOf(*use.words);
                     return (of != nullptr ? of->id : "") == facts.taxonomy_id;
                   }));
  v1::TaxonomyTerm& term = said.message;
  term.set_id(facts.id);
  facts.parent_id.empty() ? term.clear_parent_id()
                          : term.set_parent_id(facts.parent_id);
  if (!facts.taxonomy_id.empty()) {
    term.set_taxonomy_id(facts.taxonomy_id);
    if (term.has_taxonomy_detail()) {
      term.mutable_taxonomy_detail()->set_id(facts.taxonomy_id);
    }
  }
  return said;
}

}  // namespace localoffer::catalogue

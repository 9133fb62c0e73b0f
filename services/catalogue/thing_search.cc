#include "services/catalogue/thing_search.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalogue/changed_entries.h"
#include "services/rpc/error.h"
#include "storage/directory/entries.h"
#include "storage/index/analyzer.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

absl::Status TooFar(uint64_t changes) {
  return rpc::CallerError(
      absl::StatusCode::kOutOfRange, kTooFarFromCatalogue,
      absl::StrCat(
          "organizations and terms are known of the newest changes, and asked "
          "for at an instant that is ",
          changes, " changes away; wanted at most ", kMostChangesAway));
}

// All sets at once: one after another, each would cost as much as all before
// it.
EntryNumbers AnyOf(const std::vector<const EntryNumbers*>& sets,
                   size_t entry_count) {
  std::vector<bool> is_among(entry_count);
  for (const EntryNumbers* set : sets) {
    for (const uint32_t number : *set) is_among[number] = true;
  }
  EntryNumbers numbers;
  for (uint32_t number = 0; number < is_among.size(); ++number) {
    if (is_among[number]) numbers.push_back(number);
  }
  return numbers;
}

// How large each log is that has grown from one instant to the other.
using Sizes = std::map<std::string, std::pair<uint64_t, uint64_t>>;

Sizes Differences(const storage::Instant& a, const storage::Instant& b) {
  Sizes sizes;
  for (const storage::Instant* instant : {&a, &b}) {
    for (const auto& [log, size] : instant->sizes()) {
      if (a.SizeOf(log) == b.SizeOf(log)) continue;
      sizes.insert_or_assign(log, std::pair(a.SizeOf(log), b.SizeOf(log)));
    }
  }
  return sizes;
}

}  // namespace

TermMeaning::TermMeaning(const Contents& contents, AskedTerm asked)
    : contents_(contents),
      asked_(std::move(asked)),
      folded_term_(FoldText(asked_.term)),
      folded_taxonomy_(FoldText(asked_.taxonomy)) {
  if (!asked_.taxonomy.empty()) {
    taxonomy_ = contents.FindTaxonomy(asked_.taxonomy);
  }
  if (asked_.term.empty()) return;
  const auto add = [this](const TermFacts& term) {
    terms_.push_back({&term, FoldText(term.value)});
  };
  for (const TermFacts* term : contents.FindTerms(asked_.term)) add(*term);
  is_id_ = !terms_.empty();
  if (is_id_) return;
  for (const TermFacts& term : contents.terms()) {
    if (term.folded_name == folded_term_ ||
        absl::EqualsIgnoreCase(term.value, asked_.term)) {
      add(term);
    }
  }
}

bool TermMeaning::IsOfTaxonomy(const TermFacts& term) const {
  return asked_.taxonomy.empty() ||
         (taxonomy_ != nullptr && term.taxonomy_id == taxonomy_->id);
}

bool TermMeaning::IsOfTaxonomy(const TermUse& use) const {
  if (asked_.taxonomy.empty()) return true;
  if (taxonomy_ != nullptr) {
    return contents_.TaxonomyOf(*use.words) == taxonomy_;
  }
  // No entry of the catalogue uses it any more, or yet.
  return absl::EqualsIgnoreCase(use.words->taxonomy_id, asked_.taxonomy) ||
         (!use.words->folded_taxonomy.empty() &&
          use.words->folded_taxonomy == folded_taxonomy_);
}

void TermMeaning::AddEntries(std::vector<const EntryNumbers*>& sets) const {
  if (asked_.term.empty()) {
    if (taxonomy_ != nullptr) sets.push_back(&taxonomy_->entries);
    return;
  }
  for (const Known& term : terms_) {
    if (IsOfTaxonomy(*term.facts)) sets.push_back(&term.facts->entries);
  }
}

bool TermMeaning::Is(const TermUse& use) const {
  if (!IsOfTaxonomy(use)) return false;
  if (asked_.term.empty()) return true;
  const TaxonomyFacts* const of = contents_.TaxonomyOf(*use.words);
  const std::string& taxonomy_id = of != nullptr ? of->id : std::string();
  const bool is_known =
      std::any_of(terms_.begin(), terms_.end(), [&](const Known& term) {
        return term.key == use.words->key &&
               term.facts->taxonomy_id == taxonomy_id;
      });
  // What an id means is what it means in the catalogue, where it means
  // something; by its name a term may be none that an entry there uses.
  if (is_known || is_id_) return is_known;
  return absl::EqualsIgnoreCase(use.id, asked_.term) ||
         use.words->folded_name == folded_term_ ||
         absl::EqualsIgnoreCase(use.words->value, asked_.term);
}

ThingSearch::ThingSearch(const Contents& contents, ThingConditions conditions)
    : contents_(contents), conditions_(std::move(conditions)) {
  for (const std::vector<AskedTerm>& any_of : conditions_.terms) {
    std::vector<TermMeaning>& meanings = meanings_.emplace_back();
    for (const AskedTerm& asked : any_of)
      meanings.emplace_back(contents, asked);
  }
}

EntryNumbers ThingSearch::Numbers() const {
  std::optional<EntryNumbers> met;
  const auto narrow = [&](const std::vector<const EntryNumbers*>& sets) {
    EntryNumbers any = AnyOf(sets, contents_.entry_count());
    if (!met.has_value()) {
      met = std::move(any);
      return;
    }
    EntryNumbers both;
    std::set_intersection(met->begin(), met->end(), any.begin(), any.end(),
                          std::back_inserter(both));
    met = std::move(both);
  };
  if (!conditions_.organizations.empty()) {
    std::vector<const EntryNumbers*> sets;
    for (const std::string& id : conditions_.organizations) {
      const OrganizationFacts* const known = contents_.FindOrganization(id);
      if (known != nullptr) sets.push_back(&known->entries);
    }
    narrow(sets);
  }
  for (const std::vector<TermMeaning>& any_of : meanings_) {
    std::vector<const EntryNumbers*> sets;
    for (const TermMeaning& meaning : any_of) meaning.AddEntries(sets);
    narrow(sets);
  }
  return *std::move(met);
}

bool ThingSearch::IsMetBy(const v1::Service& service) const {
  if (!conditions_.organizations.empty()) {
    const absl::optional<v1::Organization> named = OrganizationOf(service);
    if (!named || std::none_of(conditions_.organizations.begin(),
                               conditions_.organizations.end(),
                               [&named](const std::string& id) {
                                 return absl::EqualsIgnoreCase(id, named->id());
                               })) {
      return false;
    }
  }
  std::vector<TermUse> uses;
  for (int i = 0; i < service.attributes_size(); ++i) {
    const v1::Attribute& attribute = service.attributes(i);
    if (attribute.has_taxonomy_term() || attribute.has_taxonomy_term_id()) {
      uses.push_back(TermUseOf(service, i));
    }
  }
  const auto has_any = [&uses](const std::vector<TermMeaning>& any_of) {
    return std::any_of(
        any_of.begin(), any_of.end(), [&uses](const TermMeaning& meaning) {
          return std::any_of(
              uses.begin(), uses.end(),
              [&meaning](const TermUse& use) { return meaning.Is(use); });
        });
  };
  return std::all_of(meanings_.begin(), meanings_.end(), has_any);
}

absl::StatusOr<Revisions> ThingSearch::At(const storage::Instant& instant,
                                          storage::Store& store) const {
  const Sizes sizes = Differences(instant, contents_.instant());
  uint64_t changes = 0;
  for (const auto& [log, of] : sizes) {
    changes += std::max(of.first, of.second) - std::min(of.first, of.second);
  }
  if (changes > kMostChangesAway) return TooFar(changes);
  Revisions revisions;
  for (const uint32_t number : Numbers()) {
    const KnownEntry entry = contents_.entry(number);
    revisions[entry.log()].push_back(entry.sequence());
  }
  for (const auto& [log, of] : sizes) {
    RETURN_IF_ERROR(AddChanged(log, of.first, of.second, store, revisions));
  }
  for (auto& [log, sequences] : revisions) {
    std::sort(sequences.begin(), sequences.end());
  }
  return revisions;
}

absl::Status ThingSearch::AddChanged(const std::string& log, uint64_t size_then,
                                     uint64_t size_now, storage::Store& store,
                                     Revisions& revisions) const {
  ASSIGN_OR_RETURN(
      const std::set<std::string> changed,
      ChangedEntries(store.engine(), log, std::min(size_then, size_now),
                     std::max(size_then, size_now)));
  for (const std::string& id : changed) {
    ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                     store.entries().At(log, id, size_then));
    if (!revision || revision->withdrawn) continue;
    ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                     store.entries().Content(*revision));
    if (IsMetBy(content.service())) {
      revisions[log].push_back(revision->sequence);
    }
  }
  return absl::OkStatus();
}

}  // namespace localoffer::catalogue

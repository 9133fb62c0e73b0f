#include "services/catalogue/contents.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/catalogue/public_ids.h"
#include "storage/index/analyzer.h"

namespace localoffer::catalogue {
namespace {

template <typename Thing>
auto ByName(const std::vector<Thing>& things) {
  return [&things](uint32_t a, uint32_t b) {
    return std::tie(things[a].folded_name, things[a].id) <
           std::tie(things[b].folded_name, things[b].id);
  };
}

template <typename Thing>
std::vector<uint32_t> OrderByName(const std::vector<Thing>& things) {
  std::vector<uint32_t> order(things.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), ByName(things));
  return order;
}

// Puts things that are complete in an order; by their places before, those
// after.
template <typename Thing>
std::vector<uint32_t> Arrange(const std::vector<uint32_t>& order,
                              std::vector<Thing>& things) {
  std::vector<uint32_t> places(things.size());
  std::vector<Thing> arranged;
  arranged.reserve(things.size());
  for (const uint32_t number : order) {
    places[number] = static_cast<uint32_t>(arranged.size());
    things[number].entries.shrink_to_fit();
    arranged.push_back(std::move(things[number]));
  }
  things = std::move(arranged);
  return places;
}

template <typename Numbers>
void Move(const std::vector<uint32_t>& places, Numbers& numbers) {
  for (auto& [id, number] : numbers) number = places[number];
}

// Each is found by its own id, whatever else has that. From here on the things
// stay where they are.
template <typename Thing, typename Numbers>
void AddIds(const std::vector<Thing>& things, Numbers& numbers) {
  for (uint32_t i = 0; i < things.size(); ++i) {
    numbers.insert_or_assign(things[i].id, i);
  }
}

// By what each thing is, its number.
template <typename Key>
using KeyNumbers = absl::flat_hash_map<Key, uint32_t>;

// Gives each thing its id; `text` is of its key, `is_named` whether that has a
// name.
template <typename Key, typename KeyText, typename IsNamed, typename Thing>
void GiveIds(absl::string_view kind, const KeyNumbers<Key>& numbers,
             const std::vector<AgreedId>& agreed, const KeyText& text,
             const IsNamed& is_named, std::vector<Thing>& things) {
  std::vector<IdClaim> claims(things.size());
  for (const auto& [key, number] : numbers) {
    claims[number] = {std::string(text(key)), agreed[number].id(),
                      is_named(number)};
  }
  std::vector<std::string> ids = PublicIds(kind, claims);
  for (size_t i = 0; i < things.size(); ++i) things[i].id = std::move(ids[i]);
}

void AddAll(const EntryNumbers& numbers, uint32_t offset, EntryNumbers& to) {
  for (const uint32_t number : numbers) to.push_back(offset + number);
}

template <typename Thing, typename Numbers>
const Thing* Find(const std::vector<Thing>& things, const Numbers& numbers,
                  absl::string_view id) {
  const auto found = numbers.find(id);
  return found == numbers.end() ? nullptr : &things[found->second];
}

}  // namespace

Contents::Contents(storage::Instant instant, Sections sections,
                   const Contents* previous)
    : instant_(std::move(instant)), sections_(std::move(sections)) {
  for (const auto& section : sections_) {
    offsets_.push_back(static_cast<uint32_t>(entry_count_));
    entry_count_ += section->entries().size();
  }
  CollectOrganizations(previous);
  CollectTaxonomies();
  CollectTerms();
  NameParents();
}

void Contents::CollectOrganizations(const Contents* previous) {
  if (previous != nullptr) {
    organizations_.reserve(previous->organizations_.size());
    organization_numbers_.reserve(previous->organizations_.size());
  }
  for (size_t i = 0; i < sections_.size(); ++i) {
    for (const Section::Organization& each : sections_[i]->organizations()) {
      const auto [found, is_new] =
          organization_numbers_.emplace(each.id, organizations_.size());
      if (is_new) organizations_.push_back({each.id, each.folded_name, {}});
      AddAll(each.entries, offsets_[i], organizations_[found->second].entries);
    }
  }
  Move(Arrange(OrderOfOrganizations(previous), organizations_),
       organization_numbers_);
}

std::vector<uint32_t> Contents::OrderOfOrganizations(
    const Contents* previous) const {
  if (previous == nullptr) return OrderByName(organizations_);
  std::vector<uint32_t> order;
  order.reserve(organizations_.size());
  std::vector<bool> is_placed(organizations_.size());
  for (const OrganizationFacts& before : previous->organizations_) {
    const auto found = organization_numbers_.find(before.id);
    if (found == organization_numbers_.end()) continue;
    const OrganizationFacts& now = organizations_[found->second];
    if (now.id != before.id || now.folded_name != before.folded_name) continue;
    order.push_back(found->second);
    is_placed[found->second] = true;
  }
  const auto placed = static_cast<std::ptrdiff_t>(order.size());
  for (uint32_t i = 0; i < organizations_.size(); ++i) {
    if (!is_placed[i]) order.push_back(i);
  }
  const auto by_name = ByName(organizations_);
  std::sort(order.begin() + placed, order.end(), by_name);
  std::inplace_merge(order.begin(), order.begin() + placed, order.end(),
                     by_name);
  return order;
}

void Contents::CollectTaxonomies() {
  std::vector<AgreedId> ids;
  for (size_t i = 0; i < sections_.size(); ++i) {
    const Section& section = *sections_[i];
    for (const Section::Taxonomy& each : section.taxonomies()) {
      const auto [found, is_new] = taxonomy_keys_.emplace(
          each.words->taxonomy_key(), taxonomies_.size());
      if (is_new) {
        taxonomies_.push_back(
            {"", each.words->taxonomy, each.words->folded_taxonomy, {}});
        ids.emplace_back();
      }
      ids[found->second].Add(each.id);
      AddAll(each.entries, offsets_[i], taxonomies_[found->second].entries);
    }
    for (const auto& [id, number] : section.taxonomy_ids()) {
      const Section::Taxonomy& of = section.taxonomies()[number];
      taxonomy_numbers_.emplace(id,
                                taxonomy_keys_.at(of.words->taxonomy_key()));
    }
  }
  GiveIds(
      "taxonomy", taxonomy_keys_, ids,
      [](absl::string_view key) { return key; },
      [this](uint32_t number) { return !taxonomies_[number].name.empty(); },
      taxonomies_);
  const std::vector<uint32_t> places =
      Arrange(OrderByName(taxonomies_), taxonomies_);
  Move(places, taxonomy_numbers_);
  Move(places, taxonomy_keys_);
  AddIds(taxonomies_, taxonomy_numbers_);
}

void Contents::CollectTerms() {
  KeyNumbers<Section::Key> by_key;
  std::vector<AgreedId> ids;
  for (size_t i = 0; i < sections_.size(); ++i) {
    std::vector<uint32_t>& numbers = terms_of_sections_.emplace_back();
    for (const Section::Term& each : sections_[i]->terms()) {
      const TermWords& words = *each.words;
      const auto [found, is_new] = by_key.emplace(
          Section::Key(words.taxonomy_key(), words.key), terms_.size());
      if (is_new) {
        const TaxonomyFacts* const of = TaxonomyOf(words);
        terms_.push_back({"",
                          words.value,
                          words.folded_name,
                          words.parent_id,
                          of != nullptr ? of->id : "",
                          {}});
        ids.emplace_back();
      }
      ids[found->second].Add(each.id);
      AddAll(each.entries, offsets_[i], terms_[found->second].entries);
      numbers.push_back(found->second);
    }
  }
  GiveIds(
      "taxonomy_term", by_key, ids,
      [](const Section::Key& key) {
        return absl::StrCat(key.first, "\n", key.second);
      },
      [](uint32_t /*number*/) { return true; }, terms_);
  const std::vector<uint32_t> places = Arrange(OrderByName(terms_), terms_);
  for (std::vector<uint32_t>& numbers : terms_of_sections_) {
    for (uint32_t& number : numbers) number = places[number];
  }
  AddIds(terms_, term_numbers_);
}

void Contents::NameParents() {
  // Many have the same.
  absl::flat_hash_map<std::string, std::vector<const TermFacts*>> parents;
  for (TermFacts& term : terms_) {
    if (term.parent_id.empty()) continue;
    const auto [found, is_new] = parents.try_emplace(term.parent_id);
    std::vector<const TermFacts*>& with_id = found->second;
    if (is_new) with_id = FindTerms(term.parent_id);
    if (with_id.empty()) continue;
    // A vocabulary means its own.
    const auto of_same = std::find_if(
        with_id.begin(), with_id.end(), [&term](const TermFacts* parent) {
          return parent->taxonomy_id == term.taxonomy_id;
        });
    term.parent_id = (of_same != with_id.end() ? *of_same : with_id[0])->id;
  }
}

KnownEntry Contents::entry(uint32_t number) const {
  const auto after =
      std::upper_bound(offsets_.begin(), offsets_.end(), number) -
      offsets_.begin();
  return KnownEntry(*sections_[after - 1], number - offsets_[after - 1]);
}

absl::optional<KnownEntry> Contents::FindRevision(absl::string_view log,
                                                  uint64_t sequence) const {
  const auto found = std::lower_bound(
      sections_.begin(), sections_.end(), log,
      [](const std::shared_ptr<const Section>& section,
         absl::string_view wanted) { return section->log() < wanted; });
  if (found == sections_.end() || (*found)->log() != log) {
    return absl::nullopt;
  }
  return (*found)->FindRevision(sequence);
}

const OrganizationFacts* Contents::FindOrganization(
    absl::string_view id) const {
  return Find(organizations_, organization_numbers_, id);
}

std::vector<const TermFacts*> Contents::FindTerms(absl::string_view id) const {
  std::vector<const TermFacts*> found;
  // A careless feed gives thousands of terms one id.
  absl::flat_hash_set<const TermFacts*> known;
  const auto add = [&](const TermFacts* term) {
    if (known.insert(term).second) found.push_back(term);
  };
  if (const TermFacts* own = Find(terms_, term_numbers_, id)) add(own);
  for (size_t i = 0; i < sections_.size(); ++i) {
    for (const uint32_t number : sections_[i]->FindTerms(id)) {
      add(&terms_[terms_of_sections_[i][number]]);
    }
  }
  return found;
}

const TermFacts* Contents::FindTerm(absl::string_view id) const {
  const std::vector<const TermFacts*> found = FindTerms(id);
  return found.empty() ? nullptr : found[0];
}

const TaxonomyFacts* Contents::FindTaxonomy(
    absl::string_view id_or_name) const {
  const TaxonomyFacts* found = Find(taxonomies_, taxonomy_numbers_, id_or_name);
  if (found != nullptr) return found;
  return Find(taxonomies_, taxonomy_keys_, FoldText(id_or_name));
}

const TaxonomyFacts* Contents::TaxonomyOf(const TermWords& words) const {
  return Find(taxonomies_, taxonomy_keys_, words.taxonomy_key());
}

std::vector<AtLocation> Contents::FindAtLocations(absl::string_view id) const {
  std::vector<AtLocation> found;
  for (size_t i = 0; i < sections_.size(); ++i) {
    sections_[i]->FindAtLocations(id, offsets_[i], found);
  }
  return found;
}

}  // namespace localoffer::catalogue

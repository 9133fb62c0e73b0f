#include "services/catalogue/contents.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/openreferral/service_id.h"
#include "storage/index/analyzer.h"

namespace localoffer::catalogue {
namespace {

// Notes another use of something: its id is the one that all uses have.
class AgreedId {
 public:
  void Add(const std::string& id) {
    if (id.empty()) return;
    if (id_.empty()) id_ = id;
    agreed_ = agreed_ && id == id_;
  }

  // DURABLE: every node must derive the same id.
  std::string Take(absl::string_view kind, absl::string_view key) const {
    if (agreed_ && !id_.empty()) return id_;
    return openreferral::EntryIdFromSource(kind, key);
  }

 private:
  std::string id_;
  bool agreed_ = true;
};

// What a use's taxonomy is told by: its name, or else its id.
std::string TaxonomyKey(const TermUse& use) {
  return use.taxonomy.empty() ? use.taxonomy_id : FoldText(use.taxonomy);
}

bool IsBefore(const AtLocation& a, const AtLocation& b) { return a.id < b.id; }

void AddOnce(uint32_t entry, EntryNumbers& entries) {
  if (entries.empty() || entries.back() != entry) entries.push_back(entry);
}

// Puts things in the order of their names; by their places before, those after.
template <typename Thing>
std::vector<uint32_t> SortByName(std::vector<Thing>& things) {
  std::vector<uint32_t> order(things.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&things](uint32_t a, uint32_t b) {
    return std::tie(things[a].folded_name, things[a].id) <
           std::tie(things[b].folded_name, things[b].id);
  });
  std::vector<uint32_t> places(things.size());
  std::vector<Thing> sorted;
  sorted.reserve(things.size());
  for (const uint32_t number : order) {
    places[number] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(std::move(things[number]));
  }
  things = std::move(sorted);
  return places;
}

void Move(const std::vector<uint32_t>& places,
          absl::flat_hash_map<std::string, uint32_t>& numbers) {
  for (auto& [id, number] : numbers) number = places[number];
}

template <typename Thing>
const Thing* Find(const std::vector<Thing>& things,
                  const absl::flat_hash_map<std::string, uint32_t>& numbers,
                  absl::string_view id) {
  const auto found = numbers.find(absl::AsciiStrToLower(id));
  return found == numbers.end() ? nullptr : &things[found->second];
}

}  // namespace

Contents::Contents(storage::Instant instant,
                   std::vector<std::shared_ptr<const EntryFacts>> entries)
    : instant_(std::move(instant)), entries_(std::move(entries)) {
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const EntryFacts& entry = *entries_[i];
    revisions_.emplace(LogSequence(entry.log, entry.sequence), i);
    for (int at = 0; at < static_cast<int>(entry.at_location_ids.size());
         ++at) {
      at_locations_.push_back({entry.at_location_ids[at], i, at});
    }
  }
  std::stable_sort(at_locations_.begin(), at_locations_.end(), IsBefore);
  CollectOrganizations();
  CollectTaxonomies();
  CollectTerms();
}

void Contents::CollectOrganizations() {
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const EntryFacts& entry = *entries_[i];
    if (entry.organization_id.empty()) continue;
    const auto [found, is_new] = organization_numbers_.emplace(
        absl::AsciiStrToLower(entry.organization_id), organizations_.size());
    if (is_new) {
      organizations_.push_back(
          {entry.organization_id, FoldText(entry.organization_name), {}});
    }
    organizations_[found->second].entries.push_back(i);
  }
  Move(SortByName(organizations_), organization_numbers_);
}

void Contents::CollectTaxonomies() {
  std::vector<AgreedId> ids;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    for (const TermUse& use : entries_[i]->terms) {
      const std::string key = TaxonomyKey(use);
      if (key.empty()) continue;
      const auto [found, is_new] =
          taxonomy_keys_.emplace(key, taxonomies_.size());
      if (is_new) {
        taxonomies_.push_back({"", use.taxonomy, FoldText(use.taxonomy), {}});
        ids.emplace_back();
      }
      ids[found->second].Add(use.taxonomy_id);
      AddOnce(i, taxonomies_[found->second].entries);
      if (!use.taxonomy_id.empty()) {
        taxonomy_numbers_.emplace(absl::AsciiStrToLower(use.taxonomy_id),
                                  found->second);
      }
    }
  }
  for (const auto& [key, number] : taxonomy_keys_) {
    taxonomies_[number].id = ids[number].Take("taxonomy", key);
    taxonomy_numbers_.insert_or_assign(
        absl::AsciiStrToLower(taxonomies_[number].id), number);
  }
  const std::vector<uint32_t> places = SortByName(taxonomies_);
  Move(places, taxonomy_numbers_);
  Move(places, taxonomy_keys_);
}

void Contents::CollectTerms() {
  absl::flat_hash_map<std::pair<std::string, std::string>, uint32_t> by_key;
  std::vector<AgreedId> ids;
  std::vector<std::string> parents;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    for (const TermUse& use : entries_[i]->terms) {
      const std::string taxonomy = TaxonomyKey(use);
      const auto [found, is_new] =
          by_key.emplace(std::make_pair(taxonomy, use.key), terms_.size());
      const uint32_t number = found->second;
      if (is_new) {
        TermFacts& term = terms_.emplace_back();
        term.value = use.value;
        term.folded_name = FoldText(use.name.empty() ? use.value : use.name);
        term.parent_id = use.parent_id;
        if (const TaxonomyFacts* of = TaxonomyOf(use)) {
          term.taxonomy_id = of->id;
        }
        ids.emplace_back();
      }
      ids[number].Add(use.id);
      AddOnce(i, terms_[number].entries);
      term_numbers_.emplace(absl::AsciiStrToLower(use.id), number);
    }
  }
  for (const auto& [key, number] : by_key) {
    terms_[number].id = ids[number].Take(
        "taxonomy_term", absl::StrCat(key.first, "\n", key.second));
    term_numbers_.insert_or_assign(absl::AsciiStrToLower(terms_[number].id),
                                   number);
  }
  Move(SortByName(terms_), term_numbers_);
  for (TermFacts& term : terms_) {
    if (term.parent_id.empty()) continue;
    if (const TermFacts* parent = FindTerm(term.parent_id)) {
      term.parent_id = parent->id;
    }
  }
}

const EntryFacts* Contents::FindRevision(absl::string_view log,
                                         uint64_t sequence) const {
  const auto found = revisions_.find(LogSequence(log, sequence));
  return found == revisions_.end() ? nullptr : entries_[found->second].get();
}

const OrganizationFacts* Contents::FindOrganization(
    absl::string_view id) const {
  return Find(organizations_, organization_numbers_, id);
}

const TermFacts* Contents::FindTerm(absl::string_view id) const {
  return Find(terms_, term_numbers_, id);
}

const TaxonomyFacts* Contents::FindTaxonomy(
    absl::string_view id_or_name) const {
  const TaxonomyFacts* found = Find(taxonomies_, taxonomy_numbers_, id_or_name);
  if (found != nullptr) return found;
  const auto named = taxonomy_keys_.find(FoldText(id_or_name));
  return named == taxonomy_keys_.end() ? nullptr : &taxonomies_[named->second];
}

const TaxonomyFacts* Contents::TaxonomyOf(const TermUse& use) const {
  const auto found = taxonomy_keys_.find(TaxonomyKey(use));
  return found == taxonomy_keys_.end() ? nullptr : &taxonomies_[found->second];
}

absl::Span<const AtLocation> Contents::FindAtLocations(
    absl::string_view id) const {
  const auto [begin, end] = std::equal_range(
      at_locations_.begin(), at_locations_.end(), AtLocation{id}, IsBefore);
  return absl::MakeSpan(at_locations_)
      .subspan(static_cast<size_t>(begin - at_locations_.begin()),
               static_cast<size_t>(end - begin));
}

}  // namespace localoffer::catalogue

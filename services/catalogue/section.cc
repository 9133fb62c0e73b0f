#include "services/catalogue/section.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace localoffer::catalogue {
namespace {

constexpr uint32_t kNoTaxonomy = std::numeric_limits<uint32_t>::max();

void AddOnce(uint32_t entry, EntryNumbers& entries) {
  if (entries.empty() || entries.back() != entry) entries.push_back(entry);
}

// Makes things no larger than what is in them.
template <typename Thing>
void ShrinkToFit(std::vector<Thing>& things) {
  things.shrink_to_fit();
  for (Thing& thing : things) thing.entries.shrink_to_fit();
}

std::vector<uint32_t> BySequence(const EntryTable& entries) {
  std::vector<uint32_t> order(entries.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return entries.sequence(a) < entries.sequence(b);
  });
  return order;
}

}  // namespace

void AgreedId::Add(absl::string_view id) {
  if (id.empty()) return;
  if (id_.empty()) id_ = std::string(id);
  agreed_ = agreed_ && id == id_;
}

void AgreedId::Add(const AgreedId& others) {
  Add(others.id_);
  agreed_ = agreed_ && others.agreed_;
}

Section::Section(std::string log, EntryTable entries)
    : log_(std::move(log)),
      entries_(std::move(entries)),
      revisions_(BySequence(entries_)),
      place_ids_(entries_.place_ids()) {
  CollectOrganizations();
  CollectTerms();
  use_ids_ = IdIndex(entries_.use_ids(), [this](uint32_t use) {
    return terms_of_words_[entries_.words_of(use)];
  });
}

void Section::CollectOrganizations() {
  Numbers numbers;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const OrganizationWords* const words = entries_.organization(i);
    if (words == nullptr) continue;
    const auto [found, is_new] =
        numbers.emplace(words->id, organizations_.size());
    if (is_new) organizations_.push_back({words->id, words->folded_name, {}});
    organizations_[found->second].entries.push_back(i);
  }
  ShrinkToFit(organizations_);
}

void Section::CollectTerms() {
  const std::vector<uint32_t> taxonomies = CollectWords();
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const EntryTable::Range uses = entries_.uses(i);
    for (uint32_t use = uses.begin; use < uses.end; ++use) {
      const uint32_t words = entries_.words_of(use);
      Term& term = terms_[terms_of_words_[words]];
      if (term.id.is_agreed()) term.id.Add(entries_.use_ids()[use]);
      AddOnce(i, term.entries);
      if (taxonomies[words] == kNoTaxonomy) continue;
      AddOnce(i, taxonomies_[taxonomies[words]].entries);
    }
  }
  ShrinkToFit(taxonomies_);
  ShrinkToFit(terms_);
}

std::vector<uint32_t> Section::CollectWords() {
  absl::flat_hash_map<absl::string_view, uint32_t> taxonomies;
  absl::flat_hash_map<Key, uint32_t> terms;
  std::vector<uint32_t> taxonomies_of_words;
  for (const auto& words : entries_.words()) {
    const absl::string_view taxonomy = words->taxonomy_key();
    const auto term = terms.emplace(Key(taxonomy, words->key), terms_.size());
    if (term.second) terms_.push_back({words.get(), {}, {}});
    terms_of_words_.push_back(term.first->second);
    taxonomies_of_words.push_back(kNoTaxonomy);
    if (taxonomy.empty()) continue;
    const auto of = taxonomies.emplace(taxonomy, taxonomies_.size());
    if (of.second) taxonomies_.push_back({words.get(), {}, {}});
    taxonomies_of_words.back() = of.first->second;
    taxonomies_[of.first->second].id.Add(words->taxonomy_id);
    if (words->taxonomy_id.empty()) continue;
    taxonomy_ids_.emplace(words->taxonomy_id, of.first->second);
  }
  terms_of_words_.shrink_to_fit();
  return taxonomies_of_words;
}

absl::optional<KnownEntry> Section::FindRevision(uint64_t sequence) const {
  const auto found =
      std::lower_bound(revisions_.begin(), revisions_.end(), sequence,
                       [&](uint32_t entry, uint64_t wanted) {
                         return entries_.sequence(entry) < wanted;
                       });
  if (found == revisions_.end() || entries_.sequence(*found) != sequence) {
    return absl::nullopt;
  }
  return KnownEntry(*this, *found);
}

std::vector<uint32_t> Section::FindTerms(absl::string_view use_id) const {
  std::vector<uint32_t> terms;
  use_ids_.ForEach(entries_.use_ids(), use_id, [&](uint32_t use) {
    terms.push_back(terms_of_words_[entries_.words_of(use)]);
    return true;
  });
  return terms;
}

void Section::FindAtLocations(absl::string_view id, uint32_t offset,
                              std::vector<AtLocation>& found) const {
  place_ids_.ForEach(entries_.place_ids(), id, [&](uint32_t place) {
    // These are told apart by the case of letters, too.
    if (entries_.place_ids()[place] != id) return true;
    const uint32_t entry = entries_.EntryAt(place);
    found.push_back({offset + entry,
                     static_cast<int>(place - entries_.places(entry).begin)});
    return true;
  });
}

}  // namespace localoffer::catalogue

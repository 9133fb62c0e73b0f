#include "services/catalogue/section.h"

#include <algorithm>
#include <utility>

namespace localoffer::catalogue {
namespace {

bool IsBefore(const AtLocation& a, const AtLocation& b) { return a.id < b.id; }

void AddOnce(uint32_t entry, EntryNumbers& entries) {
  if (entries.empty() || entries.back() != entry) entries.push_back(entry);
}

}  // namespace

void AgreedId::Add(absl::string_view id) {
  if (id.empty()) return;
  if (id_.empty()) id_ = id;
  agreed_ = agreed_ && id == id_;
}

void AgreedId::Add(const AgreedId& others) {
  Add(others.id_);
  agreed_ = agreed_ && others.agreed_;
}

Section::Section(std::vector<std::shared_ptr<const EntryFacts>> entries)
    : entries_(std::move(entries)) {
  revisions_.reserve(entries_.size());
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const EntryFacts& entry = *entries_[i];
    revisions_.emplace_back(entry.sequence, i);
    for (int at = 0; at < static_cast<int>(entry.at_location_ids.size());
         ++at) {
      at_locations_.push_back({entry.at_location_ids[at], i, at});
    }
  }
  at_locations_.shrink_to_fit();
  std::sort(revisions_.begin(), revisions_.end());
  std::stable_sort(at_locations_.begin(), at_locations_.end(), IsBefore);
  CollectOrganizations();
  CollectTerms();
}

void Section::CollectOrganizations() {
  Numbers numbers;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const EntryFacts& entry = *entries_[i];
    if (entry.organization_id.empty()) continue;
    const auto [found, is_new] =
        numbers.emplace(entry.organization_id, organizations_.size());
    if (is_new) {
      organizations_.push_back(
          {entry.organization_id, entry.folded_organization_name, {}});
    }
    organizations_[found->second].entries.push_back(i);
  }
}

void Section::CollectTerms() {
  // Most words are of many uses.
  absl::flat_hash_map<const TermWords*, uint32_t> by_words;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    for (const TermUse& use : entries_[i]->terms) {
      AddTaxonomy(i, *use.words);
      const auto [known, is_unknown] = by_words.emplace(use.words.get(), 0);
      if (is_unknown) known->second = TermOf(*use.words);
      Term& term = terms_[known->second];
      term.id.Add(use.id);
      AddOnce(i, term.entries);
      use_ids_.emplace(use.id, known->second);
    }
  }
}

uint32_t Section::TermOf(const TermWords& words) {
  const auto [found, is_new] =
      term_keys_.emplace(Key(words.taxonomy_key(), words.key), terms_.size());
  if (is_new) terms_.push_back({&words, {}, {}});
  return found->second;
}

void Section::AddTaxonomy(uint32_t entry, const TermWords& words) {
  if (words.taxonomy_key().empty()) return;
  const auto [found, is_new] =
      taxonomy_keys_.emplace(words.taxonomy_key(), taxonomies_.size());
  if (is_new) taxonomies_.push_back({&words, {}, {}});
  Taxonomy& taxonomy = taxonomies_[found->second];
  taxonomy.id.Add(words.taxonomy_id);
  AddOnce(entry, taxonomy.entries);
  if (!words.taxonomy_id.empty()) {
    taxonomy_ids_.emplace(words.taxonomy_id, found->second);
  }
}

const EntryFacts* Section::FindRevision(uint64_t sequence) const {
  const auto found = std::lower_bound(revisions_.begin(), revisions_.end(),
                                      std::make_pair(sequence, 0U));
  if (found == revisions_.end() || found->first != sequence) return nullptr;
  return entries_[found->second].get();
}

void Section::FindAtLocations(absl::string_view id, uint32_t offset,
                              std::vector<AtLocation>& found) const {
  const auto [begin, end] = std::equal_range(
      at_locations_.begin(), at_locations_.end(), AtLocation{id}, IsBefore);
  for (auto at = begin; at != end; ++at) {
    found.push_back({at->id, offset + at->entry, at->place});
  }
}

}  // namespace localoffer::catalogue

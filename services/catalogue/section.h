// What the entries of one log speak of.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_
#define LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/catalogue/any_case.h"
#include "services/catalogue/entry_facts.h"

namespace localoffer::catalogue {

// Numbers of entries: positions in the order of their logs and ids; in a
// section, among those of its log.
using EntryNumbers = std::vector<uint32_t>;

// The id that all uses of something have. What is noted has to stay.
class AgreedId {
 public:
  void Add(absl::string_view id);
  void Add(const AgreedId& others);

  // "" where uses do not agree, or have none.
  absl::string_view id() const { return agreed_ ? id_ : absl::string_view(); }

 private:
  absl::string_view id_;
  bool agreed_ = true;
};

// One of an entry's services at locations.
struct AtLocation {
  // Points into the entry's facts.
  absl::string_view id;
  uint32_t entry = 0;
  // Among those of the entry.
  int place = 0;
};

// Made once for each state of a log, and shared by all catalogues that have
// that. Immutable, so thread-safe. Views are into its entries.
class Section {
 public:
  using Numbers = absl::flat_hash_map<absl::string_view, uint32_t,
                                      HashInAnyCase, EqualInAnyCase>;
  using Key = std::pair<absl::string_view, absl::string_view>;

  struct Organization {
    absl::string_view id;
    // As the first of its entries calls it.
    absl::string_view folded_name;
    EntryNumbers entries;
  };
  struct Taxonomy {
    // Of the first use; never null.
    const TermWords* words = nullptr;
    AgreedId id;
    EntryNumbers entries;
  };
  struct Term {
    const TermWords* words = nullptr;
    AgreedId id;
    EntryNumbers entries;
  };

  // `entries`, of one log, in the order of their ids.
  explicit Section(std::vector<std::shared_ptr<const EntryFacts>> entries);
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  const std::vector<std::shared_ptr<const EntryFacts>>& entries() const {
    return entries_;
  }
  // Each in the order of their first uses.
  const std::vector<Organization>& organizations() const {
    return organizations_;
  }
  const std::vector<Taxonomy>& taxonomies() const { return taxonomies_; }
  const std::vector<Term>& terms() const { return terms_; }
  // By the ids that uses have for them: which of them that is.
  const Numbers& taxonomy_ids() const { return taxonomy_ids_; }
  const Numbers& use_ids() const { return use_ids_; }

  // Null when there is none.
  const EntryFacts* FindRevision(uint64_t sequence) const;
  // Adds those with this id, in the order of entries; their numbers begin at
  // `offset`.
  void FindAtLocations(absl::string_view id, uint32_t offset,
                       std::vector<AtLocation>& found) const;

 private:
  void CollectOrganizations();
  void CollectTerms();
  uint32_t TermOf(const TermWords& words);
  void AddTaxonomy(uint32_t entry, const TermWords& words);

  const std::vector<std::shared_ptr<const EntryFacts>> entries_;
  // By sequence.
  std::vector<std::pair<uint64_t, uint32_t>> revisions_;
  // By id, then as entries.
  std::vector<AtLocation> at_locations_;
  std::vector<Organization> organizations_;
  std::vector<Taxonomy> taxonomies_;
  absl::flat_hash_map<absl::string_view, uint32_t> taxonomy_keys_;
  Numbers taxonomy_ids_;
  std::vector<Term> terms_;
  absl::flat_hash_map<Key, uint32_t> term_keys_;
  Numbers use_ids_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_

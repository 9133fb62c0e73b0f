// What the entries of one log speak of.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_
#define LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/catalogue/any_case.h"
#include "services/catalogue/entry_table.h"
#include "services/catalogue/packed_ids.h"
#include "services/catalogue/term_words.h"
#include "storage/geography/point.h"

namespace localoffer::catalogue {

// Numbers of entries: positions in the order of their logs and ids; in a
// section, among those of its log.
using EntryNumbers = std::vector<uint32_t>;

// The id that all uses of something have.
class AgreedId {
 public:
  void Add(absl::string_view id);
  void Add(const AgreedId& others);

  // "" where uses do not agree, or have none.
  absl::string_view id() const { return agreed_ ? id_ : absl::string_view(); }
  // Whether they agree so far; once they do not, no other use counts.
  bool is_agreed() const { return agreed_; }

 private:
  // The first.
  std::string id_;
  bool agreed_ = true;
};

// One of an entry's services at locations.
struct AtLocation {
  uint32_t entry = 0;
  // Among those of the entry.
  int place = 0;
};

class KnownEntry;

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

  // `entries`, in the order of their ids.
  Section(std::string log, EntryTable entries);
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  const std::string& log() const { return log_; }
  const EntryTable& entries() const { return entries_; }
  // Each in the order of their first uses.
  const std::vector<Organization>& organizations() const {
    return organizations_;
  }
  const std::vector<Taxonomy>& taxonomies() const { return taxonomies_; }
  const std::vector<Term>& terms() const { return terms_; }
  // By the ids that uses have for them: which of them that is.
  const Numbers& taxonomy_ids() const { return taxonomy_ids_; }

  // Nothing when there is none.
  absl::optional<KnownEntry> FindRevision(uint64_t sequence) const;
  // The numbers of the terms of which a use has this id, in any case: each
  // once, in the order of those uses.
  std::vector<uint32_t> FindTerms(absl::string_view use_id) const;
  // Adds those with this id, in the order of entries; their numbers begin at
  // `offset`.
  void FindAtLocations(absl::string_view id, uint32_t offset,
                       std::vector<AtLocation>& found) const;

 private:
  void CollectOrganizations();
  void CollectTerms();
  // The taxonomy of each of the entries' words, or kNoTaxonomy; makes
  // taxonomies and terms.
  std::vector<uint32_t> CollectWords();

  const std::string log_;
  const EntryTable entries_;
  // By sequence.
  std::vector<uint32_t> revisions_;
  std::vector<Organization> organizations_;
  std::vector<Taxonomy> taxonomies_;
  Numbers taxonomy_ids_;
  std::vector<Term> terms_;
  // Of each of the entries' words.
  std::vector<uint32_t> terms_of_words_;
  // Of the uses, by which term they are of.
  IdIndex use_ids_;
  const IdIndex place_ids_;
};

// One of a section's entries, valid as long as that.
class KnownEntry {
 public:
  KnownEntry(const Section& section, uint32_t number)
      : section_(&section), number_(number) {}

  const std::string& log() const { return section_->log(); }
  std::string id() const { return table().id(number_); }
  uint64_t sequence() const { return table().sequence(number_); }
  // Whether a search finds it without asking for its status.
  bool is_usual() const { return table().is_usual(number_); }
  // Null where it names none.
  const OrganizationWords* organization() const {
    return table().organization(number_);
  }
  // How many services at locations it has.
  int place_count() const {
    return static_cast<int>(table().places(number_).size());
  }
  // Where one of them is, if that is known.
  absl::optional<geography::Point> point(int place) const {
    return table().point(table().places(number_).begin + place);
  }

  friend bool operator==(const KnownEntry&, const KnownEntry&) = default;

 private:
  const EntryTable& table() const { return section_->entries(); }

  const Section* section_;
  uint32_t number_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_SECTION_H_

// What all entries at one instant speak of, as lists of each kind.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/catalogue/entry_facts.h"
#include "storage/directory/instant.h"

namespace localoffer::catalogue {

// Numbers of entries: positions in the order of their logs and ids.
using EntryNumbers = std::vector<uint32_t>;

// An organization: all that has one id.
struct OrganizationFacts {
  std::string id;
  // As the first of its entries calls it; folded for searches and order.
  std::string folded_name;
  EntryNumbers entries;
};

// A term: all that has one code, or else one name, in one taxonomy. Feeds give
// terms ids as they like, some another one for each service.
struct TermFacts {
  // The one that all its uses have; derived from taxonomy and term where they
  // do not agree.
  std::string id;
  // What the search index knows it by.
  std::string value;
  std::string folded_name;
  // Of the term that is its parent; what the source has where that is no term
  // of the directory; "" for one at the top.
  std::string parent_id;
  // "" where it is of none.
  std::string taxonomy_id;
  // Those that use it.
  EntryNumbers entries;
};

struct TaxonomyFacts {
  // As of a term.
  std::string id;
  std::string name;
  std::string folded_name;
  // Those that use a term of it.
  EntryNumbers entries;
};

// One of an entry's services at locations.
struct AtLocation {
  // Points into the entry's facts.
  absl::string_view id;
  uint32_t entry = 0;
  // Among those of the entry.
  int place = 0;
};

// Immutable, so thread-safe.
class Contents {
 public:
  // `entries` in the order of their logs and ids.
  Contents(storage::Instant instant,
           std::vector<std::shared_ptr<const EntryFacts>> entries);

  const storage::Instant& instant() const { return instant_; }

  const EntryFacts& entry(uint32_t number) const { return *entries_[number]; }
  size_t entry_count() const { return entries_.size(); }
  // The entry whose revision that is; null when it is none of the instant's.
  const EntryFacts* FindRevision(absl::string_view log,
                                 uint64_t sequence) const;

  // Each in the order of folded names, then ids.
  absl::Span<const OrganizationFacts> organizations() const {
    return organizations_;
  }
  absl::Span<const TermFacts> terms() const { return terms_; }
  absl::Span<const TaxonomyFacts> taxonomies() const { return taxonomies_; }

  // By their ids, and by any id that a source has for them, in any case. Null
  // when there is none.
  const OrganizationFacts* FindOrganization(absl::string_view id) const;
  const TermFacts* FindTerm(absl::string_view id) const;
  // By its name, too.
  const TaxonomyFacts* FindTaxonomy(absl::string_view id_or_name) const;

  // The one that a use of a term is of; null where it names none.
  const TaxonomyFacts* TaxonomyOf(const TermUse& use) const;

  // Every service at location with this id, in the order of entries.
  absl::Span<const AtLocation> FindAtLocations(absl::string_view id) const;

 private:
  using LogSequence = std::pair<absl::string_view, uint64_t>;
  using Numbers = absl::flat_hash_map<std::string, uint32_t>;

  void CollectOrganizations();
  void CollectTaxonomies();
  void CollectTerms();

  const storage::Instant instant_;
  const std::vector<std::shared_ptr<const EntryFacts>> entries_;
  // The views are into `entries_`.
  absl::flat_hash_map<LogSequence, uint32_t> revisions_;
  // By id, then as entries.
  std::vector<AtLocation> at_locations_;
  std::vector<OrganizationFacts> organizations_;
  Numbers organization_numbers_;
  std::vector<TaxonomyFacts> taxonomies_;
  Numbers taxonomy_numbers_;
  // By what uses of terms say.
  Numbers taxonomy_keys_;
  std::vector<TermFacts> terms_;
  Numbers term_numbers_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_

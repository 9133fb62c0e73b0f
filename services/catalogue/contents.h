// What all entries at one instant speak of, as lists of each kind.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "services/catalogue/section.h"
#include "services/catalogue/term_words.h"
#include "storage/directory/instant.h"

namespace localoffer::catalogue {

// An organization: all that has one id. Views are into its entries.
struct OrganizationFacts {
  absl::string_view id;
  // As the first of its entries calls it; folded for searches and order.
  absl::string_view folded_name;
  EntryNumbers entries;
};

// A term: all that has one code, or else one name, in one taxonomy. Feeds give
// terms ids as they like, some another one for each service.
struct TermFacts {
  // The one that all its uses have; derived from taxonomy and term where they
  // do not agree, or another term has it, too.
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

// Immutable, so thread-safe.
class Contents {
 public:
  using Sections = std::vector<std::shared_ptr<const Section>>;

  // `sections` in the order of their logs; none is empty. `previous` may be
  // null: what is as it was there needs less work.
  Contents(storage::Instant instant, Sections sections,
           const Contents* previous);
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;

  const storage::Instant& instant() const { return instant_; }

  // Valid as long as the contents.
  KnownEntry entry(uint32_t number) const;
  size_t entry_count() const { return entry_count_; }
  // The entry whose revision that is; nothing when it is none of the instant's.
  absl::optional<KnownEntry> FindRevision(absl::string_view log,
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
  // Vocabularies may share an id. The one whose own id it is comes first; then
  // in the order of their logs and uses. FindTerm() finds the first.
  std::vector<const TermFacts*> FindTerms(absl::string_view id) const;
  const TermFacts* FindTerm(absl::string_view id) const;
  // By its name, too.
  const TaxonomyFacts* FindTaxonomy(absl::string_view id_or_name) const;

  // The one that a term is of; null where it names none.
  const TaxonomyFacts* TaxonomyOf(const TermWords& words) const;

  // Every service at location with this id, in the order of entries.
  std::vector<AtLocation> FindAtLocations(absl::string_view id) const;

 private:
  using Numbers = Section::Numbers;

  void CollectOrganizations(const Contents* previous);
  // Where organizations belong, of which many stand in order already.
  std::vector<uint32_t> OrderOfOrganizations(const Contents* previous) const;
  void CollectTaxonomies();
  void CollectTerms();
  void NameParents();

  const storage::Instant instant_;
  const Sections sections_;
  // Of each section, the number of its first entry.
  std::vector<uint32_t> offsets_;
  size_t entry_count_ = 0;
  std::vector<OrganizationFacts> organizations_;
  Numbers organization_numbers_;
  std::vector<TaxonomyFacts> taxonomies_;
  Numbers taxonomy_numbers_;
  // By what uses of terms say.
  absl::flat_hash_map<absl::string_view, uint32_t> taxonomy_keys_;
  std::vector<TermFacts> terms_;
  // By their own ids.
  Numbers term_numbers_;
  // Of each section, which terms its terms are.
  std::vector<std::vector<uint32_t>> terms_of_sections_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CONTENTS_H_

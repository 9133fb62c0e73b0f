// Which entries name organizations and have taxonomy terms that are asked for.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_THING_SEARCH_H_
#define LOCALOFFER_SERVICES_CATALOGUE_THING_SEARCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/entry_facts.h"
#include "storage/directory/instant.h"
#include "storage/index/search_query.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// A taxonomy term, or with a taxonomy alone any of that. One of them is there.
struct AskedTerm {
  // Any id of it; where that is no term's, its code or name. Of several terms
  // any.
  std::string term;
  // Its id or name.
  std::string taxonomy;
};

// What is asked of an entry: all of it.
struct ThingConditions {
  // Ids; it names any of them. None asks for nothing.
  std::vector<std::string> organizations;
  // It has any of each.
  std::vector<std::vector<AskedTerm>> terms;

  bool empty() const { return organizations.empty() && terms.empty(); }
};

// What an asked term is in a catalogue.
class TermMeaning {
 public:
  // Facts are those of `contents`, which outlives it.
  TermMeaning(const Contents& contents, AskedTerm asked);

  // Adds the entries that have it.
  void AddEntries(std::vector<const EntryNumbers*>& sets) const;
  // Whether that is a use of it, by an entry of any instant.
  bool Is(const TermUse& use) const;

 private:
  // A term, as its uses are told.
  struct Known {
    const TermFacts* facts;
    std::string key;
  };

  bool IsOfTaxonomy(const TermFacts& term) const;
  bool IsOfTaxonomy(const TermUse& use) const;

  const Contents& contents_;
  const AskedTerm asked_;
  const std::string folded_term_;
  const std::string folded_taxonomy_;
  // Null where none is asked for, or the catalogue has none.
  const TaxonomyFacts* taxonomy_ = nullptr;
  std::vector<Known> terms_;
  // Whether they were found by an id.
  bool is_id_ = false;
};

// From how many changes away an answer may be worked out.
inline constexpr uint64_t kMostChangesAway = 10'000;
// The reason of the error where it is farther.
inline constexpr char kTooFarFromCatalogue[] = "TOO_FAR_FROM_CATALOGUE";

// What ids and names mean is read from one catalogue. Immutable.
class ThingSearch {
 public:
  // `contents` outlives it.
  ThingSearch(const Contents& contents, ThingConditions conditions);

  // The changes that made the entries that meet the conditions at an instant,
  // and some that are not in force then. Entries that changed between that and
  // the catalogue's are read: OUT_OF_RANGE (TOO_FAR_FROM_CATALOGUE), a caller's
  // error, where there are more than kMostChangesAway changes. Other errors are
  // those of the store.
  absl::StatusOr<Revisions> At(const storage::Instant& instant,
                               storage::Store& store) const;

 private:
  // Those of the catalogue that meet them, in their order.
  EntryNumbers Numbers() const;
  bool IsMetBy(const v1::Service& service) const;
  // Adds those of the entries of a log that changed between two sizes.
  absl::Status AddChanged(const std::string& log, uint64_t size_then,
                          uint64_t size_now, storage::Store& store,
                          Revisions& revisions) const;

  const Contents& contents_;
  const ThingConditions conditions_;
  // Of each of the terms that are asked for.
  std::vector<std::vector<TermMeaning>> meanings_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_THING_SEARCH_H_

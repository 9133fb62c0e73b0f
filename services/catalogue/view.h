// The catalogue as one question sees it.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_VIEW_H_
#define LOCALOFFER_SERVICES_CATALOGUE_VIEW_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "localoffer/v1/open_referral.pb.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/name_search.h"
#include "services/catalogue/scope.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// What the first entry of the scope says of something.
template <typename Message>
struct Said {
  Message message;
  // That entry.
  storage::EntryRevision revision;
};

// Which terms are asked for; each of these is a condition.
struct TermConditions {
  NameSearch search{""};
  // Any id of it, or its name.
  absl::optional<std::string> taxonomy = absl::nullopt;
  // Any id of it, or what entries have where it is no term of the directory.
  absl::optional<std::string> parent = absl::nullopt;
  bool top_only = false;
};

// One of an entry's services at locations; lives as long as the contents.
struct KnownPlace {
  KnownEntry entry;
  // Among those of the entry.
  int place = 0;
};

// A value; the store outlives it. Facts live as long as the contents.
class View {
 public:
  // `log` as for Scope.
  static absl::StatusOr<View> Of(const std::string& log, storage::Store& store,
                                 std::shared_ptr<const Contents> contents);

  const Contents& contents() const { return *contents_; }
  const Scope& scope() const { return scope_; }

  // Those that entries of the scope speak of, in the order of names.
  std::vector<const OrganizationFacts*> Organizations(
      const NameSearch& search) const;
  std::vector<const TaxonomyFacts*> Taxonomies(const NameSearch& search) const;
  std::vector<const TermFacts*> Terms(const TermConditions& conditions) const;

  // By any id as in Contents, and only what entries of the scope speak of.
  // NOT_FOUND (…_NOT_FOUND), a caller's error; never null.
  absl::StatusOr<const OrganizationFacts*> Organization(
      absl::string_view id) const;
  absl::StatusOr<const TaxonomyFacts*> Taxonomy(
      absl::string_view id_or_name) const;
  absl::StatusOr<const TermFacts*> Term(absl::string_view id) const;
  // The first with this id.
  absl::StatusOr<KnownPlace> AtLocation(absl::string_view id) const;

  // With the ids by which they are found. NOT_FOUND when that entry was erased
  // meanwhile; other errors are those of the store.
  absl::StatusOr<Said<v1::Organization>> Say(
      const OrganizationFacts& facts) const;
  absl::StatusOr<Said<v1::Taxonomy>> Say(const TaxonomyFacts& facts) const;
  absl::StatusOr<Said<v1::TaxonomyTerm>> Say(const TermFacts& facts) const;

 private:
  View(storage::Store& store, std::shared_ptr<const Contents> contents,
       Scope scope)
      : store_(&store),
        contents_(std::move(contents)),
        scope_(std::move(scope)) {}

  absl::StatusOr<ReadEntry> ReadFirst(const EntryNumbers& users) const;
  // The attribute by which the first entry has a thing.
  template <typename Is>
  absl::StatusOr<Said<v1::TaxonomyTerm>> FirstUse(const EntryNumbers& users,
                                                  const Is& is) const;

  storage::Store* store_;
  std::shared_ptr<const Contents> contents_;
  Scope scope_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_VIEW_H_

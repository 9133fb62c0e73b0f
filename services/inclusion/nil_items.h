// Which declarations of nil matter to a provider.
#ifndef LOCALOFFER_SERVICES_INCLUSION_NIL_ITEMS_H_
#define LOCALOFFER_SERVICES_INCLUSION_NIL_ITEMS_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/inclusion.pb.h"
#include "storage/directory/statements.h"

namespace localoffer::inclusion {

// Adds the ids of the items that CheckInclusionRequest.statutory_items in
// inclusion.proto says: those that the offer names, with what they are parts
// of, and those that take in its components of palliative care. Names that are
// no item's are left out. Pure.
void AddNilItems(const v1::LocalOffer& offer, std::set<std::string>& items);

// Where nil was declared under items that matter. A value.
class NilDeclarations {
 public:
  NilDeclarations() = default;

  // In these logs, at whatever time, under these items or, when there are
  // none, under any.
  static absl::StatusOr<NilDeclarations> Find(
      const storage::Statements& statements, std::vector<std::string> items,
      const absl::flat_hash_set<std::string>& logs);

  bool empty() const { return declared_.empty(); }
  void KeepOnly(const std::set<std::string>& items);
  // Whether KeepOnly() would take nothing away.
  bool AreAllIn(const std::set<std::string>& items) const;

  // Adds what stands in the log at the size, in the order of the items.
  absl::Status AddTo(const storage::Statements& statements,
                     const std::string& log, uint64_t size,
                     v1::AuthorityInclusion& inclusion) const;

 private:
  // An item, and the logs that ever declared nil under it.
  using Declared = std::pair<std::string, absl::flat_hash_set<std::string>>;

  std::vector<Declared> declared_;
};

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_NIL_ITEMS_H_

#include "services/catalogue/public_ids.h"

#include <algorithm>
#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/catalogue/any_case.h"
#include "services/openreferral/service_id.h"

namespace localoffer::catalogue {
namespace {

class Assignment {
 public:
  Assignment(absl::string_view kind, absl::Span<const IdClaim> claims)
      : kind_(kind), claims_(claims), ids_(claims.size()) {
    for (const IdClaim& claim : claims_) {
      derived_.push_back(openreferral::EntryIdFromSource(kind_, claim.key));
    }
    for (size_t i = 0; i < claims_.size(); ++i) {
      ++counts_[claims_[i].agreed].all;
      if (!claims_[i].is_named) continue;
      ++counts_[claims_[i].agreed].named;
      ++counts_[derived_[i]].derived;
    }
  }

  std::vector<std::string> Make() {
    for (size_t i = 0; i < claims_.size(); ++i) {
      if (MayKeep(i)) Take(i, std::string(claims_[i].agreed));
    }
    std::vector<size_t> others;
    for (size_t i = 0; i < claims_.size(); ++i) {
      if (ids_[i].empty()) others.push_back(i);
    }
    std::sort(others.begin(), others.end(), [this](size_t a, size_t b) {
      return claims_[a].key < claims_[b].key;
    });
    for (const size_t i : others) {
      std::string id = derived_[i];
      while (!Take(i, id)) {
        id = openreferral::EntryIdFromSource(
            kind_, absl::StrCat(id, "\n", claims_[i].key));
      }
    }
    return std::move(ids_);
  }

 private:
  // Of an id.
  struct Count {
    size_t all = 0;
    size_t named = 0;
    size_t derived = 0;
  };

  bool MayKeep(size_t i) const {
    const IdClaim& claim = claims_[i];
    if (claim.agreed.empty()) return false;
    const Count& count = counts_.at(claim.agreed);
    const bool is_own = EqualInAnyCase()(claim.agreed, derived_[i]);
    if (count.derived > (claim.is_named && is_own ? 1 : 0)) return false;
    return (claim.is_named ? count.named : count.all) == 1;
  }

  // False when another has it.
  bool Take(size_t i, std::string id) {
    if (taken_.contains(id)) return false;
    ids_[i] = std::move(id);
    taken_.insert(ids_[i]);
    return true;
  }

  const absl::string_view kind_;
  const absl::Span<const IdClaim> claims_;
  std::vector<std::string> derived_;
  absl::flat_hash_map<absl::string_view, Count, HashInAnyCase, EqualInAnyCase>
      counts_;
  // "" for those that have none yet.
  std::vector<std::string> ids_;
  absl::flat_hash_set<absl::string_view, HashInAnyCase, EqualInAnyCase> taken_;
};

}  // namespace

std::vector<std::string> PublicIds(absl::string_view kind,
                                   absl::Span<const IdClaim> claims) {
  return Assignment(kind, claims).Make();
}

}  // namespace localoffer::catalogue

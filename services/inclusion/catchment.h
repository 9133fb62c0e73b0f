// Which authorities the area that a provider serves touches.
#ifndef LOCALOFFER_SERVICES_INCLUSION_CATCHMENT_H_
#define LOCALOFFER_SERVICES_INCLUSION_CATCHMENT_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/inclusion.pb.h"
#include "services/rpc/error.h"
#include "storage/directory/authorities.h"
#include "storage/geography/geography.h"

namespace localoffer::inclusion {

// The authorities of one question, in the order of the answer, each with why
// it is among them.
class AskedAuthorities {
 public:
  // Adds a reason, and the authority if it is not yet there.
  void Add(const std::string& authority, const v1::CatchmentReason& reason);
  // Counts a postcode in the authority.
  void AddPostcode(const std::string& authority, bool approximate);
  // Puts those from the `first` on in the order of ids.
  void SortFrom(size_t first);

  bool Has(absl::string_view authority) const;
  const std::vector<std::string>& ids() const { return ids_; }
  const std::vector<v1::CatchmentReason>& ReasonsOf(
      const std::string& authority) const;

 private:
  std::vector<std::string> ids_;
  absl::flat_hash_map<std::string, std::vector<v1::CatchmentReason>> reasons_;
};

// Adds the authorities that the catchment touches, as far as they are
// registered here, and tells what became of its places. All violations are
// added to `errors`, the first 20 of postcodes.
v1::CatchmentOutcome ReadCatchment(const v1::Catchment& catchment,
                                   const geography::Geography& geography,
                                   const storage::Authorities& registered,
                                   AskedAuthorities& asked,
                                   std::vector<rpc::FieldError>& errors);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_CATCHMENT_H_

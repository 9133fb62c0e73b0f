// The properties by which documents are filtered and counted.
#ifndef LOCALOFFER_STORAGE_INDEX_PROPERTY_H_
#define LOCALOFFER_STORAGE_INDEX_PROPERTY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace localoffer {

// DURABLE while kIndexVersion (index_record.h) stays as it is.
enum class Property : uint8_t {
  // Authority id.
  kAuthority = 0,
  // Register identifier, such as GB-CHC-9900001.
  kProvider = 1,
  // Id, code or name; whatever of these the term has.
  kTaxonomyTerm = 2,
  // Id, such as LO-C9.
  kStatutoryItem = 3,
  // From here to kPersonalBudget: names of enum values of entry.proto.
  kLimb = 4,
  kConditionCategory = 5,
  kPalliativeComponent = 6,
  kTier = 7,
  kSetting = 8,
  kRoundTheClock = 9,
  kEhcPlan = 10,
  kPersonalBudget = 11,
  // Code or name.
  kLanguage = 12,
  // kFree or kPaid.
  kCost = 13,
  // Name of a ServiceStatus; none where it is not said.
  kStatus = 14,
  // Id of an area that the service area names.
  kArea = 15,
  // Id of the authority whose area stands in for one that is not declared.
  kAssumedArea = 16,
};
inline constexpr size_t kPropertyCount = 17;

inline constexpr char kFree[] = "free";
inline constexpr char kPaid[] = "paid";

// One value of one property.
struct PropertyValue {
  Property property = Property::kAuthority;
  std::string value;
  // The value in words, where there are any.
  std::string title;
  // What else it is known by.
  std::vector<std::string> aliases;

  friend bool operator==(const PropertyValue&, const PropertyValue&) = default;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_PROPERTY_H_

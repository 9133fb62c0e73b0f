// What coverage is asked about.
#ifndef LOCALOFFER_SERVICES_COVERAGE_SUBJECT_H_
#define LOCALOFFER_SERVICES_COVERAGE_SUBJECT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"
#include "services/entry/statutory_items.h"
#include "storage/index/property.h"

namespace localoffer::coverage {

// A component of palliative care, or a statutory item. Entries are evidence
// for it when they name it themselves. A value; immutable.
class Subject {
 public:
  explicit Subject(v1::PalliativeComponent component);
  // One that CanBeAsked().
  explicit Subject(const entry::StatutoryItem& item);

  // What evidence has, as the search index knows it.
  Property property() const { return property_; }
  const std::string& value() const { return value_; }

  // Items under which to declare nil is to say that none of this is expected:
  // the item itself; of a component the items that take it in.
  const std::vector<std::string>& nil_items() const { return nil_items_; }

 private:
  Property property_;
  std::string value_;
  std::vector<std::string> nil_items_;
};

// Whether the item can be asked about: nothing is missing where the law only
// permits (Duty::kMay), and an item that has parts is met part by part.
bool CanBeAsked(const entry::StatutoryItem& item);

// Ids of an item's parts, in the order of the list; none for most.
std::vector<std::string> PartsOf(const entry::StatutoryItem& item);

}  // namespace localoffer::coverage

#endif  // LOCALOFFER_SERVICES_COVERAGE_SUBJECT_H_

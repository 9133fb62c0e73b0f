#include "services/coverage/subject.h"

namespace localoffer::coverage {
namespace {

// Children's palliative care as a whole.
constexpr char kPalliativeCare[] = "LO-C9";

// The item that takes in the component beside palliative care itself: a
// council that expects no community equipment expects none for these children
// either. Nil where there is none.
const char* WiderItem(v1::PalliativeComponent component) {
  switch (component) {
    case v1::PALLIATIVE_COMPONENT_SHORT_BREAKS:
      return "LO-C10";
    case v1::PALLIATIVE_COMPONENT_EQUIPMENT:
      return "LO-C6";
    case v1::PALLIATIVE_COMPONENT_COMMUNITY_NURSING:
      return "LO-C7";
    default:
      return nullptr;
  }
}

}  // namespace

Subject::Subject(v1::PalliativeComponent component)
    : property_(Property::kPalliativeComponent),
      value_(v1::PalliativeComponent_Name(component)),
      nil_items_({kPalliativeCare}) {
  if (const char* const wider = WiderItem(component)) {
    nil_items_.emplace_back(wider);
  }
}

Subject::Subject(const entry::StatutoryItem& item)
    : property_(Property::kStatutoryItem),
      value_(item.id),
      nil_items_({item.id}) {
  if (!item.parent.empty()) nil_items_.push_back(item.parent);
}

bool CanBeAsked(const entry::StatutoryItem& item) {
  return item.duty != entry::Duty::kMay && PartsOf(item).empty();
}

std::vector<std::string> PartsOf(const entry::StatutoryItem& item) {
  std::vector<std::string> parts;
  for (const entry::StatutoryItem& other : entry::StatutoryItems()) {
    if (other.parent == item.id) parts.push_back(other.id);
  }
  return parts;
}

}  // namespace localoffer::coverage

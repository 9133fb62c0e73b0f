// What is asked of all England, as it comes in an address.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_FORM_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_FORM_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/v1/coverage.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/pages/wording.h"
#include "services/gateway/target.h"

namespace localoffer::gateway::pages {

// `SHORT_BREAKS` of PALLIATIVE_COMPONENT_SHORT_BREAKS, as addresses have it.
std::string ComponentId(v1::PalliativeComponent component);

// All components, in the order of the contract.
std::vector<v1::PalliativeComponent> PalliativeComponents();

// The values as they were typed. Those that are empty are as if absent.
class EnglandForm {
 public:
  // `component` or `item`, one of them.
  static absl::Span<const absl::string_view> Names();

  explicit EnglandForm(const Target& target);

  bool asks() const { return !component_.empty() || !item_.empty(); }
  const std::string& component() const { return component_; }
  const std::string& item() const { return item_; }

  // What is wrong with it, all at once.
  std::vector<FormError> Check(const Catalogue& words) const;

  // Of a form without errors that asks. The question; how people call what it
  // is about; the parameter of an address that asks for it.
  v1::CheckCoverageRequest Request() const;
  std::string Title(const Wording& wording) const;
  std::string Query() const;
  // What Find support takes to show a council's evidence.
  std::string FindQuery(absl::string_view council) const;

 private:
  std::optional<v1::PalliativeComponent> Component() const;

  std::string component_;
  std::string item_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_FORM_H_

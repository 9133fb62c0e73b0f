// What a hospice asks, as it comes in an address.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_FORM_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_FORM_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/v1/inclusion.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/council_names.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/target.h"

namespace localoffer::gateway::pages {

// The values as they were typed. Those that are empty are as if absent.
class ListedForm {
 public:
  static absl::Span<const absl::string_view> Names();

  explicit ListedForm(const Target& target);

  const std::string& Of(absl::string_view name) const;
  bool asks() const { return !values_.empty(); }
  // Whether it says anything of the service, to be compared.
  bool says() const;

  // What is wrong with it, all at once. Asks the node where a postcode is; an
  // error when that fails.
  absl::StatusOr<std::vector<FormError>> Check(const Site& site,
                                               const Catalogue& words) const;

  // Of a form without errors.
  v1::CheckInclusionRequest Request(const Site& site) const;

  // `providers/GB-CHC-9900001`: what was typed, a charity's number alone
  // included; "" when it is none.
  std::string Provider() const;

  // `?provider=…`.
  std::string Query() const;
  // The same with another value for one.
  std::string With(absl::string_view name, absl::string_view value) const;

 private:
  // What was typed as councils.
  NamedCouncils Councils(const Site& site) const;
  void CheckCouncils(const Site& site, const Catalogue& words,
                     std::vector<FormError>& errors) const;

  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_FORM_H_

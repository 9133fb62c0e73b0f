#include "services/gateway/pages/postcode_field.h"

namespace localoffer::gateway::pages {

absl::Status CheckPostcode(const std::string& typed, const Site& site,
                           const Catalogue& words,
                           std::vector<FormError>& errors) {
  if (typed.empty()) return absl::OkStatus();
  v1::ResolvePlaceRequest request;
  request.mutable_place()->set_postcode(typed);
  absl::Status found = site.node().ResolvePlace(request).status();
  if (absl::IsNotFound(found)) {
    errors.push_back(
        {"postcode", words.With("error.postcode.unknown", {{"value", typed}})});
  } else if (absl::IsInvalidArgument(found)) {
    errors.push_back(
        {"postcode", std::string(words.Of("error.postcode.form"))});
  } else {
    return found;
  }
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages

#include "services/gateway/pages/identifier_text.h"

#include "absl/strings/strip.h"

namespace localoffer::gateway::pages {
namespace {

constexpr absl::string_view kCharity = "GB-CHC-";
constexpr absl::string_view kCompany = "GB-COH-";

}  // namespace

absl::string_view IdentifierOf(absl::string_view provider) {
  return absl::StripPrefix(provider, "providers/");
}

std::string IdentifierText(const Catalogue& words, absl::string_view provider) {
  absl::string_view number = IdentifierOf(provider);
  if (absl::ConsumePrefix(&number, kCharity)) {
    return words.With("identifier.charity", {{"number", number}});
  }
  if (absl::ConsumePrefix(&number, kCompany)) {
    return words.With("identifier.company", {{"number", number}});
  }
  return std::string(number);
}

std::string TypedIdentifier(absl::string_view provider) {
  absl::string_view number = IdentifierOf(provider);
  absl::ConsumePrefix(&number, kCharity);
  return std::string(number);
}

}  // namespace localoffer::gateway::pages

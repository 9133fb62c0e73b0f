#include "services/gateway/cost.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "services/gateway/openreferral/api_query.h"

namespace localoffer::gateway {
namespace {

// All that there is in one answer: of England, which takes some 20 seconds of a
// processor, and of one authority.
constexpr int kWholeDirectory = 3000;
constexpr int kWholeOffer = 100;
// All objects before a page are put in order, too: so many for a token more.
constexpr uint64_t kPassedOver = 10'000;
constexpr uint64_t kMostPassedOver = 1'000'000;
constexpr uint64_t kUsualPage = 50;

struct Dear {
  absl::string_view route;
  int tokens;
};

// In every language of the pages.
constexpr Dear kDear[] = {
    {"/proofs.zip", 50},
    {"/rpde/services", 5},
    {"/authorities/{gss}/rpde/services", 5},
    {"/changes", 5},
    {"/authorities/{gss}/changes", 5},
    {"/pack", 5},
    {"/england", 5},
    {"/england.csv", 5},
    {"/listed", 5},
    {"/listed.csv", 5},
    {"/authorities/{gss}", 5},
    {"/authorities/{gss}/sitemap.xml", 5},
    {"/proofs/listed", 5},
    {"/proofs/absent", 5},
    {"/proofs/entries/{authority}/{entry}", 5},
};

uint64_t Number(const Target& target, const std::string& name,
                uint64_t otherwise) {
  uint64_t number = 0;
  const std::optional<std::string> text = target.Parameter(name);
  return text && absl::SimpleAtoi(*text, &number) ? number : otherwise;
}

// Whether what is asked for comes in pages, or whole.
bool IsList(absl::string_view route) {
  constexpr absl::string_view kLists[] = {"/services", "/organizations",
                                          "/taxonomies", "/taxonomy_terms",
                                          "/service_at_locations"};
  return std::any_of(
      std::begin(kLists), std::end(kLists),
      [route](absl::string_view list) { return absl::EndsWith(route, list); });
}

int TokensForList(absl::string_view route, const Target& target,
                  absl::string_view accept) {
  const std::optional<std::string> format = target.Parameter("format");
  const bool lines = format ? *format == "ndjson" : AcceptsLines(accept);
  const bool minimal =
      target.Parameter("minimal") && !target.Parameter("per_page");
  if (lines || minimal) {
    return absl::StrContains(route, "{gss}") ? kWholeOffer : kWholeDirectory;
  }
  // As far as numbers are such that the list would refuse the rest.
  const uint64_t pages = Number(target, "page", 1) - 1;
  const uint64_t size = Number(target, "per_page", kUsualPage);
  if (pages >= kMostPassedOver || size >= kMostPassedOver) return 1;
  const uint64_t passed_over = std::min(pages * size, kMostPassedOver);
  return 1 + static_cast<int>(passed_over / kPassedOver);
}

}  // namespace

int TokensFor(absl::string_view route, const Target& target,
              absl::string_view accept) {
  if (absl::StartsWith(route, "/openreferral/")) {
    return IsList(route) ? TokensForList(route, target, accept) : 1;
  }
  if (absl::StartsWith(route, "/export")) {
    return target.Parameter("authority") ? kWholeOffer : kWholeDirectory;
  }
  absl::ConsumePrefix(&route, "/cy");
  const auto* const dear =
      std::find_if(std::begin(kDear), std::end(kDear),
                   [route](const Dear& known) { return known.route == route; });
  return dear == std::end(kDear) ? 1 : dear->tokens;
}

}  // namespace localoffer::gateway

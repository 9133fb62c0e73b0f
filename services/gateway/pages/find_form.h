// What a family asks, as it comes in an address.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_FORM_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_FORM_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/pages/catalogue.h"
#include "services/gateway/pages/page.h"
#include "services/gateway/target.h"

namespace localoffer::gateway::pages {

// How many answers a page has.
inline constexpr int kAnswersOfPage = 10;

// What people need most often, to be chosen in place of words.
struct Card {
  // As an address has it, `?card=breaks`, and the catalogue, `card.breaks`.
  absl::string_view id;
  // What it fills in. Entries are in English, so that is what is asked in any
  // language.
  absl::string_view name;
  absl::string_view value;
};
absl::Span<const Card> Cards();

// The values as they were typed, and what a card fills in. Those that are empty
// are as if absent.
class FindForm {
 public:
  // Names of the parameters but `card`; last those that say which page of the
  // answers, `page` and `revision`.
  static absl::Span<const absl::string_view> Names();
  // INVALID_ARGUMENT, a caller's error, when the target has others.
  static absl::Status Allow(const Target& target);

  explicit FindForm(const Target& target);

  // What was typed; "" where nothing was.
  const std::string& Of(absl::string_view name) const;
  // Whether anything is asked.
  bool asks() const { return !values_.empty(); }

  // What is wrong with it but for the postcode, of which the node knows more.
  std::vector<FormError> CheckTyped(const Catalogue& words) const;
  // What is wrong with it, all at once. Asks the node where a postcode is; an
  // error when that fails.
  absl::StatusOr<std::vector<FormError>> Check(const Site& site,
                                               const Catalogue& words) const;

  // Which page of the answers, from 1; 0 when what was typed is none.
  int Page() const;
  // Of a form without errors. All pages of one question show the revision that
  // its address has.
  v1::SearchEntriesRequest Request() const;

  // How many miles around the postcode; nothing where what serves the home is
  // asked for.
  std::optional<double> Miles() const;

  // `?need=…&age=4`: what was typed, the page and the revision too.
  std::string Query() const;

  using Changes = std::vector<std::pair<absl::string_view, std::string>>;
  // The same with other values for some; "" takes one out. The page
  // and the revision go with any change.
  FindForm Changed(const Changes& changes) const;
  // The query of that.
  std::string With(const Changes& changes) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_FORM_H_

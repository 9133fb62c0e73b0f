// The flags that say what to search for.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_SEARCH_FLAGS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_SEARCH_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/verb.h"
#include "localoffer/v1/directory.pb.h"

namespace localoffer::command {

// As typed; the words of enums are those of `local_offer` in JSON, with `-` or
// `_` between them: "short-breaks".
struct SearchFlags {
  std::vector<std::string> words;
  std::vector<std::string> authorities;
  std::string serves;
  std::string near;
  std::string within;
  absl::optional<double> age;
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  std::vector<std::string> providers;
  std::vector<std::string> organizations;
  std::vector<std::string> taxonomy_terms;
  std::vector<std::string> taxonomies;
  std::vector<std::string> items;
  std::vector<std::string> limbs;
  std::vector<std::string> categories;
  std::vector<std::string> components;
  std::vector<std::string> tiers;
  std::vector<std::string> settings;
  std::vector<std::string> round_the_clock;
  std::vector<std::string> ehc_plans;
  std::vector<std::string> personal_budgets;
  std::vector<std::string> languages;
  std::vector<std::string> statuses;
  bool free = false;
  bool paid = false;
  std::vector<std::string> open;
  std::string assured_since;
  std::string changed_since;
  std::string order;
  std::vector<std::string> facets;
  std::string at;
};

void AddSearchFlags(Verb verb, SearchFlags& flags);

// INVALID_ARGUMENT names the flag, what was given and what was wanted.
absl::StatusOr<v1::SearchEntriesRequest> SearchRequestOf(
    const SearchFlags& flags, Session& session);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_SEARCH_FLAGS_H_

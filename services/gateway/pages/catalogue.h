// What the pages say, in one language.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_CATALOGUE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_CATALOGUE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::gateway::pages {

// Read from a file of lines `key = text`; lines that begin with # and empty
// ones say nothing. A text is plain, not HTML, and may have places for values,
// `{count}`. Immutable, thread-safe.
class Catalogue {
 public:
  using Values = std::vector<std::pair<absl::string_view, absl::string_view>>;

  // INVALID_ARGUMENT, with the line, where one is no message or repeats a key.
  static absl::StatusOr<Catalogue> Read(absl::string_view file);

  // The text; the key itself where there is none, which the catalogues' test
  // finds.
  absl::string_view Of(absl::string_view key) const;
  bool Has(absl::string_view key) const { return texts_.contains(key); }

  // The text with `values` in their places.
  std::string With(absl::string_view key, const Values& values) const;

  // The text of `key`, or of `key.one` for 1: Welsh and English both say one
  // thing otherwise than several.
  std::string Count(absl::string_view key, int64_t count) const;

  const std::map<std::string, std::string, std::less<>>& texts() const {
    return texts_;
  }

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_CATALOGUE_H_

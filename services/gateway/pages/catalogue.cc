#include "services/gateway/pages/catalogue.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace localoffer::gateway::pages {

absl::StatusOr<Catalogue> Catalogue::Read(absl::string_view file) {
  Catalogue catalogue;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(file, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    const size_t equals = line.find(" = ");
    if (equals == absl::string_view::npos ||
        !catalogue.texts_
             .emplace(line.substr(0, equals), line.substr(equals + 3))
             .second) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " of a catalogue: \"", line,
                       "\": wanted a new `key = text`"));
    }
  }
  return catalogue;
}

absl::string_view Catalogue::Of(absl::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? key : absl::string_view(found->second);
}

std::string Catalogue::With(absl::string_view key, const Values& values) const {
  std::vector<std::pair<std::string, absl::string_view>> places;
  places.reserve(values.size());
  for (const auto& [name, value] : values) {
    places.emplace_back(absl::StrCat("{", name, "}"), value);
  }
  return absl::StrReplaceAll(Of(key), places);
}

std::string Catalogue::Count(absl::string_view key, int64_t count) const {
  const std::string one = absl::StrCat(key, ".one");
  return With(count == 1 && Has(one) ? absl::string_view(one) : key,
              {{"count", absl::StrCat(count)}});
}

}  // namespace localoffer::gateway::pages

#include "tests/generator/sections.h"

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace localoffer::generator {
namespace {

template <typename Map, typename Take>
void Read(absl::string_view file, Map& sections, const Take& take) {
  typename Map::mapped_type* section = nullptr;
  for (absl::string_view line : absl::StrSplit(file, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    if (absl::ConsumePrefix(&line, "= ")) {
      section = &sections[line];
    } else if (section != nullptr) {
      take(line, *section);
    }
  }
}

}  // namespace

Lines ReadLines(absl::string_view file) {
  Lines sections;
  Read(file, sections, [](absl::string_view line, std::vector<Line>& section) {
    section.push_back({line[0], std::string(line.substr(2))});
  });
  return sections;
}

WordLists ReadWordLists(absl::string_view file) {
  WordLists sections;
  Read(file, sections,
       [](absl::string_view line, std::vector<std::string>& section) {
         for (const absl::string_view item : absl::StrSplit(line, ',')) {
           section.emplace_back(item);
         }
       });
  return sections;
}

}  // namespace localoffer::generator

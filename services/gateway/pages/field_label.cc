#include "services/gateway/pages/field_label.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace localoffer::gateway::pages {
namespace {

// Longer lists than anybody counts have ids that look like numbers.
constexpr int kMostCounted = 1'000;

// `phones[0]`, or `verbatim[member][1]`.
struct Step {
  absl::string_view name;
  // What stands in the first brackets; an id may have any character in it.
  absl::string_view element;
};

// Where the bracket closes: before a step, another bracket, or the end.
size_t EndOfElement(absl::string_view path, size_t from) {
  for (size_t at = path.find(']', from); at != absl::string_view::npos;
       at = path.find(']', at + 1)) {
    if (at + 1 == path.size() || path[at + 1] == '.' || path[at + 1] == '[') {
      return at;
    }
  }
  return path.size();
}

std::vector<Step> StepsOf(absl::string_view path) {
  std::vector<Step> steps;
  size_t at = 0;
  while (at < path.size()) {
    Step& step = steps.emplace_back();
    const size_t end = std::min(path.find_first_of(".[", at), path.size());
    step.name = path.substr(at, end - at);
    at = end;
    while (at < path.size() && path[at] == '[') {
      const size_t close = EndOfElement(path, at + 1);
      if (step.element.empty()) {
        step.element = path.substr(at + 1, close - at - 1);
      }
      at = std::min(close + 1, path.size());
    }
    // The dot.
    ++at;
  }
  return steps;
}

std::string InWords(absl::string_view name) {
  return absl::StrReplaceAll(name, {{"_", " "}});
}

std::string TextOfName(absl::string_view name, const Catalogue& words) {
  const std::string key = absl::StrCat("field.", name);
  return words.Has(key) ? std::string(words.Of(key)) : InWords(name);
}

// The first of a list needs no number.
std::string Numbered(std::string text, absl::string_view element) {
  int position = 0;
  if (!absl::SimpleAtoi(element, &position) || position < 1 ||
      position >= kMostCounted) {
    return text;
  }
  return absl::StrCat(text, " (", position + 1, ")");
}

}  // namespace

std::string FieldLabel(absl::string_view path, const Catalogue& words) {
  const std::vector<Step> steps = StepsOf(path);
  std::vector<std::string> labels;
  const auto add = [&](std::string label) {
    // A service's place and the location of that are one to people.
    if (labels.empty() || labels.back() != label) {
      labels.push_back(std::move(label));
    }
  };
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (i + 2 == steps.size()) {
      const std::string pair =
          absl::StrCat("field.", step.name, ".", steps[i + 1].name);
      if (words.Has(pair)) {
        const bool listed = step.element.empty();
        add(Numbered(std::string(words.Of(pair)),
                     listed ? steps[i + 1].element : step.element));
        break;
      }
    }
    // Which of the two parts of an entry it is in, nobody asks.
    if (i == 0 && steps.size() > 1) continue;
    if (step.name == "verbatim") {
      add(TextOfName(step.name, words));
      add(InWords(step.element));
    } else {
      add(Numbered(TextOfName(step.name, words), step.element));
    }
  }
  return absl::StrJoin(labels, ": ");
}

}  // namespace localoffer::gateway::pages

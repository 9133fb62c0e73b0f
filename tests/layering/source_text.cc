#include "tests/layering/source_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace localoffer::layering {
namespace {

bool IsPartOfWord(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Copies a source and leaves out what is not code.
class Blanker {
 public:
  explicit Blanker(absl::string_view source) : source_(source) {}

  std::string Run() {
    while (position_ < source_.size()) Step();
    return std::move(result_);
  }

 private:
  absl::string_view Rest() const { return source_.substr(position_); }

  void Step() {
    if (absl::StartsWith(Rest(), "//")) {
      BlankUntil(Find("\n", position_));
    } else if (absl::StartsWith(Rest(), "/*")) {
      BlankUntil(FindAfter("*/", position_ + 2));
    } else if (absl::StartsWith(Rest(), "R\"") && AtStartOfWord()) {
      BlankRawString();
    } else if (Rest().front() == '"') {
      BlankLiteral('"');
    } else if (Rest().front() == '\'' && AtStartOfWord()) {
      // Not the separator of the digits of a number.
      BlankLiteral('\'');
    } else {
      result_.push_back(source_[position_++]);
    }
  }

  bool AtStartOfWord() const {
    return position_ == 0 || !IsPartOfWord(source_[position_ - 1]);
  }

  std::size_t Find(absl::string_view what, std::size_t from) const {
    const std::size_t found = source_.find(what, from);
    return found == absl::string_view::npos ? source_.size() : found;
  }

  std::size_t FindAfter(absl::string_view what, std::size_t from) const {
    return std::min(Find(what, from) + what.size(), source_.size());
  }

  void BlankUntil(std::size_t end) {
    for (; position_ < end; ++position_) {
      result_.push_back(source_[position_] == '\n' ? '\n' : ' ');
    }
  }

  void BlankRawString() {
    const std::size_t open = Find("(", position_);
    const absl::string_view delimiter =
        source_.substr(position_ + 2, open - position_ - 2);
    BlankUntil(FindAfter(absl::StrCat(")", delimiter, "\""), open));
  }

  void BlankLiteral(char quote) {
    std::size_t end = position_ + 1;
    while (end < source_.size() && source_[end] != quote &&
           source_[end] != '\n') {
      end += source_[end] == '\\' ? 2 : 1;
    }
    BlankUntil(std::min(end + 1, source_.size()));
  }

  absl::string_view source_;
  std::size_t position_ = 0;
  std::string result_;
};

// What `line` includes, or nothing.
absl::string_view IncludedPath(absl::string_view line) {
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "#")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (!absl::ConsumePrefix(&line, "include")) return "";
  line = absl::StripLeadingAsciiWhitespace(line);
  if (line.empty() || (line.front() != '"' && line.front() != '<')) return "";
  const char end = line.front() == '"' ? '"' : '>';
  line.remove_prefix(1);
  return line.substr(0, line.find(end));
}

}  // namespace

std::string WithoutCommentsAndLiterals(absl::string_view source) {
  return Blanker(source).Run();
}

std::vector<Include> Includes(absl::string_view source) {
  // The path itself is a literal, so it is read from the source, on the lines
  // where the code has a directive left.
  const std::string code = WithoutCommentsAndLiterals(source);
  const std::vector<absl::string_view> code_lines = absl::StrSplit(code, '\n');
  const std::vector<absl::string_view> lines = absl::StrSplit(source, '\n');
  std::vector<Include> includes;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!absl::StrContains(code_lines[i], '#')) continue;
    const absl::string_view path = IncludedPath(lines[i]);
    if (path.empty()) continue;
    includes.push_back({static_cast<int>(i) + 1, std::string(path)});
  }
  return includes;
}

bool ContainsWord(absl::string_view text, absl::string_view word) {
  std::size_t found = text.find(word);
  for (; found != absl::string_view::npos; found = text.find(word, found + 1)) {
    const std::size_t end = found + word.size();
    if ((found == 0 || !IsPartOfWord(text[found - 1])) &&
        (end == text.size() || !IsPartOfWord(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace localoffer::layering

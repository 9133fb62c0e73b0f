#include "clients/localoffer/printer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/terminal_text.h"

namespace localoffer::command {
namespace {

constexpr int kLabelWidth = 18;

}  // namespace

void Printer::Line(absl::string_view text, Colour colour) {
  out_ << Painted(SafeText(text), colour, in_colour_) << '\n';
}

void Printer::Paragraph(absl::string_view text, int indent) {
  const std::string safe = SafeText(text);
  const std::string margin(indent, ' ');
  std::string line;
  for (const auto& word : absl::StrSplit(safe, ' ', absl::SkipEmpty())) {
    const int needed = indent + DisplayWidth(line) + 1 + DisplayWidth(word);
    if (!line.empty() && width_ > 0 && needed > width_) {
      out_ << margin << line << '\n';
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) out_ << margin << line << '\n';
}

void Printer::Field(absl::string_view label, absl::string_view value) {
  if (value.empty()) return;
  const int padding = kLabelWidth - DisplayWidth(label);
  out_ << Painted(label, Colour::kFaint, in_colour_)
       << std::string(padding > 0 ? padding : 1, ' ') << SafeText(value)
       << '\n';
}

void Printer::Show(const Table& table) {
  for (const std::string& line : table.Lines(width_, in_colour_)) {
    out_ << line << '\n';
  }
}

void Printer::Ask(absl::string_view question) {
  out_ << SafeText(question) << ' ' << std::flush;
}

}  // namespace localoffer::command

// Writes for people. All text passes through SafeText on its way, so that
// nothing a server sends can steer the terminal.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PRINTER_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PRINTER_H_

#include <ostream>

#include "absl/strings/string_view.h"
#include "clients/localoffer/table.h"

namespace localoffer::command {

// Does not own the stream. Not thread-safe.
class Printer {
 public:
  // `width`: columns of the terminal; 0 where there is none, then nothing is
  // cut or wrapped.
  Printer(std::ostream* out, int width, bool in_colour)
      : out_(*out), width_(width), in_colour_(in_colour) {}

  // One line, however many `text` has.
  void Line(absl::string_view text = "", Colour colour = Colour::kPlain);

  // Words, wrapped at the terminal's width, each line after `indent` spaces.
  void Paragraph(absl::string_view text, int indent);

  // `label` in a column, then the value; nothing when the value is empty.
  void Field(absl::string_view label, absl::string_view value);

  void Show(const Table& table);

  // Asks, and leaves the cursor behind the question.
  void Ask(absl::string_view question);

 private:
  std::ostream& out_;
  const int width_;
  const bool in_colour_;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PRINTER_H_

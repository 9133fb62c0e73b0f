#include "clients/localoffer/verbs.h"

#include "absl/strings/str_cat.h"

namespace localoffer::command {

CLI::App* Verbs::Add(const VerbText& text, CLI::App* parent) {
  CLI::App& above = parent == nullptr ? app_ : *parent;
  CLI::App* verb = above.add_subcommand(text.name, text.summary);
  verb->group("Verbs");
  verb->get_help_ptr()->group("Flags");
  verb->footer(absl::StrCat(
      "Example:\n  ", text.example,
      "\n\nFlags such as --server and --output: localoffer --help."));
  return verb;
}

void Verbs::Run(CLI::App* verb, Body body) {
  verb->callback([this, body = std::move(body)] {
    if (!chosen_) chosen_ = body;
  });
}

void AddAuthorityFlag(CLI::App* verb, std::string* authority) {
  verb->add_option("--authority", *authority,
                   "Code or name; LOCALOFFER_AUTHORITY when absent")
      ->type_name("AUTHORITY");
}

void AddLimitFlag(CLI::App* verb, int* limit, const std::string& what) {
  verb->add_option("--limit", *limit,
                   absl::StrCat("At most so many ", what, "; ", *limit))
      ->type_name("N")
      ->check(CLI::Range(1, 100000).description(""));
}

void AddAtFlag(CLI::App* verb, std::string* at) {
  verb->add_option("--at", *at,
                   "What was true at that date (its beginning, UTC) or time")
      ->type_name("DATE");
}

}  // namespace localoffer::command

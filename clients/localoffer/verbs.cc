#include "clients/localoffer/verbs.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"

namespace localoffer::command {

Verb Verbs::Add(const VerbText& text, Verb parent) {
  CLI::App* verb = parent.app().add_subcommand(text.name, text.summary);
  verb->group("Verbs");
  verb->get_help_ptr()->group("Flags");
  verb->footer(absl::StrCat(
      "Example:\n  ", text.example,
      "\n\nFlags such as --server and --output: localoffer --help."));
  return Verb(verb);
}

void Verbs::Run(Verb verb, Body body) {
  verb.app().callback([this, body = std::move(body)] {
    if (!chosen_) chosen_ = body;
  });
}

void AddAuthorityFlag(Verb verb, std::string* authority) {
  verb.AddOption("--authority", *authority,
                 "Code or name; LOCALOFFER_AUTHORITY when absent")
      .TypeName("AUTHORITY");
}

void AddLimitFlag(Verb verb, int* limit, const std::string& what) {
  verb.AddOption("--limit", *limit,
                 absl::StrCat("At most so many ", what, "; ", *limit))
      .TypeName("N")
      .Within(1, 100000);
}

void AddAtFlag(Verb verb, std::string* at) {
  verb.AddOption("--at", *at,
                 "What was true at that date (its beginning, UTC) or time")
      .TypeName("DATE");
}

}  // namespace localoffer::command

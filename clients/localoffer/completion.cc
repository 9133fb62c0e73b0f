// `localoffer completion bash`: a completion script, made from the verbs and
// flags as the parser knows them, so that it can't fall behind.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

// `$path` is the verb so far (`token create`), `$before` the word before.
constexpr char kBegin[] = R"(# bash completion for localoffer; load it with
#   source <(localoffer completion bash)
_localoffer_files() {
  compopt -o filenames 2>/dev/null || :
  mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_localoffer_words() {
  mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

_localoffer() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="" path="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    before="${COMP_WORDS[i]}"
    case "${path:+$path }$before" in
)";

constexpr char kMiddle[] = R"(    esac
  done
  case "$path $before" in
)";

constexpr char kEnd[] = R"(  esac
}

complete -F _localoffer localoffer
)";

bool IsFlag(const CLI::Option& option) { return option.nonpositional(); }

bool TakesValue(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

// Every spelling of a flag, with its dashes.
std::vector<std::string> Spellings(const CLI::Option& option) {
  std::vector<std::string> spellings;
  for (const std::string& name : option.get_lnames()) {
    spellings.push_back(absl::StrCat("--", name));
  }
  for (const std::string& name : option.get_snames()) {
    spellings.push_back(absl::StrCat("-", name));
  }
  return spellings;
}

// The words that a value may be: `table|json`, or `ROLE:{publisher,admin}` as
// the parser describes a checked value. Empty: anything.
std::string ChoicesOf(const CLI::Option& option) {
  std::string type = option.get_type_name();
  const size_t open = type.find('{');
  if (open != std::string::npos) {
    type = type.substr(open + 1, type.find('}') - open - 1);
    return absl::StrReplaceAll(type, {{",", " "}});
  }
  return absl::StrContains(type, "table|")
             ? absl::StrReplaceAll(type, {{"|", " "}})
             : "";
}

std::string CompletionOf(const CLI::Option& option) {
  if (option.get_type_name() == "FILE") return "_localoffer_files \"$word\"";
  const std::string choices = ChoicesOf(option);
  return choices.empty()
             ? ":"
             : absl::StrCat("_localoffer_words \"$word\" \"", choices, "\"");
}

// A verb with the words that lead to it: `token create`; the app itself has
// none.
struct Place {
  const CLI::App* app;
  std::string path;
};

std::vector<Place> PlacesUnder(const CLI::App& app, const std::string& path) {
  std::vector<Place> places = {{&app, path}};
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    const std::string below =
        absl::StrCat(path, path.empty() ? "" : " ", verb->get_name());
    for (Place& place : PlacesUnder(*verb, below)) places.push_back(place);
  }
  return places;
}

// Completions of the values of one verb's flags, behind `path`.
void AddValues(const CLI::App& app, const std::string& path,
               std::string& script) {
  for (const CLI::Option* option : app.get_options()) {
    if (!IsFlag(*option) || !TakesValue(*option)) continue;
    for (const std::string& spelling : Spellings(*option)) {
      absl::StrAppend(&script, "    ", path, "\" ", spelling, "\") ",
                      CompletionOf(*option), " ;;\n");
    }
  }
}

std::vector<std::string> FlagsOf(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (std::string& spelling : Spellings(*option)) {
      flags.push_back(std::move(spelling));
    }
  }
  return flags;
}

bool TakesFiles(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (!IsFlag(*option) && option->get_name() == "FILE") return true;
  }
  return false;
}

// What may stand where no value is due: verbs below, and flags after a dash.
void AddWords(const Place& place, const std::vector<std::string>& global_flags,
              std::string& script) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : place.app->get_subcommands(nullptr)) {
    verbs.push_back(verb->get_name());
  }
  if (place.path == "completion") verbs.push_back("bash");
  std::vector<std::string> flags = FlagsOf(*place.app);
  if (!place.path.empty()) {
    flags.insert(flags.end(), global_flags.begin(), global_flags.end());
  }
  absl::StrAppend(&script, "    \"", place.path,
                  " \"*)\n      if [[ $word == -* ]]; then\n",
                  "        _localoffer_words \"$word\" \"",
                  absl::StrJoin(flags, " "), "\"\n      else\n        ",
                  TakesFiles(*place.app)
                      ? "_localoffer_files \"$word\""
                      : absl::StrCat("_localoffer_words \"$word\" \"",
                                     absl::StrJoin(verbs, " "), "\""),
                  "\n      fi\n      ;;\n");
}

std::string BashScript(const CLI::App& app) {
  std::vector<Place> places = PlacesUnder(app, "");
  std::string script = kBegin;
  for (const Place& place : places) {
    if (place.path.empty()) continue;
    absl::StrAppend(&script, "      \"", place.path, "\") path=\"", place.path,
                    "\" ;;\n");
  }
  absl::StrAppend(&script, kMiddle);
  // The verbs' first: `verify` has a --key of its own.
  for (const Place& place : places) {
    if (!place.path.empty()) {
      AddValues(*place.app, absl::StrCat("\"", place.path, "\""), script);
    }
  }
  AddValues(app, "*", script);
  const std::vector<std::string> global_flags = FlagsOf(app);
  // The deepest first: `token create` also begins like `token`.
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    AddWords(*place, global_flags, script);
  }
  return absl::StrCat(script, kEnd);
}

}  // namespace

void AddCompletion(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"completion", "Print a completion script for a shell",
                 "localoffer completion bash > "
                 "~/.local/share/bash-completion/completions/localoffer"});
  verb.app()
      .add_option("SHELL", "Its name")
      ->required()
      ->type_name("")
      ->check(CLI::IsMember({"bash"}));
  verbs.Run(verb,
            [&app = verbs.root().app()](
                Session& session) -> absl::StatusOr<ExitCode> {
              *session.surroundings().out << BashScript(app);
              return ExitCode::kOk;
            });
}

}  // namespace localoffer::command

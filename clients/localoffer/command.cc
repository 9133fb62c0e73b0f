#include "clients/localoffer/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/localoffer/problem.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/settings.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

constexpr char kSummary[] =
    "The local offers of England's authorities as one directory: publish, "
    "search, check who is in them.";

constexpr char kFooter[] =
    "Flags go before environment (LOCALOFFER_SERVER, LOCALOFFER_TOKEN,\n"
    "LOCALOFFER_TOKEN_FILE, LOCALOFFER_CA, LOCALOFFER_CERT, LOCALOFFER_KEY,\n"
    "LOCALOFFER_AUTHORITY), environment before the configuration file\n"
    "(~/.config/localoffer/config, lines of key = value).\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  the server refused for the content: violations, conflicts, too many\n"
    "     withdrawals\n"
    "  2  wrong usage\n"
    "  3  not found\n"
    "  4  not allowed: no token, or one without the role\n"
    "  5  the server can't be reached or did not finish in time\n"
    "  6  an internal error\n"
    "\n"
    "Example:\n"
    "  localoffer search short breaks --authority Bristol\n"
    "\n"
    "`localoffer VERB --help` says more.";

void AddSetting(CLI::App& app, GlobalFlags& flags, const std::string& flag,
                const std::string& key, const std::string& type,
                const std::string& text) {
  app.add_option_function<std::string>(
         flag,
         [&flags, key](const std::string& value) { flags.values[key] = value; },
         text)
      ->type_name(type);
}

void AddGlobalFlags(CLI::App& app, GlobalFlags& flags) {
  AddSetting(app, flags, "--server", "server", "HOST:PORT",
             "The server; 127.0.0.1:7420 when absent");
  AddSetting(app, flags, "--token", "token", "SECRET",
             "The token that allows to write");
  AddSetting(app, flags, "--token-file", "token_file", "FILE",
             "File that holds the token");
  AddSetting(app, flags, "--ca", "ca", "FILE",
             "Trust servers that this authority (PEM) certifies");
  AddSetting(app, flags, "--cert", "cert", "FILE", "Client certificate (PEM)");
  AddSetting(app, flags, "--key", "key", "FILE",
             "Key of the client certificate (PEM)");
  app.add_flag("--plaintext", flags.plaintext,
               "No TLS, although the server is on another machine");
  app.add_flag("--allow-plaintext-token", flags.allow_plaintext_token,
               "Send the token even so, readable on the way");
  AddSetting(app, flags, "--output", "output", "table|json",
             "What results look like; table when absent");
  app.add_option("--config", flags.config_file, "Configuration file")
      ->type_name("FILE");
  app.add_flag("--quiet", flags.quiet, "Results only, no remarks");
  app.add_flag("--no-color,--no-colour", flags.no_colour, "No colours");
}

void AddVerbs(Verbs& verbs) {
  AddPlan(verbs);
  AddPublish(verbs);
  AddWithdraw(verbs);
  AddDeclareNil(verbs);
  AddErase(verbs);
  AddSearch(verbs);
  AddSuggest(verbs);
  AddGet(verbs);
  AddHistory(verbs);
  AddChanges(verbs);
  AddCheck(verbs);
  AddCoverage(verbs);
  AddCatalogue(verbs);
  AddExport(verbs);
  AddEdition(verbs);
  AddProve(verbs);
  AddVerify(verbs);
  AddAuthorities(verbs);
  AddHarvest(verbs);
  AddPeers(verbs);
  AddPlace(verbs);
  AddImportPostcodes(verbs);
  AddToken(verbs);
  AddKey(verbs);
  AddTrust(verbs);
  AddConformance(verbs);
  AddCompletion(verbs);
  AddVersion(verbs);
}

// Edit distance, for guessing a mistyped verb.
size_t Distance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string UnknownVerb(const CLI::App& app, const std::string& word) {
  const std::vector<const CLI::App*> verbs = app.get_subcommands(nullptr);
  const auto nearest = std::min_element(
      verbs.begin(), verbs.end(), [&](const CLI::App* a, const CLI::App* b) {
        return Distance(word, a->get_name()) < Distance(word, b->get_name());
      });
  const bool is_near = Distance(word, (*nearest)->get_name()) <= 2;
  return absl::StrCat(
      "There is no verb \"", word, "\".",
      is_near ? absl::StrCat(" Did you mean \"", (*nearest)->get_name(), "\"?")
              : "");
}

// What the parser has to say, and where to read more.
absl::Status UsageProblem(const CLI::App& app, const CLI::ParseError& error) {
  std::string message = error.what();
  std::string help = "localoffer";
  const std::vector<std::string> rest = app.remaining();
  if (app.get_subcommands().empty()) {
    const auto word = std::find_if(
        rest.begin(), rest.end(),
        [](const std::string& text) { return !absl::StartsWith(text, "-"); });
    message = word != rest.end() ? UnknownVerb(app, *word)
              : rest.empty()     ? "Say what to do: a verb is missing."
                                 : message;
  } else {
    for (const CLI::App* at = app.get_subcommands()[0]; at != nullptr;
         at = at->get_subcommands().empty() ? nullptr
                                            : at->get_subcommands()[0]) {
      absl::StrAppend(&help, " ", at->get_name());
    }
  }
  if (!absl::EndsWith(message, ".") && !absl::EndsWith(message, "?")) {
    message += ".";
  }
  return absl::InvalidArgumentError(
      absl::StrCat(message, " `", help, " --help` says how it goes."));
}

bool AsksForJson(const GlobalFlags& flags) {
  const auto output = flags.values.find("output");
  return output != flags.values.end() && output->second == "json";
}

int Fail(const absl::Status& status, bool json,
         const Surroundings& surroundings) {
  Printer err(surroundings.err, 0, false);
  return static_cast<int>(json ? PrintProblemAsJson(status, *surroundings.err)
                               : PrintProblem(status, err));
}

int RunVerb(const Verbs::Body& body, const GlobalFlags& flags,
            const Surroundings& surroundings) {
  absl::StatusOr<Settings> settings = ResolveSettings(flags, surroundings);
  if (!settings.ok()) {
    return Fail(settings.status(), AsksForJson(flags), surroundings);
  }
  Session session(*settings, &surroundings);
  const absl::StatusOr<ExitCode> code = body(session);
  surroundings.out->flush();
  if (!code.ok()) return Fail(code.status(), settings->json, surroundings);
  if (!*surroundings.out) {
    return Fail(absl::InternalError("The result could not be written."),
                settings->json, surroundings);
  }
  return static_cast<int>(*code);
}

}  // namespace

int RunCommand(const std::vector<std::string>& arguments,
               const Surroundings& surroundings) {
  CLI::App app(kSummary, "localoffer");
  GlobalFlags flags;
  Verbs verbs(&app);
  // Before verbs are added: they inherit it, so that global flags may stand
  // behind the verb.
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(kFooter);
  app.get_formatter()->label("SUBCOMMAND", "VERB");
  app.get_formatter()->label("SUBCOMMANDS", "VERB");
  app.get_formatter()->label("OPTIONS", "FLAGS");
  app.option_defaults()->group("Flags");
  app.get_help_ptr()->group("Flags");
  AddGlobalFlags(app, flags);
  AddVerbs(verbs);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    *surroundings.out << app.help();
    return static_cast<int>(ExitCode::kOk);
  } catch (const CLI::ParseError& error) {
    return Fail(UsageProblem(app, error), AsksForJson(flags), surroundings);
  }
  return RunVerb(verbs.chosen(), flags, surroundings);
}

}  // namespace localoffer::command

// `localoffer suggest TEXT...`: what somebody who types that may mean.
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct Flags {
  std::vector<std::string> words;
  int limit = 10;
};

absl::StatusOr<ExitCode> Suggest(const Flags& flags, Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::SuggestTermsRequest request;
  request.set_text(absl::StrJoin(flags.words, " "));
  request.set_limit(flags.limit);
  auto suggested =
      (*connection)->Call(&v1::DirectoryService::Stub::SuggestTerms, request);
  if (!suggested.ok()) return suggested.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*suggested, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Table table(
      {{"suggestion"}, {"kind", Fit::kWhole}, {"entries", Fit::kWhole}});
  for (const v1::Suggestion& suggestion : suggested->suggestions()) {
    table.AddRow(
        {{suggestion.text(), Colour::kBold},
         absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(
                                 v1::SuggestionKind_Name(suggestion.kind()),
                                 "SUGGESTION_KIND_")),
                             {{"_", " "}}),
         suggestion.count() == 0 ? "" : absl::StrCat(suggestion.count())});
  }
  if (!table.empty()) session.out().Show(table);
  return ExitCode::kOk;
}

}  // namespace

void AddSuggest(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"suggest", "Complete what is being typed into a search",
                 "localoffer suggest short br"});
  auto flags = std::make_shared<Flags>();
  verb.AddOption("TEXT", flags->words, "What has been typed so far")
      .TypeName("")
      .Required();
  AddLimitFlag(verb, &flags->limit, "suggestions");
  verbs.Run(verb,
            [flags](Session& session) { return Suggest(*flags, session); });
}

}  // namespace localoffer::command

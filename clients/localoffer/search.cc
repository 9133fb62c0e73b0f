// `localoffer search WORDS...`: entries of all authorities by words.
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/directory.h"
#include "clients/localoffer/entry_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct SearchFlags {
  std::vector<std::string> words;
  std::vector<std::string> authorities;
  absl::optional<double> age;
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  std::string at;
  int limit = 20;
};

absl::StatusOr<v1::SearchEntriesRequest> RequestOf(const SearchFlags& flags,
                                                   Session& session) {
  v1::SearchEntriesRequest request;
  request.set_query(absl::StrJoin(flags.words, " "));
  v1::EntryFilter& filter = *request.mutable_filter();
  auto authorities = session.AuthorityNames(flags.authorities);
  if (!authorities.ok()) return authorities.status();
  filter.mutable_authorities()->Assign(authorities->begin(),
                                       authorities->end());
  const absl::optional<double> from =
      flags.minimum_age.has_value() ? flags.minimum_age : flags.age;
  const absl::optional<double> to =
      flags.maximum_age.has_value() ? flags.maximum_age : flags.age;
  if (from.has_value()) filter.set_minimum_age(*from);
  if (to.has_value()) filter.set_maximum_age(*to);
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  return request;
}

void PrintHits(const v1::SearchEntriesResponse& found, Session& session) {
  Table table({{"rank", Fit::kWhole},
               {"name"},
               {"provider"},
               {"authority"},
               {"ages", Fit::kWhole},
               {"entry", Fit::kBelow}});
  int rank = 0;
  for (const v1::SearchHit& hit : found.hits()) {
    const v1::Entry& entry = hit.entry();
    table.AddRow({absl::StrCat(++rank),
                  {entry.service().name(), Colour::kBold},
                  ProviderOf(entry),
                  session.AuthorityTitle(entry.name()),
                  AgesOf(entry.service()),
                  {entry.name(), Colour::kFaint}});
  }
  if (!table.empty()) session.out().Show(table);
}

void PrintCount(const v1::SearchEntriesResponse& found, Session& session) {
  if (found.hits_size() == 0) {
    session.err().Line(
        "No entry matches. Try fewer or other words, or drop a filter.");
  } else if (found.hits_size() < found.total_size()) {
    session.err().Line(absl::StrCat("The first ", found.hits_size(), " of ",
                                    found.total_size(),
                                    "; --limit shows more."));
  } else {
    session.err().Line(found.hits_size() == 1
                           ? "1 entry."
                           : absl::StrCat(found.hits_size(), " entries."));
  }
}

absl::StatusOr<ExitCode> Search(const SearchFlags& flags, Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto request = RequestOf(flags, session);
  if (!request.ok()) return request.status();
  auto found = client::Search(**connection, *request, flags.limit);
  if (!found.ok()) return found.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*found, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  PrintHits(*found, session);
  if (!session.settings().quiet) PrintCount(*found, session);
  return ExitCode::kOk;
}

}  // namespace

void AddSearch(Verbs& verbs) {
  CLI::App* verb =
      verbs.Add({"search", "Find entries by words, best match first",
                 "localoffer search short breaks --authority Bristol --age 7"});
  auto flags = std::make_shared<SearchFlags>();
  verb->add_option("WORDS", flags->words, "None: every entry, by name")
      ->type_name("");
  verb->add_option("--authority", flags->authorities,
                   "Code or name; again for more; all when absent")
      ->type_name("AUTHORITY")
      ->allow_extra_args(false);
  verb->add_option("--age", flags->age, "For somebody of that age in years")
      ->type_name("YEARS");
  verb->add_option("--age-from", flags->minimum_age, "For ages from that on")
      ->type_name("YEARS");
  verb->add_option("--age-to", flags->maximum_age, "For ages up to that")
      ->type_name("YEARS");
  AddAtFlag(verb, &flags->at);
  AddLimitFlag(verb, &flags->limit, "hits");
  verbs.Run(verb,
            [flags](Session& session) { return Search(*flags, session); });
}

}  // namespace localoffer::command

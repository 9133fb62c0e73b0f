// `localoffer search WORDS...`: entries of all authorities by words.
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/directory.h"
#include "clients/localoffer/entry_text.h"
#include "clients/localoffer/place_text.h"
#include "clients/localoffer/search_flags.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct Flags {
  SearchFlags search;
  int limit = 20;
  bool why = false;
};

std::string ServedText(const v1::SearchHit& hit) {
  if (!hit.has_served_area()) return "";
  const v1::ServedArea& area = hit.served_area();
  switch (area.basis()) {
    case v1::SERVED_AREA_BASIS_SHAPE:
      return "its area on the map";
    case v1::SERVED_AREA_BASIS_ASSUMED:
      return absl::StrCat(area.title(), " (assumed)");
    case v1::SERVED_AREA_BASIS_POSSIBLE:
      return absl::StrCat(area.title(), " (possibly)");
    default:
      return area.title().empty() ? area.area() : area.title();
  }
}

// What made it a hit: `overnight: short breaks; nurse`.
std::string WhyText(const v1::SearchHit& hit) {
  std::vector<std::string> parts;
  for (const v1::WordMatch& match : hit.word_matches()) {
    const std::string words = absl::StrJoin(match.words(), " ");
    if (match.kind() == v1::WORD_MATCH_KIND_WORD || match.matched().empty()) {
      parts.push_back(words);
    } else {
      parts.push_back(absl::StrCat(words, " = ", match.matched(0)));
    }
  }
  return absl::StrJoin(parts, "; ");
}

void PrintHits(const Flags& flags, const v1::SearchEntriesResponse& found,
               Session& session) {
  const bool serves = !flags.search.serves.empty();
  const bool near = !flags.search.near.empty();
  std::vector<Column> columns = {
      {"rank", Fit::kWhole}, {"name"}, {"provider"}, {"authority"}};
  if (serves) columns.push_back({"serves"});
  if (near) columns.push_back({"distance", Fit::kWhole});
  columns.push_back({"ages", Fit::kWhole});
  if (flags.why) columns.push_back({"why", Fit::kBelow});
  columns.push_back({"entry", Fit::kBelow});
  Table table(columns);
  int rank = 0;
  for (const v1::SearchHit& hit : found.hits()) {
    const v1::Entry& entry = hit.entry();
    std::vector<Cell> row = {absl::StrCat(++rank),
                             {entry.service().name(), Colour::kBold},
                             ProviderOf(entry),
                             session.AuthorityTitle(entry.name())};
    if (serves) row.emplace_back(ServedText(hit));
    if (near) row.emplace_back(DistanceText(hit.distance_meters()));
    row.emplace_back(AgesOf(entry.service()));
    if (flags.why) row.emplace_back(WhyText(hit));
    row.push_back({entry.name(), Colour::kFaint});
    table.AddRow(std::move(row));
  }
  if (!table.empty()) session.out().Show(table);
}

void PrintFacets(const v1::SearchEntriesResponse& found, Session& session) {
  for (const v1::FacetCounts& counts : found.facets()) {
    Table table({{"hits", Fit::kWhole}, {"of"}, {"value"}});
    for (const v1::FacetValue& value : counts.values()) {
      table.AddRow({absl::StrCat(value.count()), value.title(), value.value()});
    }
    if (table.empty()) continue;
    session.out().Line("");
    session.out().Show(table);
  }
}

// Says when the place is not the caller's own, but the middle of a larger one.
void PrintPlace(absl::string_view flag, const std::string& asked,
                const v1::Place& place, Session& session) {
  if (!place.approximate()) return;
  session.err().Line(absl::StrCat(
      flag, " ", asked, " is approximate: the middle of ",
      place.outcode().empty() ? "the nearest area" : place.outcode(),
      place.authority_title().empty()
          ? ""
          : absl::StrCat(", in ", place.authority_title()),
      "."));
}

void PrintRemarks(const Flags& flags, const v1::SearchEntriesResponse& found,
                  Session& session) {
  PrintPlace("--serves", flags.search.serves, found.serves_place(), session);
  PrintPlace("--near", flags.search.near, found.near_place(), session);
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

absl::StatusOr<ExitCode> Search(const Flags& flags, Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto request = SearchRequestOf(flags.search, session);
  if (!request.ok()) return request.status();
  auto found = client::Search(**connection, *request, flags.limit);
  if (!found.ok()) return found.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*found, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  PrintHits(flags, *found, session);
  PrintFacets(*found, session);
  if (!session.settings().quiet) PrintRemarks(flags, *found, session);
  return ExitCode::kOk;
}

}  // namespace

void AddSearch(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"search", "Find entries by words, best match first",
       "localoffer search somewhere to stay overnight --serves \"LS1 4DY\""});
  auto flags = std::make_shared<Flags>();
  AddSearchFlags(verb, flags->search);
  verb.AddFlag("--why", flags->why, "Say why each entry is shown");
  AddLimitFlag(verb, &flags->limit, "hits");
  verbs.Run(verb,
            [flags](Session& session) { return Search(*flags, session); });
}

}  // namespace localoffer::command

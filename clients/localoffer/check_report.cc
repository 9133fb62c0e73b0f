#include "clients/localoffer/check_report.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/names.h"

namespace localoffer::command {
namespace {

struct StatusText {
  v1::InclusionStatus status;
  absl::string_view words;
  Colour colour;
};

constexpr StatusText kStatuses[] = {
    {v1::INCLUSION_STATUS_LISTED, "listed", Colour::kGreen},
    {v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE, "listed, out of date",
     Colour::kYellow},
    {v1::INCLUSION_STATUS_WITHDRAWN, "no longer listed", Colour::kRed},
    {v1::INCLUSION_STATUS_NIL_DECLARED, "none expected", Colour::kRed},
    {v1::INCLUSION_STATUS_NEVER_LISTED, "never listed", Colour::kRed},
    {v1::INCLUSION_STATUS_NO_DATA, "nothing published here", Colour::kFaint},
};

constexpr StatusText kUnsaid = {v1::INCLUSION_STATUS_NO_DATA, "cannot be said",
                                Colour::kYellow};

// Whether something is published that may list the provider.
bool IsUnsaid(const v1::AuthorityInclusion& inclusion) {
  return inclusion.status() == v1::INCLUSION_STATUS_NO_DATA &&
         !inclusion.look_alikes().empty();
}

StatusText TextOf(const v1::AuthorityInclusion& inclusion) {
  if (IsUnsaid(inclusion)) return kUnsaid;
  for (const StatusText& text : kStatuses) {
    if (text.status == inclusion.status()) return text;
  }
  return {inclusion.status(), "unknown to this version", Colour::kPlain};
}

absl::string_view KindText(v1::ClueKind kind) {
  switch (kind) {
    case v1::CLUE_KIND_IDENTIFIER:
      return "identifier";
    case v1::CLUE_KIND_NAME:
      return "name";
    case v1::CLUE_KIND_SIMILAR_NAME:
      return "similar name";
    case v1::CLUE_KIND_DOMAIN:
      return "web domain";
    case v1::CLUE_KIND_PHONE:
      return "telephone";
    case v1::CLUE_KIND_POSTCODE:
      return "postcode";
    default:
      return "clue";
  }
}

// "identifier"; "name and postcode, 80 %".
std::string RecognisedBy(const v1::Recognition& recognition) {
  if (recognition.basis() == v1::RECOGNITION_BASIS_IDENTIFIER) {
    return "identifier";
  }
  std::vector<absl::string_view> kinds;
  for (const v1::RecognitionClue& clue : recognition.clues()) {
    kinds.push_back(KindText(clue.kind()));
  }
  if (kinds.empty()) return "";
  return absl::StrCat(absl::StrJoin(kinds, ", "), ": ",
                      std::lround(recognition.score() * 100), " %");
}

std::string DateOrNothing(bool has_time,
                          const google::protobuf::Timestamp& time) {
  return has_time ? DateOf(time) : "";
}

std::string AssuredOf(const v1::InclusionEvidence& evidence) {
  std::string text = evidence.assured_date();
  if (evidence.out_of_date()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", "out of date");
  }
  return text;
}

void AddRows(const v1::AuthorityInclusion& inclusion, Table& table) {
  const StatusText status = TextOf(inclusion);
  std::vector<Cell> row = {
      absl::StrCat(inclusion.title().empty()
                       ? LastSegment(inclusion.authority())
                       : inclusion.title(),
                   inclusion.has_harvested() ? " (harvested)" : ""),
      {std::string(status.words), status.colour},
      DateOrNothing(inclusion.has_since(), inclusion.since())};
  const auto finish = [&](const std::string& assured,
                          const std::string& recognised,
                          const std::string& entry, const std::string& remark) {
    row.insert(row.end(), {assured, recognised, entry, remark});
    table.AddRow(std::move(row));
    row = {Cell(""), Cell("")};
  };
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    if (row.size() == 2) {
      row.emplace_back(
          DateOrNothing(evidence.has_listed_since(), evidence.listed_since()));
    }
    finish(AssuredOf(evidence), RecognisedBy(evidence.recognition()),
           evidence.entry(),
           evidence.has_listed_until()
               ? absl::StrCat("until ", DateOf(evidence.listed_until()),
                              evidence.withdrawal_reason().empty() ? "" : ": ",
                              evidence.withdrawal_reason())
               : evidence.title());
  }
  for (const v1::NilDeclaration& nil : inclusion.nil_declarations()) {
    if (row.size() == 2) row.emplace_back(DateOf(nil.declare_time()));
    finish("", "", "",
           absl::StrCat(nil.statutory_item(), " declared nil: ", nil.reason()));
  }
  const int more = inclusion.evidence_count() - inclusion.evidence_size();
  if (more > 0) {
    if (row.size() == 2) row.emplace_back("");
    finish("", "", "", absl::StrCat("and ", more, " more entries"));
  }
  if (row.size() == 3) finish("", "", "", "");
}

// How each entry differs from the provider's statement.
void PrintDifferences(const v1::CheckInclusionResponse& response,
                      Session& session) {
  Printer& out = session.out();
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
      if (evidence.differences().empty() && !evidence.differences_left_out()) {
        continue;
      }
      out.Line();
      out.Line(absl::StrCat(inclusion.title(), ", \"", evidence.title(),
                            "\", is not as stated:"),
               Colour::kBold);
      for (const v1::FieldDifference& difference : evidence.differences()) {
        out.Line(absl::StrCat("  ", difference.path()));
        if (difference.before().empty() && difference.after().empty()) continue;
        out.Paragraph(absl::StrCat("listed ", difference.before().empty()
                                                  ? "nothing"
                                                  : difference.before()),
                      4);
        out.Paragraph(absl::StrCat("stated ", difference.after().empty()
                                                  ? "nothing"
                                                  : difference.after()),
                      4);
      }
      if (evidence.differences_left_out()) {
        out.Line("  too much for one answer: ask about fewer authorities");
      }
    }
  }
}

void PrintLookAlikes(const v1::CheckInclusionResponse& response,
                     Session& session) {
  Table table({{"not counted in"},
               {"organisation"},
               {"its identifiers"},
               {"why not"},
               {"entry", Fit::kBelow}});
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    for (const v1::LookAlike& look_alike : inclusion.look_alikes()) {
      std::vector<std::string> identifiers;
      for (const std::string& provider : look_alike.providers()) {
        identifiers.push_back(LastSegment(provider));
      }
      table.AddRow(
          {inclusion.title(), look_alike.organization(),
           absl::StrJoin(identifiers, ", "),
           std::string(look_alike.reason() == v1::LOOK_ALIKE_REASON_AMBIGUOUS
                           ? "may be another: ask with an identifier"
                           : "another identifier"),
           look_alike.entry()});
    }
  }
  if (table.empty()) return;
  session.out().Line();
  session.out().Show(table);
}

// What the places of a catchment came to.
void PrintCatchment(const v1::CheckInclusionResponse& response,
                    Session& session) {
  if (!response.has_catchment() || session.settings().quiet) return;
  const v1::CatchmentOutcome& outcome = response.catchment();
  for (const v1::Place& center : outcome.centers()) {
    if (!center.approximate()) continue;
    session.err().Line(absl::StrCat(
        center.postcode().empty() ? center.outcode() : center.postcode(),
        " is known here by its outcode only: the circle is around the middle "
        "of ",
        center.outcode(), "."));
  }
  if (outcome.postcodes_approximate_count() > 0) {
    session.err().Line(absl::StrCat(
        outcome.postcodes_approximate_count(),
        " postcodes are known here by their outcode only: their authority "
        "may be the neighbour."));
  }
  if (outcome.postcodes_outside_count() > 0) {
    session.err().Line(absl::StrCat(
        outcome.postcodes_outside_count(),
        " postcodes are in no authority of this directory: ",
        absl::StrJoin(outcome.postcodes_outside(), ", "),
        outcome.postcodes_outside_count() > outcome.postcodes_outside_size()
            ? " …"
            : ""));
  }
}

// "listed in 3, never listed in 2" over all authorities of the answer.
void PrintTally(const v1::CheckInclusionResponse& response, Session& session) {
  // In the order of the statuses.
  std::map<std::pair<int, absl::string_view>, int> counts;
  for (const auto& inclusion : response.inclusions()) {
    ++counts[{inclusion.status(), TextOf(inclusion).words}];
  }
  std::vector<std::string> parts;
  parts.reserve(counts.size());
  for (const auto& [status, count] : counts) {
    parts.push_back(absl::StrCat(count, " ", status.second));
  }
  session.out().Line();
  session.out().Line(
      absl::StrCat("Of ", response.inclusions_size(),
                   " authorities: ", absl::StrJoin(parts, "; "), "."),
      Colour::kBold);
}

bool HasHarvested(const v1::CheckInclusionResponse& response) {
  return std::any_of(response.inclusions().begin(), response.inclusions().end(),
                     [](const v1::AuthorityInclusion& inclusion) {
                       return inclusion.has_harvested();
                     });
}

}  // namespace

void PrintInclusions(const v1::CheckInclusionResponse& response, bool all,
                     Session& session) {
  Table table({{"authority"},
               {"status", Fit::kWhole},
               {"since", Fit::kWhole},
               {"assured", Fit::kWhole},
               {"recognised by"},
               {"entry", Fit::kBelow},
               {"about", Fit::kBelow}});
  bool has_hidden = false;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    if (!all && inclusion.status() == v1::INCLUSION_STATUS_NO_DATA &&
        !IsUnsaid(inclusion)) {
      has_hidden = true;
    } else {
      AddRows(inclusion, table);
    }
  }
  if (!table.empty()) session.out().Show(table);
  PrintDifferences(response, session);
  PrintLookAlikes(response, session);
  PrintTally(response, session);
  PrintCatchment(response, session);
  if (HasHarvested(response) && !session.settings().quiet) {
    session.err().Line(
        "(harvested): read from a feed that the authority publishes elsewhere; "
        "it is not the authority's word here.");
  }
  if (has_hidden && !session.settings().quiet) {
    session.err().Line(
        "Of authorities that publish nothing here nothing can be said; --all "
        "lists them.");
  }
}

}  // namespace localoffer::command

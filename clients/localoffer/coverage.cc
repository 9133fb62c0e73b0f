// `localoffer coverage SUBJECT`: what do local offers have of one thing?
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct CoverageFlags {
  std::string subject;
  std::vector<std::string> authorities;
  std::string at;
  bool all = false;
};

struct StatusText {
  absl::string_view words;
  Colour colour;
};

StatusText TextOf(v1::CoverageStatus status) {
  switch (status) {
    case v1::COVERAGE_STATUS_CONFIRMED:
      return {"confirmed", Colour::kGreen};
    case v1::COVERAGE_STATUS_ONE_SIDED:
      return {"one-sided", Colour::kYellow};
    case v1::COVERAGE_STATUS_NIL_DECLARED:
      return {"none expected", Colour::kRed};
    case v1::COVERAGE_STATUS_STALE:
      return {"out of date", Colour::kYellow};
    case v1::COVERAGE_STATUS_MISSING:
      return {"missing", Colour::kRed};
    case v1::COVERAGE_STATUS_NO_DATA:
      return {"not known", Colour::kFaint};
    default:
      return {"unknown to this version", Colour::kPlain};
  }
}

// `LO-C9`, or a component in any case: `short breaks`, `SHORT_BREAKS`.
absl::Status SetSubject(const std::string& text,
                        v1::CheckCoverageRequest& request) {
  const std::string upper = absl::StrReplaceAll(
      absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text)), {{" ", "_"}});
  v1::PalliativeComponent component = v1::PALLIATIVE_COMPONENT_UNSPECIFIED;
  if (absl::StartsWith(upper, "LO-")) {
    // The parts of an item have a small letter.
    std::string item = upper;
    if (absl::ascii_isalpha(static_cast<unsigned char>(item.back()))) {
      item.back() =
          absl::ascii_tolower(static_cast<unsigned char>(item.back()));
    }
    request.set_statutory_item(item);
  } else if (v1::PalliativeComponent_Parse(
                 absl::StrCat("PALLIATIVE_COMPONENT_", upper), &component) &&
             component != v1::PALLIATIVE_COMPONENT_UNSPECIFIED) {
    request.set_palliative_component(component);
  } else {
    std::string known;
    for (int i = 1; i < v1::PalliativeComponent_ARRAYSIZE; ++i) {
      const std::string name =
          v1::PalliativeComponent_Name(static_cast<v1::PalliativeComponent>(i));
      absl::StrAppend(&known, i > 1 ? ", " : "",
                      absl::AsciiStrToLower(
                          absl::StripPrefix(name, "PALLIATIVE_COMPONENT_")));
    }
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text,
                     "\" is neither a statutory item, such as LO-C9, nor one "
                     "of: ",
                     known, "."));
  }
  return absl::OkStatus();
}

// Of those in the answer, by resource name.
using Titles = std::map<absl::string_view, absl::string_view>;

// Why it has its status.
std::string RemarkOn(const v1::AuthorityCoverage& coverage,
                     const Titles& titles, Session& session) {
  if (coverage.has_nil_declaration()) {
    const v1::NilDeclaration& nil = coverage.nil_declaration();
    return absl::StrCat(nil.statutory_item(), " declared nil on ",
                        DateOf(nil.declare_time()), ": ", nil.reason());
  }
  if (coverage.listed_elsewhere().empty()) return "";
  std::vector<std::string> others;
  for (const std::string& other : coverage.listed_elsewhere()) {
    const auto title = titles.find(other);
    others.push_back(title == titles.end() ? session.AuthorityTitle(other)
                                           : std::string(title->second));
  }
  return absl::StrCat("listed by ", absl::StrJoin(others, ", "));
}

std::string PercentOf(const v1::CoverageShare& share) {
  const double percent = 100 * share.population_share();
  // Some is not none, and nearly all not all.
  if (percent > 0 && percent < 0.5) return "<1 %";
  if (percent < 100 && percent >= 99.5) return ">99 %";
  return absl::StrCat(std::lround(percent), " %");
}

void Print(const v1::CheckCoverageResponse& response, bool all,
           Session& session) {
  Table table({{"authority"},
               {"status", Fit::kWhole},
               {"entries", Fit::kWhole},
               {"in date", Fit::kWhole},
               {"identified", Fit::kWhole},
               {"about", Fit::kBelow}});
  Titles titles;
  for (const v1::AuthorityCoverage& coverage : response.coverages()) {
    titles.emplace(coverage.authority(), coverage.title());
  }
  for (const v1::AuthorityCoverage& coverage : response.coverages()) {
    if (!all && coverage.status() == v1::COVERAGE_STATUS_NO_DATA) continue;
    const StatusText status = TextOf(coverage.status());
    table.AddRow({absl::StrCat(coverage.title(),
                               coverage.has_harvested() ? " (harvested)" : ""),
                  {std::string(status.words), status.colour},
                  absl::StrCat(coverage.evidence_count()),
                  absl::StrCat(coverage.in_date_count()),
                  absl::StrCat(coverage.identified_count()),
                  RemarkOn(coverage, titles, session)});
  }
  if (!table.empty()) {
    session.out().Show(table);
    session.out().Line();
  }
  Table shares({{"status"},
                {"authorities", Fit::kWhole},
                {"people", Fit::kWhole},
                {"share", Fit::kWhole}});
  for (const v1::CoverageShare& share : response.shares()) {
    const StatusText status = TextOf(share.status());
    shares.AddRow({{std::string(status.words), status.colour},
                   absl::StrCat(share.authority_count()),
                   absl::StrCat(share.population()),
                   PercentOf(share)});
  }
  session.out().Show(shares);
}

absl::StatusOr<ExitCode> Coverage(const CoverageFlags& flags,
                                  Session& session) {
  v1::CheckCoverageRequest request;
  absl::Status set = SetSubject(flags.subject, request);
  if (set.ok()) set = SetReadTime(flags.at, request);
  if (!set.ok()) return set;
  for (const std::string& text : flags.authorities) {
    auto name = session.AuthorityName(text);
    if (!name.ok()) return name.status();
    request.add_authorities(*std::move(name));
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::CoverageService::Stub::CheckCoverage, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    Print(*response, flags.all || !flags.authorities.empty(), session);
  }
  return ExitCode::kOk;
}

}  // namespace

void AddCoverage(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"coverage",
       "Say which local offers have a component of palliative care, or "
       "evidence for a statutory item",
       "localoffer coverage \"short breaks\"\n"
       "  localoffer coverage LO-C9 --authority Bristol"});
  auto flags = std::make_shared<CoverageFlags>();
  verb.AddOption("SUBJECT", flags->subject,
                 "A component, such as \"short breaks\", or an item, such as "
                 "LO-C9")
      .Required()
      .TypeName("");
  verb.AddOption("--authority", flags->authorities,
                 "Code or name: only that one; may be repeated")
      .TypeName("AUTHORITY");
  AddAtFlag(verb, &flags->at);
  verb.AddFlag("--all", flags->all,
               "List authorities of which nothing is known here, too");
  verbs.Run(verb,
            [flags](Session& session) { return Coverage(*flags, session); });
}

}  // namespace localoffer::command

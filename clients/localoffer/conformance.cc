// `localoffer conformance URL`: whether a server is an Open Referral UK 3.0
// server that apps can work with. Asks that server alone.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/conformance/suite.h"
#include "clients/localoffer/verbs.h"
#include "services/harvest/feed_url.h"

namespace localoffer::command {
namespace {

using conformance::Check;
using conformance::Outcome;

constexpr uint64_t kSeeds = 1'000'000;

struct ConformanceFlags {
  std::string url;
  conformance::SuiteOptions suite;
  bool has_seed = false;
  bool is_strict = false;
};

Colour ColourOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return Colour::kGreen;
    case Outcome::kFailed:
      return Colour::kRed;
    case Outcome::kRemark:
      return Colour::kYellow;
    case Outcome::kSkipped:
      return Colour::kFaint;
  }
  return Colour::kPlain;
}

std::string Tally(const Check& check) {
  if (check.failed() > 0) {
    return absl::StrCat(" (", check.failed(), " of ", check.tried(), ")");
  }
  return check.tried() > 1 ? absl::StrCat(" (", check.tried(), ")") : "";
}

void PrintCheck(const Check& check, Printer& out) {
  std::string line = absl::StrCat(conformance::OutcomeWord(check.outcome()),
                                  "  ", check.name(), Tally(check));
  if (!check.skipped().empty()) absl::StrAppend(&line, ": ", check.skipped());
  out.Line(line, ColourOf(check.outcome()));
  for (const conformance::Failure& failure : check.failures()) {
    out.Line(absl::StrCat("          asked   ", failure.asked));
    out.Line(absl::StrCat("          wanted  ", failure.wanted));
    out.Line(absl::StrCat("          came    ", failure.came));
  }
}

void Print(const conformance::Report& report, Printer& out) {
  for (const Check& check : report.checks) PrintCheck(check, out);
  out.Line();
  out.Line(absl::StrCat("Passed ", report.Count(Outcome::kPassed), ", failed ",
                        report.Count(Outcome::kFailed), ", remarks ",
                        report.Count(Outcome::kRemark), ", skipped ",
                        report.Count(Outcome::kSkipped), ". ", report.requests,
                        " requests; ", report.sampled, " of ", report.services,
                        " services looked at closely, which --seed ",
                        report.seed, " chooses again."));
  out.Line(report.Conforms() ? "The server conforms, as far as this can see."
                             : "The server does not conform.",
           report.Conforms() ? Colour::kGreen : Colour::kRed);
}

absl::StatusOr<ExitCode> Look(const ConformanceFlags& flags, Session& session) {
  const absl::StatusOr<std::string> base = harvest::NormalFeedUrl(flags.url);
  if (!base.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("URL: ", base.status().message(), "."));
  }
  const Surroundings& surroundings = session.surroundings();
  conformance::SuiteOptions options = flags.suite;
  if (!flags.has_seed) options.seed = surroundings.random_bits() % kSeeds;
  conformance::Server server(*base, {}, {surroundings.now, absl::SleepFor});
  const conformance::Report report =
      conformance::RunSuite(server, options, surroundings.now());
  if (server.answers() == 0) {
    return absl::UnavailableError(
        absl::StrCat(*base, " gives no answer: ", server.first_problem(), "."));
  }
  if (session.settings().json) {
    *surroundings.out << conformance::ReportJson(report);
  } else {
    Print(report, session.out());
  }
  const bool is_refused =
      !report.Conforms() ||
      (flags.is_strict && report.Count(Outcome::kRemark) > 0);
  return is_refused ? ExitCode::kRefused : ExitCode::kOk;
}

}  // namespace

void AddConformance(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"conformance", "Check an Open Referral UK 3.0 server",
                 "localoffer conformance https://bristol.example.org/api\n"
                 "  localoffer conformance https://bristol.example.org/api "
                 "--most-records 100 --seed 7"});
  auto flags = std::make_shared<ConformanceFlags>();
  verb.AddOption("URL", flags->url, "The API, without /services")
      .Required()
      .TypeName("");
  verb.AddOption("--most-records", flags->suite.most_records,
                 absl::StrCat("Look at so many services closely, and ask by "
                              "them; ",
                              flags->suite.most_records))
      .TypeName("N")
      .Within(1, 1000);
  const Flag seed =
      verb.AddOption("--seed", flags->suite.seed,
                     "Choose the same services as a run that told this")
          .TypeName("N");
  verb.AddOption("--withdrawn", flags->suite.withdrawn_id,
                 "A service that was withdrawn, which has to be gone (410)")
      .TypeName("ID");
  verb.AddFlag("--strict", flags->is_strict, "End with 1 for remarks, too");
  verbs.Run(verb, [flags, seed](Session& session) {
    flags->has_seed = seed.WasGiven();
    return Look(*flags, session);
  });
}

}  // namespace localoffer::command

// `localoffer check IDENTIFIER...`: is a provider in the local offers?
#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct CheckFlags {
  std::vector<std::string> identifiers;
  std::vector<std::string> charities;
  std::vector<std::string> companies;
  std::vector<std::string> authorities;
  std::vector<std::string> items;
  std::string at;
  int assured_within_days = 0;
  bool all = false;
  bool exit_code = false;
};

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
    {v1::INCLUSION_STATUS_NIL_DECLARED, "no provision expected", Colour::kRed},
    {v1::INCLUSION_STATUS_NEVER_LISTED, "never listed", Colour::kRed},
    {v1::INCLUSION_STATUS_NO_DATA, "nothing published here", Colour::kFaint},
};

StatusText TextOf(v1::InclusionStatus status) {
  for (const StatusText& text : kStatuses) {
    if (text.status == status) return text;
  }
  return {status, "unknown to this version", Colour::kPlain};
}

absl::Status AddProviders(
    const std::vector<std::string>& texts,
    absl::StatusOr<std::string> (*provider)(absl::string_view),
    v1::CheckInclusionRequest& request) {
  for (const std::string& text : texts) {
    absl::StatusOr<std::string> name = provider(text);
    if (!name.ok()) return name.status();
    request.add_providers(*std::move(name));
  }
  return absl::OkStatus();
}

absl::Status AddAllProviders(const CheckFlags& flags,
                             v1::CheckInclusionRequest& request) {
  absl::Status status =
      AddProviders(flags.identifiers, ProviderFromIdentifier, request);
  if (status.ok()) {
    status = AddProviders(flags.charities, ProviderFromCharity, request);
  }
  if (status.ok()) {
    status = AddProviders(flags.companies, ProviderFromCompany, request);
  }
  if (status.ok() && request.providers_size() == 0) {
    status = absl::InvalidArgumentError(
        "Which provider? Give an identifier such as GB-CHC-9900001, or "
        "--charity or --company with its number.");
  }
  return status;
}

absl::StatusOr<v1::CheckInclusionRequest> RequestOf(const CheckFlags& flags,
                                                    Session& session) {
  v1::CheckInclusionRequest request;
  absl::Status added = AddAllProviders(flags, request);
  if (!added.ok()) return added;
  auto authorities = session.AuthorityNames(flags.authorities);
  if (!authorities.ok()) return authorities.status();
  request.mutable_authorities()->Assign(authorities->begin(),
                                        authorities->end());
  for (const std::string& item : flags.items) {
    request.add_statutory_items(item);
  }
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  if (flags.assured_within_days > 0) {
    request.mutable_assured_within()->set_seconds(int64_t{86400} *
                                                  flags.assured_within_days);
  }
  return request;
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
  const StatusText status = TextOf(inclusion.status());
  std::vector<Cell> row = {
      inclusion.title().empty() ? LastSegment(inclusion.authority())
                                : inclusion.title(),
      {std::string(status.words), status.colour},
      DateOrNothing(inclusion.has_since(), inclusion.since())};
  const auto finish = [&](const std::string& assured, const std::string& entry,
                          const std::string& remark) {
    row.insert(row.end(), {assured, entry, remark});
    table.AddRow(std::move(row));
    row = {Cell(""), Cell("")};
  };
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    if (row.size() == 2) {
      row.emplace_back(
          DateOrNothing(evidence.has_listed_since(), evidence.listed_since()));
    }
    finish(AssuredOf(evidence), evidence.entry(),
           evidence.has_listed_until()
               ? absl::StrCat("until ", DateOf(evidence.listed_until()),
                              evidence.withdrawal_reason().empty() ? "" : ": ",
                              evidence.withdrawal_reason())
               : evidence.title());
  }
  for (const v1::NilDeclaration& nil : inclusion.nil_declarations()) {
    if (row.size() == 2) row.emplace_back(DateOf(nil.declare_time()));
    finish("", "",
           absl::StrCat(nil.statutory_item(), " declared nil: ", nil.reason()));
  }
  if (row.size() == 3) finish("", "", "");
}

// "listed in 3, never listed in 2" over all authorities of the answer.
void PrintTally(const v1::CheckInclusionResponse& response, Session& session) {
  std::map<v1::InclusionStatus, int> counts;
  for (const auto& inclusion : response.inclusions()) {
    ++counts[inclusion.status()];
  }
  std::vector<std::string> parts;
  for (const auto& [status, count] : counts) {
    parts.push_back(absl::StrCat(count, " ", TextOf(status).words));
  }
  session.out().Line();
  session.out().Line(
      absl::StrCat("Of ", response.inclusions_size(),
                   " authorities: ", absl::StrJoin(parts, "; "), "."),
      Colour::kBold);
}

// Authorities that publish nothing are told in one line, unless asked for.
void PrintInclusions(const v1::CheckInclusionResponse& response, bool all,
                     Session& session) {
  Table table({{"authority"},
               {"status", Fit::kWhole},
               {"since", Fit::kWhole},
               {"assured", Fit::kWhole},
               {"entry", Fit::kBelow},
               {"about", Fit::kBelow}});
  bool has_hidden = false;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    if (!all && inclusion.status() == v1::INCLUSION_STATUS_NO_DATA) {
      has_hidden = true;
    } else {
      AddRows(inclusion, table);
    }
  }
  if (!table.empty()) session.out().Show(table);
  PrintTally(response, session);
  if (has_hidden && !session.settings().quiet) {
    session.err().Line(
        "Of authorities that publish nothing here nothing can be said; --all "
        "lists them.");
  }
}

absl::StatusOr<ExitCode> Check(const CheckFlags& flags, Session& session) {
  auto request = RequestOf(flags, session);
  if (!request.ok()) return request.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)
          ->Call(&v1::InclusionService::Stub::CheckInclusion, *request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintInclusions(*response, flags.all || !flags.authorities.empty(),
                    session);
  }
  const bool is_listed_everywhere =
      std::all_of(response->inclusions().begin(), response->inclusions().end(),
                  [](const v1::AuthorityInclusion& inclusion) {
                    return inclusion.status() == v1::INCLUSION_STATUS_LISTED;
                  });
  return flags.exit_code && !is_listed_everywhere ? ExitCode::kRefused
                                                  : ExitCode::kOk;
}

}  // namespace

void AddCheck(Verbs& verbs) {
  CLI::App* verb = verbs.Add(
      {"check", "Say in which local offers a provider is, and since when",
       "localoffer check --charity 9900001\n"
       "  localoffer check GB-COH-99000001 --authority Bristol --exit-code"});
  auto flags = std::make_shared<CheckFlags>();
  verb->add_option("IDENTIFIER", flags->identifiers,
                   "Such as GB-CHC-9900001; all of one provider")
      ->type_name("");
  verb->add_option("--charity", flags->charities, "Number of a charity")
      ->type_name("NUMBER")
      ->allow_extra_args(false);
  verb->add_option("--company", flags->companies, "Number at Companies House")
      ->type_name("NUMBER")
      ->allow_extra_args(false);
  verb->add_option("--authority", flags->authorities,
                   "Code or name; again for more; all when absent")
      ->type_name("AUTHORITY")
      ->allow_extra_args(false);
  verb->add_option("--item", flags->items,
                   "Statutory items whose nil declarations matter; LO-C9 and "
                   "LO-C10 when absent")
      ->type_name("ITEM")
      ->allow_extra_args(false);
  verb->add_option("--assured-within", flags->assured_within_days,
                   "Out of date when last assured longer ago; 365 days")
      ->type_name("DAYS")
      ->check(CLI::Range(1, 36500).description(""));
  AddAtFlag(verb, &flags->at);
  verb->add_flag("--all", flags->all,
                 "List authorities that publish nothing here, too");
  verb->add_flag("--exit-code", flags->exit_code,
                 "Exit with 1 unless listed, in date, everywhere");
  verbs.Run(verb, [flags](Session& session) { return Check(*flags, session); });
}

}  // namespace localoffer::command

// `localoffer harvest add|list|run|confirm|remove`: feeds that the node reads
// for authorities that have not joined.
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/localoffer/harvest_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct AddFlags {
  std::string authority;
  std::string url;
  std::string every;
};

struct ConfirmFlags {
  std::string authority;
  int withdrawals = 0;
};

struct RemoveFlags {
  std::string authority;
  bool withdraw = false;
};

absl::StatusOr<std::string> FeedName(const std::string& authority,
                                     Session& session) {
  absl::StatusOr<std::string> name = session.AuthorityName(authority);
  if (!name.ok()) return name.status();
  return absl::StrCat(*name, "/feed");
}

absl::Status SetInterval(const std::string& every, v1::Feed& feed) {
  if (every.empty()) return absl::OkStatus();
  absl::Duration interval;
  if (!absl::ParseDuration(every, &interval)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--every: \"", every,
                     "\" is no length of time: wanted one such as 6h "
                     "or 90m."));
  }
  feed.mutable_interval()->set_seconds(absl::ToInt64Seconds(interval));
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Add(const AddFlags& flags, Session& session) {
  absl::StatusOr<std::string> authority =
      session.AuthorityName(flags.authority);
  if (!authority.ok()) return authority.status();
  v1::CreateFeedRequest request;
  request.set_parent(*authority);
  request.mutable_feed()->set_url(flags.url);
  absl::Status timed = SetInterval(flags.every, *request.mutable_feed());
  if (!timed.ok()) return timed;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::HarvestService::Stub::CreateFeed, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  const v1::Feed& feed = response->feed();
  session.out().Line(absl::StrCat(
      "Following ", feed.url(), " for ", session.AuthorityTitle(feed.name()),
      ": it is read now, and then every ",
      absl::FormatDuration(absl::Seconds(feed.interval().seconds())), "."));
  if (!session.settings().quiet) {
    session.err().Line("`localoffer harvest list` shows how it goes.");
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> List(Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto listed =
      (*connection)
          ->Call(&v1::HarvestService::Stub::ListFeeds, v1::ListFeedsRequest());
  if (!listed.ok()) return listed.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*listed, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  if (!listed->feeds().empty()) {
    session.out().Show(TableOf(*listed, session));
  } else if (!session.settings().quiet) {
    session.err().Line("No feed is followed.");
  }
  return ExitCode::kOk;
}

template <typename Response>
absl::StatusOr<ExitCode> Show(const absl::StatusOr<Response>& response,
                              Session& session) {
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintHarvest(response->feed(), response->harvest(), session);
  }
  return IsWell(response->harvest().outcome()) ? ExitCode::kOk
                                               : ExitCode::kRefused;
}

absl::StatusOr<ExitCode> RunNow(const std::string& authority,
                                Session& session) {
  absl::StatusOr<std::string> name = FeedName(authority, session);
  if (!name.ok()) return name.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::RunHarvestRequest request;
  request.set_name(*name);
  return Show((*connection)
                  ->CallAndWait(&v1::HarvestService::Stub::RunHarvest, request),
              session);
}

absl::StatusOr<ExitCode> Confirm(const ConfirmFlags& flags, Session& session) {
  absl::StatusOr<std::string> name = FeedName(flags.authority, session);
  if (!name.ok()) return name.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::ConfirmWithdrawalsRequest request;
  request.set_name(*name);
  request.set_withdrawals(flags.withdrawals);
  return Show(
      (*connection)
          ->CallAndWait(&v1::HarvestService::Stub::ConfirmWithdrawals, request),
      session);
}

absl::StatusOr<ExitCode> Remove(const RemoveFlags& flags, Session& session) {
  absl::StatusOr<std::string> name = FeedName(flags.authority, session);
  if (!name.ok()) return name.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::DeleteFeedRequest request;
  request.set_name(*name);
  request.set_withdraw_entries(flags.withdraw);
  auto response =
      (*connection)
          ->CallAndWait(&v1::HarvestService::Stub::DeleteFeed, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  session.out().Line(absl::StrCat(
      "The feed of ", session.AuthorityTitle(*name), " is followed no longer.",
      flags.withdraw ? " What was harvested is withdrawn."
                     : " What was harvested stays."));
  return ExitCode::kOk;
}

void AddAuthority(Verb verb, std::string* authority) {
  verb.AddOption("AUTHORITY", *authority, "Code or name")
      .Required()
      .TypeName("");
}

void AddAdd(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"add", "Follow an authority's Open Referral feed",
       "localoffer harvest add Bristol https://example.org/api --every 6h"},
      parent);
  auto flags = std::make_shared<AddFlags>();
  AddAuthority(verb, &flags->authority);
  verb.AddOption("URL", flags->url, "Where its /services is")
      .Required()
      .TypeName("");
  verb.AddOption("--every", flags->every,
                 "From one reading to the next; 6h when absent")
      .TypeName("TIME");
  verbs.Run(verb, [flags](Session& session) { return Add(*flags, session); });
}

void AddList(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"list", "List the feeds, and how it goes", "localoffer harvest list"},
      parent);
  verbs.Run(verb, [](Session& session) { return List(session); });
}

void AddRun(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add({"run", "Read a feed now, and wait for it",
                               "localoffer harvest run Bristol"},
                              parent);
  auto authority = std::make_shared<std::string>();
  AddAuthority(verb, authority.get());
  verbs.Run(verb, [authority](Session& session) {
    return RunNow(*authority, session);
  });
}

void AddConfirm(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"confirm", "Withdraw what is gone from a feed, although it is much",
       "localoffer harvest confirm Bristol --withdrawals 214"},
      parent);
  auto flags = std::make_shared<ConfirmFlags>();
  AddAuthority(verb, &flags->authority);
  verb.AddOption("--withdrawals", flags->withdrawals,
                 "How many; if it is another number by now, none")
      .Required()
      .TypeName("N")
      .Positive();
  verbs.Run(verb,
            [flags](Session& session) { return Confirm(*flags, session); });
}

void AddRemove(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add({"remove", "Follow a feed no longer",
                               "localoffer harvest remove Bristol --withdraw"},
                              parent);
  auto flags = std::make_shared<RemoveFlags>();
  AddAuthority(verb, &flags->authority);
  verb.AddFlag("--withdraw", flags->withdraw,
               "Withdraw what was harvested, too");
  verbs.Run(verb,
            [flags](Session& session) { return Remove(*flags, session); });
}

}  // namespace

void AddHarvest(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"harvest", "Feeds that are read for authorities that have not joined",
       "localoffer harvest list"});
  verb.RequireVerb();
  AddAdd(verbs, verb);
  AddList(verbs, verb);
  AddRun(verbs, verb);
  AddConfirm(verbs, verb);
  AddRemove(verbs, verb);
}

}  // namespace localoffer::command

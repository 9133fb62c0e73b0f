// `localoffer peers [list|evidence]`: the nodes that a node follows, and what
// shows that somebody signed two logs.
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/plan_report.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

using google::protobuf::util::TimeUtil;

// "3 s", "2 min", "5 h": how far behind, not when exactly.
std::string Roughly(const google::protobuf::Duration& duration) {
  const int64_t seconds = TimeUtil::DurationToSeconds(duration);
  if (seconds < 120) return absl::StrCat(seconds, " s");
  if (seconds < 7200) return absl::StrCat(seconds / 60, " min");
  return absl::StrCat(seconds / 3600, " h");
}

// Its id, and whose it is.
std::string TitleOf(const std::string& log, Session& session) {
  const std::string id = LastSegment(log);
  const std::string title = session.AuthorityTitle(log);
  return title == id ? id : absl::StrCat(id, " ", title);
}

Cell StateOf(const v1::Peer& peer) {
  switch (peer.state()) {
    case v1::PEER_STATE_CONNECTED:
      return {"connected", Colour::kGreen};
    case v1::PEER_STATE_UNREACHABLE:
      return {"unreachable", Colour::kRed};
    default:
      return {"connecting", Colour::kYellow};
  }
}

void PrintPeer(const v1::Peer& peer, Session& session) {
  Printer& out = session.out();
  out.Line(peer.address(), Colour::kBold);
  const Cell state = StateOf(peer);
  out.Field("state", state.text);
  out.Field("", peer.detail());
  out.Field("last heard of",
            peer.has_contact_time() ? TimeOf(peer.contact_time()) : "never");
  const int64_t ahead = TimeUtil::DurationToSeconds(peer.clock_ahead());
  if (ahead != 0) {
    out.Field("its clock", absl::StrCat(ahead < 0 ? -ahead : ahead, " s ",
                                        ahead < 0 ? "behind" : "ahead"));
  }
  out.Field("taken", absl::StrCat(Counted(peer.changes_taken(), "change"), "; ",
                                  Counted(peer.refusals(), "refusal")));
  Table table({{"log", Fit::kWhole},
               {"verified here", Fit::kWhole},
               {"there", Fit::kWhole},
               {"behind", Fit::kWhole},
               {"for", Fit::kWhole},
               {"refused", Fit::kBelow}});
  for (const v1::PeerLog& log : peer.logs()) {
    const bool behind = log.lag_changes() > 0;
    // What a peer says of a log that is refused is no size.
    const bool has_size = log.refusal().empty() || log.peer_size() > 0;
    const int64_t peer_behind = has_size ? log.size() - log.peer_size() : 0;
    table.AddRow(
        {TitleOf(log.log(), session),
         absl::StrCat(log.size()),
         has_size ? absl::StrCat(log.peer_size()) : "",
         {behind            ? absl::StrCat(log.lag_changes(), " here")
          : peer_behind > 0 ? absl::StrCat(peer_behind, " there")
                            : "",
          Colour::kYellow},
         behind ? Roughly(log.lag()) : "",
         {log.refusal().empty()
              ? ""
              : absl::StrCat(log.refusal(), ", ", TimeOf(log.refusal_time()),
                             ": ", log.refusal_detail()),
          Colour::kRed}});
  }
  if (!table.empty()) out.Show(table);
  if (peer.untrusted_logs().empty()) return;
  out.Line(absl::StrCat("It also offers ", peer.untrusted_logs_size(),
                        peer.untrusted_logs_size() == 1 ? " log" : " logs",
                        " for which no key is trusted here:"));
  for (const std::string& log : peer.untrusted_logs()) {
    out.Line(absl::StrCat("  ", TitleOf(log, session)));
  }
}

bool Refuses(const v1::Peer& peer) {
  return std::any_of(
      peer.logs().begin(), peer.logs().end(),
      [](const v1::PeerLog& log) { return !log.refusal().empty(); });
}

void PrintNextSteps(const v1::ListPeersResponse& response, Printer& err) {
  const auto has = [&](auto claim) {
    return std::any_of(response.peers().begin(), response.peers().end(), claim);
  };
  if (response.peers().empty()) {
    err.Line("This node follows no other: start it with --peer HOST:PORT.");
  }
  if (has([](const v1::Peer& peer) { return !peer.has_contact_time(); })) {
    err.Line(
        "A peer that never answered: does a node run there, is the address "
        "the one of its --listen, and does it want TLS (--peer-ca)?");
  }
  if (has([](const v1::Peer& peer) {
        return peer.untrusted_logs_size() > 0;
      })) {
    err.Line(
        "To follow a log, ask its authority, not the peer, for the first key "
        "that `localoffer key show` prints at its node, and say here "
        "`localoffer trust add KEY`.");
  }
  if (has(Refuses)) {
    err.Line(
        "docs/federation.md says of each refusal what it means and what to do; "
        "`localoffer peers evidence` shows logs that were signed twice.");
  }
}

absl::StatusOr<ExitCode> List(Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)
          ->Call(&v1::PeersService::Stub::ListPeers, v1::ListPeersRequest());
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  for (const v1::Peer& peer : response->peers()) {
    PrintPeer(peer, session);
    session.out().Line();
  }
  session.out().Field("witness key", response->witness_key());
  if (!session.settings().quiet) PrintNextSteps(*response, session.err());
  return ExitCode::kOk;
}

void PrintNote(absl::string_view title, absl::string_view note, Printer& out) {
  out.Line(title);
  for (const absl::string_view line :
       absl::StrSplit(absl::StripSuffix(note, "\n"), '\n')) {
    out.Line(absl::StrCat("  ", line));
  }
}

absl::StatusOr<ExitCode> ShowEvidence(const std::string& authority,
                                      Session& session) {
  v1::ListEvidenceRequest request;
  if (!authority.empty()) {
    absl::StatusOr<std::string> name = session.AuthorityName(authority);
    if (!name.ok()) return name.status();
    request.set_log(*name);
  }
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::PeersService::Stub::ListEvidence, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Printer& out = session.out();
  for (const v1::Evidence& evidence : response->evidence()) {
    out.Line(
        absl::StrCat("Two logs of ", session.AuthorityTitle(evidence.log()),
                     " are signed"),
        Colour::kRed);
    out.Field("log", evidence.log());
    out.Field("found", TimeOf(evidence.find_time()));
    out.Field("at", evidence.peer());
    const bool equal = evidence.path().empty();
    PrintNote(equal ? "The one:" : "The smaller one:",
              evidence.smaller_checkpoint(), out);
    PrintNote(equal ? "The other, of as many changes, with another root:"
                    : "The larger one, which does not extend it:",
              evidence.larger_checkpoint(), out);
  }
  if (response->evidence().empty() && !session.settings().quiet) {
    session.err().Line("Nobody was found to have signed two logs.");
  }
  return ExitCode::kOk;
}

}  // namespace

void AddPeers(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"peers", "Show the nodes that a node follows",
                 "localoffer peers\n  localoffer peers evidence"});
  verbs.Run(verb, List);
  const Verb evidence =
      verbs.Add({"evidence", "Show what proves that somebody signed two logs",
                 "localoffer peers evidence --output json"},
                verb);
  auto authority = std::make_shared<std::string>();
  AddAuthorityFlag(evidence, authority.get());
  verbs.Run(evidence, [authority](Session& session) {
    return ShowEvidence(*authority, session);
  });
}

}  // namespace localoffer::command

// `localoffer key show|rotate|create`: the keys that sign an authority's log.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct RotateFlags {
  std::string authority;
  std::string reason;
  std::string to;
  bool check_only = false;
  bool yes = false;
};

std::string SourceOf(const v1::LogKey& key) {
  return key.source() == v1::KEY_SOURCE_TRUST ? "trust file" : "log";
}

// "changes 13 to 40": those that the key signed, the last of which `end` is.
std::string SpanOf(const v1::LogKey& key, int64_t end) {
  if (key.has_revoked_after_size()) {
    return absl::StrCat("revoked after ", key.revoked_after_size());
  }
  return end < 0 ? absl::StrCat("after ", key.after_size())
                 : absl::StrCat(key.after_size(), " to ", end);
}

void PrintKeys(const v1::GetLogKeysResponse& response, Session& session) {
  Printer& out = session.out();
  Table table({{"key", Fit::kWhole},
               {"log sizes", Fit::kWhole},
               {"said by", Fit::kWhole},
               {"since", Fit::kWhole},
               {"reason"}});
  for (int i = 0; i < response.keys_size(); ++i) {
    const v1::LogKey& key = response.keys(i);
    const int64_t end = i + 1 < response.keys_size()
                            ? response.keys(i + 1).after_size()
                            : int64_t{-1};
    table.AddRow({key.verifier_key(), SpanOf(key, end), SourceOf(key),
                  key.has_rotate_time() ? DateOf(key.rotate_time()) : "",
                  key.reason()});
  }
  out.Show(table);
  if (session.settings().quiet) return;
  session.err().Line(
      response.speaking_key().empty()
          ? "No key may sign what comes next."
          : absl::StrCat(response.speaking_key(), " signs what comes next",
                         response.home() ? ", here." : ", at another node."));
}

absl::StatusOr<ExitCode> ShowKeys(const std::string& flag, Session& session) {
  absl::StatusOr<std::string> authority = session.WritingAuthority(flag);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::GetLogKeysRequest request;
  request.set_parent(*authority);
  auto response =
      (*connection)->Call(&v1::KeysService::Stub::GetLogKeys, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  if (!response->keys().empty()) {
    PrintKeys(*response, session);
  } else if (!session.settings().quiet) {
    session.err().Line(absl::StrCat(
        *authority, " has no key yet; its first publication makes one."));
  }
  return ExitCode::kOk;
}

void PrintRotation(const v1::RotateKeyResponse& response,
                   const std::string& authority, Session& session) {
  if (!response.has_key()) {
    session.out().Line(absl::StrCat("The key of ", authority,
                                    " can rotate. Nothing is changed yet."));
    return;
  }
  session.out().Line(absl::StrCat(response.key().verifier_key(),
                                  " signs the log of ", authority, " beyond ",
                                  response.key().after_size(), " changes."));
  if (!response.home() && !session.settings().quiet) {
    session.err().Line(
        "It is a key of another node: the authority publishes there from now "
        "on, and this node refuses.");
  }
}

// A key of this node does no harm. With a wrong one of another the authority
// can't publish anywhere.
absl::StatusOr<bool> MayRotate(const RotateFlags& flags, Session& session) {
  if (flags.to.empty() || flags.check_only || flags.yes) return true;
  if (session.settings().json || !session.surroundings().in_is_terminal) {
    return absl::InvalidArgumentError(
        "Nobody can be asked here, and only the new key can undo this: say "
        "--yes to rotate to it, or --check-only.");
  }
  const bool is_wanted = session.Confirm(absl::StrCat(
      "From then on the authority publishes only where the secret half of ",
      flags.to, " is. Rotate? [y/N]"));
  if (!is_wanted) session.err().Line("Nothing was changed.");
  return is_wanted;
}

absl::StatusOr<ExitCode> Rotate(const RotateFlags& flags, Session& session) {
  absl::StatusOr<bool> may_rotate = MayRotate(flags, session);
  if (!may_rotate.ok()) return may_rotate.status();
  if (!*may_rotate) return ExitCode::kOk;
  absl::StatusOr<std::string> authority =
      session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::RotateKeyRequest request;
  request.set_parent(*authority);
  request.set_reason(flags.reason);
  request.set_new_key(flags.to);
  request.set_validate_only(flags.check_only);
  auto response =
      (*connection)->Call(&v1::KeysService::Stub::RotateKey, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintRotation(*response, *authority, session);
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Create(const std::string& flag, Session& session) {
  absl::StatusOr<std::string> authority = session.WritingAuthority(flag);
  if (!authority.ok()) return authority.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::CreateKeyRequest request;
  request.set_parent(*authority);
  auto response =
      (*connection)->Call(&v1::KeysService::Stub::CreateKey, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  session.out().Line(response->verifier_key());
  if (!session.settings().quiet) {
    session.err().Line(
        "It signs nothing yet. Where the authority publishes now, say: "
        "localoffer key rotate --to with it.");
  }
  return ExitCode::kOk;
}

void AddShow(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add({"show", "Show the keys that sign a log",
                               "localoffer key show --authority Bristol"},
                              parent);
  auto authority = std::make_shared<std::string>();
  AddAuthorityFlag(verb, authority.get());
  verbs.Run(verb, [authority](Session& session) {
    return ShowKeys(*authority, session);
  });
}

void AddRotate(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"rotate", "Put another key in the place of the one that signs",
       "localoffer key rotate --authority Bristol --reason \"yearly\"\n"
       "  localoffer key rotate --authority Bristol --to "
       "localoffer/E06000023+2455f7fb+AYJD… --reason \"moves to its own "
       "node\""},
      parent);
  auto flags = std::make_shared<RotateFlags>();
  AddAuthorityFlag(verb, &flags->authority);
  verb.AddOption("--reason", flags->reason, "Published with the rotation")
      .Required()
      .TypeName("TEXT");
  verb.AddOption("--to", flags->to,
                 "Key of the node where the authority publishes from then "
                 "on; a new one of this node when absent")
      .TypeName("KEY");
  verb.AddFlag("--check-only", flags->check_only, "Check, write nothing");
  verb.AddFlag("--yes", flags->yes, "Do not ask");
  verbs.Run(verb,
            [flags](Session& session) { return Rotate(*flags, session); });
}

void AddCreate(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"create", "Make a key of this node for an authority that moves here",
       "localoffer key create --authority Bristol"},
      parent);
  auto authority = std::make_shared<std::string>();
  AddAuthorityFlag(verb, authority.get());
  verbs.Run(verb, [authority](Session& session) {
    return Create(*authority, session);
  });
}

}  // namespace

void AddKey(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"key", "Show, rotate and make the keys that sign a log",
                 "localoffer key show --authority Bristol"});
  verb.RequireVerb();
  AddShow(verbs, verb);
  AddRotate(verbs, verb);
  AddCreate(verbs, verb);
}

}  // namespace localoffer::command

// `localoffer trust list|add|revoke|witness`: whose keys a node believes.
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

// What was copied may have brought its line's end.
std::string Stripped(const std::string& text) {
  return std::string(absl::StripAsciiWhitespace(text));
}

struct TrustFlags {
  std::string key;
  int64_t after_size = 0;
};

constexpr absl::string_view kLogPrefix = "localoffer/";
constexpr absl::string_view kNodePrefix = "localoffer-node/";

// A key is named after the log that it signs: `localoffer/E06000023+…`.
absl::StatusOr<v1::TrustedKey> TrustedKeyOf(const TrustFlags& flags) {
  absl::string_view authority = flags.key;
  const size_t end = authority.find('+');
  authority = authority.substr(0, end);
  if (end == flags.key.npos || !absl::ConsumePrefix(&authority, kLogPrefix)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", flags.key,
        "\" is not the key of a log: wanted localoffer/AUTHORITY+…, as "
        "`localoffer key show` prints it.",
        absl::StartsWith(flags.key, kNodePrefix)
            ? " It is a node's: `localoffer trust witness` takes it."
            : ""));
  }
  v1::TrustedKey key;
  key.set_parent(absl::StrCat("authorities/", authority));
  key.set_verifier_key(flags.key);
  key.set_after_size(flags.after_size);
  return key;
}

absl::StatusOr<ExitCode> Send(const v1::TrustStatement& statement,
                              const std::string& said, Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::AddTrustRequest request;
  *request.mutable_statement() = statement;
  auto response =
      (*connection)->Call(&v1::KeysService::Stub::AddTrust, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  session.out().Line(response->known() ? "The trust file said so already."
                                       : said);
  const int64_t beyond = response->log_size() - statement.revoke().after_size();
  if (statement.has_revoke() && beyond > 0) {
    session.err().Line(absl::StrCat(
        beyond,
        " changes beyond that size were taken in before, and stay: check "
        "whether they are the authority's."));
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> AddKeyLine(const TrustFlags& flags, Session& session) {
  absl::StatusOr<v1::TrustedKey> key = TrustedKeyOf(flags);
  if (!key.ok()) return key.status();
  v1::TrustStatement statement;
  *statement.mutable_key() = *std::move(key);
  const std::string log = LastSegment(statement.key().parent());
  return Send(
      statement,
      flags.after_size == 0
          ? absl::StrCat("That key is believed for ", log,
                         ", and those that it names in the log as its "
                         "successors. `localoffer peers` shows the log come "
                         "in.")
          : absl::StrCat("That key is believed for ", log, " beyond ",
                         flags.after_size, " changes."),
      session);
}

absl::StatusOr<ExitCode> Revoke(const TrustFlags& flags, Session& session) {
  absl::StatusOr<v1::TrustedKey> key = TrustedKeyOf(flags);
  if (!key.ok()) return key.status();
  v1::TrustStatement statement;
  *statement.mutable_revoke() = *std::move(key);
  return Send(statement,
              absl::StrCat("That key is believed for ",
                           LastSegment(statement.revoke().parent()), " up to ",
                           flags.after_size, " changes and no further."),
              session);
}

absl::StatusOr<ExitCode> Witness(const std::string& key, Session& session) {
  if (!absl::StartsWith(key, kNodePrefix)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", key,
        "\" is not the key of a node: wanted localoffer-node/…, as `localoffer "
        "peers` prints it there.",
        absl::StartsWith(key, kLogPrefix)
            ? " It is a log's: `localoffer trust add` takes it."
            : ""));
  }
  v1::TrustStatement statement;
  statement.set_witness(key);
  return Send(statement, "That node is believed as a witness.", session);
}

absl::StatusOr<ExitCode> List(Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)
          ->Call(&v1::KeysService::Stub::ListTrust, v1::ListTrustRequest());
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Table table(
      {{"says", Fit::kWhole}, {"after", Fit::kWhole}, {"key", Fit::kWhole}});
  for (const v1::TrustStatement& statement : response->statements()) {
    if (statement.has_witness()) {
      table.AddRow(
          {std::string("witness"), std::string(), statement.witness()});
      continue;
    }
    const v1::TrustedKey& key =
        statement.has_revoke() ? statement.revoke() : statement.key();
    table.AddRow({std::string(statement.has_revoke() ? "revoke" : "key"),
                  absl::StrCat(key.after_size()), key.verifier_key()});
  }
  if (!table.empty()) session.out().Show(table);
  if (table.empty() && !session.settings().quiet) {
    session.err().Line(
        "The trust file says nothing: this node believes its own keys alone.");
  }
  return ExitCode::kOk;
}

void AddListVerb(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"list", "Show what the node's trust file says", "localoffer trust list"},
      parent);
  verbs.Run(verb, [](Session& session) { return List(session); });
}

void AddAddVerb(Verbs& verbs, Verb parent) {
  const Verb verb =
      verbs.Add({"add", "Believe a key for the log that it is named after",
                 "localoffer trust add localoffer/E06000023+2455f7fb+AYJD…"},
                parent);
  auto flags = std::make_shared<TrustFlags>();
  verb.AddOption("KEY", flags->key, "As `localoffer key show` prints it")
      .Required()
      .TypeName("");
  verb.AddOption("--after", flags->after_size,
                 "For what comes after so many changes; the log's first key "
                 "when absent")
      .TypeName("N");
  verbs.Run(verb, [flags](Session& session) {
    flags->key = Stripped(flags->key);
    return AddKeyLine(*flags, session);
  });
}

void AddRevokeVerb(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"revoke", "Believe a key no longer than up to a size of its log",
       "localoffer trust revoke localoffer/E06000023+2455f7fb+AYJD… --after "
       "1200"},
      parent);
  auto flags = std::make_shared<TrustFlags>();
  verb.AddOption("KEY", flags->key, "As `localoffer key show` prints it")
      .Required()
      .TypeName("");
  verb.AddOption("--after", flags->after_size,
                 "Changes in the log when the key was last its authority's")
      .Required()
      .TypeName("N");
  verbs.Run(verb, [flags](Session& session) {
    flags->key = Stripped(flags->key);
    return Revoke(*flags, session);
  });
}

void AddWitnessVerb(Verbs& verbs, Verb parent) {
  const Verb verb =
      verbs.Add({"witness", "Believe a node as a witness of checkpoints",
                 "localoffer trust witness "
                 "localoffer-node/leeds+1b2c3d4e+AZ4b…"},
                parent);
  auto key = std::make_shared<std::string>();
  verb.AddOption("KEY", *key, "As `localoffer peers` prints it at that node")
      .Required()
      .TypeName("");
  verbs.Run(verb, [key](Session& session) {
    return Witness(Stripped(*key), session);
  });
}

}  // namespace

void AddTrust(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"trust", "Say whose keys a node believes", "localoffer trust list"});
  verb.RequireVerb();
  AddListVerb(verbs, verb);
  AddAddVerb(verbs, verb);
  AddRevokeVerb(verbs, verb);
  AddWitnessVerb(verbs, verb);
}

}  // namespace localoffer::command

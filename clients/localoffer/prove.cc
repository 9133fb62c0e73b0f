// `localoffer prove listed|absent`: proofs that hold without this server.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"
#include "clients/verify/files.h"
#include "storage/log/proof.h"

namespace localoffer::command {
namespace {

struct ProveFlags {
  std::string subject;
  std::string charity;
  std::string company;
  std::string authority;
  std::string edition;
  std::string at;
  std::string since;
  std::string file;
  bool without_content = false;
};

// The provider that the flags name.
absl::StatusOr<std::string> ProviderOf(const ProveFlags& flags) {
  const int given = (flags.subject.empty() ? 0 : 1) +
                    (flags.charity.empty() ? 0 : 1) +
                    (flags.company.empty() ? 0 : 1);
  if (given != 1) {
    return absl::InvalidArgumentError(
        "Of what? Name one: an identifier such as GB-CHC-9900001, or --charity "
        "or --company with its number.");
  }
  if (!flags.charity.empty()) return ProviderFromCharity(flags.charity);
  if (!flags.company.empty()) return ProviderFromCompany(flags.company);
  return ProviderFromIdentifier(flags.subject);
}

// A resource name, or an id: 8-4-4-4-12 hexadecimal digits.
bool IsEntry(absl::string_view text) {
  if (absl::StrContains(text, "/entries/")) return true;
  return text.size() == 36 && text[8] == '-' && text[13] == '-' &&
         text[18] == '-' && text[23] == '-';
}

// The signed checkpoint in a file: of a proof, or alone.
absl::StatusOr<std::string> CheckpointIn(const std::string& path,
                                         Session& session) {
  auto bytes = verify::ReadFile(path, *session.surroundings().in);
  if (!bytes.ok()) return bytes.status();
  if (!absl::StartsWith(*bytes, "{")) return *std::move(bytes);
  auto proof = log::ReadProof(*bytes);
  if (!proof.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", path, "\": ", proof.status().message(), "."));
  }
  return proof->checkpoint;
}

absl::Status Write(const ProveFlags& flags, const std::string& proof,
                   Session& session) {
  if (flags.file.empty() || flags.file == "-") {
    *session.surroundings().out << proof;
    return absl::OkStatus();
  }
  errno = 0;
  std::ofstream file(flags.file, std::ios::binary | std::ios::trunc);
  file << proof;
  file.close();
  if (!file) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", flags.file, "\" can't be written: ", std::strerror(errno), "."));
  }
  if (session.settings().quiet) return absl::OkStatus();
  session.err().Line(absl::StrCat(
      "Wrote ", proof.size(), " bytes to ", flags.file,
      ". Whoever has the authority's key can check it, without this server: "
      "localoffer verify ",
      flags.file, " --key KEY."));
  return absl::OkStatus();
}

// Sets what both requests have.
template <typename Request>
absl::Status SetCommon(const ProveFlags& flags, Session& session,
                       Request& request) {
  request.set_edition(flags.edition);
  if (!flags.since.empty()) {
    auto checkpoint = CheckpointIn(flags.since, session);
    if (!checkpoint.ok()) return checkpoint.status();
    request.set_earlier_checkpoint(*checkpoint);
  }
  return SetReadTime(flags.at, request);
}

absl::Status SetSubject(const ProveFlags& flags, Session& session,
                        v1::ProveListedRequest& request) {
  if (IsEntry(flags.subject)) {
    auto name = session.EntryName(flags.subject, flags.authority);
    if (!name.ok()) return name.status();
    request.set_entry(*name);
    request.set_parent(absl::StrCat("authorities/", AuthorityIdOf(*name)));
    return absl::OkStatus();
  }
  auto provider = ProviderOf(flags);
  if (!provider.ok()) return provider.status();
  request.set_provider(*provider);
  auto authority = session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  request.set_parent(*authority);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> ProveListed(const ProveFlags& flags,
                                     Session& session) {
  v1::ProveListedRequest request;
  absl::Status set = SetSubject(flags, session, request);
  if (set.ok()) set = SetCommon(flags, session, request);
  if (!set.ok()) return set;
  request.set_without_content(flags.without_content);
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::ProofsService::Stub::ProveListed, request);
  if (!response.ok()) return response.status();
  absl::Status written = Write(flags, response->proof(), session);
  if (!written.ok()) return written;
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> ProveAbsent(const ProveFlags& flags,
                                     Session& session) {
  v1::ProveAbsentRequest request;
  auto provider = ProviderOf(flags);
  if (!provider.ok()) return provider.status();
  request.set_provider(*provider);
  auto authority = session.WritingAuthority(flags.authority);
  if (!authority.ok()) return authority.status();
  request.set_parent(*authority);
  absl::Status set = SetCommon(flags, session, request);
  if (!set.ok()) return set;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response =
      (*connection)->Call(&v1::ProofsService::Stub::ProveAbsent, request);
  if (!response.ok()) return response.status();
  absl::Status written = Write(flags, response->proof(), session);
  if (!written.ok()) return written;
  return ExitCode::kOk;
}

void AddFlags(Verb verb, const std::string& subject_text, ProveFlags& flags) {
  verb.AddOption("SUBJECT", flags.subject, subject_text).TypeName("");
  verb.AddOption("--charity", flags.charity, "A provider's charity number")
      .TypeName("NUMBER");
  verb.AddOption("--company", flags.company, "A provider's company number")
      .TypeName("NUMBER");
  AddAuthorityFlag(verb, &flags.authority);
  verb.AddOption("--since", flags.since,
                 "A proof or signed checkpoint from earlier: show, too, that "
                 "the log has only grown since")
      .TypeName("FILE");
  verb.AddOption("-o,--file", flags.file, "Stdout when absent")
      .TypeName("FILE");
}

void AddListed(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"listed", "Prove that an entry or a provider is in a local offer",
       "localoffer prove listed GB-CHC-9900001 --authority Bristol --edition "
       "2026-09-01 -o listed.json"},
      parent);
  auto flags = std::make_shared<ProveFlags>();
  AddFlags(verb, "An entry, or a provider's identifier", *flags);
  verb.AddOption("--edition", flags->edition,
                 "In that edition; when absent, as published")
      .TypeName("ID");
  AddAtFlag(verb, &flags->at);
  verb.AddFlag("--without-content", flags->without_content,
               "Leave out what the entry says, where that can be");
  verbs.Run(verb,
            [flags](Session& session) { return ProveListed(*flags, session); });
}

void AddAbsent(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"absent", "Prove that no entry of an edition names a provider",
       "localoffer prove absent --charity 9900001 --authority Bristol -o "
       "absent.json"},
      parent);
  auto flags = std::make_shared<ProveFlags>();
  AddFlags(verb, "A provider's identifier", *flags);
  verb.AddOption("--edition", flags->edition,
                 "The last one, by --at, when absent")
      .TypeName("ID");
  AddAtFlag(verb, &flags->at);
  verbs.Run(verb,
            [flags](Session& session) { return ProveAbsent(*flags, session); });
}

}  // namespace

void AddProve(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"prove", "Make a proof that holds without this server",
       "localoffer prove absent --charity 9900001 --authority Bristol"});
  verb.RequireVerb();
  AddListed(verbs, verb);
  AddAbsent(verbs, verb);
}

}  // namespace localoffer::command

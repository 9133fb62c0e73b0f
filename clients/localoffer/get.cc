// `localoffer get NAME...`: entries, whole.
#include <memory>
#include <vector>

#include "clients/directory.h"
#include "clients/localoffer/entry_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct GetFlags {
  std::vector<std::string> entries;
  std::string authority;
  std::string at;
};

// One entry alone may be a revision, which batches don't know.
absl::StatusOr<v1::BatchGetEntriesResponse> GetOne(
    const v1::BatchGetEntriesRequest& names, client::Connection& connection) {
  v1::GetEntryRequest request;
  request.set_name(names.names(0));
  if (names.has_read_time()) *request.mutable_read_time() = names.read_time();
  auto response =
      connection.Call(&v1::DirectoryService::Stub::GetEntry, request);
  if (!response.ok()) return response.status();
  v1::BatchGetEntriesResponse one;
  one.add_entries()->Swap(response->mutable_entry());
  one.set_revision(response->revision());
  return one;
}

absl::StatusOr<ExitCode> Get(const GetFlags& flags, Session& session) {
  v1::BatchGetEntriesRequest request;
  request.set_view(v1::ENTRY_VIEW_FULL);
  for (const std::string& text : flags.entries) {
    absl::StatusOr<std::string> name = session.EntryName(text, flags.authority);
    if (!name.ok()) return name.status();
    request.add_names(*std::move(name));
  }
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response = request.names_size() == 1
                      ? GetOne(request, **connection)
                      : client::GetEntries(**connection, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  bool is_first = true;
  for (const v1::Entry& entry : response->entries()) {
    if (!is_first) session.out().Line();
    is_first = false;
    PrintEntry(entry, session.AuthorityTitle(entry.name()), session.out());
  }
  return ExitCode::kOk;
}

}  // namespace

void AddGet(Verbs& verbs) {
  const Verb verb = verbs.Add({"get", "Show entries, whole",
                               "localoffer get authorities/E06000023/entries/"
                               "3c5f4f4e-6a0e-4f6e-9d4d-1f2a3b4c5d6e"});
  auto flags = std::make_shared<GetFlags>();
  verb.AddOption("ENTRY", flags->entries,
                 "Resource names, or ids with --authority; one name may end "
                 "in @SEQUENCE for a revision")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  AddAtFlag(verb, &flags->at);
  verbs.Run(verb, [flags](Session& session) { return Get(*flags, session); });
}

}  // namespace localoffer::command

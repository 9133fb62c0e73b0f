// `localoffer history NAME`: the revisions of an entry, with what changed.
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/directory.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct HistoryFlags {
  std::string entry;
  std::string authority;
  std::string at;
  int limit = 20;
};

// `older` is the revision before, null when it is not known.
void PrintRevision(const v1::EntryRevision& revision, bool is_first,
                   const v1::EntryRevision* older, Printer& out) {
  const v1::Entry& entry = revision.entry();
  const bool is_withdrawn = entry.state() == v1::ENTRY_STATE_WITHDRAWN;
  out.Line(absl::StrCat(TimeOf(entry.update_time()), "  sequence ",
                        entry.sequence(), "  ",
                        is_withdrawn ? "withdrawn"
                        : is_first   ? "first published"
                                     : "published"),
           Colour::kBold);
  if (is_withdrawn && !entry.withdrawal().reason().empty()) {
    out.Line(absl::StrCat("  reason: ", entry.withdrawal().reason()));
  }
  if (entry.has_erasure()) {
    out.Line(absl::StrCat("  erased by sequence ", entry.erasure().sequence(),
                          ": ", entry.erasure().reason()));
    return;
  }
  // Compared with nothing, everything would seem to be new.
  if (older != nullptr && older->entry().has_erasure()) {
    out.Line("  what it said before was erased");
    return;
  }
  for (const v1::FieldDifference& difference : revision.differences()) {
    out.Line(absl::StrCat(
        "  ", difference.path(), ": ",
        difference.before().empty() ? "nothing" : difference.before(), " → ",
        difference.after().empty() ? "nothing" : difference.after()));
  }
}

absl::StatusOr<ExitCode> History(const HistoryFlags& flags, Session& session) {
  absl::StatusOr<std::string> name =
      session.EntryName(flags.entry, flags.authority);
  if (!name.ok()) return name.status();
  v1::ListEntryRevisionsRequest request;
  request.set_name(*name);
  absl::Status timed = SetReadTime(flags.at, request);
  if (!timed.ok()) return timed;
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto listed = client::ListRevisions(**connection, request, flags.limit);
  if (!listed.ok()) return listed.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*listed, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Printer& out = session.out();
  if (listed->revisions_size() > 0) {
    out.Line(listed->revisions(0).entry().service().name(), Colour::kBold);
    out.Line(*name);
  }
  const bool is_whole = listed->next_page_token().empty();
  for (int i = 0; i < listed->revisions_size(); ++i) {
    out.Line();
    const bool is_last = i + 1 == listed->revisions_size();
    PrintRevision(listed->revisions(i), is_whole && is_last,
                  is_last ? nullptr : &listed->revisions(i + 1), out);
  }
  if (!is_whole && !session.settings().quiet) {
    session.err().Line("There are older revisions; --limit shows more.");
  }
  return ExitCode::kOk;
}

}  // namespace

void AddHistory(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"history", "Show an entry's revisions, newest first, field by field",
       "localoffer history 3c5f4f4e-6a0e-4f6e-9d4d-1f2a3b4c5d6e "
       "--authority Bristol"});
  auto flags = std::make_shared<HistoryFlags>();
  verb.AddOption("ENTRY", flags->entry, "Resource name, or id with --authority")
      .Required()
      .TypeName("");
  AddAuthorityFlag(verb, &flags->authority);
  AddAtFlag(verb, &flags->at);
  AddLimitFlag(verb, &flags->limit, "revisions");
  verbs.Run(verb,
            [flags](Session& session) { return History(*flags, session); });
}

}  // namespace localoffer::command

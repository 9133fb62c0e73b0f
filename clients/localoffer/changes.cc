// `localoffer changes`: what has changed in the directory, and what changes.
#include "clients/changes.h"

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct ChangesFlags {
  std::string authority = "all";
  std::string after;
  int limit = 100000;
  bool follow = false;
};

std::string Written(const v1::ChangePlace& place) {
  return absl::StrCat(place.change_number(), "-", place.witness());
}

// As Written() has it, or a number alone.
absl::StatusOr<v1::ChangePlace> PlaceOf(const std::string& text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  int64_t number = 0;
  if (!absl::SimpleAtoi(parts.first, &number) || number < 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--after: \"", text,
        "\" is no place in the feed; wanted one that was printed, such as "
        "12-9f0c41d7a2b86e13, or 0 for its beginning."));
  }
  v1::ChangePlace place;
  place.set_change_number(number);
  place.set_witness(std::string(parts.second));
  return place;
}

void PrintChange(const v1::EntryChange& change, Printer& out) {
  std::string line = absl::StrCat(Written(change.place()), "  ",
                                  change.deleted() ? "deleted" : "updated",
                                  "  ", change.entry().name());
  if (!change.deleted()) {
    absl::StrAppend(&line, "  ", change.entry().service().name());
  }
  out.Line(line);
}

// Prints what comes, as it comes.
class ChangesPrinter {
 public:
  ChangesPrinter(Session& session, int limit)
      : session_(session), limit_(limit) {}

  const absl::Status& status() const { return status_; }
  bool is_at_limit() const { return printed_ >= limit_; }
  // Behind what was printed.
  const v1::ChangePlace& place() const { return place_; }

  // Whether more is wanted. `behind` is the place behind all of `changes`.
  bool Print(const google::protobuf::RepeatedPtrField<v1::EntryChange>& changes,
             const v1::ChangePlace& behind) {
    for (const v1::EntryChange& change : changes) {
      if (is_at_limit()) return false;
      Print(change);
      if (!status_.ok()) return false;
      ++printed_;
      place_ = change.place();
    }
    place_ = behind;
    // Whoever reads it from a pipe has it at once.
    session_.surroundings().out->flush();
    return session_.surroundings().out->good();
  }

 private:
  void Print(const v1::EntryChange& change) {
    if (session_.settings().json) {
      status_ = session_.PrintJson(change, /*zeros=*/false);
    } else {
      PrintChange(change, session_.out());
    }
  }

  Session& session_;
  const int limit_;
  int printed_ = 0;
  v1::ChangePlace place_;
  absl::Status status_;
};

absl::StatusOr<v1::ListChangesRequest> RequestOf(const ChangesFlags& flags,
                                                 Session& session) {
  v1::ListChangesRequest request;
  request.set_view(session.settings().json ? v1::ENTRY_VIEW_FULL
                                           : v1::ENTRY_VIEW_BASIC);
  if (!flags.after.empty()) {
    auto place = PlaceOf(flags.after);
    if (!place.ok()) return place.status();
    *request.mutable_after() = *std::move(place);
  }
  if (flags.authority == "all") return request;
  auto authority = session.AuthorityName(flags.authority);
  if (!authority.ok()) return authority.status();
  request.set_parent(*std::move(authority));
  return request;
}

absl::Status Follow(const v1::ListChangesRequest& from, ChangesPrinter& printer,
                    client::Connection& connection) {
  v1::WatchChangesRequest request;
  request.set_parent(from.parent());
  request.set_view(from.view());
  if (from.has_after()) *request.mutable_after() = printer.place();
  return client::WatchChanges(
      connection, request, [&](const v1::WatchChangesResponse& message) {
        return printer.Print(message.changes(), message.place()) &&
               !printer.is_at_limit();
      });
}

absl::StatusOr<ExitCode> Changes(const ChangesFlags& flags, Session& session) {
  auto request = RequestOf(flags, session);
  if (!request.ok()) return request.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  ChangesPrinter printer(session, flags.limit);
  absl::Status status;
  // Who follows without a place wants what comes next.
  if (!flags.follow || request->has_after()) {
    status = client::ReadChanges(
        **connection, *request, [&](const v1::ListChangesResponse& page) {
          return printer.Print(page.changes(), page.next());
        });
  }
  if (status.ok() && printer.status().ok() && flags.follow &&
      !printer.is_at_limit()) {
    status = Follow(*request, printer, **connection);
  }
  if (status.ok()) status = printer.status();
  if (!session.settings().quiet && !printer.place().witness().empty()) {
    session.err().Line(
        absl::StrCat("What comes next: localoffer changes",
                     flags.authority == "all" ? "" : " ",
                     flags.authority == "all" ? "" : flags.authority,
                     " --after ", Written(printer.place())));
  }
  if (!status.ok()) return status;
  return ExitCode::kOk;
}

}  // namespace

void AddChanges(Verbs& verbs) {
  const Verb verb = verbs.Add(
      {"changes",
       "Show what has changed since a place in the change feed, and follow it",
       "localoffer changes Bristol\n"
       "  localoffer changes --after 12-9f0c41d7a2b86e13 --follow"});
  auto flags = std::make_shared<ChangesFlags>();
  verb.AddOption("AUTHORITY", flags->authority,
                 "Code or name, or all; all when absent")
      .TypeName("");
  verb.AddOption("--after", flags->after,
                 "A place that was printed: only what came after it; 0 is "
                 "the beginning")
      .TypeName("PLACE");
  verb.AddFlag("--follow", flags->follow,
               "Go on and show each change as it happens; without --after, "
               "what happens from now on");
  AddLimitFlag(verb, &flags->limit, "changes");
  verbs.Run(verb,
            [flags](Session& session) { return Changes(*flags, session); });
}

}  // namespace localoffer::command

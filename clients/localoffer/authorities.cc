// `localoffer authorities`: who can publish, and who does.
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "clients/directory.h"
#include "clients/localoffer/harvest_text.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

struct ListFlags {
  std::string authority;
  bool publishing = false;
};

struct AddFlags {
  std::string id;
  std::string title;
  std::string official_name;
  std::string type;
  std::string region;
  std::string org_id;
};

void PrintAuthority(const v1::Authority& authority, Printer& out) {
  out.Line(authority.title(), Colour::kBold);
  out.Field("authority", authority.name());
  out.Field("official name", authority.official_name());
  out.Field("type", authority.authority_type());
  out.Field("region", authority.region());
  out.Field("identifier", authority.org_id());
  PrintHarvested(authority.harvested(), out);
  if (authority.log_size() == 0) {
    if (authority.has_harvested()) {
      out.Field("entries", absl::StrCat(authority.harvested_entries()));
    }
    out.Line("Publishes nothing here.");
    return;
  }
  out.Field(
      "published",
      absl::StrCat(authority.published_entries(),
                   authority.published_entries() == 1 ? " entry" : " entries"));
  out.Field("changes", absl::StrCat(authority.log_size()));
  out.Field("last change", TimeOf(authority.update_time()));
  out.Field("verifier key", authority.verifier_key());
  if (authority.checkpoint().empty()) return;
  out.Line("\nSigned checkpoint (C2SP):");
  for (const absl::string_view line :
       absl::StrSplit(authority.checkpoint(), '\n')) {
    out.Line(absl::StrCat("  ", line));
  }
}

absl::StatusOr<ExitCode> ShowOne(const std::string& text, Session& session) {
  absl::StatusOr<std::string> name = session.AuthorityName(text);
  if (!name.ok()) return name.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::GetAuthorityRequest request;
  request.set_name(*name);
  auto response =
      (*connection)->Call(&v1::AuthoritiesService::Stub::GetAuthority, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    PrintAuthority(response->authority(), session.out());
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> List(const ListFlags& flags, Session& session) {
  if (!flags.authority.empty()) return ShowOne(flags.authority, session);
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto listed = client::ListAuthorities(**connection, flags.publishing);
  if (!listed.ok()) return listed.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*listed, /*zeros=*/true);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  Table table({{"code", Fit::kWhole},
               {"name"},
               {"region"},
               {"entries", Fit::kWhole},
               {"last change", Fit::kWhole}});
  int publishing = 0;
  int harvested = 0;
  for (const v1::Authority& authority : listed->authorities()) {
    const bool has_log = authority.log_size() > 0;
    const bool is_harvested = !has_log && authority.has_harvested();
    if (has_log) ++publishing;
    if (is_harvested) ++harvested;
    table.AddRow(
        {LastSegment(authority.name()),
         absl::StrCat(authority.title(), is_harvested ? " (harvested)" : ""),
         authority.region(),
         has_log        ? absl::StrCat(authority.published_entries())
         : is_harvested ? absl::StrCat(authority.harvested_entries())
                        : "",
         has_log ? DateOf(authority.update_time()) : ""});
  }
  if (!table.empty()) session.out().Show(table);
  if (!session.settings().quiet) {
    session.err().Line(absl::StrCat(
        listed->authorities_size(), " authorities, of which ", publishing,
        publishing == 1 ? " publishes" : " publish", " here.",
        harvested == 0
            ? ""
            : absl::StrCat(" Feeds of ", harvested, " are harvested.")));
  }
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> Register(const AddFlags& flags, Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::CreateAuthorityRequest request;
  request.set_authority_id(absl::AsciiStrToUpper(flags.id));
  v1::Authority& authority = *request.mutable_authority();
  authority.set_title(flags.title);
  authority.set_official_name(flags.official_name);
  authority.set_authority_type(flags.type);
  authority.set_region(flags.region);
  authority.set_org_id(flags.org_id);
  auto response =
      (*connection)
          ->Call(&v1::AuthoritiesService::Stub::CreateAuthority, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/true);
    if (!printed.ok()) return printed;
  } else {
    session.out().Line(absl::StrCat("Registered ",
                                    response->authority().title(), " as ",
                                    response->authority().name(), "."));
  }
  return ExitCode::kOk;
}

void AddAdd(Verbs& verbs, Verb parent) {
  const Verb verb = verbs.Add(
      {"add", "Register an authority that England's register does not have",
       "localoffer authorities add EXAMPLE --title Exampleshire"},
      parent);
  auto flags = std::make_shared<AddFlags>();
  verb.AddOption("ID", flags->id, "3 to 32 letters or digits")
      .Required()
      .TypeName("");
  verb.AddOption("--title", flags->title, "Short name")
      .Required()
      .TypeName("TEXT");
  verb.AddOption("--official-name", flags->official_name,
                 "Such as Exampleshire County Council")
      .TypeName("TEXT");
  verb.AddOption("--type", flags->type, "Such as County").TypeName("TEXT");
  verb.AddOption("--region", flags->region, "Such as South West")
      .TypeName("TEXT");
  verb.AddOption("--org-id", flags->org_id, "Such as GB-LAE-BST")
      .TypeName("ID");
  verbs.Run(verb,
            [flags](Session& session) { return Register(*flags, session); });
}

}  // namespace

void AddAuthorities(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"authorities", "List the authorities, or show one",
                 "localoffer authorities --publishing\n"
                 "  localoffer authorities Bristol"});
  auto flags = std::make_shared<ListFlags>();
  verb.AddOption("AUTHORITY", flags->authority, "Code or name: that one")
      .TypeName("");
  verb.AddFlag("--publishing", flags->publishing,
               "Only those that publish here");
  verb.AllowVerb();
  AddAdd(verbs, verb);
  verbs.Run(verb, [flags](Session& session) { return List(*flags, session); });
}

}  // namespace localoffer::command

// `localoffer place TEXT`: what lies at a postcode or a point.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/localoffer/place_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

std::string Titled(const std::string& title, const std::string& code) {
  if (code.empty()) return "";
  return title.empty() ? code : absl::StrCat(title, " (", code, ")");
}

void PrintPlace(const v1::Place& place, Printer& out) {
  out.Field("Postcode", place.postcode());
  if (place.postcode().empty()) out.Field("Outcode", place.outcode());
  out.Field("Point",
            absl::StrFormat("%.6f, %.6f%s", place.point().latitude(),
                            place.point().longitude(),
                            place.approximate() ? " (approximate)" : ""));
  out.Field("Authority", Titled(place.authority_title(), place.authority()));
  if (place.district() != place.authority()) {
    out.Field("District", Titled(place.district_title(), place.district()));
  }
  out.Field("Care board", Titled(place.integrated_care_board_title(),
                                 place.integrated_care_board()));
  if (place.nearest_ground()) {
    out.Line("The point is in no outline: these are of the nearest ground.");
  }
  if (place.authority().empty()) {
    out.Line("No authority of England is known there.");
  }
}

absl::StatusOr<ExitCode> Show(const std::vector<std::string>& words,
                              Session& session) {
  absl::StatusOr<v1::PlaceQuery> place =
      PlaceFromText("PLACE", absl::StrJoin(words, " "));
  if (!place.ok()) return place.status();
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  v1::ResolvePlaceRequest request;
  *request.mutable_place() = *std::move(place);
  auto response =
      (*connection)->Call(&v1::PlacesService::Stub::ResolvePlace, request);
  if (!response.ok()) return response.status();
  if (session.settings().json) {
    absl::Status printed = session.PrintJson(*response, /*zeros=*/false);
    if (!printed.ok()) return printed;
    return ExitCode::kOk;
  }
  PrintPlace(response->place(), session.out());
  return ExitCode::kOk;
}

}  // namespace

void AddPlace(Verbs& verbs) {
  const Verb verb =
      verbs.Add({"place", "Say what lies at a postcode or a point",
                 "localoffer place BS1 4DJ\n"
                 "  localoffer place 51.4545,-2.5879"});
  auto words = std::make_shared<std::vector<std::string>>();
  verb.AddOption("PLACE", *words,
                 "A postcode, its first part, or LATITUDE,LONGITUDE")
      .Required()
      .TypeName("");
  verbs.Run(verb, [words](Session& session) { return Show(*words, session); });
}

}  // namespace localoffer::command

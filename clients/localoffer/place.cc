// `localoffer place TEXT`: what lies at a postcode or a point.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

v1::ResolvePlaceRequest RequestOf(const std::string& text) {
  v1::ResolvePlaceRequest request;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ',');
  double latitude = 0;
  double longitude = 0;
  if (parts.size() == 2 && absl::SimpleAtod(parts[0], &latitude) &&
      absl::SimpleAtod(parts[1], &longitude)) {
    v1::Point& point = *request.mutable_place()->mutable_point();
    point.set_latitude(latitude);
    point.set_longitude(longitude);
  } else {
    request.mutable_place()->set_postcode(text);
  }
  return request;
}

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
  if (place.authority().empty()) {
    out.Line("No authority of England is known there.");
  }
}

absl::StatusOr<ExitCode> Show(const std::vector<std::string>& words,
                              Session& session) {
  auto connection = session.Connect();
  if (!connection.ok()) return connection.status();
  auto response = (*connection)
                      ->Call(&v1::PlacesService::Stub::ResolvePlace,
                             RequestOf(absl::StrJoin(words, " ")));
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
  CLI::App* verb = verbs.Add({"place", "Say what lies at a postcode or a point",
                              "localoffer place BS1 4DJ\n"
                              "  localoffer place 51.4545,-2.5879"});
  auto words = std::make_shared<std::vector<std::string>>();
  verb->add_option("PLACE", *words,
                   "A postcode, its first part, or LATITUDE,LONGITUDE")
      ->required()
      ->type_name("");
  verbs.Run(verb, [words](Session& session) { return Show(*words, session); });
}

}  // namespace localoffer::command

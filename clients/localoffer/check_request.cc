#include "clients/localoffer/check_request.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/place_text.h"
#include "clients/localoffer/verbs.h"

namespace localoffer::command {
namespace {

// Larger files are none of these.
constexpr size_t kMostFileBytes = size_t{3} << 20;

absl::StatusOr<std::string> ContentOf(const std::string& path,
                                      absl::string_view flag) {
  std::ifstream file(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(file)),
                      std::istreambuf_iterator<char>());
  if (!file || content.empty() || content.size() > kMostFileBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag, ": ", path,
                     " can't be read, is empty, or is more "
                     "than ",
                     kMostFileBytes >> 20, " MiB."));
  }
  return content;
}

absl::Status AddProviders(
    const std::vector<std::string>& texts,
    absl::StatusOr<std::string> (*provider)(absl::string_view),
    v1::CheckInclusionRequest& request) {
  for (const std::string& text : texts) {
    absl::StatusOr<std::string> name = provider(text);
    if (!name.ok()) return name.status();
    request.add_providers(*std::move(name));
  }
  return absl::OkStatus();
}

void Assign(const std::vector<std::string>& texts,
            google::protobuf::RepeatedPtrField<std::string>* field) {
  field->Assign(texts.begin(), texts.end());
}

absl::Status AddWho(const CheckFlags& flags,
                    v1::CheckInclusionRequest& request) {
  absl::Status status =
      AddProviders(flags.identifiers, ProviderFromIdentifier, request);
  if (status.ok()) {
    status = AddProviders(flags.charities, ProviderFromCharity, request);
  }
  if (status.ok()) {
    status = AddProviders(flags.companies, ProviderFromCompany, request);
  }
  if (!status.ok()) return status;
  if (request.providers_size() == 0 && flags.names.empty()) {
    return absl::InvalidArgumentError(
        "Which provider? Give an identifier such as GB-CHC-9900001, or "
        "--charity or --company with its number, or at least its --name.");
  }
  v1::ProviderDescription description;
  Assign(flags.names, description.mutable_names());
  Assign(flags.websites, description.mutable_websites());
  Assign(flags.phones, description.mutable_phones());
  Assign(flags.own_postcodes, description.mutable_postcodes());
  if (description.ByteSizeLong() > 0) {
    *request.mutable_description() = std::move(description);
  }
  return absl::OkStatus();
}

absl::Status AddCircle(const CheckFlags& flags,
                       v1::CheckInclusionRequest& request) {
  if (flags.within.empty() && flags.of.empty()) return absl::OkStatus();
  if (flags.within.empty() || flags.of.empty()) {
    return absl::InvalidArgumentError(
        "--within and --of go together: --within 40km --of \"BS1 4DJ\".");
  }
  const absl::StatusOr<double> meters =
      MetersFromText("--within", flags.within);
  if (!meters.ok()) return meters.status();
  absl::StatusOr<v1::PlaceQuery> center = PlaceFromText("--of", flags.of);
  if (!center.ok()) return center.status();
  v1::Circle& circle = *request.mutable_catchment()->add_circles();
  circle.set_radius_meters(*meters);
  *circle.mutable_center() = *std::move(center);
  return absl::OkStatus();
}

absl::Status AddFiles(const CheckFlags& flags,
                      v1::CheckInclusionRequest& request) {
  if (!flags.postcodes_file.empty()) {
    const auto list = ContentOf(flags.postcodes_file, "--postcodes");
    if (!list.ok()) return list.status();
    const std::vector<std::string> postcodes = PostcodesIn(*list);
    if (postcodes.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--postcodes: ", flags.postcodes_file, " has no postcode."));
    }
    Assign(postcodes, request.mutable_catchment()->mutable_postcodes());
  }
  if (!flags.polygon_file.empty()) {
    auto geojson = ContentOf(flags.polygon_file, "--polygon");
    if (!geojson.ok()) return geojson.status();
    request.mutable_catchment()->set_geojson(*std::move(geojson));
  }
  if (!flags.statement_file.empty()) {
    auto statement = ContentOf(flags.statement_file, "--statement");
    if (!statement.ok()) return statement.status();
    request.mutable_statement()->set_open_referral_json(*std::move(statement));
  }
  return absl::OkStatus();
}

// A flag that may be given more than once.
void AddList(Verb verb, const std::string& flag,
             std::vector<std::string>* values, const std::string& type,
             const std::string& text) {
  verb.AddOption(flag, *values, text).TypeName(type).OneAtATime();
}

void AddFile(Verb verb, const std::string& flag, std::string* path,
             const std::string& text) {
  verb.AddOption(flag, *path, text).TypeName("FILE");
}

}  // namespace

void AddCheckFlags(Verb verb, CheckFlags* flags) {
  verb.AddOption("IDENTIFIER", flags->identifiers,
                 "Such as GB-CHC-9900001; all of one provider")
      .TypeName("");
  AddList(verb, "--charity", &flags->charities, "NUMBER",
          "Number of a charity");
  AddList(verb, "--company", &flags->companies, "NUMBER",
          "Number at Companies House");
  AddList(verb, "--name", &flags->names, "TEXT",
          "Name of the provider, for entries without its identifier");
  AddList(verb, "--website", &flags->websites, "URL",
          "Its web site or e-mail domain");
  AddList(verb, "--phone", &flags->phones, "NUMBER", "Its telephone number");
  AddList(verb, "--postcode", &flags->own_postcodes, "POSTCODE",
          "Of one of its own places");
  AddList(verb, "--authority", &flags->authorities, "AUTHORITY",
          "Code or name; again for more; all when no place is given");
  verb.AddOption("--within", flags->within,
                 "Authorities that a circle touches, such as 40km or 25mi")
      .TypeName("DISTANCE");
  verb.AddOption("--of", flags->of, "The middle of that circle")
      .TypeName("POSTCODE");
  AddFile(verb, "--postcodes", &flags->postcodes_file,
          "Authorities that these postcodes are in, one a line");
  AddFile(verb, "--polygon", &flags->polygon_file,
          "Authorities that an area touches, GeoJSON");
  AddFile(verb, "--statement", &flags->statement_file,
          "What the provider says of its service, Open Referral JSON: entries "
          "are compared with it");
  AddList(verb, "--item", &flags->items, "ITEM",
          "Statutory items whose nil declarations matter; those of the "
          "provider's own entries when absent");
  verb.AddOption("--assured-within", flags->assured_within_days,
                 "Out of date when last assured longer ago; 365 days")
      .TypeName("DAYS")
      .Within(1, 36500);
  AddAtFlag(verb, &flags->at);
}

absl::StatusOr<v1::CheckInclusionRequest> CheckRequestOf(
    const CheckFlags& flags, Session& session) {
  v1::CheckInclusionRequest request;
  absl::Status status = AddWho(flags, request);
  if (status.ok()) status = AddCircle(flags, request);
  if (status.ok()) status = AddFiles(flags, request);
  if (status.ok()) status = SetReadTime(flags.at, request);
  if (!status.ok()) return status;
  auto authorities = session.AuthorityNames(flags.authorities);
  if (!authorities.ok()) return authorities.status();
  Assign(*authorities, request.mutable_authorities());
  Assign(flags.items, request.mutable_statutory_items());
  if (flags.assured_within_days > 0) {
    request.mutable_assured_within()->set_seconds(int64_t{86400} *
                                                  flags.assured_within_days);
  }
  return request;
}

std::vector<std::string> PostcodesIn(absl::string_view list) {
  absl::ConsumePrefix(&list, "\xEF\xBB\xBF");
  std::vector<std::string> postcodes;
  absl::flat_hash_set<std::string> seen;
  for (absl::string_view cell :
       absl::StrSplit(list, absl::ByAnyChar("\r\n,;\t"))) {
    std::string postcode(absl::StripAsciiWhitespace(cell));
    postcode.erase(std::remove(postcode.begin(), postcode.end(), '"'),
                   postcode.end());
    const std::string upper = absl::AsciiStrToUpper(postcode);
    if (postcode.empty() || upper == "POSTCODE" || upper == "POSTCODES" ||
        !seen.insert(upper).second) {
      continue;
    }
    postcodes.push_back(std::move(postcode));
  }
  return postcodes;
}

}  // namespace localoffer::command

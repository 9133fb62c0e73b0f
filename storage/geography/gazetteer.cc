#include "storage/geography/gazetteer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/geography/area_list.h"
#include "storage/geography/area_name.h"
#include "storage/geography/postcode.h"
#include "storage/geography/rows.h"

namespace localoffer::geography {

// Made by the build, the register from services/authorities/data, which has
// the one copy, the others from data/.
extern const absl::string_view kRegisterCsv;
extern const absl::string_view kDistrictsCsv;
extern const absl::string_view kAreaNamesCsv;

namespace {

constexpr absl::string_view kOutcodePrefix = "outcode/";
constexpr absl::string_view kSectorPrefix = "sector/";
constexpr absl::string_view kPostcodePrefix = "postcode/";

constexpr size_t kCodeSize = 9;

struct Region {
  absl::string_view code;
  absl::string_view title;
};

constexpr Region kRegions[] = {
    {"E12000001", "North East"},
    {"E12000002", "North West"},
    {"E12000003", "Yorkshire and The Humber"},
    {"E12000004", "East Midlands"},
    {"E12000005", "West Midlands"},
    {"E12000006", "East of England"},
    {"E12000007", "London"},
    {"E12000008", "South East"},
    {"E12000009", "South West"},
};

struct Recoding {
  absl::string_view other;
  absl::string_view used_here;
};

constexpr Recoding kRecodings[] = {
    {"E06000048", "E06000057"},  // Northumberland
    {"E07000097", "E07000242"},  // East Hertfordshire
    {"E07000100", "E07000240"},  // St Albans
    {"E07000101", "E07000243"},  // Stevenage
    {"E07000104", "E07000241"},  // Welwyn Hatfield
    {"E08000020", "E08000037"},  // Gateshead
    {"E08000038", "E08000016"},  // Barnsley, from 2025
    {"E08000039", "E08000019"},  // Sheffield, from 2025
    {"E10000002", "E06000060"},  // Buckinghamshire
    {"E10000023", "E06000065"},  // North Yorkshire
    {"E10000027", "E06000066"},  // Somerset
};

// Columns of the register.
enum RegisterColumn {
  kGssCode = 0,
  kName = 2,
  kOfficialName = 3,
  kRegionName = 6,
};

// Columns of the lookup of districts.
enum DistrictColumn {
  kDistrictCode = 0,
  kDistrictName = 1,
  kUpperTierCode = 3,
};

bool IsGssCode(absl::string_view text) {
  return text.size() == kCodeSize && absl::ascii_isupper(text[0]) &&
         std::all_of(text.begin() + 1, text.end(), absl::ascii_isdigit);
}

bool IsCareBoard(absl::string_view area) {
  return absl::StartsWith(area, "E54");
}

// "Devon" of "NHS Devon Integrated Care Board".
absl::string_view PlaceOfCareBoard(absl::string_view title) {
  absl::ConsumePrefix(&title, "NHS ");
  absl::ConsumeSuffix(&title, " Integrated Care Board");
  return title;
}

absl::string_view RegionNamed(absl::string_view title) {
  for (const Region& region : kRegions) {
    if (region.title == title) return region.code;
  }
  return "";
}

}  // namespace

std::string OutcodeId(absl::string_view outcode) {
  return absl::StrCat(kOutcodePrefix, outcode);
}

std::string SectorId(absl::string_view sector) {
  return absl::StrCat(kSectorPrefix, sector);
}

std::string PostcodeId(absl::string_view postcode) {
  return absl::StrCat(kPostcodePrefix, postcode);
}

std::unique_ptr<const Gazetteer> Gazetteer::Load(const Boundaries& boundaries,
                                                 const Outcodes& outcodes) {
  std::unique_ptr<Gazetteer> gazetteer(new Gazetteer(outcodes));
  // The first to take a name keeps it.
  gazetteer->LoadAuthorities(boundaries);
  gazetteer->LoadDistricts();
  gazetteer->LoadGroups();
  gazetteer->LoadCareBoards(boundaries);
  gazetteer->LoadShortNames();
  gazetteer->LoadSharedNames(boundaries);
  return gazetteer;
}

void Gazetteer::LoadAuthorities(const Boundaries& boundaries) {
  areas_[kEngland].title = "England";
  for (const Region& region : kRegions) {
    areas_[region.code].title = std::string(region.title);
  }
  for (const std::vector<std::string>& row : ReadRows(kRegisterCsv)) {
    const std::string& code = row[kGssCode];
    areas_[code] = {row[kName], code,
                    std::string(RegionNamed(row[kRegionName]))};
    AddName(row[kName], code);
    AddName(row[kOfficialName], code);
    AddName(boundaries.Title(code), code);
  }
}

void Gazetteer::LoadDistricts() {
  for (const std::vector<std::string>& row : ReadRows(kDistrictsCsv)) {
    const std::string& code = row[kDistrictCode];
    // The file has Wales, too.
    if (!absl::StartsWith(code, "E")) continue;
    areas_.try_emplace(
        code, Area{row[kDistrictName], row[kUpperTierCode], std::string()});
    AddName(row[kDistrictName], code);
    if (HasDistricts(row[kUpperTierCode])) {
      districts_[row[kUpperTierCode]].push_back(code);
    }
  }
  for (auto& [authority, codes] : districts_) {
    std::sort(codes.begin(), codes.end());
  }
}

void Gazetteer::LoadGroups() {
  for (const std::vector<std::string>& row : ReadRows(kAreaNamesCsv)) {
    names_.try_emplace(NormalAreaName(row[0]),
                       std::vector<std::string>(absl::StrSplit(row[1], ';')));
  }
}

void Gazetteer::LoadCareBoards(const Boundaries& boundaries) {
  for (const std::string& code : boundaries.integrated_care_boards()) {
    const absl::string_view title = boundaries.Title(code);
    areas_[code].title = std::string(title);
    AddName(title, code);
    const absl::string_view place = PlaceOfCareBoard(title);
    for (const absl::string_view kind :
         {"Integrated Care Board", "Integrated Care System", "ICB", "ICS"}) {
      AddName(absl::StrCat(place, " ", kind), code);
      AddName(absl::StrCat("NHS ", place, " ", kind), code);
    }
    AddName(absl::StrCat("NHS ", place), code);
  }
}

void Gazetteer::LoadShortNames() {
  std::vector<std::pair<std::string, std::string>> full;
  for (const auto& [name, areas] : names_) {
    if (areas.size() == 1) full.emplace_back(name, areas.front());
  }
  // In an order, so that every node knows the same names.
  std::sort(full.begin(), full.end());
  for (const auto& [name, area] : full) {
    for (const std::string& reading : ReadingsOf(name)) {
      AddName(reading, area);
    }
  }
}

void Gazetteer::LoadSharedNames(const Boundaries& boundaries) {
  for (const std::string& code : boundaries.integrated_care_boards()) {
    const absl::string_view place = PlaceOfCareBoard(boundaries.Title(code));
    // Of one authority, "Devon", or of a county that was, "Sussex".
    if (names_.contains(NormalAreaName(place))) continue;
    NamedAreas named = FindAreas(place);
    if (!named.unrecognised.empty()) named.areas.clear();
    named.areas.push_back(code);
    names_.emplace(NormalAreaName(place), std::move(named.areas));
  }
}

void Gazetteer::AddName(absl::string_view name, absl::string_view area) {
  if (name.empty()) return;
  names_.try_emplace(NormalAreaName(name),
                     std::vector<std::string>{std::string(area)});
}

std::vector<std::string> Gazetteer::FindCode(absl::string_view text) const {
  text = absl::StripAsciiWhitespace(text);
  // The last part of a URI or of a resource name.
  const absl::string_view last = text.substr(text.rfind('/') + 1);
  if (const std::string code = absl::AsciiStrToUpper(last); IsGssCode(code)) {
    const absl::string_view used = CodeUsedHere(code);
    if (areas_.contains(used)) return {std::string(used)};
    return {};
  }
  const auto sector = ParseSector(text);
  if (sector && outcodes_.Find(OutcodeOf(*sector)) != nullptr) {
    return {SectorId(*sector)};
  }
  const auto postcode = ParsePostcode(text);
  if (postcode && outcodes_.Find(OutcodeOf(*postcode)) != nullptr) {
    return {PostcodeId(*postcode)};
  }
  const auto outcode = ParseOutcode(text);
  if (outcode && outcodes_.Find(*outcode) != nullptr) {
    return {OutcodeId(*outcode)};
  }
  return {};
}

std::vector<std::string> Gazetteer::FindName(absl::string_view text) const {
  std::vector<std::string> code = FindCode(text);
  if (!code.empty()) return code;
  // Before the hyphens of ranges are taken for spaces.
  std::vector<std::string> outcodes = FindOutcodes(outcodes_, text);
  if (!outcodes.empty()) return outcodes;
  for (const std::string& reading : ReadingsOf(text)) {
    const auto found = names_.find(reading);
    if (found != names_.end()) return found->second;
    code = FindCode(reading);
    if (!code.empty()) return code;
  }
  return {};
}

std::optional<std::string> Gazetteer::FindArea(absl::string_view text) const {
  if (text.size() > kMostTextBytes) return std::nullopt;
  std::vector<std::string> found = FindName(text);
  if (found.size() == 1) return std::move(found.front());
  if (found.empty() || !IsCareBoard(found.back())) return std::nullopt;
  return std::move(found.back());
}

NamedAreas Gazetteer::FindAreas(absl::string_view text) const {
  return ReadAreaList(
      text.substr(0, kMostTextBytes), kMostParts,
      [this](absl::string_view part) { return FindName(part); });
}

std::string Gazetteer::Title(absl::string_view area) const {
  for (const absl::string_view prefix :
       {kOutcodePrefix, kSectorPrefix, kPostcodePrefix}) {
    if (absl::ConsumePrefix(&area, prefix)) return std::string(area);
  }
  const auto found = areas_.find(area);
  return found == areas_.end() ? "" : found->second.title;
}

std::string Gazetteer::AuthorityOf(absl::string_view area) const {
  const auto found = areas_.find(area);
  return found == areas_.end() ? "" : found->second.authority;
}

std::string Gazetteer::RegionOf(absl::string_view authority) const {
  const auto found = areas_.find(authority);
  return found == areas_.end() ? "" : found->second.region;
}

const std::vector<std::string>& Gazetteer::DistrictsOf(
    absl::string_view authority) const {
  static const auto* const none = new std::vector<std::string>();
  const auto found = districts_.find(authority);
  return found == districts_.end() ? *none : found->second;
}

bool Gazetteer::HasDistricts(absl::string_view authority) {
  return absl::StartsWith(authority, "E10");
}

absl::string_view Gazetteer::CodeUsedHere(absl::string_view code) {
  for (const Recoding& recoding : kRecodings) {
    if (recoding.other == code) return recoding.used_here;
  }
  return code;
}

}  // namespace localoffer::geography

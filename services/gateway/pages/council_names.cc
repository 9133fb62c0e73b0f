#include "services/gateway/pages/council_names.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/geography/area_name.h"
#include "storage/log/log_id.h"

namespace localoffer::gateway::pages {
namespace {

using Ids = std::vector<std::string>;

// "Bournemouth, Christchurch and Poole" has one comma; nobody's name has more.
constexpr size_t kMostPiecesOfAName = 3;
constexpr size_t kMostCandidates = 6;
constexpr absl::string_view kCareBoards = "E54";

class CouncilList {
 public:
  CouncilList(const CouncilRegister& councils,
              const geography::Gazetteer& gazetteer)
      : councils_(councils), gazetteer_(gazetteer) {
    for (const auto& [id, record] : councils_) {
      if (log::IsHarvestedLog(id)) continue;
      ids_.emplace(absl::AsciiStrToLower(id), id);
      for (const std::string& name : {record.title(), record.official_name()}) {
        std::string normal = geography::NormalAreaName(name);
        if (normal.empty()) continue;
        names_.emplace_back(absl::StrCat(" ", normal), id);
        by_name_.emplace(std::move(normal), id);
      }
    }
  }

  void Read(absl::string_view text) {
    const std::vector<std::string> pieces = PiecesOf(text);
    for (size_t at = 0; at < pieces.size();) at += ReadFrom(pieces, at);
  }

  NamedCouncils Take() && { return std::move(named_); }

 private:
  static std::vector<std::string> PiecesOf(absl::string_view text) {
    std::vector<std::string> pieces;
    for (absl::string_view piece :
         absl::StrSplit(text, absl::ByAnyChar(",;\r\n"))) {
      piece = absl::StripAsciiWhitespace(piece);
      if (!piece.empty()) pieces.emplace_back(piece);
    }
    return pieces;
  }

  // Reads the longest name that begins with the piece; returns its length.
  size_t ReadFrom(const std::vector<std::string>& pieces, size_t at) {
    size_t length = std::min(kMostPiecesOfAName, pieces.size() - at);
    for (; length > 0; --length) {
      std::string name = pieces[at];
      for (size_t i = 1; i < length; ++i) {
        absl::StrAppend(&name, ", ", pieces[at + i]);
      }
      if (const std::optional<std::string> id = OneCalled(name)) {
        Add(*id);
        return length;
      }
    }
    ReadPart(pieces[at]);
    return 1;
  }

  // By its id or a whole name.
  std::optional<std::string> OneCalled(const std::string& name) const {
    if (const auto found = ids_.find(absl::AsciiStrToLower(name));
        found != ids_.end()) {
      return found->second;
    }
    if (const auto found = by_name_.find(geography::NormalAreaName(name));
        found != by_name_.end()) {
      return found->second;
    }
    std::optional<std::string> area = gazetteer_.FindArea(name);
    if (area && !IsCouncil(*area)) area.reset();
    return area;
  }

  // What is not the whole name of one.
  void ReadPart(const std::string& part) {
    geography::NamedAreas several = gazetteer_.FindAreas(part);
    // A care board of the same name has the same ground.
    std::erase_if(several.areas, [](const std::string& id) {
      return absl::StartsWith(id, kCareBoards);
    });
    if (several.unrecognised.empty() && !several.areas.empty() &&
        std::all_of(several.areas.begin(), several.areas.end(),
                    [this](const std::string& id) { return IsCouncil(id); })) {
      for (const std::string& id : several.areas) Add(id);
      return;
    }
    const Ids begun = BegunBy(geography::NormalAreaName(part));
    if (begun.size() == 1) return Add(begun.front());
    if (begun.empty() || begun.size() > kMostCandidates) {
      named_.unknown.push_back(part);
      return;
    }
    std::vector<std::string>& titles = named_.ambiguous[part];
    titles.clear();
    for (const std::string& id : begun) {
      titles.push_back(councils_.find(id)->second.title());
    }
  }

  // Those with a word in their names that `normal` begins.
  Ids BegunBy(const std::string& normal) const {
    Ids ids;
    if (normal.empty()) return ids;
    const std::string begins = absl::StrCat(" ", normal);
    for (const auto& [name, id] : names_) {
      if (absl::StrContains(name, begins) &&
          (ids.empty() || ids.back() != id)) {
        ids.push_back(id);
      }
    }
    return ids;
  }

  bool IsCouncil(const std::string& area) const {
    return councils_.find(area) != councils_.end();
  }

  void Add(const std::string& id) {
    if (std::find(named_.ids.begin(), named_.ids.end(), id) ==
        named_.ids.end()) {
      named_.ids.push_back(id);
    }
  }

  const CouncilRegister& councils_;
  const geography::Gazetteer& gazetteer_;
  // Ids by themselves in small letters, and by whole names in normal form; the
  // first that has a name.
  absl::flat_hash_map<std::string, std::string> ids_;
  absl::flat_hash_map<std::string, std::string> by_name_;
  // Every name behind a space, and whose it is; those of one council together.
  std::vector<std::pair<std::string, std::string>> names_;
  NamedCouncils named_;
};

}  // namespace

NamedCouncils ReadCouncils(const CouncilRegister& councils,
                           const geography::Gazetteer& gazetteer,
                           absl::string_view text) {
  CouncilList list(councils, gazetteer);
  list.Read(text);
  return std::move(list).Take();
}

std::string SortingName(absl::string_view title) {
  absl::string_view name = title;
  if (name == "City of London") return std::string(title);
  for (const absl::string_view kind : {"City of ", "County of ", "County "}) {
    if (absl::ConsumePrefix(&name, kind)) break;
  }
  return std::string(name);
}

}  // namespace localoffer::gateway::pages

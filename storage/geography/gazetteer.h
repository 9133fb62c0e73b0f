// Names of areas, as people and feeds write them.
//
// An area has an id, a string that is
//   a GSS code       "E92000001" England, E12… regions, E06… E08… E09… E10…
//                    upper-tier authorities, E07… districts, E54… integrated
//                    care boards
//   `outcode/BS1`, `sector/BS1 4`, `postcode/BS1 4DJ`
// Place::areas (places.h) lists the ids of all areas that contain a place in
// the same words. DURABLE: never change or reuse.
#ifndef LOCALOFFER_STORAGE_GEOGRAPHY_GAZETTEER_H_
#define LOCALOFFER_STORAGE_GEOGRAPHY_GAZETTEER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "storage/geography/area_list.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/outcodes.h"

namespace localoffer::geography {

inline constexpr absl::string_view kEngland = "E92000001";

// The area ids of postcodes and their parts, each as postcode.h returns it.
std::string OutcodeId(absl::string_view outcode);
std::string SectorId(absl::string_view sector);
std::string PostcodeId(absl::string_view postcode);

// Immutable, and so thread-safe.
class Gazetteer {
 public:
  // Texts are read up to here, and lists of areas up to so many parts.
  static constexpr size_t kMostTextBytes = 20'000;
  static constexpr size_t kMostParts = 2'000;

  // From the data that is built in. Both must outlive it.
  static std::unique_ptr<const Gazetteer> Load(const Boundaries& boundaries,
                                               const Outcodes& outcodes);

  // The one area that all of `text` names: a code, a name official or short
  // ("Bristol", "Bristol, City of", "Bristol City Council", "NHS Devon
  // Integrated Care Board", "East Devon", "London"), "England",
  // "nationwide", an outcode, a sector, a postcode. In any case, spacing and
  // punctuation. A name that an authority shares with a care board or a
  // region is the authority's; one that several authorities together share
  // with a care board ("Kent and Medway") is the board's. Nothing when no
  // area, or several, are named.
  std::optional<std::string> FindArea(absl::string_view text) const;

  // All areas that a text names: one, as above; what is known under one name
  // without being one area ("Greater Manchester", "Cumbria", "BS"); or a list
  // ("Leeds, Bradford and Wakefield", "BS1, BS2 & BS3", "BS1 to BS5") whose
  // commas and "and"s may also be part of names ("Bath and North East
  // Somerset"). "Kent and Medway" names the two authorities and the care
  // board, whose ground may not be quite the same.
  NamedAreas FindAreas(absl::string_view text) const;

  // A name for people: "Bristol" (as the register has it for authorities),
  // "East Devon", "NHS Devon Integrated Care Board", "England", "South West",
  // "BS1", "BS1 4DJ". "" for an id that is not known.
  std::string Title(absl::string_view area) const;

  // The upper-tier authority of a district, or of itself; "" for others.
  std::string AuthorityOf(absl::string_view area) const;
  // The region of an upper-tier authority; "" for others.
  std::string RegionOf(absl::string_view authority) const;
  // The districts below an upper-tier authority, in the order of their codes;
  // none for one that has none below it.
  const std::vector<std::string>& DistrictsOf(
      absl::string_view authority) const;
  // True for the counties that have districts below them (E10).
  static bool HasDistricts(absl::string_view authority);

  // The code that is used here for an area that the Office for National
  // Statistics has had under several codes, with the same ground; other codes
  // as they are.
  static absl::string_view CodeUsedHere(absl::string_view code);

 private:
  struct Area {
    std::string title;
    // Of districts and authorities.
    std::string authority;
    // Of authorities.
    std::string region;
  };

  explicit Gazetteer(const Outcodes& outcodes) : outcodes_(outcodes) {}

  void LoadAuthorities(const Boundaries& boundaries);
  void LoadDistricts();
  void LoadCareBoards(const Boundaries& boundaries);
  void LoadGroups();
  void LoadShortNames();
  void LoadSharedNames(const Boundaries& boundaries);
  // The first to take a name keeps it.
  void AddName(absl::string_view name, absl::string_view area);
  std::vector<std::string> FindCode(absl::string_view text) const;
  // The areas that all of `text` names; empty when it names none.
  std::vector<std::string> FindName(absl::string_view text) const;

  const Outcodes& outcodes_;
  absl::flat_hash_map<std::string, Area> areas_;
  // By upper-tier authority.
  absl::flat_hash_map<std::string, std::vector<std::string>> districts_;
  // Normal form of a name (area_name.h) -> ids.
  absl::flat_hash_map<std::string, std::vector<std::string>> names_;
};

}  // namespace localoffer::geography

#endif  // LOCALOFFER_STORAGE_GEOGRAPHY_GAZETTEER_H_

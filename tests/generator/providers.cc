#include "tests/generator/providers.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "tests/generator/data.h"
#include "tests/generator/phrase.h"

namespace localoffer::generator {
namespace {

// How many providers there are in a sector.
struct Sector {
  char letter;
  // Entries of an authority for each provider of its own, and the most that it
  // has; none where that is 0.
  size_t entries_for_one;
  size_t most_local;
  // Those that several authorities share, and how many at most share one.
  size_t shared;
  size_t reach;
};

constexpr Sector kSectors[] = {
    {'v', 10, 250, 300, 12}, {'b', 25, 100, 100, 20}, {'s', 15, 120, 60, 4},
    {'n', 400, 3, 40, 10},   {'h', 1, 0, 60, 7},      {'c', 100, 6, 0, 0},
};
constexpr size_t kLeastLocal = 3;
constexpr int kSharedPercent = 20;
// Of the voluntary ones and the hospices, those that have a name in common
// with others.
constexpr int kNamesakePercent = 4;
// Of the shared ones, those that an authority leaves out though they serve it.
constexpr int kLeftOutPercent = 20;

const Sector& SectorOf(char letter) {
  return *std::find_if(
      std::begin(kSectors), std::end(kSectors),
      [letter](const Sector& sector) { return sector.letter == letter; });
}

std::string Slug(absl::string_view name) {
  std::string slug;
  for (const unsigned char c : name) {
    if (absl::ascii_isalnum(c)) {
      slug.push_back(static_cast<char>(absl::ascii_tolower(c)));
    } else if (c != '\'' && !slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  absl::string_view rest = slug;
  absl::ConsumePrefix(&rest, "example-");
  return std::string(rest);
}

// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
std::string Phone(Random& random) {
  constexpr std::array<absl::string_view, 10> kBlocks = {
      "01632 960",  "01632 960",  "01632 960",  "0113 496 0", "0117 496 0",
      "0121 496 0", "0161 496 0", "020 7946 0", "0808 157 0", "07700 900"};
  return absl::StrCat(random.Pick(kBlocks),
                      absl::StrFormat("%03d", random.Below(1000)));
}

// How the same name is written elsewhere.
std::string Spelling(const std::string& name, char sector, Random& random) {
  if (sector == 'c' || sector == 's') return name;
  switch (random.Below(20)) {
    case 0:
    case 1:
      return absl::StrCat("The ", name);
    case 2:
      return absl::StrCat(name, " Ltd");
    case 3:
      return absl::StrCat(name, " Limited");
    case 4:
      return absl::StrReplaceAll(name, {{"'", ""}, {" and ", " & "}});
    case 5:
      return absl::AsciiStrToUpper(name);
    case 6:
      return absl::StrCat(name, " (Registered Charity)");
    default:
      return name;
  }
}

absl::string_view IdentifierType(absl::string_view scheme) {
  if (scheme == "GB-CHC") return "Charity number";
  if (scheme == "GB-COH") return "Company number";
  if (scheme == "GB-NHS") return "ODS code";
  return "URN";
}

}  // namespace

Providers::Providers(uint64_t seed, const std::vector<Area>& areas,
                     const Vocabulary& vocabulary)
    : seed_(seed),
      areas_(areas),
      vocabulary_(vocabulary),
      about_(ReadLines(kCommonTxt)) {
  for (const Sector& sector : kSectors) {
    auto& by_authority = shared_[sector.letter];
    by_authority.resize(areas.size());
    for (size_t number = 0; number < sector.shared; ++number) {
      Random random(Mix(Mix(seed, "shared"), sector.letter, number));
      const Area& home = areas[random.Below(areas.size())];
      const size_t reach = random.Between(2, static_cast<int>(sector.reach));
      for (size_t i = 0; i < reach; ++i) {
        if (i > 0 && random.Chance(kLeftOutPercent)) continue;
        by_authority[home.nearest[i]].push_back(number);
      }
    }
  }
}

Provider Providers::Draw(size_t authority, char sector, size_t entries,
                         Random& random) const {
  const Sector& rules = SectorOf(sector);
  const std::vector<size_t>& shared = shared_.at(sector)[authority];
  if (rules.most_local == 0 ||
      (!shared.empty() && random.Chance(kSharedPercent))) {
    // A hospice that nobody here lists is one from far away.
    return Shared(sector, shared.empty() ? random.Below(rules.shared)
                                         : random.Pick(shared));
  }
  const size_t count = std::min(
      rules.most_local, std::max(kLeastLocal, entries / rules.entries_for_one));
  return Local(authority, sector, random.Below(count));
}

Provider Providers::Local(size_t authority, char sector, size_t number) const {
  Provider provider;
  provider.key = Mix(Mix(seed_, authority), sector, number);
  provider.sector = sector;
  Random random(provider.key);
  if (sector == 'c') {
    provider.name =
        absl::StrCat("Example Council of ", areas_[authority].title, ": ",
                     random.Pick(vocabulary_.List("council-team")));
  } else {
    provider.name =
        NameOf(sector, vocabulary_.DrawTown(authority, random), random);
  }
  AddIdentifiers(authority * SectorOf(sector).most_local + number, false,
                 &provider);
  return provider;
}

Provider Providers::Shared(char sector, size_t number) const {
  Provider provider;
  provider.key = Mix(Mix(seed_, "shared"), sector, number);
  provider.sector = sector;
  Random random(provider.key);
  provider.name = NameOf(
      sector, vocabulary_.Town(random.Below(Vocabulary::kTowns)), random);
  AddIdentifiers(number, true, &provider);
  return provider;
}

std::string Providers::NameOf(char sector, const std::string& town,
                              Random& random) const {
  const bool namesake = random.Chance(kNamesakePercent);
  const std::string place = namesake ? "" : absl::StrCat(town, " ");
  switch (sector) {
    case 'h':
      return absl::StrCat("Example ", place, random.Chance(30) ? "House " : "",
                          "Children's Hospice");
    case 'n':
      return absl::StrCat(
          "Example ", town,
          random.Chance(60) ? " NHS Foundation Trust" : " Community NHS Trust");
    case 's':
      return absl::StrCat("Example ", town, " ",
                          random.Pick(vocabulary_.List("school")));
    case 'b':
      return absl::StrCat("Example ", town, " ",
                          random.Pick(vocabulary_.List("company")));
    default:
      return absl::StrCat("Example ", place,
                          random.Pick(vocabulary_.List("charity")));
  }
}

void Providers::AddIdentifiers(size_t number, bool shared,
                               Provider* provider) const {
  Random random(Mix(provider->key, "identifiers"));
  auto& identifiers = provider->identifiers;
  const auto add = [&identifiers](absl::string_view scheme, size_t id) {
    identifiers.emplace_back(scheme, absl::StrCat(id));
  };
  switch (provider->sector) {
    case 'v':
      add("GB-CHC", (shared ? 9960000 : 9905000) + number);
      if (random.Chance(25)) {
        add("GB-COH", (shared ? 99500000 : 99100000) + number);
      }
      break;
    case 'h':
      add("GB-CHC", 9970000 + number);
      if (random.Chance(60)) add("GB-COH", 99700000 + number);
      break;
    case 'b':
      add("GB-COH", (shared ? 99600000 : 99000000) + number);
      break;
    case 's':
      add("GB-EDU", (shared ? 995000 : 970000) + number);
      break;
    case 'n':
      identifiers.emplace_back(
          "GB-NHS", absl::StrFormat("ZZ%c%03d", shared ? 'R' : 'T', number));
      break;
    default:
      break;
  }
  provider->domain = absl::StrCat(Slug(provider->name), "-",
                                  provider->key % 997, ".example.org");
  provider->phone = Phone(random);
}

v1::Organization Providers::ListedBy(const Provider& provider,
                                     size_t authority) const {
  Random random(Mix(provider.key, "listing", authority));
  v1::Organization organization;
  organization.set_id(RandomUuid(random));
  organization.set_name(Spelling(provider.name, provider.sector, random));
  const auto fill = [&](absl::string_view slot) {
    return slot == "town" ? vocabulary_.DrawTown(authority, random)
                          : vocabulary_.Draw(slot, random);
  };
  const auto& about =
      about_.find(absl::StrCat("about-", std::string(1, provider.sector)))
          ->second;
  organization.set_description(Phrase(random.Pick(about).text, random, fill));
  if (random.Chance(70)) {
    organization.set_website(absl::StrCat("https://", provider.domain));
  }
  if (random.Chance(25)) {
    organization.set_email(absl::StrCat("office@", provider.domain));
  }
  const bool without = random.Chance(25);
  for (const auto& [scheme, number] : provider.identifiers) {
    if (without || random.Chance(10)) continue;
    v1::OrganizationIdentifier& identifier =
        *organization.add_organization_identifiers();
    identifier.set_id(RandomUuid(random));
    identifier.set_identifier_scheme(scheme);
    identifier.set_identifier_type(std::string(IdentifierType(scheme)));
    identifier.set_identifier(number);
  }
  return organization;
}

}  // namespace localoffer::generator

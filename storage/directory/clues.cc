#include "storage/directory/clues.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/directory/provider_contact.h"
#include "storage/directory/provider_id.h"
#include "storage/directory/provider_name.h"

namespace localoffer {
namespace {

// By number of the kind. DURABLE: never change or reuse.
constexpr std::array<absl::string_view, 5> kWords = {
    "identifier", "name", "domain", "phone", "postcode"};

class Collector {
 public:
  void Add(ClueKind kind, std::string value) {
    if (value.empty()) return;
    int& count = counts_[static_cast<size_t>(kind)];
    Clue clue{kind, std::move(value)};
    if (count >= kMostCluesOfAKind ||
        std::find(clues_.begin(), clues_.end(), clue) != clues_.end()) {
      return;
    }
    ++count;
    clues_.push_back(std::move(clue));
  }

  void AddName(absl::string_view name) {
    Add(ClueKind::kName, NormalName(name));
  }
  void AddAddress(absl::string_view address) {
    Add(ClueKind::kDomain, WebDomain(address));
  }

  template <typename Phones>
  void AddPhones(const Phones& phones) {
    for (const v1::Phone& phone : phones) {
      Add(ClueKind::kPhone, NormalPhone(phone.number()));
    }
  }

  template <typename Contacts>
  void AddContacts(const Contacts& contacts) {
    for (const v1::Contact& contact : contacts) {
      AddAddress(contact.email());
      AddPhones(contact.phones());
    }
  }

  void AddLocation(const v1::Location& location) {
    for (const v1::Address& address : location.addresses()) {
      Add(ClueKind::kPostcode, NormalPostcode(address.postal_code()));
    }
  }

  bool has(ClueKind kind) const {
    return counts_[static_cast<size_t>(kind)] > 0;
  }

  std::vector<Clue> Finish() && {
    std::sort(clues_.begin(), clues_.end());
    return std::move(clues_);
  }

 private:
  std::vector<Clue> clues_;
  std::array<int, kWords.size()> counts_ = {};
};

}  // namespace

std::string FormatClue(const Clue& clue) {
  return absl::StrCat(kWords[static_cast<size_t>(clue.kind)], ":", clue.value);
}

std::optional<Clue> ParseClue(std::string text) {
  for (size_t i = 0; i < kWords.size(); ++i) {
    absl::string_view value = text;
    if (absl::ConsumePrefix(&value, kWords[i]) &&
        absl::ConsumePrefix(&value, ":") && !value.empty()) {
      text.erase(0, text.size() - value.size());
      return Clue{static_cast<ClueKind>(i), std::move(text)};
    }
  }
  return std::nullopt;
}

std::vector<Clue> CluesOf(const v1::Service& service) {
  const v1::Organization& organization = service.organization();
  Collector clues;
  for (std::string& provider : ProvidersOf(service)) {
    clues.Add(ClueKind::kIdentifier, std::move(provider));
  }
  clues.AddName(organization.name());
  clues.AddName(organization.alternate_name());
  if (!clues.has(ClueKind::kName)) {
    clues.AddName(service.name());
    clues.AddName(service.alternate_name());
  }
  clues.AddAddress(organization.website());
  clues.AddAddress(organization.email());
  clues.AddAddress(service.url());
  clues.AddAddress(service.email());
  clues.AddPhones(organization.phones());
  clues.AddPhones(service.phones());
  clues.AddContacts(organization.contacts());
  clues.AddContacts(service.contacts());
  for (const v1::Location& location : organization.locations()) {
    clues.AddLocation(location);
  }
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    clues.AddLocation(at.location());
  }
  return std::move(clues).Finish();
}

}  // namespace localoffer

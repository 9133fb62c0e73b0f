// The rules of inclusion written down a second time, over facts instead of
// texts: what the oracle test compares the answers with.
#ifndef LOCALOFFER_SERVICES_INCLUSION_TESTING_ORACLE_H_
#define LOCALOFFER_SERVICES_INCLUSION_TESTING_ORACLE_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "localoffer/v1/inclusion.pb.h"

namespace localoffer::inclusion {

// Several spellings of each name; which names are near which is said by hand.
inline const std::vector<std::vector<std::string>> kNames = {
    {"Example Children's Hospice", "The EXAMPLE Childrens Hospice Ltd"},
    {"Exmaple Childrens Hospice"},
    {"Example Children's Hospice Bristol", "example childrens hospice bristol"},
    {"Somebody Else's Club", "Somebody Elses Club CIC"}};
inline const std::set<std::pair<int, int>> kNear = {
    {0, 1}, {1, 0}, {0, 2}, {2, 0}};
inline const std::vector<std::string> kDomains = {
    "https://www.example.org.uk/a", "info@other.example.com"};
inline const std::vector<std::vector<std::string>> kPhones = {
    {"0117 900 0000", "+44 (0)117 9000000"}, {"020 7946 0000"}};
inline const std::vector<std::vector<std::string>> kPostcodes = {
    {"BS1 4DJ", "bs14dj"}, {"LS1 1UR"}};
inline const std::vector<std::string> kRegisters = {"GB-CHC", "GB-COH"};
inline const std::vector<std::vector<std::string>> kNumbers = {
    {"9900001", "9900002"}, {"09900001", "09900002"}};

// Indices into the lists above; -1 for nothing.
struct Facts {
  int name = -1;
  int domain = -1;
  int phone = -1;
  int postcode = -1;
  // By register: -1 or a number.
  std::vector<int> numbers = {-1, -1};
};

struct Revision {
  uint64_t sequence = 0;
  absl::Time time;
  bool withdrawn = false;
  Facts facts;
  // Whether it is under LO-C9.
  bool palliative = false;
};

struct NilChange {
  uint64_t sequence = 0;
  absl::Time time;
  bool nil = false;
};

inline std::string AuthorityId(int number) {
  return absl::StrCat("E0600000", number);
}

// What is expected of one piece of evidence, or of a look-alike.
using Told = std::tuple<std::string, int64_t, int64_t, int>;

struct Expected {
  v1::InclusionStatus status = v1::INCLUSION_STATUS_UNSPECIFIED;
  int64_t since = 0;
  std::multiset<Told> evidence;
  std::multiset<std::pair<uint64_t, v1::LookAlikeReason>> look_alikes;
};

struct Judged {
  bool identified = false;
  bool alike = false;
  bool other = false;
  int score = 0;
};

inline Judged JudgeFacts(const Facts& asked, const Facts& entry) {
  Judged judged;
  bool speaks_against = false;
  for (size_t i = 0; i < kRegisters.size(); ++i) {
    if (asked.numbers[i] < 0 || entry.numbers[i] < 0) continue;
    (asked.numbers[i] == entry.numbers[i] ? judged.identified
                                          : speaks_against) = true;
  }
  if (judged.identified) {
    judged.score = 100;
    return judged;
  }
  int sum = 0;
  if (asked.name >= 0 && asked.name == entry.name) {
    sum += 60;
  } else if (kNear.contains({asked.name, entry.name})) {
    sum += 40;
  }
  if (asked.domain >= 0 && asked.domain == entry.domain) sum += 40;
  if (asked.phone >= 0 && asked.phone == entry.phone) sum += 30;
  if (asked.postcode >= 0 && asked.postcode == entry.postcode) sum += 20;
  judged.score = std::min(sum, 95);
  judged.alike = sum >= 60 && !speaks_against;
  judged.other = sum >= 60 && speaks_against;
  return judged;
}

struct Piece {
  int authority = 0;
  Revision revision;
  Judged judged;
  absl::Time since;
  std::optional<absl::Time> until;
};

inline bool HasNumbers(const Facts& facts) {
  return facts.numbers != std::vector<int>{-1, -1};
}

inline bool ShareANumber(const Facts& a, const Facts& b) {
  for (size_t i = 0; i < kRegisters.size(); ++i) {
    if (a.numbers[i] >= 0 && a.numbers[i] == b.numbers[i]) return true;
  }
  return false;
}

// Whether any two entries that have numbers and are not identified are of one
// provider: they are where a chain of entries that share numbers leads from one
// to the other, and no register has different ones. An entry of this test has
// one number of a register at most.
inline bool AreAllOfOne(const std::vector<Piece>& pieces) {
  std::vector<const Facts*> unreached;
  for (const Piece& piece : pieces) {
    if (!piece.judged.identified && HasNumbers(piece.revision.facts)) {
      unreached.push_back(&piece.revision.facts);
    }
  }
  for (const Facts* const a : unreached) {
    for (const Facts* const b : unreached) {
      for (size_t i = 0; i < kRegisters.size(); ++i) {
        if (a->numbers[i] >= 0 && b->numbers[i] >= 0 &&
            a->numbers[i] != b->numbers[i]) {
          return false;
        }
      }
    }
  }
  if (unreached.empty()) return true;
  std::vector<const Facts*> reached = {unreached.back()};
  unreached.pop_back();
  for (size_t next = 0; next < reached.size(); ++next) {
    std::erase_if(unreached, [&](const Facts* facts) {
      if (!ShareANumber(*facts, *reached[next])) return false;
      reached.push_back(facts);
      return true;
    });
  }
  return unreached.empty();
}

inline v1::LookAlikeReason ObjectionTo(const Facts& asked, const Piece& piece,
                                       const std::vector<Piece>& pieces) {
  const Facts& facts = piece.revision.facts;
  if (piece.judged.identified || !HasNumbers(facts)) {
    return v1::LOOK_ALIKE_REASON_UNSPECIFIED;
  }
  if (!HasNumbers(asked)) {
    return AreAllOfOne(pieces) ? v1::LOOK_ALIKE_REASON_UNSPECIFIED
                               : v1::LOOK_ALIKE_REASON_AMBIGUOUS;
  }
  std::vector<Facts> certain = {asked};
  for (const Piece& other : pieces) {
    if (other.judged.identified) certain.push_back(other.revision.facts);
  }
  bool is_confirmed = false;
  for (size_t i = 0; i < kRegisters.size(); ++i) {
    if (facts.numbers[i] < 0) continue;
    bool is_known = false;
    bool is_the_same = false;
    for (const Facts& other : certain) {
      is_known = is_known || other.numbers[i] >= 0;
      is_the_same = is_the_same || other.numbers[i] == facts.numbers[i];
    }
    if (is_known && !is_the_same) return v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER;
    is_confirmed = is_confirmed || is_the_same;
  }
  return is_confirmed ? v1::LOOK_ALIKE_REASON_UNSPECIFIED
                      : v1::LOOK_ALIKE_REASON_AMBIGUOUS;
}

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_TESTING_ORACLE_H_

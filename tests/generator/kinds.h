// What a service is: one of the kinds of data/kinds.csv.
#ifndef LOCALOFFER_TESTS_GENERATOR_KINDS_H_
#define LOCALOFFER_TESTS_GENERATOR_KINDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "tests/generator/random.h"

namespace localoffer::generator {

struct Kind {
  // Stable, such as `overnight-short-breaks`.
  std::string id;
  // In one plain sentence.
  std::string sentence;
  // How common it is, beside the others.
  int weight = 1;
  // Who provides it, a letter a share: c council, n NHS, v voluntary
  // organisation, h hospice, s school, b business.
  std::string sectors;
  int youngest = 0;
  int oldest = 25;
  std::vector<std::string> statutory_items;
  std::vector<v1::Setting> settings;
  std::vector<v1::Tier> tiers;
  std::vector<v1::Commissioner> commissioners;
  // Code and title in the Local Government Services List, separated by a
  // colon; may be empty.
  std::string lgsl;
  // The same in Open Eligibility.
  std::string open_eligibility;
  std::vector<v1::PalliativeComponent> palliative;
  // ROUND_THE_CLOCK_UNSPECIFIED where nothing would be said.
  v1::RoundTheClock round_the_clock = v1::ROUND_THE_CLOCK_UNSPECIFIED;
};

// In the order of the file.
std::vector<Kind> Kinds();

// Whether it is a hospice's: kinds that some authorities lack on purpose.
bool IsOfHospices(const Kind& kind);

// Which kinds the entries of one authority are of, one after another: each kind
// once, common ones rather first, then by weight. Not thread-safe.
class KindDraw {
 public:
  // Without the kinds of hospices unless `with_hospices`.
  KindDraw(const std::vector<Kind>& kinds, bool with_hospices, Random random);

  // An index into the kinds.
  size_t Next();

 private:
  Random random_;
  std::vector<int> weights_;
  int total_ = 0;
  // The same, without the kinds that were drawn.
  std::vector<int> fresh_;
  int fresh_total_ = 0;
};

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_KINDS_H_

// Words as language has them: a few that are everywhere, thousands that are
// rare.
#ifndef LOCALOFFER_TESTS_GENERATOR_VOCABULARY_H_
#define LOCALOFFER_TESTS_GENERATOR_VOCABULARY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/generator/random.h"
#include "tests/generator/sections.h"

namespace localoffer::generator {

// Two words of which each is in the descriptions of a tenth of all entries,
// independently of the other and of the kind: for measuring searches that find
// much.
inline constexpr absl::string_view kFrequentWords[] = {"wellbeing",
                                                       "welcoming"};
inline constexpr int kFrequentWordPercent = 10;

// Towns that exist nowhere, and lists of activities, conditions and so on,
// drawn by Zipf's law: the n-th of a list n times more rarely than the first.
// Immutable, so thread-safe.
class Vocabulary {
 public:
  // How many towns there are.
  static constexpr size_t kTowns = 24000;
  // How many of them an authority has as its own.
  static constexpr size_t kTownsOfAnAuthority = 80;

  Vocabulary();

  // An item of the list of data/words.txt.
  const std::string& Draw(absl::string_view list, Random& random) const;
  const std::vector<std::string>& List(absl::string_view list) const;

  // One of kTowns different names, each with a capital letter.
  std::string Town(size_t number) const;
  // One of the authority's own, or half as often any.
  std::string DrawTown(size_t authority, Random& random) const;

 private:
  // From 0 to count - 1, the lowest the most often.
  size_t DrawRank(size_t count, Random& random) const;

  const WordLists lists_;
  // Sums of 1/1, 1/2, …, in units of 2^-32.
  std::vector<uint64_t> sums_;
};

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_VOCABULARY_H_

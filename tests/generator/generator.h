// Realistic local offers for all of England, of any size, from a seed.
//
// Authorities, districts, integrated care boards and postcodes are real;
// everything else is invented: providers ("Example …"), towns and rivers that
// exist nowhere, identifiers from ranges that no real body holds, telephone
// numbers kept for drama, domains below example.org.
#ifndef LOCALOFFER_TESTS_GENERATOR_GENERATOR_H_
#define LOCALOFFER_TESTS_GENERATOR_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "localoffer/v1/entry.pb.h"
#include "tests/generator/areas.h"
#include "tests/generator/kinds.h"
#include "tests/generator/prose.h"
#include "tests/generator/providers.h"
#include "tests/generator/vocabulary.h"

namespace localoffer::generator {

struct GeneratorOptions {
  uint64_t seed = 1;
  // In all authorities together, in the first round.
  size_t entries = 10000;
  // The day of the first publication; assured dates lie before it. The default
  // is a month before the day of the tests' clock.
  absl::CivilDay first_day = absl::CivilDay(2026, 8, 1);
  // The day of the second.
  absl::CivilDay second_day = absl::CivilDay(2026, 9, 1);
};

// The two publications of every authority. In the second some entries have
// changed and some are there no longer; all others are the same.
enum class Round { kFirst, kSecond };

// What an entry is and becomes, without its content.
struct Fate {
  // authorities/{gss}/entries/{uuid}.
  std::string name;
  // Id of its kind. Lives as long as the generator.
  absl::string_view kind;
  bool withdrawn = false;
  bool changed = false;
};

struct GeneratedEntry {
  // Name (authorities/{gss}/entries/{uuid}), service and local_offer. Lives
  // until the callback returns.
  const v1::Entry& entry;
  // Id of its kind, such as `overnight-short-breaks`. Lives as long as the
  // generator.
  absl::string_view kind;
  // The second round does not have it.
  bool withdrawn = false;
  // The second round has it, with other content.
  bool changed = false;
};

// Percentages of the entries of the first round.
inline constexpr int kWithdrawnPercent = 3;
inline constexpr int kChangedPercent = 12;

// Makes entries one after another: memory does not grow with their number.
// An entry depends on the seed, its authority, its place and the number of its
// authority's entries, and on nothing else. Immutable, so thread-safe.
class Generator {
 public:
  using Callback = absl::FunctionRef<void(const GeneratedEntry&)>;

  explicit Generator(const GeneratorOptions& options);

  // GSS codes of the 153, sorted.
  std::vector<std::string> authorities() const;
  // In the order of data/kinds.csv.
  const std::vector<Kind>& kinds() const { return kinds_; }
  const std::vector<Area>& areas() const { return areas_; }

  // Entries of the authority in the first round; 0 for an unknown one.
  size_t EntriesOf(absl::string_view authority) const;

  // Whether the authority lists hospices: one in six does not, on purpose.
  // Each of the others that has as many entries as there are kinds has every
  // kind.
  bool ListsHospices(absl::string_view authority) const;

  // Calls for each entry of the authority, always in the same order; not at
  // all for an unknown authority. The first round.
  void ForEachEntry(absl::string_view authority, Callback callback) const;
  void ForEachEntry(absl::string_view authority, Round round,
                    Callback callback) const;
  // The same entries in the same order, of the first round, in a fraction of
  // the time.
  void ForEachFate(absl::string_view authority,
                   absl::FunctionRef<void(const Fate&)> callback) const;

 private:
  // An entry on its way.
  struct Draft;

  // areas_.size() when there is none.
  size_t IndexOf(absl::string_view authority) const;
  void ForEachDraft(size_t authority,
                    absl::FunctionRef<void(Draft&)> callback) const;
  void Fill(Draft& draft, Round round, v1::Entry* entry) const;

  const GeneratorOptions options_;
  const std::vector<Area> areas_;
  const std::vector<Kind> kinds_;
  const Vocabulary vocabulary_;
  const Providers providers_;
  const Prose prose_;
  const std::vector<size_t> shares_;
};

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_GENERATOR_H_

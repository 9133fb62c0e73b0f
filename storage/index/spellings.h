// Which values of a property are one thing, spelt differently.
#ifndef LOCALOFFER_STORAGE_INDEX_SPELLINGS_H_
#define LOCALOFFER_STORAGE_INDEX_SPELLINGS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "storage/index/property.h"
#include "storage/index/thesaurus.h"

namespace localoffer {

// Immutable, so thread-safe.
class Spellings {
 public:
  explicit Spellings(const Thesaurus& thesaurus);

  // With the thesaurus that is built in. Lives as long as the program.
  static const Spellings& BuiltIn();

  // Values of one property that have the same key are one thing. Codes and ids
  // are compared folded; what is called by its name alone also without spaces
  // and punctuation, an abbreviation as what the thesaurus says it stands for
  // ("EHCP", "EHC plan"); a language's code as its English name.
  std::string KeyOf(const PropertyValue& value) const;

  // Whether it is a taxonomy's term by its code, which others may call by its
  // name alone.
  static bool IsCoded(const PropertyValue& value);
  // The key that the name of a coded term has alone.
  std::string KeyOfName(const PropertyValue& coded) const;

 private:
  // By plain name: the key of all names of its concept that have its initials,
  // where one of them abbreviates.
  absl::flat_hash_map<std::string, std::string> abbreviated_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SPELLINGS_H_

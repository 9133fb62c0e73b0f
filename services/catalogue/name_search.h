// Finding things by the words of their names.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_NAME_SEARCH_H_
#define LOCALOFFER_SERVICES_CATALOGUE_NAME_SEARCH_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::catalogue {

// The words of a search for names. Without any it finds all.
class NameSearch {
 public:
  explicit NameSearch(absl::string_view text);
  // Whether the name has all of them, or words that begin like them.
  bool Finds(absl::string_view folded_name) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_NAME_SEARCH_H_

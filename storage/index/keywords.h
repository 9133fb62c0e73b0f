// The words that a local offer's codes stand for.
#ifndef LOCALOFFER_STORAGE_INDEX_KEYWORDS_H_
#define LOCALOFFER_STORAGE_INDEX_KEYWORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"

namespace localoffer {

// What families call a statutory item such as LO-C9; empty for an item whose
// name would help nobody to find a service. A sub-item ("LO-B1d") without
// words of its own has those of its item.
absl::string_view WordsOfStatutoryItem(absl::string_view item);

// The words of everything coded in `local_offer`: statutory items, palliative
// care, settings, availability, personal budgets, transition.
std::vector<std::string> WordsOfLocalOffer(const v1::LocalOffer& local_offer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_KEYWORDS_H_

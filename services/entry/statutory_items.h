// What the law asks of a local offer, as items that entries are evidence for.
//
// The items are data, services/entry/data/statutory_items.csv, built into the
// program. Their ids are stable. Duty and permission are kept apart, and musts
// and shoulds are never added together. This is a working list and no legal
// advice: `verified` says whether an item's wording has been checked against a
// quotation of its source.
//
// Safe to call from any thread, at any time.
#ifndef LOCALOFFER_SERVICES_ENTRY_STATUTORY_ITEMS_H_
#define LOCALOFFER_SERVICES_ENTRY_STATUTORY_ITEMS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace localoffer::entry {

enum class Duty {
  kMust,
  kShould,
  // A permission: nothing is missing without it. Never counted.
  kMay
};

struct StatutoryItem {
  // "LO-C9". The parts of an item have its id and a lower-case letter,
  // "LO-B5a".
  std::string id;
  // Id of the item that this is a part of; empty for most.
  std::string parent;
  Duty duty = Duty::kMust;
  // In plain words, not the law's.
  std::string requirement;
  std::string legal_reference;
  // What counts as evidence.
  std::string evidence;
  bool verified = false;
};

// All items, parents before their parts, in the order of the list. They live
// as long as the program.
absl::Span<const StatutoryItem> StatutoryItems();

// Null when there is no such item. Case matters.
const StatutoryItem* FindStatutoryItem(absl::string_view id);

// The item that somebody meant by `text`: case and white space around it do
// not matter. Null when there is none.
const StatutoryItem* StatutoryItemFromText(absl::string_view text);

// Version of the list; differs between any two lists.
int StatutoryItemsVersion();

}  // namespace localoffer::entry

#endif  // LOCALOFFER_SERVICES_ENTRY_STATUTORY_ITEMS_H_

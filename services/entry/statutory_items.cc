#include "services/entry/statutory_items.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "services/openreferral/csv_table.h"

namespace localoffer::entry {

// Made from data/statutory_items.csv by embed.cmake.
extern const absl::string_view kStatutoryItemsCsv;

namespace {

using openreferral::CsvRow;
using openreferral::CsvTable;

struct ItemList {
  int version = 0;
  std::vector<StatutoryItem> items;
  // By id in lower case.
  absl::flat_hash_map<std::string, const StatutoryItem*> by_folded_id;
};

Duty DutyOf(absl::string_view word) {
  if (word == "must") return Duty::kMust;
  return word == "should" ? Duty::kShould : Duty::kMay;
}

std::string ParentOf(absl::string_view id) {
  if (id.empty() || !absl::ascii_islower(id.back())) return "";
  return std::string(id.substr(0, id.size() - 1));
}

StatutoryItem ItemOf(CsvRow&& row) {
  StatutoryItem item;
  item.parent = ParentOf(row.cells[0]);
  item.id = std::move(row.cells[0]);
  item.duty = DutyOf(row.cells[1]);
  item.verified = row.cells[2] == "yes";
  item.legal_reference = std::move(row.cells[3]);
  item.requirement = std::move(row.cells[4]);
  item.evidence = std::move(row.cells[5]);
  return item;
}

// The list is ours and its test reads every row, so what can't be is skipped
// here rather than reported.
ItemList* ReadList() {
  auto* list = new ItemList;
  CsvTable table(kStatutoryItemsCsv);
  for (CsvRow row; table.Next(&row); row = {}) {
    absl::string_view first = row.cells[0];
    if (absl::ConsumePrefix(&first, "# version ")) {
      if (!absl::SimpleAtoi(first, &list->version)) list->version = 0;
    } else if (row.cells.size() == 6 && first != "id") {
      list->items.push_back(ItemOf(std::move(row)));
    }
  }
  for (const StatutoryItem& item : list->items) {
    list->by_folded_id.emplace(absl::AsciiStrToLower(item.id), &item);
  }
  return list;
}

const ItemList& List() {
  static const ItemList* const list = ReadList();
  return *list;
}

}  // namespace

absl::Span<const StatutoryItem> StatutoryItems() { return List().items; }

const StatutoryItem* FindStatutoryItem(absl::string_view id) {
  const StatutoryItem* item = StatutoryItemFromText(id);
  return item != nullptr && item->id == id ? item : nullptr;
}

const StatutoryItem* StatutoryItemFromText(absl::string_view text) {
  const auto found = List().by_folded_id.find(
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text)));
  return found == List().by_folded_id.end() ? nullptr : found->second;
}

int StatutoryItemsVersion() { return List().version; }

}  // namespace localoffer::entry

#include "storage/index/value_table.h"

#include <algorithm>

#include "storage/index/analyzer.h"
#include "storage/index/growth.h"

namespace localoffer {

ValueTable::Interned ValueTable::Intern(const PropertyValue& value) {
  const Key key = {value.property, FoldText(value.value)};
  const auto [found, added] =
      numbers_.try_emplace(key, static_cast<ValueNumber>(values_.size()));
  const ValueNumber number = found->second;
  if (added) {
    values_.push_back({{value.property, value.value, value.title, {}}, {}});
    by_property_[static_cast<size_t>(value.property)].push_back(number);
    Name(key, number);
  }
  PropertyValue& kept = values_[number].value;
  bool changed = added;
  // Which document comes first must not show: of spellings of one value, and
  // of titles, the first in the order of bytes stays.
  if (value.value < kept.value) {
    kept.value = value.value;
    changed = true;
  }
  if (!value.title.empty() &&
      (kept.title.empty() || value.title < kept.title)) {
    kept.title = value.title;
    changed = true;
  }
  std::vector<std::string> names = value.aliases;
  if (!value.title.empty()) names.push_back(value.title);
  for (std::string& name : names) {
    if (!Name({value.property, FoldText(name)}, number)) continue;
    kept.aliases.push_back(std::move(name));
    changed = true;
  }
  return {number, changed};
}

bool ValueTable::Name(const Key& name, ValueNumber number) {
  std::vector<ValueNumber>& named = names_[name];
  if (std::find(named.begin(), named.end(), number) != named.end()) {
    return false;
  }
  named.push_back(number);
  return true;
}

void ValueTable::Add(DocumentNumber document,
                     absl::Span<const ValueNumber> values) {
  for (const ValueNumber number : values) {
    values_[number].documents.Append(document);
  }
  ReserveFor(values.size(), document_values_);
  document_values_.insert(document_values_.end(), values.begin(), values.end());
  Append(static_cast<uint32_t>(document_values_.size()), ends_);
}

std::vector<ValueNumber> ValueTable::Find(Property property,
                                          absl::string_view text) const {
  const auto found = names_.find(Key(property, FoldText(text)));
  return found == names_.end() ? std::vector<ValueNumber>() : found->second;
}

}  // namespace localoffer

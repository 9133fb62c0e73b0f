#include "storage/index/value_table.h"

#include <algorithm>

#include "storage/index/analyzer.h"
#include "storage/index/growth.h"
#include "storage/index/spellings.h"

namespace localoffer {

ValueTable::Interned ValueTable::Intern(const PropertyValue& value) {
  const auto number = static_cast<ValueNumber>(values_.size());
  const auto [found, added] =
      numbers_.try_emplace({value.property, value.value, value.title}, number);
  if (added) Add(value);
  PropertyValue& kept = values_[found->second].value;
  bool changed = added;
  for (const std::string& alias : value.aliases) {
    if (!Name({value.property, FoldText(alias)}, found->second)) continue;
    kept.aliases.push_back(alias);
    changed = true;
  }
  return {found->second, changed};
}

void ValueTable::Add(const PropertyValue& value) {
  const auto number = static_cast<ValueNumber>(values_.size());
  values_.push_back({{value.property, value.value, value.title, {}}, {}});
  const auto property = static_cast<size_t>(value.property);
  by_property_[property].push_back(number);
  std::vector<Thing>& things = things_[property];
  const auto [thing, is_new] = thing_numbers_.try_emplace(
      {value.property, Spellings::BuiltIn().KeyOf(value)},
      static_cast<uint32_t>(things.size()));
  if (is_new) things.emplace_back();
  things[thing->second].spellings.push_back(number);
  thing_of_.push_back(thing->second);
  Name({value.property, FoldText(value.value)}, number);
  if (!value.title.empty()) {
    Name({value.property, FoldText(value.title)}, number);
  }
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
    Thing& thing = ThingOf(number);
    thing.is_doubled =
        thing.is_doubled ||
        std::any_of(values.begin(), values.end(), [&](ValueNumber other) {
          return other != number && &ThingOf(other) == &thing;
        });
  }
  ReserveFor(values.size(), document_values_);
  document_values_.insert(document_values_.end(), values.begin(), values.end());
  Append(static_cast<uint32_t>(document_values_.size()), ends_);
}

std::vector<ValueNumber> ValueTable::Find(Property property,
                                          absl::string_view text) const {
  const std::vector<Thing>& things = ThingsOf(property);
  const auto named = names_.find(Key(property, FoldText(text)));
  if (named == names_.end()) {
    // Nobody spells it so.
    const std::string name(text);
    const auto meant = thing_numbers_.find(
        Key(property, Spellings::BuiltIn().KeyOf({property, name, name, {}})));
    return meant == thing_numbers_.end() ? std::vector<ValueNumber>()
                                         : things[meant->second].spellings;
  }
  std::vector<ValueNumber> found;
  for (const ValueNumber number : named->second) {
    const std::vector<ValueNumber>& spellings =
        things[thing_of_[number]].spellings;
    found.insert(found.end(), spellings.begin(), spellings.end());
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace localoffer

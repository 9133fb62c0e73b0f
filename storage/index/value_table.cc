#include "storage/index/value_table.h"

#include <algorithm>

#include "storage/index/analyzer.h"
#include "storage/index/growth.h"
#include "storage/index/spellings.h"

namespace localoffer {

ValueTable::Interned ValueTable::Intern(const PropertyValue& value) {
  const auto number = static_cast<ValueNumber>(values_.size());
  const auto [found, added] =
      numbers_[static_cast<size_t>(value.property)].try_emplace(
          {value.value, value.title}, number);
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
  const uint32_t thing =
      ThingWith(value.property, Spellings::BuiltIn().KeyOf(value));
  thing_of_.push_back(thing);
  things_[property][thing].spellings.push_back(number);
  if (value.property == Property::kTaxonomyTerm) AddNamesake(number);
  Name({value.property, FoldText(value.value)}, number);
  if (!value.title.empty()) {
    Name({value.property, FoldText(value.title)}, number);
  }
}

uint32_t ValueTable::ThingWith(Property property, const std::string& key) {
  std::vector<Thing>& things = things_[static_cast<size_t>(property)];
  const auto [thing, is_new] = thing_numbers_.try_emplace(
      Key(property, key), static_cast<uint32_t>(things.size()));
  if (is_new) things.emplace_back();
  return thing->second;
}

void ValueTable::AddNamesake(ValueNumber number) {
  const Spellings& spellings = Spellings::BuiltIn();
  const PropertyValue& value = values_[number].value;
  const bool is_coded = Spellings::IsCoded(value);
  const std::string name =
      is_coded ? spellings.KeyOfName(value) : spellings.KeyOf(value);
  Namesakes& namesakes = namesakes_[name];
  if (!is_coded) {
    namesakes.uncoded.push_back(number);
    if (namesakes.coded.size() == 1) Move(number, namesakes.coded.front());
    return;
  }
  const uint32_t thing = thing_of_[number];
  if (std::count(namesakes.coded.begin(), namesakes.coded.end(), thing) > 0) {
    return;
  }
  namesakes.coded.push_back(thing);
  // The first of the name is what is meant by it; of two, neither.
  const uint32_t meant = namesakes.coded.size() == 1
                             ? thing
                             : ThingWith(Property::kTaxonomyTerm, name);
  for (const ValueNumber uncoded : namesakes.uncoded) Move(uncoded, meant);
}

void ValueTable::Move(ValueNumber number, uint32_t thing) {
  std::vector<ValueNumber>& before = ThingOf(number).spellings;
  before.erase(std::remove(before.begin(), before.end(), number), before.end());
  thing_of_[number] = thing;
  Thing& joined = ThingOf(number);
  joined.spellings.push_back(number);
  std::sort(joined.spellings.begin(), joined.spellings.end());
  // Some document may have two of them, which were two things.
  joined.is_doubled = joined.is_doubled || values_[number].documents.size() > 0;
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
  std::vector<uint32_t> meant;
  const auto named = names_.find(Key(property, FoldText(text)));
  if (named != names_.end()) {
    for (const ValueNumber number : named->second) {
      meant.push_back(thing_of_[number]);
    }
  }
  const std::string name(text);
  const std::string key =
      Spellings::BuiltIn().KeyOf({property, name, name, {}});
  if (property == Property::kTaxonomyTerm) {
    AddThingsNamed(key, meant);
  } else if (named == names_.end()) {
    // Nobody spells it so.
    const auto thing = thing_numbers_.find(Key(property, key));
    if (thing != thing_numbers_.end()) meant.push_back(thing->second);
  }
  std::vector<ValueNumber> found;
  for (const uint32_t thing : meant) {
    const std::vector<ValueNumber>& spellings =
        ThingsOf(property)[thing].spellings;
    found.insert(found.end(), spellings.begin(), spellings.end());
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

absl::optional<ValueNumber> ValueTable::FindAsWritten(
    Property property, const std::string& value) const {
  const auto& numbers = numbers_[static_cast<size_t>(property)];
  const auto found = numbers.find(Spelling(value, ""));
  if (found == numbers.end()) return absl::nullopt;
  return found->second;
}

void ValueTable::AddThingsNamed(const std::string& key,
                                std::vector<uint32_t>& things) const {
  const auto found = namesakes_.find(key);
  if (found == namesakes_.end()) return;
  const Namesakes& namesakes = found->second;
  things.insert(things.end(), namesakes.coded.begin(), namesakes.coded.end());
  // Of several, all are in one thing.
  if (!namesakes.uncoded.empty()) {
    things.push_back(thing_of_[namesakes.uncoded.front()]);
  }
}

void ValueTable::Fetch(absl::Span<const DocumentNumber> documents) const {
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(&ends_[document]);
  }
  for (const DocumentNumber document : documents) {
    __builtin_prefetch(document_values_.data() + ends_[document]);
  }
}

}  // namespace localoffer

// Which documents have which values of their properties.
#ifndef LOCALOFFER_STORAGE_INDEX_VALUE_TABLE_H_
#define LOCALOFFER_STORAGE_INDEX_VALUE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "storage/index/document_list.h"
#include "storage/index/property.h"

namespace localoffer {

// Position of a value in the order of their first use.
using ValueNumber = uint32_t;

// Thread-compatible. Values are told apart by property, value and title, as
// they are spelt; several can be one thing (spellings.h). A term that is called
// by its name alone is the coded one of that name, where only one code has it
// as far as the table knows.
class ValueTable {
 public:
  struct Interned {
    ValueNumber number;
    // Whether the table knows more of the value than before.
    bool changed;
  };

  // The value's number; made when new.
  Interned Intern(const PropertyValue& value);

  // Gives a document, which has to be the next, its values; each once.
  void Add(DocumentNumber document, absl::Span<const ValueNumber> values);

  size_t size() const { return values_.size(); }
  const PropertyValue& value(ValueNumber number) const {
    return values_[number].value;
  }
  const DocumentList& documents(ValueNumber number) const {
    return values_[number].documents;
  }
  // All values of a property.
  const std::vector<ValueNumber>& ValuesOf(Property property) const {
    return by_property_[static_cast<size_t>(property)];
  }
  // A thing, by the numbers of all its spellings; without any, it is a part of
  // another.
  struct Thing {
    std::vector<ValueNumber> spellings;
    // Whether a document has several of them.
    bool is_doubled = false;
  };
  // All that the values of a property are.
  const std::vector<Thing>& ThingsOf(Property property) const {
    return things_[static_cast<size_t>(property)];
  }
  absl::Span<const ValueNumber> ValuesOf(DocumentNumber document) const {
    return absl::MakeSpan(document_values_)
        .subspan(ends_[document], ends_[document + 1] - ends_[document]);
  }

  // Has the values of documents on their way from memory, as
  // DocumentTable::FetchIdentities has what identifies them.
  void Fetch(absl::Span<const DocumentNumber> documents) const;

  // All spellings of the things of a property that are called `text`: a value,
  // title or alias of theirs, folded; of a taxonomy's terms also of those whose
  // name `text` is a spelling of, and of other things where none is called so.
  // Rising.
  std::vector<ValueNumber> Find(Property property,
                                absl::string_view text) const;
  // The value that is written so and has no title, as an id has none.
  absl::optional<ValueNumber> FindAsWritten(Property property,
                                            const std::string& value) const;

 private:
  struct Value {
    PropertyValue value;
    DocumentList documents;
  };
  using Key = std::pair<Property, std::string>;
  // Value and title.
  using Spelling = std::pair<std::string, std::string>;

  // What is known of a taxonomy's terms of one name.
  struct Namesakes {
    // The numbers of their values that have no code.
    std::vector<ValueNumber> uncoded;
    // Those things that have one.
    std::vector<uint32_t> coded;
  };

  Thing& ThingOf(ValueNumber number) {
    const Property property = values_[number].value.property;
    return things_[static_cast<size_t>(property)][thing_of_[number]];
  }

  // Adds a value that is new.
  void Add(const PropertyValue& value);
  // The position of the thing with a key; made when new.
  uint32_t ThingWith(Property property, const std::string& key);
  // Puts a new value of a taxonomy's term, whose thing is known, with those
  // that have its name.
  void AddNamesake(ValueNumber number);
  // Those of a taxonomy's terms whose name has a key.
  void AddThingsNamed(const std::string& key,
                      std::vector<uint32_t>& things) const;
  // Makes a value a spelling of another thing.
  void Move(ValueNumber number, uint32_t thing);
  // False when the value had the name.
  bool Name(const Key& name, ValueNumber number);

  std::vector<Value> values_;
  // Of each property: few and close together where it has few.
  std::array<absl::flat_hash_map<Spelling, ValueNumber>, kPropertyCount>
      numbers_;
  // By folded value, title and aliases.
  absl::flat_hash_map<Key, std::vector<ValueNumber>> names_;
  std::array<std::vector<ValueNumber>, kPropertyCount> by_property_;
  std::array<std::vector<Thing>, kPropertyCount> things_;
  // By number of a value: position among the things of its property.
  std::vector<uint32_t> thing_of_;
  // By Spellings::KeyOf.
  absl::flat_hash_map<Key, uint32_t> thing_numbers_;
  // By Spellings::KeyOf of the name.
  absl::flat_hash_map<std::string, Namesakes> namesakes_;
  // The values of document i end where those of i + 1 begin.
  std::vector<ValueNumber> document_values_;
  std::vector<uint32_t> ends_ = {0};
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_VALUE_TABLE_H_

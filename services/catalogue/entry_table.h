// What the entries of one log say, packed.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_ENTRY_TABLE_H_
#define LOCALOFFER_SERVICES_CATALOGUE_ENTRY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/catalogue/entry_facts.h"
#include "services/catalogue/packed_ids.h"
#include "services/catalogue/term_words.h"
#include "storage/geography/point.h"

namespace localoffer::catalogue {

// An organization as entries name it.
struct OrganizationWords {
  std::string id;
  std::string folded_name;
};

// The facts of entries in columns, with what several of them say kept once: a
// hundred bytes or two each, where EntryFacts take a thousand. Entries, the
// terms they use and the places they are at have numbers, from 0 on; those of
// one entry follow one another. Made by EntryPacker.
class EntryTable {
 public:
  // Numbers from `begin` to before `end`.
  struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;
    uint32_t size() const { return end - begin; }
  };

  size_t size() const { return rows_.size(); }
  std::string id(uint32_t entry) const { return ids_[entry]; }
  uint64_t sequence(uint32_t entry) const { return rows_[entry].sequence; }
  bool is_usual(uint32_t entry) const { return rows_[entry].is_usual; }
  // Null where the entry names none.
  const OrganizationWords* organization(uint32_t entry) const;

  Range uses(uint32_t entry) const { return RangeOf(&Row::uses_end, entry); }
  const PackedIds& use_ids() const { return use_ids_; }
  // The place of a use's words among all.
  uint32_t words_of(uint32_t use) const { return words_of_uses_[use]; }
  // Each once, in the order of their first uses; none is null.
  const std::vector<std::shared_ptr<const TermWords>>& words() const {
    return words_;
  }

  Range places(uint32_t entry) const {
    return RangeOf(&Row::places_end, entry);
  }
  const PackedIds& place_ids() const { return place_ids_; }
  // Nothing where that is not known.
  absl::optional<geography::Point> point(uint32_t place) const;
  // Whose place it is.
  uint32_t EntryAt(uint32_t place) const;

 private:
  friend class EntryPacker;

  struct Row {
    uint64_t sequence = 0;
    uint32_t organization = 0;
    uint32_t uses_end = 0;
    uint32_t places_end = 0;
    bool is_usual = true;
  };

  Range RangeOf(uint32_t Row::*end, uint32_t entry) const {
    return {entry == 0 ? 0 : rows_[entry - 1].*end, rows_[entry].*end};
  }

  PackedIds ids_;
  std::vector<Row> rows_;
  std::vector<OrganizationWords> organizations_;
  PackedIds use_ids_;
  std::vector<uint32_t> words_of_uses_;
  std::vector<std::shared_ptr<const TermWords>> words_;
  PackedIds place_ids_;
  std::vector<geography::Point> points_;
};

// Makes tables. Thread-compatible.
class EntryPacker {
 public:
  void Add(const EntryFacts& facts);
  // Adds an entry of another table.
  void Add(const EntryTable& from, uint32_t entry);
  // The table of what was added, in that order; the packer is done with.
  EntryTable Finish() &&;

 private:
  uint32_t NumberOf(absl::string_view id, absl::string_view folded_name);
  uint32_t NumberOf(const std::shared_ptr<const TermWords>& words);
  void FinishRow(uint64_t sequence, bool is_usual, uint32_t organization);

  EntryTable table_;
  absl::flat_hash_map<std::pair<std::string, std::string>, uint32_t>
      organizations_;
  absl::flat_hash_map<const TermWords*, uint32_t> words_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_ENTRY_TABLE_H_

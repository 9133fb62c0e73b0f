// The documents of the search index, all but their words.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_TABLE_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "storage/index/document.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Position of a document in the order of their adding.
using DocumentNumber = uint32_t;
// Position of an authority in the order of their first documents.
using AuthorityNumber = uint32_t;

// Documents alive and dead, and which were alive when. A column a property,
// so that a search reads no more than it looks at. Thread-compatible.
class DocumentTable {
 public:
  // The document's number; its entry's document alive until then ends. Or
  // nothing when the authority's log was taken in beyond its sequence.
  // `folded_name` is what it is sorted by.
  absl::optional<DocumentNumber> Add(const Document& document,
                                     std::string folded_name);

  // Ends the alive document of an entry, if there is one and the log was not
  // taken in beyond `sequence`.
  void End(absl::string_view authority, absl::string_view entry_id,
           uint64_t sequence);

  size_t size() const { return starts_.size(); }
  size_t authority_count() const { return authorities_.size(); }
  absl::optional<AuthorityNumber> FindAuthority(absl::string_view id) const;

  AuthorityNumber authority(DocumentNumber document) const {
    return authority_of_[document];
  }
  v1::ServiceStatus status(DocumentNumber document) const {
    return static_cast<v1::ServiceStatus>(statuses_[document]);
  }
  // Negative infinity when no limit is known.
  double minimum_age(DocumentNumber document) const {
    return minimum_ages_[document];
  }
  // Infinity when no limit is known.
  double maximum_age(DocumentNumber document) const {
    return maximum_ages_[document];
  }
  const std::string& folded_name(DocumentNumber document) const {
    return names_[document];
  }
  // The first eight bytes of the folded name as a number: of two names, that
  // with the lower number is the lower. Saves most looks at the names.
  uint64_t name_beginning(DocumentNumber document) const {
    return name_beginnings_[document];
  }
  const std::string& authority_id(DocumentNumber document) const {
    return authorities_[authority_of_[document]].id;
  }
  const std::string& entry_id(DocumentNumber document) const {
    return entries_[entry_of_[document]]->first.second;
  }
  uint64_t sequence(DocumentNumber document) const { return starts_[document]; }

  // The documents alive at an instant. Valid until the table changes.
  class Snapshot {
   public:
    Snapshot(const DocumentTable& table, const Instant& instant);

    bool Contains(DocumentNumber document) const {
      if (is_present_) return table_.alive_[document];
      const uint64_t size = sizes_[table_.authority_of_[document]];
      return table_.starts_[document] < size && table_.ends_[document] >= size;
    }

    // The number of documents alive.
    size_t count() const { return count_; }

   private:
    const DocumentTable& table_;
    // Size of the log at the instant, by AuthorityNumber.
    std::vector<uint64_t> sizes_;
    // True when nothing in the table is later.
    bool is_present_ = true;
    size_t count_ = 0;
  };

 private:
  // How many documents were alive from a log's size on.
  struct Population {
    uint64_t log_size;
    size_t alive;
  };
  struct Authority {
    std::string id;
    // Rising; a step for each change of the number.
    std::vector<Population> history;
    // Sequence after the last change taken in.
    uint64_t log_size = 0;
  };
  using EntryNumber = uint32_t;
  using EntryKey = std::pair<AuthorityNumber, std::string>;
  struct Entry {
    EntryNumber number;
    absl::optional<DocumentNumber> alive;
  };

  static size_t PopulationAt(const Authority& authority, uint64_t log_size);
  AuthorityNumber InternAuthority(absl::string_view id);
  // The entry's number and alive document; made when new.
  Entry& InternEntry(AuthorityNumber authority, absl::string_view entry_id);
  // Notes that the log is taken in to `sequence`. False when it was before.
  static bool Advance(Authority& authority, uint64_t sequence);
  // Notes that the last change left `difference` more documents alive.
  static void Populate(Authority& authority, int difference);
  // Appends a row to every column.
  DocumentNumber Append(const Document& document, std::string folded_name,
                        AuthorityNumber authority, EntryNumber entry);

  std::vector<Authority> authorities_;
  absl::flat_hash_map<std::string, AuthorityNumber> authority_numbers_;
  // Nodes stay where they are: `entries_` points at them.
  absl::node_hash_map<EntryKey, Entry> entry_numbers_;
  std::vector<const std::pair<const EntryKey, Entry>*> entries_;

  // By DocumentNumber.
  std::vector<AuthorityNumber> authority_of_;
  std::vector<EntryNumber> entry_of_;
  std::vector<uint64_t> starts_;
  std::vector<uint64_t> ends_;
  std::vector<bool> alive_;
  std::vector<uint8_t> statuses_;
  std::vector<double> minimum_ages_;
  std::vector<double> maximum_ages_;
  std::vector<uint64_t> name_beginnings_;
  std::vector<std::string> names_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_TABLE_H_

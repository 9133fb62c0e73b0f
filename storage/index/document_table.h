// The documents of the search index, all but their words, values and places.
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
#include "absl/types/span.h"
#include "storage/index/document_set.h"
#include "storage/index/name_words.h"
#include "storage/index/opening_time.h"
#include "storage/index/search_query.h"

namespace localoffer {

// Position of an authority in the order of their first documents.
using AuthorityNumber = uint32_t;

// What the table keeps of a document beside its identity.
struct DocumentRow {
  // What it is sorted by.
  std::string folded_name;
  absl::optional<double> minimum_age;
  absl::optional<double> maximum_age;
  int32_t assured_day = 0;
  std::vector<OpeningTime> opening_hours;
};

// Documents alive and dead, and which were alive when. A column a property,
// so that a search reads no more than it looks at. Thread-compatible.
class DocumentTable {
 public:
  // The document's number; its entry's document alive until then ends. Or
  // nothing when the authority's log was taken in beyond `sequence`.
  absl::optional<DocumentNumber> Add(absl::string_view authority,
                                     absl::string_view entry_id,
                                     uint64_t sequence, DocumentRow row);

  // Add() in two steps, so that documents may be numbered in another order than
  // that of their changes. The first gives it a number; it is alive at no
  // instant until the second, which is false when the log was taken in beyond
  // its change.
  DocumentNumber Append(absl::string_view authority, absl::string_view entry_id,
                        uint64_t sequence, DocumentRow row);
  bool Begin(DocumentNumber document);

  // Ends the alive document of an entry, if there is one and the log was not
  // taken in beyond `sequence`.
  void End(absl::string_view authority, absl::string_view entry_id,
           uint64_t sequence);

  // Makes the document that the change `sequence` began one that was never
  // alive; false when it began none. Costs a look at the authority's later
  // changes.
  bool Erase(absl::string_view authority, uint64_t sequence);

  size_t size() const { return starts_.size(); }
  // How many changes of an authority's log were taken in, or passed over.
  uint64_t LogSize(absl::string_view authority) const;

  // Negative infinity when no limit is known.
  float minimum_age(DocumentNumber document) const {
    return minimum_ages_[document];
  }
  // Infinity when no limit is known.
  float maximum_age(DocumentNumber document) const {
    return maximum_ages_[document];
  }
  int32_t assured_day(DocumentNumber document) const {
    return assured_days_[document];
  }
  absl::Span<const OpeningTime> opening_hours(DocumentNumber document) const {
    return absl::MakeSpan(opening_hours_)
        .subspan(opening_ends_[document],
                 opening_ends_[document + 1] - opening_ends_[document]);
  }
  const std::string& folded_name(DocumentNumber document) const {
    return names_[document];
  }
  // The first eight bytes of the folded name as a number: of two names, that
  // with the lower number is the lower. Saves most looks at the names.
  uint64_t name_beginning(DocumentNumber document) const {
    return name_beginnings_[document];
  }
  // Of the folded name.
  absl::Span<const NameWord> name_words(DocumentNumber document) const {
    return absl::MakeSpan(name_words_)
        .subspan(name_word_ends_[document],
                 name_word_ends_[document + 1] - name_word_ends_[document]);
  }
  const std::string& authority_id(DocumentNumber document) const {
    return authorities_[authority_of_[document]].id;
  }
  const std::string& entry_id(DocumentNumber document) const {
    return entries_[entry_of_[document]]->first.second;
  }
  uint64_t sequence(DocumentNumber document) const { return starts_[document]; }

  // Has the words of documents' names, or what identifies them, on their way
  // from memory: they lie far apart, and one after the other would be waited
  // for.
  void FetchNameWords(absl::Span<const DocumentNumber> documents) const;
  void FetchIdentities(absl::Span<const DocumentNumber> documents) const;

  // The documents alive at an instant. Costs a copy of the set, and a step
  // for each change of an entry that was made after the instant.
  DocumentSet AliveAt(const Instant& instant) const;
  // The documents at the end of every log. Its size may be beyond size().
  const DocumentSet& alive() const { return alive_; }

 private:
  // What a change made of the documents alive.
  struct Change {
    uint64_t sequence;
    // kNone where the change made or ended none.
    DocumentNumber begun;
    DocumentNumber ended;
  };
  struct Authority {
    std::string id;
    // By rising sequence.
    std::vector<Change> changes;
    // Sequence after the last change taken in.
    uint64_t log_size = 0;
  };
  using EntryNumber = uint32_t;
  using EntryKey = std::pair<AuthorityNumber, std::string>;
  struct Entry {
    EntryNumber number;
    absl::optional<DocumentNumber> alive;
  };

  AuthorityNumber InternAuthority(absl::string_view id);
  // The entry's number and alive document; made when new.
  Entry& InternEntry(AuthorityNumber authority, absl::string_view entry_id);
  // Notes that the log is taken in to `sequence`. False when it was before.
  static bool Advance(Authority& authority, uint64_t sequence);

  std::vector<Authority> authorities_;
  absl::flat_hash_map<std::string, AuthorityNumber> authority_numbers_;
  // Nodes stay where they are: `entries_` points at them.
  absl::node_hash_map<EntryKey, Entry> entry_numbers_;
  std::vector<std::pair<const EntryKey, Entry>*> entries_;

  // By DocumentNumber.
  std::vector<AuthorityNumber> authority_of_;
  std::vector<EntryNumber> entry_of_;
  std::vector<uint64_t> starts_;
  std::vector<float> minimum_ages_;
  std::vector<float> maximum_ages_;
  std::vector<int32_t> assured_days_;
  std::vector<uint64_t> name_beginnings_;
  std::vector<std::string> names_;
  // The words of document i end where those of i + 1 begin.
  std::vector<NameWord> name_words_;
  std::vector<uint32_t> name_word_ends_ = {0};
  // The times of document i end where those of i + 1 begin.
  std::vector<OpeningTime> opening_hours_;
  std::vector<uint32_t> opening_ends_ = {0};
  // At the end of every log. Grows in steps: size() says how much counts.
  DocumentSet alive_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_TABLE_H_

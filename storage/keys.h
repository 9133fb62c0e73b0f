// The bytes of every key in the store.
//
// DURABLE: never change. Ids hold no zero byte, so a zero byte ends them and
// keys sort first by id. Numbers are eight bytes, most significant first;
// where the newest is wanted first, their complement.
#ifndef LOCALOFFER_STORAGE_KEYS_H_
#define LOCALOFFER_STORAGE_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace localoffer::storage {

// Tables kChange, kBody, kIndexRecord (sequence), kCheckpoint (size), kCommit
// (microseconds).
std::string NumberKey(absl::string_view authority, uint64_t number);
// The number of such a key, and its authority.
std::optional<uint64_t> NumberOfKey(absl::string_view key);
absl::string_view AuthorityOfKey(absl::string_view key);

// Table kIndexName; the kind is a byte.
std::string IndexNameKey(uint8_t kind, uint32_t number);
struct IndexNameKeyParts {
  uint8_t kind = 0;
  uint32_t number = 0;
};
std::optional<IndexNameKeyParts> ParseIndexNameKey(absl::string_view key);

// Table kNode.
std::string NodeKey(absl::string_view authority, int level, uint64_t index);

// Tables kEntry, kListing and kStatement: the revision of `subject` that the
// change `sequence` made. Seeking to it finds that revision or the one before.
std::string RevisionKey(absl::string_view authority, absl::string_view subject,
                        uint64_t sequence);
// What all revision keys of a subject begin with.
std::string SubjectPrefix(absl::string_view authority,
                          absl::string_view subject);
// Sorts after every revision of `subject` and before the next subject's.
std::string AfterSubject(absl::string_view authority,
                         absl::string_view subject);
struct RevisionKeyParts {
  std::string authority;
  std::string subject;
  uint64_t sequence = 0;
};
std::optional<RevisionKeyParts> ParseRevisionKey(absl::string_view key);
// The last part alone, for whoever has compared all before it.
std::optional<uint64_t> SequenceOfRevisionKey(absl::string_view key);

// Table kProvider. `clue` stands for a clue: no words of it are in keys.
std::string ProviderKey(absl::string_view clue, absl::string_view authority,
                        absl::string_view entry_id);
struct ProviderKeyParts {
  std::string clue;
  std::string authority;
  std::string entry_id;
};
std::optional<ProviderKeyParts> ParseProviderKey(absl::string_view key);

// What all keys of an authority (or clue, or statutory item) begin with.
std::string IdPrefix(absl::string_view id);

// Table kNil.
std::string NilKey(absl::string_view statutory_item,
                   absl::string_view authority);
// The authority of such a key.
std::optional<std::string> AuthorityOfNilKey(absl::string_view key);

// Table kRequest.
std::string RequestKey(absl::string_view authority,
                       absl::string_view request_id);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_KEYS_H_

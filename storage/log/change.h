// Changes: the records of a log, as proto/localoffer/log/v1/change.proto
// defines them. A header is in the Merkle tree for ever; a body can be
// erased, with its salt, and its hash stays.
//
// DURABLE: never change or reuse. The bytes are made once, by MakeChange at
// the authority's home node; everybody keeps and sends them as they are.
//
// All functions are pure and thread-safe.
#ifndef LOCALOFFER_STORAGE_LOG_CHANGE_H_
#define LOCALOFFER_STORAGE_LOG_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/hash.h"
#include "storage/log/verifier_key.h"

namespace localoffer::log {

inline constexpr size_t kMaxSubjectBytes = 256;
inline constexpr size_t kMaxHeaderBytes = 1024;
inline constexpr size_t kMaxBodyBytes = size_t{2} * 1024 * 1024;

struct Change {
  // A serialised v1::ChangeHeader.
  std::string header_bytes;
  // kSaltBytes random bytes. Empty if the body is erased.
  std::string salt;
  // A serialised v1::ChangeBody. Empty if the body is erased; a body that is
  // there is never empty.
  std::string body_bytes;

  bool IsErased() const { return body_bytes.empty(); }
  Hash Leaf() const { return LeafHash(header_bytes); }

  friend bool operator==(const Change&, const Change&) = default;
};

// Makes the change with this header and body; `header.body_hash` is computed
// and must not be set. `salt` is kSaltBytes that nobody can guess, never used
// before. INVALID_ARGUMENT if the header, body or salt is not what a log may
// hold.
absl::StatusOr<Change> MakeChange(v1::ChangeHeader header, std::string salt,
                                  std::string body_bytes);

// Checks that a change from outside is the one at `sequence` of the log of
// `authority`: a well-formed header, and a body with the header's hash or
// none. Does not look into the body, nor at the changes before; see ParseBody
// and the time rule in change.proto.
//
// DATA_LOSS if it isn't. UNIMPLEMENTED if it may be but is of a kind, or has
// a field, that this version does not know.
absl::StatusOr<v1::ChangeHeader> CheckChange(const Change& change,
                                             absl::string_view authority,
                                             uint64_t sequence);

// Reads a header from outside that is a change of the log of `authority`,
// wherever in it. Errors as above.
absl::StatusOr<v1::ChangeHeader> CheckHeader(const std::string& header_bytes,
                                             absl::string_view authority);

// Reads the body of a change with this header: DATA_LOSS if it is malformed
// or of another kind than the header says; FAILED_PRECONDITION if it is
// erased. Fields that this version does not know are kept, as protobuf does.
absl::StatusOr<v1::ChangeBody> ParseBody(const v1::ChangeHeader& header,
                                         const Change& change);

// The key that a change of kind KEY_ROTATED names: DATA_LOSS if its subject is
// no key of the header's log.
absl::StatusOr<VerifierKey> RotatedKey(const v1::ChangeHeader& header);

// The sequence of the change whose body a change of kind BODY_ERASED erases:
// DATA_LOSS if its subject is none below its own.
absl::StatusOr<uint64_t> ErasedSequence(const v1::ChangeHeader& header);

// Whether a body of this kind may be erased: those that people write.
bool IsErasable(v1::ChangeKind kind);

}  // namespace localoffer::log

#endif  // LOCALOFFER_STORAGE_LOG_CHANGE_H_

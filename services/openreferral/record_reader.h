// JSON service objects into records.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_READER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_READER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "services/openreferral/identity.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// A record is at most this long in its source, in bytes.
inline constexpr size_t kMaximumRecordBytes = size_t{1} << 20;

// Reads the records of one source, in their order: a record's id can depend on
// the other records. Not thread-safe.
class RecordReader {
 public:
  // `authority` is the namespace of derived ids; `format` a JSON dialect.
  RecordReader(std::string authority, Format format);

  // Takes note of a value that will be read. To be called for all of them
  // before the first is read.
  void Announce(const JsonTree& tree, size_t index);

  // Reads the value at `index` of `tree`, which stands at `position`. Always a
  // record: what is no service, too long or not unambiguous is one with
  // violations. The text of the tree must outlive the reader.
  Record Read(const JsonTree& tree, size_t index, v1::SourcePosition position);

  // A record that could not be parsed or read: one violation at its position.
  Record Refused(v1::SourcePosition position, absl::string_view value,
                 absl::string_view wanted, absl::string_view reason) const;

 private:
  std::string authority_;
  Format format_;
  IdentityRegister identities_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_READER_H_

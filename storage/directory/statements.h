// What authorities say of statutory items beyond their entries.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_STATEMENTS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_STATEMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine.h"

namespace localoffer::storage {

// A declaration that no provision is expected under a statutory item.
struct NilStatement {
  std::string reason;
  uint64_t sequence = 0;
  absl::Time time;
};

// Thread-safe.
class Statements {
 public:
  explicit Statements(const Engine& engine) : engine_(engine) {}

  // For each of the items, the authorities that have ever declared nil under
  // it, sorted. Wider than any instant: NilAt decides.
  absl::StatusOr<std::vector<std::vector<std::string>>> EverDeclaredNil(
      absl::Span<const std::string> statutory_items) const;

  // The changes that declared nil under the item, newest first.
  absl::StatusOr<std::vector<uint64_t>> NilDeclarations(
      absl::string_view authority, absl::string_view statutory_item,
      uint64_t log_size) const;

  // The nil declaration that stands at a log size: the last one, unless an
  // entry has been published as evidence for the item since.
  absl::StatusOr<std::optional<NilStatement>> NilAt(
      absl::string_view authority, absl::string_view statutory_item,
      uint64_t log_size) const;

 private:
  const Engine& engine_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_STATEMENTS_H_

#include "storage/directory/bodies.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/keys.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::storage {

absl::StatusOr<log::v1::ChangeBody> ReadBody(const Engine& engine,
                                             absl::string_view authority,
                                             uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kBody, NumberKey(authority, sequence)));
  log::v1::ChangeBody body;
  if (!stored || stored->size() < log::kSaltBytes ||
      !body.ParseFromArray(
          stored->data() + log::kSaltBytes,
          static_cast<int>(stored->size() - log::kSaltBytes))) {
    return absl::DataLossError(absl::StrCat("the body of change ", sequence,
                                            " of ", authority,
                                            " is missing or damaged"));
  }
  return body;
}

absl::StatusOr<bool> HasBody(const Engine& engine, absl::string_view authority,
                             uint64_t sequence) {
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   engine.Get(Table::kBody, NumberKey(authority, sequence)));
  return stored.has_value();
}

}  // namespace localoffer::storage

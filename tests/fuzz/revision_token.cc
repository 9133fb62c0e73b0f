// Revision tokens: each instant has one, and no other bytes are one.
#include "storage/directory/instant.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  const auto instant = storage::Instant::FromRevision(bytes);
  if (!instant.ok()) return;
  FUZZ_CHECK(instant->ToRevision() == bytes);
  FUZZ_CHECK(storage::Instant(instant->sizes()) == *instant);
}

std::vector<std::string> Seeds() {
  using storage::Instant;
  return {Instant().ToRevision(), Instant({{"E06000023", 7}}).ToRevision(),
          Instant({{"E06000022", 1},
                   {"E06000023", uint64_t{1} << 40},
                   {"E06000023-H-1a2b3c4d", 300}})
              .ToRevision()};
}

}  // namespace localoffer::fuzz

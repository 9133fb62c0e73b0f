#include "services/gateway/entity_tag.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/log/hash.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kTagBytes = 16;

}  // namespace

std::string EntityTag(std::initializer_list<absl::string_view> parts,
                      absl::string_view build) {
  std::string bytes = absl::StrCat(build.size(), ":", build);
  for (const absl::string_view part : parts) {
    absl::StrAppend(&bytes, part.size(), ":", part);
  }
  return absl::BytesToHexString(
      log::HashBytes(log::Sha256(bytes)).substr(0, kTagBytes));
}

}  // namespace localoffer::gateway

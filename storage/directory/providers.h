// Which entries list a provider, or ever did.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine.h"

namespace localoffer::storage {

// Thread-safe.
class Providers {
 public:
  explicit Providers(const Engine& engine) : engine_(engine) {}

  // Ids of the entries in which the provider (`GB-CHC-9900001`) has ever been,
  // by authority. Wider than any instant: the entry's revision at the instant
  // decides.
  absl::StatusOr<std::map<std::string, std::vector<std::string>, std::less<>>>
  EverListed(absl::string_view provider) const;

 private:
  const Engine& engine_;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_

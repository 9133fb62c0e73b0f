// A council's real feed, for tests that are skipped where it is not at hand: it
// may not be redistributed.
#ifndef LOCALOFFER_TESTS_E2E_REAL_FEED_H_
#define LOCALOFFER_TESTS_E2E_REAL_FEED_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"

namespace localoffer::testing {

// Bristol's 819 services as an array of Open Referral UK 1.0; empty when it is
// not here.
inline std::string ReadBristolFeed() {
  const char* shared = std::getenv("LOCALOFFER_SHARED_DIR");
  const std::string folder =
      shared != nullptr ? shared : LOCALOFFER_SOURCE_DIR "/../shared";
  std::ifstream file(
      absl::StrCat(folder, "/data/feeds/bristol-v1-services.json"),
      std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(file)),
                     std::istreambuf_iterator<char>());
}

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_E2E_REAL_FEED_H_

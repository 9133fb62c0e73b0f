// What libFuzzer calls, for the target that this is linked with.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/fuzz/target.h"

namespace {

// The first folder among the arguments: libFuzzer's corpus, into which it puts
// what it finds worth keeping.
std::string CorpusFolder(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (!absl::StartsWith(argv[i], "-") &&
        std::filesystem::is_directory(argv[i])) {
      return argv[i];
    }
  }
  return "";
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  const std::string folder = CorpusFolder(*argc, *argv);
  if (folder.empty()) return 0;
  const std::vector<std::string> seeds = localoffer::fuzz::Seeds();
  for (size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream(absl::StrCat(folder, "/seed-", i), std::ios::binary)
        << seeds[i];
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  localoffer::fuzz::Run(
      absl::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}

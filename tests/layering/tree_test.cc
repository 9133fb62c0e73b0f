// Holds the rules against every file of the repository.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "tests/layering/rules.h"

namespace localoffer::layering {
namespace {

namespace fs = std::filesystem;

const char* const kRoot = LOCALOFFER_SOURCE_DIR;

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(fs::path(kRoot) / path, std::ios::binary).rdbuf();
  return text.str();
}

// Paths below `folder`, relative to the root, sorted; without what npm
// installs.
std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> paths;
  fs::recursive_directory_iterator at(fs::path(kRoot) / folder);
  for (; at != fs::recursive_directory_iterator(); ++at) {
    if (at->path().filename() == "node_modules") at.disable_recursion_pending();
    if (!at->is_regular_file()) continue;
    paths.push_back(fs::relative(at->path(), kRoot).generic_string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> FilesIn(const std::vector<std::string>& folders) {
  std::vector<std::string> paths;
  for (const std::string& folder : folders) {
    if (!fs::exists(fs::path(kRoot) / folder)) continue;
    const std::vector<std::string> more = FilesIn(folder);
    paths.insert(paths.end(), more.begin(), more.end());
  }
  return paths;
}

bool IsSource(const std::string& path) {
  return absl::EndsWith(path, ".h") || absl::EndsWith(path, ".cc");
}

bool IsText(const std::string& path) {
  for (const char* suffix : {".h", ".cc", ".proto", ".txt", ".cmake", ".sh",
                             ".js", ".py", ".md", ".yaml"}) {
    if (absl::EndsWith(path, suffix)) return true;
  }
  return false;
}

void Report(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    ADD_FAILURE_AT(violation.path.c_str(), violation.line) << violation.message;
  }
}

TEST(Tree, NothingIncludesUpwardOrKnowsWhatIsNotItsOwn) {
  int sources = 0;
  for (const std::string& path :
       FilesIn({"storage", "services", "clients", "tests"})) {
    if (!IsSource(path)) continue;
    ++sources;
    Report(CheckSource(path, ReadFile(path)));
  }
  EXPECT_GT(sources, 0);
}

TEST(Tree, NothingIsLeftForLater) {
  for (const std::string& path :
       FilesIn({"cmake", "proto", "storage", "services", "clients", "tests",
                "k8s", "docs"})) {
    if (IsText(path)) Report(CheckText(path, ReadFile(path)));
  }
}

TEST(Tree, EverySourceIsListedInTheCMakeListsOfItsFolder) {
  for (const std::string& path :
       FilesIn({"storage", "services", "clients", "tests"})) {
    if (!absl::EndsWith(path, ".cc")) continue;
    const fs::path source(path);
    if (source.parent_path() == "tests/sanitizers") continue;
    const std::string list =
        (source.parent_path() / "CMakeLists.txt").generic_string();
    Report(CheckListed(list, ReadFile(list), {source.filename().string()}));
  }
}

}  // namespace
}  // namespace localoffer::layering

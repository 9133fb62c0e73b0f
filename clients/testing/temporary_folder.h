// A folder for one test.
#ifndef LOCALOFFER_CLIENTS_TESTING_TEMPORARY_FOLDER_H_
#define LOCALOFFER_CLIENTS_TESTING_TEMPORARY_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace localoffer::client {

// A new empty folder that no other process has, whatever runs beside this one
// or ran before it. Removed with all it holds.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = ::testing::TempDir() + "localoffer-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
      ADD_FAILURE() << "no folder could be made: " << pattern;
      return;
    }
    path_ = pattern;
  }
  ~TemporaryFolder() {
    if (!path_.empty()) std::filesystem::remove_all(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_TESTING_TEMPORARY_FOLDER_H_

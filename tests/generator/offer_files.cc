#include "tests/generator/offer_files.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/openreferral/write_json.h"

namespace localoffer::generator {
namespace {

namespace fs = std::filesystem;

absl::Status NotWritten(const fs::path& path) {
  return absl::UnavailableError(
      absl::StrCat(path.string(), " could not be written"));
}

size_t EntriesIn(const Generator& generator, absl::string_view authority,
                 Round round) {
  size_t entries = 0;
  generator.ForEachFate(authority, [&](const Fate& fate) {
    if (round == Round::kFirst || !fate.withdrawn) ++entries;
  });
  return entries;
}

absl::Status WriteFile(const Generator& generator, const std::string& authority,
                       Round round, const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  const fs::path path = folder / absl::StrCat(authority, ".json");
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  WriteOffer(generator, authority, round, file);
  file.close();
  return file ? absl::OkStatus() : NotWritten(path);
}

// Writes the files of authorities, one after another, from several threads.
class Writer {
 public:
  Writer(const Generator& generator, const std::string& folder, int rounds)
      : generator_(generator),
        folder_(folder),
        rounds_(rounds),
        authorities_(generator.authorities()) {}

  absl::Status Run() {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < cores; ++i) {
      threads.emplace_back([this] {
        while (WriteNext()) {
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    absl::MutexLock lock(&mutex_);
    return status_;
  }

 private:
  // False when there is no more to do.
  bool WriteNext() {
    std::string authority;
    {
      absl::MutexLock lock(&mutex_);
      if (!status_.ok() || next_ == authorities_.size()) return false;
      authority = authorities_[next_++];
    }
    if (generator_.EntriesOf(authority) == 0) return true;
    absl::Status written =
        WriteFile(generator_, authority, Round::kFirst, folder_ / "first");
    if (written.ok() && rounds_ > 1) {
      written =
          WriteFile(generator_, authority, Round::kSecond, folder_ / "second");
    }
    absl::MutexLock lock(&mutex_);
    status_.Update(written);
    return status_.ok();
  }

  const Generator& generator_;
  const fs::path folder_;
  const int rounds_;
  const std::vector<std::string> authorities_;
  absl::Mutex mutex_;
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

absl::Status WriteTruth(const Generator& generator, const fs::path& folder) {
  const fs::path path = folder / "truth.tsv";
  std::ofstream truth(path, std::ios::binary | std::ios::trunc);
  truth << "entry\tkind\tauthority\n";
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachFate(authority, [&](const Fate& fate) {
      truth << fate.name << '\t' << fate.kind << '\t' << authority << '\n';
    });
  }
  truth.close();
  return truth ? absl::OkStatus() : NotWritten(path);
}

}  // namespace

void WriteOffer(const Generator& generator, absl::string_view authority,
                Round round, std::ostream& out) {
  openreferral::PageWriter page({});
  out << page.Begin(
      static_cast<int64_t>(EntriesIn(generator, authority, round)));
  generator.ForEachEntry(authority, round,
                         [&](const GeneratedEntry& generated) {
                           out << page.Next(generated.entry.service(),
                                            generated.entry.local_offer());
                         });
  out << page.End();
}

absl::Status WriteOffers(const Generator& generator, const std::string& folder,
                         int rounds) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  absl::Status written = WriteTruth(generator, folder);
  if (!written.ok()) return written;
  return Writer(generator, folder, rounds).Run();
}

}  // namespace localoffer::generator

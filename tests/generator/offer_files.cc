#include "tests/generator/offer_files.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
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

absl::Status WriteOffers(
    const Generator& generator, const std::string& folder, int rounds,
    const std::function<void(absl::string_view authority)>& progress) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  const fs::path truth_path = fs::path(folder) / "truth.tsv";
  std::ofstream truth(truth_path, std::ios::binary | std::ios::trunc);
  truth << "entry\tkind\tauthority\n";
  for (const std::string& authority : generator.authorities()) {
    if (generator.EntriesOf(authority) == 0) continue;
    absl::Status written = WriteFile(generator, authority, Round::kFirst,
                                     fs::path(folder) / "first");
    if (written.ok() && rounds > 1) {
      written = WriteFile(generator, authority, Round::kSecond,
                          fs::path(folder) / "second");
    }
    if (!written.ok()) return written;
    generator.ForEachFate(authority, [&](const Fate& fate) {
      truth << fate.name << '\t' << fate.kind << '\t' << authority << '\n';
    });
    progress(authority);
  }
  truth.close();
  return truth ? absl::OkStatus() : NotWritten(truth_path);
}

}  // namespace localoffer::generator

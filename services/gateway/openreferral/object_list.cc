#include "services/gateway/openreferral/object_list.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/index/analyzer.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

BodySource Lines(ObjectList list) {
  return [list = std::move(list), place = size_t{0}](
             std::string& piece) mutable -> absl::StatusOr<bool> {
    while (place < list.size && piece.size() < kPieceBytes) {
      const absl::StatusOr<std::string> json = list.json(place++);
      if (absl::IsNotFound(json.status())) continue;
      RETURN_IF_ERROR(json.status());
      absl::StrAppend(&piece, *json, "\n");
    }
    return place < list.size;
  };
}

}  // namespace

openreferral::Page PageOf(const ApiPage& asked, size_t total, size_t size) {
  const size_t pages = (total + asked.size - 1) / asked.size;
  openreferral::Page page;
  page.total_items = static_cast<int64_t>(total);
  page.total_pages = std::max<int64_t>(1, static_cast<int64_t>(pages));
  page.page_number = static_cast<int64_t>(asked.number);
  page.size = static_cast<int64_t>(size);
  return page;
}

absl::Status Show(ObjectList list, const ApiPage& page,
                  openreferral::Format format, HttpResponse& response) {
  if (page.lines) {
    response.source = Lines(std::move(list));
    return absl::OkStatus();
  }
  std::vector<std::string> objects;
  for (size_t place = page.skip();
       place < list.size && place < page.skip() + page.size; ++place) {
    absl::StatusOr<std::string> json = list.json(place);
    if (absl::IsNotFound(json.status())) continue;
    RETURN_IF_ERROR(json.status());
    objects.push_back(*std::move(json));
  }
  openreferral::PageWriter writer({.format = format});
  response.body = writer.Begin(PageOf(page, list.size, objects.size()));
  for (const std::string& object : objects) {
    response.body += writer.Next(object);
  }
  response.body += writer.End();
  return absl::OkStatus();
}

absl::StatusOr<Scope> Scope::Of(const std::string& log, storage::Store& store,
                                const storage::Instant& instant) {
  ASSIGN_OR_RETURN(storage::Instant speaking, store.speaking().At(instant));
  std::string of = log.empty() ? log : storage::SpeakingLog(speaking, log);
  return Scope(std::move(of), std::move(speaking));
}

absl::optional<catalogue::KnownEntry> Scope::First(
    const catalogue::Contents& contents,
    const catalogue::EntryNumbers& entries) const {
  for (const uint32_t number : entries) {
    const catalogue::KnownEntry entry = contents.entry(number);
    if (Has(entry)) return entry;
  }
  return absl::nullopt;
}

absl::StatusOr<ReadEntry> Read(const storage::Entries& entries,
                               const catalogue::KnownEntry& entry) {
  ASSIGN_OR_RETURN(std::optional<storage::EntryRevision> revision,
                   entries.At(entry.log(), entry.id(), entry.sequence() + 1));
  if (!revision) return absl::DataLossError("an entry is gone");
  ASSIGN_OR_RETURN(log::v1::EntryPublished content, entries.Content(*revision));
  if (!content.has_service()) return absl::NotFoundError("erased");
  return ReadEntry{*std::move(revision), std::move(content)};
}

NameSearch::NameSearch(absl::string_view text)
    : words_(absl::StrSplit(FoldText(text), ' ', absl::SkipWhitespace())) {}

bool NameSearch::Finds(absl::string_view folded_name) const {
  return std::all_of(
      words_.begin(), words_.end(), [folded_name](const std::string& word) {
        return absl::StartsWith(folded_name, word) ||
               absl::StrContains(folded_name, absl::StrCat(" ", word));
      });
}

}  // namespace localoffer::gateway

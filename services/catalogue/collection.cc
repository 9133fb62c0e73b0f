#include "services/catalogue/collection.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "services/catalogue/changed_entries.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

// Reading is nearly all parsing; questions want processors, too.
constexpr size_t kReaders = 2;

// As many changes of a log wait, at most, until somebody needs its section: to
// pack it costs as much for one as for these.
size_t MostWaiting(const Section* section) {
  constexpr size_t kAlways = 64;
  constexpr size_t kShare = 8;
  return kAlways +
         (section == nullptr ? 0 : section->entries().size() / kShare);
}

}  // namespace

std::vector<Collection::Growth> Collection::GrowthTo(
    const storage::Instant& instant) const {
  std::vector<Growth> growths;
  for (const auto& [log, size] : instant.sizes()) {
    const uint64_t known = taken_in_.SizeOf(log);
    if (known < size) growths.push_back({log, known, size, {}, {}});
  }
  // The largest first: no reader has much left when the others are done.
  std::stable_sort(growths.begin(), growths.end(),
                   [](const Growth& a, const Growth& b) {
                     return a.size - a.known > b.size - b.known;
                   });
  return growths;
}

absl::Status Collection::TakeIn(const storage::Instant& instant) {
  std::vector<Growth> growths = GrowthTo(instant);
  std::atomic<size_t> next = 0;
  const auto read = [&] {
    for (size_t i = next++; i < growths.size(); i = next++) {
      growths[i].status = Read(growths[i]);
    }
  };
  std::vector<std::thread> helpers;
  for (size_t i = 1; i < std::min(kReaders, growths.size()); ++i) {
    helpers.emplace_back(read);
  }
  read();
  for (std::thread& helper : helpers) helper.join();
  for (const Growth& growth : growths) RETURN_IF_ERROR(growth.status);
  for (Growth& growth : growths) {
    Log& log = logs_[growth.log];
    if (growth.known == 0) log.section = std::move(growth.read.section);
    for (auto& [id, facts] : growth.read.changes) {
      log.changes.insert_or_assign(id, std::move(facts));
    }
    if (log.changes.size() > MostWaiting(log.section.get())) {
      Pack(growth.log, log);
    }
  }
  taken_in_ = instant;
  words_.MakeRoom();
  return absl::OkStatus();
}

absl::Status Collection::Read(Growth& growth) {
  if (growth.known > 0) return ReadChanged(growth);
  RETURN_IF_ERROR(ReadAll(growth));
  Pack(growth.log, growth.read);
  return absl::OkStatus();
}

absl::Status Collection::ReadAll(Growth& growth) {
  absl::Status read;
  RETURN_IF_ERROR(store_.entries().ForEach(
      growth.log, growth.size, "", [&](const storage::EntryRevision& revision) {
        read = ReadEntry(revision, growth.read.changes);
        return read.ok();
      }));
  return read;
}

absl::Status Collection::ReadChanged(Growth& growth) {
  ASSIGN_OR_RETURN(
      const std::set<std::string> changed,
      ChangedEntries(store_.engine(), growth.log, growth.known, growth.size));
  for (const std::string& entry : changed) {
    ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                     store_.entries().At(growth.log, entry, growth.size));
    if (revision) RETURN_IF_ERROR(ReadEntry(*revision, growth.read.changes));
  }
  return absl::OkStatus();
}

absl::Status Collection::ReadEntry(const storage::EntryRevision& revision,
                                   ReadEntries& entries) {
  if (!go_on_()) return absl::CancelledError("stopped");
  absl::optional<EntryFacts>& facts = entries[revision.entry_id];
  if (revision.withdrawn) return absl::OkStatus();
  ASSIGN_OR_RETURN(const log::v1::EntryPublished content,
                   store_.entries().Content(revision));
  // Erased.
  if (!content.has_service()) return absl::OkStatus();
  facts =
      FactsOf(revision, content.service(), store_.geography().places(), words_);
  return absl::OkStatus();
}

std::shared_ptr<const Contents> Collection::Make() {
  Contents::Sections sections;
  for (auto& [id, log] : logs_) {
    if (!log.changes.empty()) Pack(id, log);
    if (log.section != nullptr) sections.push_back(log.section);
  }
  made_ = std::make_shared<const Contents>(taken_in_, std::move(sections),
                                           made_.get());
  return made_;
}

void Collection::Pack(const std::string& id, Log& log) {
  const size_t size =
      log.section == nullptr ? 0 : log.section->entries().size();
  EntryPacker packer;
  auto change = log.changes.begin();
  const auto add_change = [&] {
    if (change->second) packer.Add(*change->second);
    ++change;
  };
  for (uint32_t i = 0; i < size; ++i) {
    const EntryTable& packed = log.section->entries();
    const std::string entry = packed.id(i);
    while (change != log.changes.end() && change->first < entry) add_change();
    if (change != log.changes.end() && change->first == entry) {
      add_change();
    } else {
      packer.Add(packed, i);
    }
  }
  while (change != log.changes.end()) add_change();
  EntryTable entries = std::move(packer).Finish();
  log.section = entries.size() == 0
                    ? nullptr
                    : std::make_shared<const Section>(id, std::move(entries));
  log.changes.clear();
}

}  // namespace localoffer::catalogue

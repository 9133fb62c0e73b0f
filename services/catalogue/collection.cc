#include "services/catalogue/collection.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "storage/directory/bodies.h"
#include "storage/log/change.h"
#include "storage/status_macros.h"

namespace localoffer::catalogue {
namespace {

// Reading is nearly all parsing; questions want processors, too.
constexpr size_t kReaders = 2;

// The entry that a change of a log concerns; "" when it concerns none.
absl::StatusOr<std::string> EntryOf(const storage::Engine& engine,
                                    absl::string_view log, uint64_t sequence) {
  ASSIGN_OR_RETURN(log::v1::ChangeHeader header,
                   storage::ReadHeader(engine, log, sequence));
  if (header.kind() == log::v1::CHANGE_KIND_BODY_ERASED) {
    ASSIGN_OR_RETURN(const uint64_t erased, log::ErasedSequence(header));
    ASSIGN_OR_RETURN(header, storage::ReadHeader(engine, log, erased));
  }
  if (header.kind() != log::v1::CHANGE_KIND_ENTRY_PUBLISHED &&
      header.kind() != log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    return std::string();
  }
  return std::move(*header.mutable_subject());
}

// A log's section as it was, null for none, with some of its entries as they
// were read since. Null when no entry is left.
std::shared_ptr<const Section> Update(
    const std::string& log, const Section* before,
    const std::map<std::string, absl::optional<EntryFacts>>& changed) {
  EntryPacker packer;
  auto change = changed.begin();
  const auto add_change = [&] {
    if (change->second) packer.Add(*change->second);
    ++change;
  };
  const size_t size = before == nullptr ? 0 : before->entries().size();
  for (uint32_t i = 0; i < size; ++i) {
    const std::string id = before->entries().id(i);
    while (change != changed.end() && change->first < id) add_change();
    if (change != changed.end() && change->first == id) {
      add_change();
    } else {
      packer.Add(before->entries(), i);
    }
  }
  while (change != changed.end()) add_change();
  EntryTable entries = std::move(packer).Finish();
  if (entries.size() == 0) return nullptr;
  return std::make_shared<const Section>(log, std::move(entries));
}

}  // namespace

std::vector<Collection::Growth> Collection::GrowthTo(
    const storage::Instant& instant) const {
  std::vector<Growth> growths;
  for (const auto& [log, size] : instant.sizes()) {
    const uint64_t known = taken_in_.SizeOf(log);
    if (known == size) continue;
    const auto before = sections_.find(log);
    growths.push_back({log, known, size,
                       before == sections_.end() ? nullptr : before->second,
                       absl::OkStatus()});
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
    if (growth.section == nullptr) {
      sections_.erase(growth.log);
    } else {
      sections_[growth.log] = std::move(growth.section);
    }
  }
  taken_in_ = instant;
  words_.MakeRoom();
  return absl::OkStatus();
}

absl::Status Collection::Read(Growth& growth) {
  ReadEntries entries;
  RETURN_IF_ERROR(growth.known == 0 ? ReadAll(growth, entries)
                                    : ReadChanged(growth, entries));
  if (!entries.empty()) {
    growth.section = Update(growth.log, growth.section.get(), entries);
  }
  return absl::OkStatus();
}

absl::Status Collection::ReadAll(const Growth& growth, ReadEntries& entries) {
  absl::Status read;
  RETURN_IF_ERROR(store_.entries().ForEach(
      growth.log, growth.size, "", [&](const storage::EntryRevision& revision) {
        read = ReadEntry(revision, entries);
        return read.ok();
      }));
  return read;
}

absl::Status Collection::ReadChanged(const Growth& growth,
                                     ReadEntries& entries) {
  std::set<std::string> changed;
  for (uint64_t sequence = growth.known; sequence < growth.size; ++sequence) {
    ASSIGN_OR_RETURN(std::string entry,
                     EntryOf(store_.engine(), growth.log, sequence));
    if (!entry.empty()) changed.insert(std::move(entry));
  }
  for (const std::string& entry : changed) {
    ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                     store_.entries().At(growth.log, entry, growth.size));
    if (revision) RETURN_IF_ERROR(ReadEntry(*revision, entries));
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
  for (const auto& [log, section] : sections_) sections.push_back(section);
  made_ = std::make_shared<const Contents>(taken_in_, std::move(sections),
                                           made_.get());
  return made_;
}

}  // namespace localoffer::catalogue

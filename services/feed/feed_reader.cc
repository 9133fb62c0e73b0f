#include "services/feed/feed_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/entry/entry_view.h"
#include "services/entry/harvested.h"
#include "services/entry/resource_name.h"
#include "storage/arrival_witness.h"
#include "storage/directory/bodies.h"
#include "storage/log/change.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::feed {
namespace {

// So much of the feed that has nothing to show is looked at for one page: some
// hundred milliseconds.
constexpr uint64_t kMostLooks = 20000;

// What is written may not be readable yet.
bool IsReadable(const storage::Arrival& arrival,
                const storage::Instant& instant) {
  return arrival.first_sequence + arrival.change_count <=
         instant.SizeOf(arrival.log);
}

// Without what every entry has.
size_t SizeOf(const v1::Entry& entry) {
  return entry.name().size() + entry.service().ByteSizeLong() +
         entry.local_offer().ByteSizeLong();
}

}  // namespace

// One page under way.
struct FeedReader::Reading {
  const FeedRequest& request;
  const storage::Instant& instant;
  const storage::Instant& speaking;
  FeedPage& page;
  size_t bytes = 0;
  uint64_t looks = 0;
  // Of each log that was met: the stretch in which it came in again.
  std::map<std::string, std::optional<storage::Arrival>> again = {};

  bool IsFull() const {
    return page.items.size() >= request.most_items ||
           bytes >= request.most_bytes || looks >= kMostLooks;
  }
  bool IsAskedFor(const std::string& log) const {
    return request.of.empty() || request.of == log ||
           request.of == log::AuthorityOfLog(log);
  }
  bool Shows(const std::string& log) const {
    return request.of == log || speaking.sizes().contains(log);
  }
};

absl::StatusOr<FeedPage> FeedReader::Read(
    const FeedRequest& request, const storage::Instant& instant) const {
  ASSIGN_OR_RETURN(const storage::Instant speaking,
                   store_.speaking().At(instant));
  FeedPage page;
  page.next = request.after;
  Reading reading{request, instant, speaking, page};
  absl::Status failed;
  const auto look_through = [&](const storage::Arrival& arrival) {
    // Nor is what comes after it.
    if (!IsReadable(arrival, instant)) return false;
    ++reading.looks;
    if (!reading.IsAskedFor(arrival.log)) {
      page.next = arrival.last_number();
      return !reading.IsFull();
    }
    for (uint64_t number = std::max(arrival.first_number, page.next + 1);
         number <= arrival.last_number() && !reading.IsFull(); ++number) {
      failed =
          Look(arrival, arrival.first_sequence + number - arrival.first_number,
               reading);
      if (!failed.ok()) return false;
      page.next = number;
    }
    return !reading.IsFull();
  };
  RETURN_IF_ERROR(store_.arrivals().ForEach(request.after, look_through));
  RETURN_IF_ERROR(failed);
  return page;
}

absl::StatusOr<uint64_t> FeedReader::Newest(
    const storage::Instant& instant) const {
  ASSIGN_OR_RETURN(uint64_t newest, store_.arrivals().Newest());
  // What is being written is at the end, and little. A log that comes in again
  // is last of what is written with it, and may be readable before that is.
  for (uint64_t number = newest; number > 0;) {
    ASSIGN_OR_RETURN(const storage::Arrival arrival, StretchOf(number));
    number = arrival.first_number - 1;
    if (!IsReadable(arrival, instant)) {
      newest = number;
    } else if (arrival.first_sequence > 0) {
      break;
    } else {
      ASSIGN_OR_RETURN(const std::optional<storage::Arrival> again,
                       store_.arrivals().CameAgain(arrival.log));
      if (!again) break;
    }
  }
  return newest;
}

// The stretch that has a number that was given.
absl::StatusOr<storage::Arrival> FeedReader::StretchOf(uint64_t number) const {
  storage::Arrival found;
  RETURN_IF_ERROR(store_.arrivals().ForEach(
      number - 1, [&](const storage::Arrival& arrival) {
        found = arrival;
        return false;
      }));
  return found;
}

// The entry that a change concerns; nothing when it concerns none.
absl::StatusOr<std::optional<std::string>> FeedReader::EntryOf(
    absl::string_view log, uint64_t sequence) const {
  ASSIGN_OR_RETURN(log::v1::ChangeHeader header,
                   storage::ReadHeader(store_.engine(), log, sequence));
  if (header.kind() == log::v1::CHANGE_KIND_BODY_ERASED) {
    ASSIGN_OR_RETURN(const uint64_t erased, log::ErasedSequence(header));
    ASSIGN_OR_RETURN(header, storage::ReadHeader(store_.engine(), log, erased));
  }
  if (header.kind() != log::v1::CHANGE_KIND_ENTRY_PUBLISHED &&
      header.kind() != log::v1::CHANGE_KIND_ENTRY_WITHDRAWN) {
    return std::nullopt;
  }
  return std::move(*header.mutable_subject());
}

// Adds the entry that a change concerns, if it is here that the entry stands.
absl::Status FeedReader::Look(const storage::Arrival& arrival,
                              uint64_t sequence, Reading& reading) const {
  ++reading.looks;
  const std::string& log = arrival.log;
  const auto [again, is_new] = reading.again.try_emplace(log);
  if (is_new) {
    ASSIGN_OR_RETURN(again->second, store_.arrivals().CameAgain(log));
  }
  if (again->second && again->second->first_number > arrival.first_number &&
      sequence < again->second->change_count) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> entry,
                   EntryOf(log, sequence));
  if (!entry) return absl::OkStatus();
  const uint64_t size = reading.instant.SizeOf(log);
  ASSIGN_OR_RETURN(const std::optional<storage::EntryRevision> revision,
                   store_.entries().At(log, *entry, size));
  if (!revision) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<storage::ContentErasure> erasure,
                   store_.entries().ErasureOf(*revision));
  // A follower may know of an erasure before the change itself has come.
  const uint64_t stands_at =
      erasure && erasure->sequence < size
          ? std::max(erasure->sequence, revision->sequence)
          : revision->sequence;
  if (stands_at != sequence) return absl::OkStatus();

  FeedItem item;
  item.change_number = arrival.first_number + sequence - arrival.first_sequence;
  item.witness = storage::WitnessOf(arrival, item.change_number);
  item.deleted = revision->withdrawn || erasure || !reading.Shows(log);
  if (!item.deleted) {
    ASSIGN_OR_RETURN(item.entry, entry::ToEntry(store_.entries(), *revision,
                                                reading.request.view));
    // Erased between the two reads.
    item.deleted = reading.request.view != v1::ENTRY_VIEW_NAME &&
                   !item.entry.has_service();
  }
  if (item.deleted) {
    item.entry.Clear();
    item.entry.set_name(entry::FormatEntryName(log, *entry));
  } else if (reading.request.view != v1::ENTRY_VIEW_NAME) {
    entry::MarkHarvested(store_.authorities(), log, item.entry);
  }
  reading.bytes += SizeOf(item.entry);
  reading.page.items.push_back(std::move(item));
  return absl::OkStatus();
}

}  // namespace localoffer::feed

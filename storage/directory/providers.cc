#include "storage/directory/providers.h"

#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/keys.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

absl::StatusOr<Listing> ParseListing(absl::string_view key,
                                     absl::string_view value) {
  const absl::Status damaged =
      absl::DataLossError("a record of the table listing is malformed");
  const std::optional<uint64_t> sequence = SequenceOfRevisionKey(key);
  v1::ListingRecord record;
  if (!sequence ||
      !record.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return damaged;
  }
  Listing listing;
  listing.sequence = *sequence;
  listing.update_time = absl::FromUnixMicros(record.update_time_micros());
  listing.withdrawn = record.withdrawn();
  listing.title = std::move(*record.mutable_title());
  listing.organization = std::move(*record.mutable_organization());
  listing.assured_date = std::move(*record.mutable_assured_date());
  listing.clues.reserve(record.clues_size());
  for (std::string& text : *record.mutable_clues()) {
    std::optional<Clue> clue = ParseClue(std::move(text));
    if (!clue) return damaged;
    listing.clues.push_back(*std::move(clue));
  }
  return listing;
}

// What stands for a clue in keys. RocksDB repeats keys in files that no
// compaction rewrites, and a clue may be a person's name or number, which has
// to be gone once it is erased.
std::string ClueDigest(absl::string_view clue) {
  constexpr size_t kDigits = 32;  // 128 bits: no two clues ever share one
  return log::HashHex(log::Sha256(clue)).substr(0, kDigits);
}

}  // namespace

absl::Status ListingWalk::ForEachRevision(
    absl::string_view authority, absl::string_view entry_id, uint64_t log_size,
    absl::FunctionRef<bool(Listing)> visit) {
  if (log_size == 0) return absl::OkStatus();
  const std::string newest = RevisionKey(authority, entry_id, log_size - 1);
  const absl::string_view prefix =
      absl::string_view(newest).substr(0, newest.size() - sizeof(log_size));
  cursor_.Seek(newest);
  for (; cursor_.Valid() && absl::StartsWith(cursor_.key(), prefix);
       cursor_.Next()) {
    if (cursor_.key().size() != newest.size()) {
      return absl::DataLossError("a key of the table listing is malformed");
    }
    ASSIGN_OR_RETURN(Listing listing,
                     ParseListing(cursor_.key(), cursor_.value()));
    if (!visit(std::move(listing))) return absl::OkStatus();
  }
  return cursor_.status();
}

absl::StatusOr<std::vector<Providers::ListedEntry>> Providers::EverListed(
    const Clue& clue) const {
  std::vector<ListedEntry> entries;
  Cursor cursor =
      engine_.Scan(Table::kProvider, IdPrefix(ClueDigest(FormatClue(clue))));
  for (; cursor.Valid(); cursor.Next()) {
    std::optional<ProviderKeyParts> parts = ParseProviderKey(cursor.key());
    if (!parts) {
      return absl::DataLossError("a key of the table provider is malformed");
    }
    entries.push_back(
        {std::move(parts->authority), std::move(parts->entry_id)});
  }
  RETURN_IF_ERROR(cursor.status());
  return entries;
}

ListingWalk Providers::Listings() const {
  return ListingWalk(engine_.Scan(Table::kListing, ""));
}

namespace {

void PutListing(const log::v1::ChangeHeader& header,
                const v1::ListingRecord& record, Batch& batch) {
  batch.Put(
      Table::kListing,
      RevisionKey(header.authority(), header.subject(), header.sequence()),
      record.SerializeAsString());
}

}  // namespace

void ProjectListing(const log::v1::ChangeHeader& header,
                    const localoffer::v1::Service& service, Batch& batch) {
  v1::ListingRecord record;
  record.set_update_time_micros(header.commit_time_micros());
  record.set_title(service.name());
  record.set_organization(service.organization().name());
  record.set_assured_date(service.assured_date());
  for (const Clue& clue : CluesOf(service)) {
    const std::string text = FormatClue(clue);
    batch.Put(
        Table::kProvider,
        ProviderKey(ClueDigest(text), header.authority(), header.subject()),
        "");
    record.add_clues(text);
  }
  PutListing(header, record, batch);
}

void ProjectWithdrawnListing(const log::v1::ChangeHeader& header,
                             Batch& batch) {
  v1::ListingRecord record;
  record.set_update_time_micros(header.commit_time_micros());
  record.set_withdrawn(true);
  PutListing(header, record, batch);
}

absl::Status ForgetListing(const Engine& engine,
                           const log::v1::ChangeHeader& header,
                           const localoffer::v1::Service& service,
                           const std::set<uint64_t>& also_forgotten,
                           Batch& batch) {
  ProjectListing(header, localoffer::v1::Service(), batch);
  std::set<Clue> kept;
  ListingWalk walk = Providers(engine).Listings();
  RETURN_IF_ERROR(walk.ForEachRevision(
      header.authority(), header.subject(),
      std::numeric_limits<uint64_t>::max(), [&](Listing listing) {
        if (listing.sequence != header.sequence() &&
            !also_forgotten.contains(listing.sequence)) {
          kept.insert(std::make_move_iterator(listing.clues.begin()),
                      std::make_move_iterator(listing.clues.end()));
        }
        return true;
      }));
  for (const Clue& clue : CluesOf(service)) {
    if (kept.contains(clue)) continue;
    batch.Delete(Table::kProvider,
                 ProviderKey(ClueDigest(FormatClue(clue)), header.authority(),
                             header.subject()));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::storage

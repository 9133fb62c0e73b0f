// Which entries list a provider, or ever did.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/directory/clues.h"
#include "storage/engine.h"

namespace localoffer::storage {

// What one revision of an entry says of its provider: enough to recognise the
// provider and to tell of the listing, without the entry's content.
struct Listing {
  // Of the change that made the revision.
  uint64_t sequence = 0;
  absl::Time update_time;
  // A withdrawn revision has nothing of what follows.
  bool withdrawn = false;
  // Names of the service and of the organisation, as the entry gives them.
  std::string title;
  std::string organization;
  // YYYY-MM-DD as supplied; empty when there is none.
  std::string assured_date;
  // As CluesOf gives them.
  std::vector<Clue> clues;
};

// A walk over listings. It sees the store as it was when the walk was made,
// and costs one seek an entry. Not thread-safe; must not outlive its store.
class ListingWalk {
 public:
  // Calls `visit` with what the entry's revisions say, up to `log_size`,
  // newest first, until it returns false. DATA_LOSS when a record is damaged.
  absl::Status ForEachRevision(absl::string_view authority,
                               absl::string_view entry_id, uint64_t log_size,
                               absl::FunctionRef<bool(Listing)> visit);

 private:
  friend class Providers;
  explicit ListingWalk(Cursor cursor) : cursor_(std::move(cursor)) {}
  Cursor cursor_;
};

// Thread-safe.
class Providers {
 public:
  explicit Providers(const Engine& engine) : engine_(engine) {}

  struct ListedEntry {
    std::string authority;
    std::string entry_id;

    friend auto operator<=>(const ListedEntry&, const ListedEntry&) = default;
  };

  // The entries of which any revision has ever carried the clue, sorted.
  // Wider than any instant: the entry's revision at the instant decides.
  absl::StatusOr<std::vector<ListedEntry>> EverListed(const Clue& clue) const;

  ListingWalk Listings() const;

 private:
  const Engine& engine_;
};

// Projects one revision: what `service` says of its provider. A service that
// says nothing stands for one whose body is erased.
void ProjectListing(const log::v1::ChangeHeader& header,
                    const localoffer::v1::Service& service, Batch& batch);
// Projects one revision that withdraws its entry.
void ProjectWithdrawnListing(const log::v1::ChangeHeader& header, Batch& batch);
// Takes back all that ProjectListing made of `service` in the revision of
// `header`, except what other revisions of the entry say, too; those at the
// sequences of `also_forgotten` do not count.
absl::Status ForgetListing(const Engine& engine,
                           const log::v1::ChangeHeader& header,
                           const localoffer::v1::Service& service,
                           const std::set<uint64_t>& also_forgotten,
                           Batch& batch);

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROVIDERS_H_

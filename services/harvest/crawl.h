// Reading a feed from beginning to end.
#ifndef LOCALOFFER_SERVICES_HARVEST_CRAWL_H_
#define LOCALOFFER_SERVICES_HARVEST_CRAWL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "localoffer/storage/v1/records.pb.h"
#include "services/harvest/fetcher.h"
#include "services/openreferral/record.h"

namespace localoffer::harvest {

struct CrawlRules {
  int per_page = 100;
  int most_pages = 10'000;
  size_t most_records = 100'000;
  // Of all records together.
  size_t most_bytes = size_t{200} << 20;
};

struct CrawlRequest {
  // As NormalFeedUrl() makes it.
  std::string feed;
  absl::Time now;
  // Of the newest complete crawl: if the server says that none of these has
  // changed, neither has the feed.
  std::vector<storage::v1::FeedRecord::Page> known_pages;
  // Ask only for what has changed since then.
  std::optional<absl::Time> modified_after;
};

enum class CrawlKind {
  // Every service of the feed is in `source`.
  kComplete,
  // Nothing has changed since `known_pages`. No source.
  kUnchanged,
  // What has changed is in `source`.
  kChanges,
  // Some services may be missing from `source`.
  kIncomplete,
  // Nothing was read. No source.
  kFailed,
};

struct Crawl {
  CrawlKind kind = CrawlKind::kFailed;
  // Why it is not complete: what the feed contradicts itself in, or what went
  // wrong.
  std::string detail;
  // Not OK if something went wrong.
  absl::Status error;
  openreferral::Format format = openreferral::Format::kUnspecified;
  // A JSON array of services.
  std::string source;
  int pages = 0;
  // What the feed says of itself.
  std::optional<int64_t> total_told;
  // Of a complete crawl: its pages, if all have validators that vouch for the
  // services, too.
  std::vector<storage::v1::FeedRecord::Page> known_pages;
  // Of a complete crawl: `modified_after` gives nothing for the future, and
  // every service for the distant past.
  bool honours_modified_after = false;
};

// Reads feeds of Open Referral UK 3.0 and 1.0 as they are. Not thread-safe.
//
// Pages are counted from 1; a feed that counts from 0 is noticed. A list that
// changes while it is paged (its total does, or a service comes again on
// another page, by which others may have slipped through) is read once more, in
// pages of another size. It is complete only if one of the two readings had no
// such sign, or all services are there in spite of it; and only if the
// feed says how many services it has, and they are as many. Where
// `/services/{id}` has more members than the list, every service is read there.
class Crawler {
 public:
  // `fetcher` must outlive it.
  Crawler(Fetcher& fetcher, const CrawlRules& rules)
      : fetcher_(fetcher), rules_(rules) {}

  Crawl Read(const CrawlRequest& request);

 private:
  struct Listing;
  absl::Status ReadListing(const CrawlRequest& request, Listing& listing);
  absl::Status ReadOnePage(const CrawlRequest& request, int number,
                           Listing& listing);
  absl::StatusOr<bool> IsUnchanged(const CrawlRequest& request);
  absl::StatusOr<bool> ListIsOfSummaries(const std::string& feed,
                                         const Listing& listing);
  absl::StatusOr<std::string> ReadOneService(const std::string& feed,
                                             const std::string& id);
  absl::Status ReadServices(const std::string& feed, Listing& listing);
  absl::StatusOr<bool> HonoursModifiedAfter(const CrawlRequest& request,
                                            const Listing& listing);
  absl::StatusOr<int64_t> CountModifiedAfter(const CrawlRequest& request,
                                             absl::Time time);

  Fetcher& fetcher_;
  const CrawlRules rules_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_CRAWL_H_

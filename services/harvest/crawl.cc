#include "services/harvest/crawl.h"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/harvest/feed_url.h"
#include "services/harvest/page.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

constexpr int kNotModified = 304;
// Services that could not be read one after another, before the rest is left.
constexpr int kMostFailuresInARow = 3;
// What is asked for to see whether a feed honours `modified_after`.
constexpr absl::Duration kFuture = absl::Hours(10 * 365 * 24);
constexpr absl::CivilSecond kDistantPast(1990, 1, 1);

using Parameters = std::vector<std::pair<absl::string_view, std::string>>;

std::string FormatUtc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// What tells a service from the others of its feed. Real feeds have two
// services with one id, under different names.
std::string KeyOf(const PageRecord& record) {
  return record.id.empty() ? record.json
                           : absl::StrCat(record.id, "\n", record.name);
}

std::string JsonArray(const std::vector<PageRecord>& records) {
  std::string json = "[";
  for (const PageRecord& record : records) {
    if (json.size() > 1) json += ",\n";
    json += record.json;
  }
  return json + "]";
}

}  // namespace

// One reading of the list.
struct Crawler::Listing {
  explicit Listing(int per_page) : per_page(per_page) {}

  const int per_page;
  openreferral::Format format = openreferral::Format::kUnspecified;
  std::vector<PageRecord> records;
  std::vector<storage::v1::FeedRecord::Page> pages;
  // The page on which a service was first, by key.
  std::unordered_map<std::string, int> page_of;
  // Services that came again on another page.
  std::set<std::string> repeated;
  // Elements of all pages.
  int64_t elements = 0;
  size_t bytes = 0;
  // The newest page.
  Page last;
  // How many of it were new.
  int fresh = 0;
  // What the feed says of itself, and whether it said different things.
  std::optional<int64_t> total;
  bool totals_differ = false;
  bool counts_from_zero = false;
  // `full=true` is not understood.
  bool without_full = false;
  // Why it was left before its end.
  std::string limit;

  // Whether services came just once, or else are all there.
  bool IsClean() const {
    return !totals_differ && (repeated.empty() || HasAllOnce());
  }
  bool IsShort() const { return total && elements < *total; }
  bool HasAllOnce() const {
    return total && static_cast<int64_t>(page_of.size()) == *total;
  }
  bool HasAll() const { return HasAllOnce() || elements == total; }
  // Whether there is nothing behind page `number`.
  bool EndsWith(int number) const {
    if (fresh == 0) return true;
    if (IsShort()) return false;
    if (last.last_page) return *last.last_page;
    if (last.total_pages) {
      return number + (counts_from_zero ? 1 : 0) >= *last.total_pages;
    }
    return total.has_value();
  }
  void Take(Page page, int number);
  // Those that came on several pages, once.
  void DropRepeated();
};

void Crawler::Listing::Take(Page page, int number) {
  if (format == openreferral::Format::kUnspecified) format = page.format;
  if (page.total_items) {
    if (total && *total != *page.total_items) totals_differ = true;
    total = page.total_items;
  }
  elements += static_cast<int64_t>(page.records.size());
  fresh = 0;
  for (PageRecord& record : page.records) {
    const auto [known, is_new] = page_of.emplace(KeyOf(record), number);
    if (is_new) ++fresh;
    if (known->second != number) repeated.insert(known->first);
    bytes += record.json.size();
    records.push_back(std::move(record));
  }
  page.records.clear();
  last = std::move(page);
}

void Crawler::Listing::DropRepeated() {
  std::set<std::string> kept;
  std::erase_if(records, [&](const PageRecord& record) {
    const std::string key = KeyOf(record);
    return repeated.contains(key) && !kept.insert(key).second;
  });
}

absl::Status Crawler::ReadOnePage(const CrawlRequest& request, int number,
                                  Listing& listing) {
  Parameters parameters = {{"page", absl::StrCat(number)},
                           {"per_page", absl::StrCat(listing.per_page)}};
  if (!listing.without_full) parameters.emplace_back("full", "true");
  if (request.modified_after) {
    parameters.emplace_back("modified_after",
                            FormatUtc(*request.modified_after));
  }
  const std::string url = ServicesUrl(request.feed, parameters);
  ASSIGN_OR_RETURN(const HttpAnswer answer, fetcher_.Get({url, "", ""}));
  absl::StatusOr<Page> page = ReadPage(answer.body);
  if (!page.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("page ", number, ": ", page.status().message()));
  }
  if (page->is_bare && (number > 1 || static_cast<int>(page->records.size()) ==
                                          listing.per_page)) {
    // As many as were asked for: it may be a page after all.
    page->total_items.reset();
    page->last_page.reset();
  }
  storage::v1::FeedRecord::Page& known = listing.pages.emplace_back();
  known.set_url(url);
  known.set_etag(answer.etag);
  known.set_last_modified(answer.last_modified);
  listing.Take(*std::move(page), number);
  return absl::OkStatus();
}

absl::Status Crawler::ReadListing(const CrawlRequest& request,
                                  Listing& listing) {
  int number = 1;
  absl::Status first = ReadOnePage(request, number, listing);
  if (absl::IsFailedPrecondition(first) && listing.pages.empty()) {
    // Perhaps the server knows no parameter of that name.
    listing.without_full = true;
    first = ReadOnePage(request, number, listing);
  }
  RETURN_IF_ERROR(first);
  const bool nothing = listing.elements == 0 && listing.total.value_or(0) > 0;
  if (nothing || listing.last.first_page == false) {
    listing.counts_from_zero = true;
    const Page last = listing.last;
    const int fresh = listing.fresh;
    RETURN_IF_ERROR(ReadOnePage(request, 0, listing));
    listing.last = last;
    listing.fresh = fresh;
  }
  while (!listing.EndsWith(number)) {
    if (listing.pages.size() >= static_cast<size_t>(rules_.most_pages) ||
        listing.records.size() > rules_.most_records ||
        listing.bytes > rules_.most_bytes) {
      listing.limit =
          absl::StrCat("the feed has more than is taken: after ",
                       listing.pages.size(), " pages, ", listing.records.size(),
                       " services and ", listing.bytes, " bytes it goes on");
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(ReadOnePage(request, ++number, listing));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Crawler::IsUnchanged(const CrawlRequest& request) {
  if (request.known_pages.empty() || request.modified_after) return false;
  for (const storage::v1::FeedRecord::Page& page : request.known_pages) {
    const absl::StatusOr<HttpAnswer> answer =
        fetcher_.Get({page.url(), page.etag(), page.last_modified()});
    if (absl::IsUnavailable(answer.status()) ||
        absl::IsCancelled(answer.status())) {
      return answer.status();
    }
    // Whatever else it is will show when the feed is read.
    if (!answer.ok() || answer->status != kNotModified) return false;
  }
  return true;
}

absl::StatusOr<bool> Crawler::ListIsOfSummaries(const std::string& feed,
                                                const Listing& listing) {
  std::vector<const PageRecord*> samples;
  for (const PageRecord& record : listing.records) {
    if (!record.id.empty()) samples.push_back(&record);
  }
  if (samples.size() > 2) samples = {samples.front(), samples.back()};
  for (const PageRecord* sample : samples) {
    const absl::StatusOr<std::string> service =
        ReadOneService(feed, sample->id);
    // Not to know is no reason to publish less than there was.
    if (absl::IsUnavailable(service.status()) ||
        absl::IsCancelled(service.status())) {
      return service.status();
    }
    if (!service.ok()) continue;
    const std::set<std::string> listed = MemberNames(sample->json);
    const std::set<std::string> whole = MemberNames(*service);
    if (!std::includes(listed.begin(), listed.end(), whole.begin(),
                       whole.end())) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<std::string> Crawler::ReadOneService(const std::string& feed,
                                                    const std::string& id) {
  if (id.empty()) return absl::NotFoundError("a service has no id");
  ASSIGN_OR_RETURN(const HttpAnswer answer,
                   fetcher_.Get({ServiceUrl(feed, id), "", ""}));
  return ReadService(answer.body, id);
}

// Puts every service in the place of its summary, and leaves out those that
// cannot be read.
absl::Status Crawler::ReadServices(const std::string& feed, Listing& listing) {
  std::vector<PageRecord> whole;
  absl::Status failure;
  int failures_in_a_row = 0;
  size_t bytes = 0;
  for (PageRecord& record : listing.records) {
    absl::StatusOr<std::string> service = ReadOneService(feed, record.id);
    if (service.ok()) {
      failures_in_a_row = 0;
      record.json = *std::move(service);
      bytes += record.json.size();
      whole.push_back(std::move(record));
    } else {
      failure = service.status();
      if (absl::IsUnavailable(failure)) ++failures_in_a_row;
    }
    if (absl::IsCancelled(failure)) break;
    if (failures_in_a_row == kMostFailuresInARow) break;
    if (bytes > rules_.most_bytes) {
      listing.limit = absl::StrCat("the feed has more than is taken: after ",
                                   bytes, " bytes it goes on");
      break;
    }
  }
  const size_t missing = listing.records.size() - whole.size();
  listing.records = std::move(whole);
  if (failure.ok()) return absl::OkStatus();
  return absl::Status(
      failure.code(),
      absl::StrCat(missing, missing == 1 ? " service" : " services",
                   " could not be read: ", failure.message()));
}

absl::StatusOr<int64_t> Crawler::CountModifiedAfter(const CrawlRequest& request,
                                                    absl::Time time) {
  ASSIGN_OR_RETURN(
      const HttpAnswer answer,
      fetcher_.Get(
          {ServicesUrl(request.feed, {{"page", "1"},
                                      {"per_page", "1"},
                                      {"modified_after", FormatUtc(time)}}),
           "", ""}));
  ASSIGN_OR_RETURN(const Page page, ReadPage(answer.body));
  return page.total_items.value_or(static_cast<int64_t>(page.records.size()));
}

absl::StatusOr<bool> Crawler::HonoursModifiedAfter(const CrawlRequest& request,
                                                   const Listing& listing) {
  // 1.0 has no such parameter.
  if (listing.format != openreferral::Format::kOpenReferral3) return false;
  ASSIGN_OR_RETURN(const int64_t future,
                   CountModifiedAfter(request, request.now + kFuture));
  if (future > 0 || listing.total.value_or(0) == 0) return false;
  ASSIGN_OR_RETURN(
      const int64_t ever,
      CountModifiedAfter(request,
                         absl::FromCivil(kDistantPast, absl::UTCTimeZone())));
  return ever == *listing.total;
}

Crawl Crawler::Read(const CrawlRequest& request) {
  fetcher_.Begin();
  Crawl crawl;
  const absl::StatusOr<bool> unchanged = IsUnchanged(request);
  crawl.error = unchanged.status();
  if (!unchanged.ok() || *unchanged) {
    crawl.kind = unchanged.ok() ? CrawlKind::kUnchanged : CrawlKind::kFailed;
    crawl.detail = std::string(crawl.error.message());
    return crawl;
  }

  auto read = std::make_unique<Listing>(rules_.per_page);
  crawl.error = ReadListing(request, *read);
  bool settled = read->IsClean();
  if (crawl.error.ok() && !settled && read->limit.empty()) {
    auto again =
        std::make_unique<Listing>(std::max(1, rules_.per_page * 3 / 4));
    crawl.error = ReadListing(request, *again);
    if (crawl.error.ok()) {
      settled = again->IsClean();
      read = std::move(again);
    }
  }
  Listing& listing = *read;
  listing.DropRepeated();
  crawl.pages = static_cast<int>(listing.pages.size());
  crawl.total_told = listing.total;
  crawl.format = listing.format;
  const bool has_all = listing.HasAll();

  bool of_summaries = false;
  if (crawl.error.ok() || !listing.records.empty()) {
    const absl::StatusOr<bool> summaries =
        ListIsOfSummaries(request.feed, listing);
    if (!summaries.ok()) {
      crawl.error = summaries.status();
      listing.records.clear();
    } else if (*summaries) {
      of_summaries = true;
      const absl::Status whole = ReadServices(request.feed, listing);
      if (crawl.error.ok()) crawl.error = whole;
    }
  }

  if (!crawl.error.ok()) {
    crawl.detail = std::string(crawl.error.message());
  } else if (!listing.limit.empty()) {
    crawl.detail = listing.limit;
  } else if (listing.totals_differ) {
    crawl.detail = "the list of services changed while it was read";
  } else if (!settled) {
    crawl.detail = absl::StrCat(
        listing.repeated.size(),
        listing.repeated.size() == 1 ? " service is" : " services are",
        " listed on more than one page, so that others may be on none");
  } else if (!request.modified_after && !listing.total) {
    crawl.detail = "the feed does not say how many services it has";
  } else if (!request.modified_after && !has_all) {
    crawl.detail = absl::StrCat("the feed says that it has ", *listing.total,
                                " services, and lists ", listing.elements);
  }
  if (!crawl.error.ok() && listing.records.empty()) return crawl;
  crawl.source = JsonArray(listing.records);
  crawl.kind = !crawl.detail.empty()    ? CrawlKind::kIncomplete
               : request.modified_after ? CrawlKind::kChanges
                                        : CrawlKind::kComplete;
  if (crawl.kind != CrawlKind::kComplete) return crawl;

  const bool vouched =
      std::all_of(listing.pages.begin(), listing.pages.end(),
                  [](const auto& page) {
                    return !page.etag().empty() ||
                           !page.last_modified().empty();
                  }) &&
      (!of_summaries ||
       std::all_of(
           listing.records.begin(), listing.records.end(),
           [](const auto& record) { return record.has_last_modified; }));
  if (vouched) crawl.known_pages = std::move(listing.pages);
  crawl.honours_modified_after =
      HonoursModifiedAfter(request, listing).value_or(false);
  return crawl;
}

}  // namespace localoffer::harvest

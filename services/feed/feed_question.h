// What a request asks of the change feed.
#ifndef LOCALOFFER_SERVICES_FEED_FEED_QUESTION_H_
#define LOCALOFFER_SERVICES_FEED_FEED_QUESTION_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/change_feed.pb.h"
#include "services/feed/feed_reader.h"
#include "storage/store.h"

namespace localoffer::feed {

// Whoever is further behind has to read the feed before he may watch it: all of
// a directory is not to be had at the price of its news.
inline constexpr uint64_t kMostBehind = 10'000;
// Of a message of a stream: a slow reader holds up the next one.
inline constexpr size_t kMostWatched = 100;
inline constexpr size_t kWatchedBytes = 1 << 20;
// Of a page. One entry more, of at most 1 MiB, still fits into the 4 MiB that
// gRPC clients take by default.
inline constexpr size_t kPageBytes = 2 << 20;

// What is to be read, from the beginning of the feed on unless the request has
// a place. Errors as in change_feed.proto.
absl::StatusOr<FeedRequest> QuestionOf(storage::Store& store,
                                       const v1::ListChangesRequest& request);
absl::StatusOr<FeedRequest> QuestionOf(storage::Store& store,
                                       const v1::WatchChangesRequest& request);
absl::Status Check(storage::Store& store,
                   const v1::GetChangeFeedStateRequest& request);

// A place as answers have it.
absl::StatusOr<v1::ChangePlace> PlaceAt(const storage::Store& store,
                                        uint64_t change_number);

// Appends what an answer has of an item.
void AddItem(FeedItem item,
             google::protobuf::RepeatedPtrField<v1::EntryChange>& changes);

}  // namespace localoffer::feed

#endif  // LOCALOFFER_SERVICES_FEED_FEED_QUESTION_H_

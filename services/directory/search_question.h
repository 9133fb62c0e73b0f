// From a search request to a question for the index.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_SEARCH_QUESTION_H_
#define LOCALOFFER_SERVICES_DIRECTORY_SEARCH_QUESTION_H_

#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/storage/v1/records.pb.h"
#include "localoffer/v1/directory.pb.h"
#include "services/catalogue/contents.h"
#include "services/directory/search_filter.h"
#include "storage/directory/instant.h"
#include "storage/index/opening_time.h"
#include "storage/store.h"

namespace localoffer::directory {

// What a search sees.
struct SearchMoment {
  storage::Instant instant;
  // From which on what is to be open every week has to be in force.
  DayNumber today = 0;
};

// What a request asks, checked, as of one moment, however often it is asked.
struct SearchQuestion {
  // Its query has the page that is asked for.
  SearchConditions conditions;
  SearchMoment moment;
  // What the tokens of its pages are bound to.
  uint64_t hash = 0;
};

// The moment of a page before. Errors as of entry::InstantOfRevision.
absl::StatusOr<SearchMoment> MomentOf(storage::Store& store,
                                      const storage::v1::PageToken& token);

// Reads requests. Thread-safe. The store outlives it. Errors as in
// directory.proto.
class QuestionReader {
 public:
  QuestionReader(storage::Store& store, storage::Clock clock)
      : store_(store), clock_(std::move(clock)) {}

  // What is wrong with a request but for its page token and its instant.
  absl::Status Check(const v1::SearchEntriesRequest& request) const {
    return ReadConditions(request).status();
  }
  // `contents`: the newest, or nearly so; null is enough for a filter that does
  // not need the catalogue. Where the request chooses no instant, the question
  // is as of theirs.
  absl::StatusOr<SearchQuestion> Read(
      const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents) const;
  // The same as of a moment, whatever instant the request chooses.
  absl::StatusOr<SearchQuestion> ReadAt(
      const SearchMoment& moment, const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents) const;
  // Whether Read() answers without waiting; see entry::IsSettled().
  bool IsSettled(const v1::SearchEntriesRequest& request) const;

 private:
  absl::StatusOr<SearchConditions> ReadConditions(
      const v1::SearchEntriesRequest& request) const;
  absl::StatusOr<SearchMoment> ChosenMoment(
      const v1::SearchEntriesRequest& request,
      const catalogue::Contents* contents) const;
  // Completes a question that has its conditions and its moment.
  absl::Status Finish(const catalogue::Contents* contents,
                      SearchQuestion& question) const;

  storage::Store& store_;
  const storage::Clock clock_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_SEARCH_QUESTION_H_

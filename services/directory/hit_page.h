// The bytes of an answer to a search.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_HIT_PAGE_H_
#define LOCALOFFER_SERVICES_DIRECTORY_HIT_PAGE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "localoffer/v1/directory.pb.h"

namespace localoffer::directory {

// Writes a v1::SearchEntriesResponse whose entries are put in as the bytes they
// are kept as: to read those, only to write the same again, would be half of
// what an answer costs. Thread-compatible.
class HitPage {
 public:
  // About `hits` will be added.
  explicit HitPage(size_t hits = 0) { bytes_.reserve(hits * kUsualBytes); }

  // Adds a hit: `entry` is the bytes of its v1::Entry, `part` those of a
  // v1::SearchHit that many share, `hit` the rest of it.
  void Add(absl::string_view entry, absl::string_view part,
           const v1::SearchHit& hit);

  // How many hits were added, and their bytes.
  size_t hits() const { return hits_; }
  size_t bytes() const { return bytes_.size(); }

  // The whole answer: the hits, and all else that `response` says. Once.
  std::string Finish(const v1::SearchEntriesResponse& response);

 private:
  // A hit with an entry of the usual length.
  static constexpr size_t kUsualBytes = 1024;

  size_t hits_ = 0;
  std::string bytes_;
};

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_HIT_PAGE_H_

// A directory to which anything happens, and what it shows: what the change
// feed is held against. For tests alone.
#ifndef LOCALOFFER_SERVICES_FEED_TESTING_DIRECTORY_H_
#define LOCALOFFER_SERVICES_FEED_TESTING_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "localoffer/v1/change_feed.pb.h"
#include "storage/testing.h"

namespace localoffer::feed {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kLeeds[] = "E08000035";
inline constexpr char kHarvested[] = "E06000023-H-0a000000";
inline constexpr char kOtherHarvest[] = "E06000023-H-0b000000";

// Name and service, as JSON, of every entry that is shown.
using Copy = std::map<std::string, std::string>;

// Puts a change into the copy of whoever reads the feed.
void Apply(const v1::EntryChange& change, Copy& copy);

class TestingDirectory {
 public:
  TestingDirectory() { Open(); }

  // As after a start of the node.
  void Open();
  storage::Store& store() { return *store_; }
  storage::FakeClock& clock() { return clock_; }

  void Publish(const std::string& log, int number, const std::string& name);
  // New entries from `first` on, as one commit.
  void PublishMany(const std::string& log, int first, int count);
  void Withdraw(const std::string& log, int number);
  void Erase(const std::string& log, uint64_t sequence);
  // Some change of one of the logs, which are few, and have few entries.
  void Happen(std::mt19937& random);

  // What the directory shows, or one authority's part of it.
  Copy Shown(const std::string& of = "");

 protected:
  std::optional<storage::EntryRevision> Revision(const std::string& log,
                                                 int number);

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;

 private:
  storage::ProposedChange Change(const std::string& log, int number,
                                 log::v1::ChangeKind kind);
  void Commit(const std::string& log, storage::ProposedChange change);
  void Show(const storage::EntryRevision& revision, Copy& shown);

  // An authority's own log begins late, if at all.
  bool started_ = false;
};

}  // namespace localoffer::feed

#endif  // LOCALOFFER_SERVICES_FEED_TESTING_DIRECTORY_H_

// What is put to the committer, and what it answers.
#ifndef LOCALOFFER_STORAGE_PROPOSAL_H_
#define LOCALOFFER_STORAGE_PROPOSAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "localoffer/log/v1/change.pb.h"

namespace localoffer::storage {

// A change that somebody wants made.
struct ProposedChange {
  log::v1::ChangeKind kind = log::v1::CHANGE_KIND_UNSPECIFIED;
  // Entry id or statutory item. Once in a proposal.
  std::string subject;
  log::v1::ChangeBody body;
  // For changes of entries: the sequence of the revision that the change was
  // decided on; nothing if the entry did not exist. Checked in the commit.
  std::optional<uint64_t> expected_sequence;
};

// Changes to one authority's log that are made together or not at all.
struct Proposal {
  std::string authority;
  std::vector<ProposedChange> changes;
  // When set, the whole log must still have this size.
  std::optional<uint64_t> expected_size;
  // When not empty, the outcome is kept under this id.
  std::string request_id;
  // SHA-256 of all that was asked for.
  std::string fingerprint;
  // The caller's account of it, given back on a repeated request.
  std::string outcome;
};

// What a commit did.
struct Receipt {
  uint64_t first_sequence = 0;
  uint64_t change_count = 0;
  absl::Time commit_time;
  // Of the log after the commit.
  uint64_t size = 0;
  std::string checkpoint;
  // As in the proposal that was committed first.
  std::string outcome;
  // True when an earlier proposal with the same request id was the one.
  bool replayed = false;
};

}  // namespace localoffer::storage

#endif  // LOCALOFFER_STORAGE_PROPOSAL_H_

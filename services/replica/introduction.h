// How a replica gets to know the logs of the node that it copies.
#ifndef LOCALOFFER_SERVICES_REPLICA_INTRODUCTION_H_
#define LOCALOFFER_SERVICES_REPLICA_INTRODUCTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/exchange/follower.h"
#include "services/exchange/peer_link.h"
#include "services/rpc/journal.h"
#include "storage/store.h"

namespace localoffer::replica {

// Believes the node once for each log: which authority it is of, with which
// keys it begins, and which of them the node's operator put in or revoked by
// his own word. That goes into this node's own register and trust file; from
// then on the log is believed for its keys alone, whatever the node says.
// Called by one thread at a time; its arguments outlive it.
class Introduction {
 public:
  // `follower` follows one node.
  Introduction(storage::Store& store, const exchange::Follower& follower,
               storage::Clock clock, rpc::Journal& journal)
      : store_(store),
        follower_(follower),
        clock_(std::move(clock)),
        journal_(journal) {}

  // Asks the node for what is new; to be called after each of its messages.
  // What fails is in the journal, and is tried again after the next one.
  void Meet(exchange::PeerLink& node);

 private:
  // The register and what it says of harvested logs.
  absl::Status TakeAuthorities(exchange::PeerLink& node);
  absl::Status TakeAuthority(const v1::Authority& authority);
  absl::Status TakeKeys(exchange::PeerLink& node, const std::string& log);
  void Tell(const std::string& log, const absl::Status& why);

  storage::Store& store_;
  const exchange::Follower& follower_;
  const storage::Clock clock_;
  rpc::Journal& journal_;
  // When the register was taken last.
  absl::Time taken_ = absl::InfinitePast();
};

}  // namespace localoffer::replica

#endif  // LOCALOFFER_SERVICES_REPLICA_INTRODUCTION_H_

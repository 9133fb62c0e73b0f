#include "services/exchange/peer_view.h"

#include "google/protobuf/util/time_util.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"

namespace localoffer::exchange {
namespace {

google::protobuf::Duration ToDuration(absl::Duration duration) {
  return google::protobuf::util::TimeUtil::MicrosecondsToDuration(
      absl::ToInt64Microseconds(duration));
}

v1::PeerLog ShowLog(const std::string& name, const LogAtPeer& log,
                    uint64_t size, absl::Time now) {
  v1::PeerLog shown;
  shown.set_log(entry::FormatAuthorityName(name));
  shown.set_peer_size(static_cast<int64_t>(log.claimed));
  shown.set_size(static_cast<int64_t>(size));
  if (log.IsAhead(size)) {
    shown.set_lag_changes(static_cast<int64_t>(log.claimed - size));
    *shown.mutable_lag() = ToDuration(now - log.ahead_since.value_or(now));
  }
  if (log.refusal) {
    shown.set_refusal(log.refusal->name);
    shown.set_refusal_detail(log.refusal->detail);
    *shown.mutable_refusal_time() = entry::ToTimestamp(log.refusal->time);
  }
  return shown;
}

}  // namespace

v1::Peer ShowPeer(const PeerState& peer, const std::string& address,
                  const storage::Instant& here, absl::Time now) {
  v1::Peer shown;
  shown.set_address(address);
  shown.set_state(peer.state);
  if (peer.contact_time != absl::InfinitePast()) {
    *shown.mutable_contact_time() = entry::ToTimestamp(peer.contact_time);
    *shown.mutable_clock_ahead() = ToDuration(peer.clock_ahead);
  }
  shown.set_detail(peer.detail);
  for (const auto& [name, log] : peer.logs) {
    *shown.add_logs() = ShowLog(name, log, here.SizeOf(name), now);
  }
  for (const auto& [log, checkpoint] : peer.untrusted) {
    shown.add_untrusted_logs(entry::FormatAuthorityName(log));
  }
  shown.set_segments_taken(peer.segments);
  shown.set_changes_taken(peer.changes);
  for (const auto& [name, count] : peer.refusals) {
    shown.set_refusals(shown.refusals() + count);
  }
  return shown;
}

}  // namespace localoffer::exchange

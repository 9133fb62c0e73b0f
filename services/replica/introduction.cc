#include "services/replica/introduction.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "storage/log/log_id.h"
#include "storage/log/trust.h"
#include "storage/log/verifier_key.h"
#include "storage/status_macros.h"

namespace localoffer::replica {
namespace {

using Kind = log::TrustStatement::Kind;
using google::protobuf::util::MessageDifferencer;

// When a feed was last read whole changes without a change of its log.
constexpr absl::Duration kRegisterEvery = absl::Minutes(1);
constexpr size_t kMostTextBytes = 1024;
// The longest address that harvesting takes.
constexpr size_t kMostAddressBytes = 4096;

bool IsShort(const v1::Authority& authority) {
  for (const std::string* text :
       {&authority.title(), &authority.official_name(),
        &authority.authority_type(), &authority.region(),
        &authority.org_id()}) {
    if (text->size() > kMostTextBytes) return false;
  }
  return !authority.title().empty() &&
         authority.harvested().feed_url().size() <= kMostAddressBytes;
}

storage::v1::AuthorityRecord RecordOf(const std::string& id,
                                      const v1::Authority& authority) {
  storage::v1::AuthorityRecord record;
  record.set_title(authority.title());
  record.set_official_name(authority.official_name());
  record.set_authority_type(authority.authority_type());
  record.set_region(authority.region());
  record.set_org_id(authority.org_id());
  if (!log::IsHarvestedLog(id)) return record;
  record.mutable_harvested()->set_of(std::string(log::AuthorityOfLog(id)));
  record.mutable_harvested()->set_feed_url(authority.harvested().feed_url());
  const auto crawled =
      entry::FromTimestamp(authority.harvested().complete_crawl_time());
  if (authority.harvested().has_complete_crawl_time() && crawled.ok()) {
    record.mutable_harvested()->set_complete_crawl_micros(
        absl::ToUnixMicros(*crawled));
  }
  return record;
}

// What the trust file has to say for the log to be followed as the node does.
// Before its first key nothing is believed of it, so revocations come first.
absl::StatusOr<std::vector<log::TrustStatement>> StatementsOf(
    const std::string& log, const v1::GetLogKeysResponse& keys) {
  std::vector<log::TrustStatement> revoked;
  std::vector<log::TrustStatement> trusted;
  for (const v1::LogKey& shown : keys.keys()) {
    ASSIGN_OR_RETURN(
        log::VerifierKey key,
        log::VerifierKey::Parse(shown.verifier_key(), log::KeyType::kEd25519));
    if (shown.after_size() < 0 || shown.revoked_after_size() < 0) {
      return absl::InvalidArgumentError("a key begins below 0");
    }
    if (shown.has_revoked_after_size()) {
      revoked.push_back({Kind::kRevoke, log, key,
                         static_cast<uint64_t>(shown.revoked_after_size())});
    }
    // Rotations are in the log itself.
    if (shown.after_size() == 0 || shown.source() == v1::KEY_SOURCE_TRUST) {
      trusted.push_back({Kind::kKey, log, std::move(key),
                         static_cast<uint64_t>(shown.after_size())});
    }
  }
  if (trusted.empty() || trusted.front().after_size != 0) {
    return absl::InvalidArgumentError("the node shows no first key");
  }
  revoked.insert(revoked.end(), std::make_move_iterator(trusted.begin()),
                 std::make_move_iterator(trusted.end()));
  return revoked;
}

}  // namespace

void Introduction::Meet(exchange::PeerLink& node) {
  const std::vector<std::string> strangers = follower_.ToldBy(0).untrusted;
  if (!strangers.empty() || clock_() - taken_ >= kRegisterEvery) {
    // Before the keys: a log whose authority is unknown could not be asked for.
    if (const absl::Status taken = TakeAuthorities(node); !taken.ok()) {
      return Tell("-", taken);
    }
    taken_ = clock_();
  }
  for (const std::string& log : strangers) {
    if (const absl::Status taken = TakeKeys(node, log); !taken.ok()) {
      Tell(log, taken);
    }
  }
}

absl::Status Introduction::TakeAuthorities(exchange::PeerLink& node) {
  v1::ListAuthoritiesRequest request;
  request.set_show_harvested(true);
  do {
    ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse page,
                     node.ListAuthorities(request));
    for (const v1::Authority& authority : page.authorities()) {
      ASSIGN_OR_RETURN(const std::string id,
                       entry::ParseLogName("name", authority.name()));
      const auto known = store_.authorities().Find(id);
      // What the product ships, and what is known once, stays; only feeds are
      // read again and again.
      if ((known && !log::IsHarvestedLog(id)) || !IsShort(authority)) continue;
      const storage::v1::AuthorityRecord record = RecordOf(id, authority);
      if (known && MessageDifferencer::Equals(*known, record)) continue;
      RETURN_IF_ERROR(store_.authorities().Put(id, record));
    }
    // A node that gave the same token for ever would be asked for ever.
    if (page.next_page_token() <= request.page_token()) break;
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Introduction::TakeKeys(exchange::PeerLink& node,
                                    const std::string& log) {
  v1::GetLogKeysRequest request;
  request.set_parent(entry::FormatAuthorityName(log));
  ASSIGN_OR_RETURN(const v1::GetLogKeysResponse keys, node.GetLogKeys(request));
  ASSIGN_OR_RETURN(const std::vector<log::TrustStatement> statements,
                   StatementsOf(log, keys));
  for (const log::TrustStatement& statement : statements) {
    RETURN_IF_ERROR(store_.trust().Add(statement));
    if (statement.kind != Kind::kKey) continue;
    journal_.Write(rpc::Severity::kInfo, "a key is believed on first sight",
                   {{"log", log}, {"key", statement.key.ToString()}});
  }
  return absl::OkStatus();
}

void Introduction::Tell(const std::string& log, const absl::Status& why) {
  journal_.Write(rpc::Severity::kWarning,
                 "the node does not say how a log begins",
                 {{"log", log}, {"detail", std::string(why.message())}});
}

}  // namespace localoffer::replica

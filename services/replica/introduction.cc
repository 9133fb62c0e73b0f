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
// What a node may put into the files here: they are read whole at each start.
constexpr size_t kMostStatements = 64;
constexpr int kMostAuthorities = 10'000;
constexpr int kMostPages = 1000;

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
absl::StatusOr<std::vector<log::TrustStatement>> StatementsOf(
    const std::string& log, const v1::GetLogKeysResponse& keys) {
  std::vector<log::TrustStatement> statements;
  bool begins = false;
  for (const v1::LogKey& shown : keys.keys()) {
    ASSIGN_OR_RETURN(
        log::VerifierKey key,
        log::VerifierKey::Parse(shown.verifier_key(), log::KeyType::kEd25519));
    if (shown.after_size() < 0 || shown.revoked_after_size() < 0) {
      return absl::InvalidArgumentError("a key begins below 0");
    }
    if (shown.has_revoked_after_size()) {
      statements.push_back({Kind::kRevoke, log, key,
                            static_cast<uint64_t>(shown.revoked_after_size())});
    }
    // Rotations are in the log itself.
    if (shown.after_size() == 0 || shown.source() == v1::KEY_SOURCE_TRUST) {
      statements.push_back({Kind::kKey, log, std::move(key),
                            static_cast<uint64_t>(shown.after_size())});
    }
    begins = begins || shown.after_size() == 0;
    if (statements.size() > kMostStatements) {
      return absl::InvalidArgumentError(
          absl::StrCat("the node shows more than ", kMostStatements,
                       " keys and revocations that are not in the log"));
    }
  }
  if (!begins) {
    return absl::InvalidArgumentError("the node shows no first key");
  }
  return statements;
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
  // No node can be asked for ever.
  int left = kMostAuthorities;
  for (int pages = 0; pages < kMostPages; ++pages) {
    ASSIGN_OR_RETURN(const v1::ListAuthoritiesResponse page,
                     node.ListAuthorities(request));
    left -= page.authorities_size();
    if (left < 0) break;
    for (const v1::Authority& authority : page.authorities()) {
      RETURN_IF_ERROR(TakeAuthority(authority));
    }
    // Nor for the same page.
    if (page.next_page_token() <= request.page_token()) return absl::OkStatus();
    request.set_page_token(page.next_page_token());
  }
  return absl::ResourceExhaustedError(
      absl::StrCat("the node's register does not end after ", kMostAuthorities,
                   " authorities, or ", kMostPages, " pages"));
}

absl::Status Introduction::TakeAuthority(const v1::Authority& authority) {
  ASSIGN_OR_RETURN(const std::string id,
                   entry::ParseLogName("name", authority.name()));
  const auto known = store_.authorities().Find(id);
  // What the product ships, and what is known once, stays; only feeds are read
  // again and again.
  if ((known && !log::IsHarvestedLog(id)) || !IsShort(authority)) {
    return absl::OkStatus();
  }
  const storage::v1::AuthorityRecord record = RecordOf(id, authority);
  if (known && MessageDifferencer::Equals(*known, record)) {
    return absl::OkStatus();
  }
  return store_.authorities().Put(id, record);
}

absl::Status Introduction::TakeKeys(exchange::PeerLink& node,
                                    const std::string& log) {
  v1::GetLogKeysRequest request;
  request.set_parent(entry::FormatAuthorityName(log));
  ASSIGN_OR_RETURN(const v1::GetLogKeysResponse keys, node.GetLogKeys(request));
  ASSIGN_OR_RETURN(const std::vector<log::TrustStatement> statements,
                   StatementsOf(log, keys));
  // Together: with a part of them another log could be believed.
  RETURN_IF_ERROR(store_.trust().AddAll(statements));
  for (const log::TrustStatement& statement : statements) {
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

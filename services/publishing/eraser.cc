#include "services/publishing/eraser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/entry/read_instant.h"
#include "services/entry/resource_name.h"
#include "services/publishing/errors.h"
#include "services/publishing/publication.h"
#include "services/rpc/error.h"
#include "storage/directory/bodies.h"
#include "storage/status_macros.h"

namespace localoffer::publishing {
namespace {

// How often an erasure is decided anew when others commit in between.
constexpr int kMostAttempts = 8;

}  // namespace

// What was asked for, in order.
struct Eraser::Order {
  std::string authority;
  // Id of the entry, or of the statutory item.
  std::string subject;
  bool is_entry = false;
  // As in the request, without a sequence.
  std::string name;
  std::optional<uint64_t> sequence;
  bool all_earlier = false;
  // Else the size that the log had at the time asked for.
  uint64_t size_then = 0;
  std::string reason;

  static absl::StatusOr<Order> Of(storage::Store& store,
                                  const v1::EraseBodyRequest& request);

  // One change of it, for messages.
  std::string NameOf(uint64_t of) const { return absl::StrCat(name, "@", of); }

 private:
  absl::Status TakeName(const std::string& text);
};

absl::Status Eraser::Order::TakeName(const std::string& text) {
  name = text.substr(0, text.find('@'));
  std::optional<int64_t> named;
  is_entry = !absl::StrContains(text, "/statements/");
  if (is_entry) {
    ASSIGN_OR_RETURN(entry::EntryName parsed,
                     entry::ParseEntryRevisionName("name", text));
    authority = std::move(parsed.authority);
    subject = std::move(parsed.entry);
    named = parsed.sequence;
  } else {
    ASSIGN_OR_RETURN(entry::StatementName parsed,
                     entry::ParseStatementName("name", text));
    authority = std::move(parsed.authority);
    subject = std::move(parsed.statutory_item);
    named = parsed.sequence;
  }
  if (named) sequence = static_cast<uint64_t>(*named);
  return absl::OkStatus();
}

absl::StatusOr<Eraser::Order> Eraser::Order::Of(
    storage::Store& store, const v1::EraseBodyRequest& request) {
  std::vector<rpc::FieldError> errors;
  Order order;
  const absl::Status named = order.TakeName(request.name());
  if (!named.ok()) errors.push_back({"name", std::string(named.message())});
  order.all_earlier = request.all_earlier();
  if (named.ok() && static_cast<int>(order.sequence.has_value()) +
                            static_cast<int>(request.has_read_time()) +
                            static_cast<int>(request.all_earlier()) !=
                        1) {
    errors.push_back({"name",
                      "wanted @{sequence} behind the name, or read_time, or "
                      "all_earlier; one of them"});
  }
  order.reason = request.reason();
  CheckReason(order.reason, errors);
  if (!errors.empty()) return rpc::InvalidFields(errors);
  if (request.has_read_time()) {
    ASSIGN_OR_RETURN(
        const storage::Instant instant,
        entry::ReadInstant(store, true, request.read_time(), /*revision=*/""));
    order.size_then = instant.SizeOf(order.authority);
  }
  return order;
}

// All changes of the entry or the statement, newest first.
absl::StatusOr<Eraser::Sequences> Eraser::ChangesOf(const Order& order,
                                                    uint64_t log_size) const {
  if (!order.is_entry) {
    return store_.statements().NilDeclarations(order.authority, order.subject,
                                               log_size);
  }
  Sequences sequences;
  RETURN_IF_ERROR(store_.entries().ForEachRevision(
      order.authority, order.subject, log_size,
      [&sequences](const storage::EntryRevision& revision) {
        sequences.push_back(revision.sequence);
        return true;
      }));
  return sequences;
}

// What is in the local offer now can't be erased from under it.
absl::Status Eraser::CheckMayGo(const Order& order, uint64_t log_size,
                                uint64_t sequence) const {
  if (order.is_entry) {
    ASSIGN_OR_RETURN(
        const std::optional<storage::EntryRevision> now,
        store_.entries().At(order.authority, order.subject, log_size));
    return now && !now->withdrawn && now->sequence == sequence
               ? EntryStands(order.NameOf(sequence))
               : absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      const std::optional<storage::NilStatement> now,
      store_.statements().NilAt(order.authority, order.subject, log_size));
  return now && now->sequence == sequence
             ? DeclarationStands(order.NameOf(sequence))
             : absl::OkStatus();
}

absl::StatusOr<Eraser::Sequences> Eraser::Choose(const Order& order,
                                                 uint64_t log_size) const {
  ASSIGN_OR_RETURN(Sequences changes, ChangesOf(order, log_size));
  if (changes.empty()) {
    return order.is_entry ? EntryNotFound(order.name)
                          : RevisionNotFound(order.name);
  }
  if (order.all_earlier) {
    // The newest stands: it is in the local offer, or says that the entry is
    // not, or that a declaration is the last.
    changes.erase(changes.begin());
    std::reverse(changes.begin(), changes.end());
    return changes;
  }
  const auto chosen =
      std::find_if(changes.begin(), changes.end(), [&](uint64_t sequence) {
        return order.sequence ? sequence == *order.sequence
                              : sequence < order.size_then;
      });
  if (chosen == changes.end()) {
    return RevisionNotFound(order.sequence ? order.NameOf(*order.sequence)
                                           : order.name);
  }
  RETURN_IF_ERROR(CheckMayGo(order, log_size, *chosen));
  return Sequences{*chosen};
}

absl::StatusOr<Eraser::Sequences> Eraser::NotYetErased(
    const Order& order, const Sequences& sequences) const {
  Sequences left;
  for (const uint64_t sequence : sequences) {
    ASSIGN_OR_RETURN(
        const std::optional<uint64_t> by,
        storage::ErasedBy(store_.engine(), order.authority, sequence));
    if (!by) left.push_back(sequence);
  }
  return left;
}

// ABORTED when the log has grown since.
absl::StatusOr<v1::Publication> Eraser::Commit(
    const Order& order, uint64_t log_size, const Sequences& sequences) const {
  storage::Proposal proposal;
  proposal.authority = order.authority;
  proposal.expected_size = log_size;
  for (const uint64_t sequence : sequences) {
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
    change.subject = absl::StrCat(sequence);
    change.body.mutable_body_erased()->set_reason(order.reason);
  }
  const absl::StatusOr<storage::Receipt> receipt =
      store_.committer().Commit(proposal);
  if (absl::IsFailedPrecondition(receipt.status())) {
    return NotHome(order.authority);
  }
  RETURN_IF_ERROR(receipt.status());
  return ToPublication(store_, *receipt, order.authority);
}

// Of the last of those that are all erased already.
absl::StatusOr<v1::Publication> Eraser::EarlierErasure(
    const Order& order, const Sequences& sequences) const {
  uint64_t last = 0;
  for (const uint64_t sequence : sequences) {
    ASSIGN_OR_RETURN(
        const std::optional<uint64_t> by,
        storage::ErasedBy(store_.engine(), order.authority, sequence));
    last = std::max(last, by.value_or(0));
  }
  return EarlierPublication(store_, order.authority, last);
}

absl::StatusOr<v1::EraseBodyResponse> Eraser::Erase(
    const v1::EraseBodyRequest& request) const {
  ASSIGN_OR_RETURN(const Order order, Order::Of(store_, request));
  RETURN_IF_ERROR(CheckHome(store_, order.authority));
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const uint64_t log_size = store_.logs().Latest().SizeOf(order.authority);
    ASSIGN_OR_RETURN(const Sequences chosen, Choose(order, log_size));
    v1::EraseBodyResponse response;
    response.mutable_sequences()->Add(chosen.begin(), chosen.end());
    if (request.validate_only() || chosen.empty()) return response;
    ASSIGN_OR_RETURN(const Sequences left, NotYetErased(order, chosen));
    absl::StatusOr<v1::Publication> publication =
        left.empty() ? EarlierErasure(order, chosen)
                     : Commit(order, log_size, left);
    if (absl::IsAborted(publication.status())) continue;
    RETURN_IF_ERROR(publication.status());
    *response.mutable_publication() = *std::move(publication);
    // Also when all was erased before: that time it may have failed here.
    RETURN_IF_ERROR(store_.PurgeErased());
    return response;
  }
  return Contended(order.authority);
}

}  // namespace localoffer::publishing

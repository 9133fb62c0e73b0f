#include "services/editions/edition_maker.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/editions/edition_date.h"
#include "services/editions/edition_view.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/publishing/errors.h"
#include "services/publishing/submission.h"
#include "services/rpc/error.h"
#include "storage/directory/offer_maps.h"
#include "storage/log/edition.h"
#include "storage/log/hash.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::editions {
namespace {

// How often an edition is made anew when others publish in between.
constexpr int kMostAttempts = 8;
constexpr size_t kMostTitleBytes = 200;

bool IsTitle(absl::string_view title) {
  return !title.empty() && title.size() <= kMostTitleBytes &&
         log::IsNoteText(title) && title.find('\n') == title.npos;
}

absl::Status EditionExists(absl::string_view name) {
  return rpc::CallerError(
      absl::StatusCode::kAlreadyExists, "EDITION_EXISTS",
      absl::StrCat(name,
                   " was made already; an edition stands for ever, "
                   "choose another edition_id"),
      {{"edition", std::string(name)}});
}

absl::Status NothingPublished(absl::string_view authority) {
  return rpc::CallerError(
      absl::StatusCode::kFailedPrecondition, "NOTHING_PUBLISHED",
      absl::StrCat("authority ", authority,
                   " has published nothing to make an edition of"),
      {{"authority", std::string(authority)}});
}

absl::Status ContentUnknown(absl::string_view authority) {
  return rpc::CallerError(
      absl::StatusCode::kFailedPrecondition, "CONTENT_ERASED",
      absl::StrCat("content of the local offer of ", authority,
                   " is being erased; try again in a moment"));
}

}  // namespace

// What was asked for, in order.
struct EditionMaker::Order {
  entry::EditionName name;
  std::string fingerprint;

  static absl::StatusOr<Order> Of(v1::CreateEditionRequest request) {
    std::vector<rpc::FieldError> errors;
    const absl::StatusOr<std::string> authority =
        entry::ParseAuthorityName("parent", request.parent());
    if (!authority.ok()) {
      errors.push_back({"parent", std::string(authority.status().message())});
    }
    if (!IsTitle(request.title())) {
      errors.push_back({"title", absl::StrCat("wanted one line of 1 to ",
                                              kMostTitleBytes, " bytes")});
    }
    std::string id = request.edition_id();
    if (id.empty()) id = DateInTitle(request.title());
    if (!log::IsEditionId(id)) {
      errors.push_back(
          {"edition_id",
           absl::StrCat("\"", entry::Excerpt(id),
                        "\": wanted 1 to 64 lower-case letters, digits and "
                        "hyphens, or a title with one date, such as "
                        "1 September 2026")});
    }
    if (!publishing::IsRequestId(request.request_id())) {
      errors.push_back(
          {"request_id", "wanted at most 64 letters, digits, - or _"});
    }
    if (!errors.empty()) return rpc::InvalidFields(errors);
    request.clear_request_id();
    return Order{{*authority, std::move(id)},
                 std::string(log::HashBytes(log::Sha256(absl::StrCat(
                     "CreateEdition\n", request.SerializeAsString()))))};
  }

  std::string FullName() const {
    return entry::FormatEditionName(name.authority, name.edition);
  }
};

absl::StatusOr<v1::CreateEditionResponse> EditionMaker::Create(
    const v1::CreateEditionRequest& request) const {
  ASSIGN_OR_RETURN(const Order order, Order::Of(request));
  const std::string& authority = order.name.authority;
  if (!store_.authorities().Find(authority)) {
    return publishing::AuthorityNotFound(authority);
  }
  if (!store_.committer().IsHome(authority)) {
    return publishing::NotHome(authority);
  }
  const absl::StatusOr<std::optional<storage::Receipt>> earlier =
      store_.logs().FindRequest(authority, request.request_id(),
                                order.fingerprint);
  if (absl::IsAlreadyExists(earlier.status())) {
    return publishing::RequestIdReused(request.request_id());
  }
  RETURN_IF_ERROR(earlier.status());
  if (*earlier) return Show(order);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    v1::CreateEditionResponse planned;
    const absl::StatusOr<std::optional<storage::Receipt>> receipt =
        Commit(order, request, *planned.mutable_edition());
    if (absl::IsAborted(receipt.status())) continue;  // the offer has changed
    RETURN_IF_ERROR(receipt.status());
    if (!*receipt) return planned;
    return Show(order);
  }
  return publishing::Contended(authority);
}

// Commits the edition of the offer as it stands; with `validate_only` it says
// in `planned` what would be.
absl::StatusOr<std::optional<storage::Receipt>> EditionMaker::Commit(
    const Order& order, const v1::CreateEditionRequest& request,
    v1::Edition& planned) const {
  const std::string& authority = order.name.authority;
  const uint64_t log_size = store_.logs().Latest().SizeOf(authority);
  ASSIGN_OR_RETURN(
      const std::optional<storage::Edition> existing,
      store_.editions().At(authority, order.name.edition, log_size));
  if (existing) return EditionExists(order.FullName());
  if (log_size == 0) return NothingPublished(authority);
  ASSIGN_OR_RETURN(
      const storage::OfferMaps maps,
      storage::OfferMaps::At(store_.engine(), authority, log_size));
  if (!maps.providers_are_known()) return ContentUnknown(authority);
  const log::v1::EditionMade made = maps.ToEdition(request.title());
  if (request.validate_only()) {
    planned = ToEdition({authority, order.name.edition, log_size, {}}, made);
    planned.clear_create_time();
    return std::nullopt;
  }
  storage::ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_EDITION_MADE;
  change.subject = order.name.edition;
  *change.body.mutable_edition_made() = made;
  storage::Proposal proposal;
  proposal.authority = authority;
  proposal.changes.push_back(std::move(change));
  // What it commits to is the offer that it was made of, and no other; that
  // nobody else has made an edition of this id follows.
  proposal.expected_size = log_size;
  proposal.request_id = request.request_id();
  proposal.fingerprint = order.fingerprint;
  absl::StatusOr<storage::Receipt> receipt =
      store_.committer().Commit(proposal);
  if (absl::IsAlreadyExists(receipt.status())) {
    return publishing::RequestIdReused(request.request_id());
  }
  if (absl::IsFailedPrecondition(receipt.status())) {
    return publishing::NotHome(authority);
  }
  RETURN_IF_ERROR(receipt.status());
  return *std::move(receipt);
}

absl::StatusOr<v1::CreateEditionResponse> EditionMaker::Show(
    const Order& order) const {
  ASSIGN_OR_RETURN(
      const storage::Edition edition,
      FindEdition(store_, order.name,
                  store_.logs().Latest().SizeOf(order.name.authority)));
  v1::CreateEditionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_edition(), ShowEdition(store_, edition));
  return response;
}

}  // namespace localoffer::editions

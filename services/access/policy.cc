#include "services/access/policy.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"
#include "storage/directory/tokens.h"

namespace localoffer::access {
namespace {

// Whether a method changes logs or what stands beside them: then a replica
// has it asked of the node that it copies.
enum class Asked { kAnywhere, kOfTheNode };

struct Row {
  absl::string_view method;
  Access access;
  Asked asked = Asked::kAnywhere;
};

constexpr Row kRows[] = {
    {"localoffer.v1.AuthoritiesService/CreateAuthority", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.AuthoritiesService/CreateToken", Access::kAdmin,
     Asked::kOfTheNode},
    {"localoffer.v1.AuthoritiesService/GetAuthority", Access::kPublic},
    {"localoffer.v1.AuthoritiesService/ListAuthorities", Access::kPublic},
    {"localoffer.v1.AuthoritiesService/ListTokens", Access::kAdmin},
    {"localoffer.v1.AuthoritiesService/RevokeToken", Access::kAdmin},
    {"localoffer.v1.CatalogueService/GetOrganization", Access::kPublic},
    {"localoffer.v1.CatalogueService/GetServiceAtLocation", Access::kPublic},
    {"localoffer.v1.CatalogueService/GetTaxonomy", Access::kPublic},
    {"localoffer.v1.CatalogueService/GetTaxonomyTerm", Access::kPublic},
    {"localoffer.v1.CatalogueService/ListOrganizations", Access::kPublic},
    {"localoffer.v1.CatalogueService/ListServiceAtLocations", Access::kPublic},
    {"localoffer.v1.CatalogueService/ListTaxonomies", Access::kPublic},
    {"localoffer.v1.CatalogueService/ListTaxonomyTerms", Access::kPublic},
    {"localoffer.v1.ChangeFeedService/GetChangeFeedState", Access::kPublic},
    {"localoffer.v1.ChangeFeedService/ListChanges", Access::kPublic},
    {"localoffer.v1.ChangeFeedService/WatchChanges", Access::kPublic},
    {"localoffer.v1.CoverageService/CheckCoverage", Access::kPublic},
    {"localoffer.v1.CoverageService/ListNilDeclarations", Access::kPublic},
    {"localoffer.v1.DirectoryService/BatchGetEntries", Access::kPublic},
    {"localoffer.v1.DirectoryService/ExportEntries", Access::kPublic},
    {"localoffer.v1.DirectoryService/GetDirectoryState", Access::kPublic},
    {"localoffer.v1.DirectoryService/GetEntry", Access::kPublic},
    {"localoffer.v1.DirectoryService/ListEntries", Access::kPublic},
    {"localoffer.v1.DirectoryService/ListEntryRevisions", Access::kPublic},
    {"localoffer.v1.DirectoryService/SearchEntries", Access::kPublic},
    {"localoffer.v1.DirectoryService/SuggestTerms", Access::kPublic},
    {"localoffer.v1.EditionsService/CompareEditions", Access::kPublic},
    {"localoffer.v1.EditionsService/CreateEdition", Access::kPublisher,
     Asked::kOfTheNode},
    {"localoffer.v1.EditionsService/GetEdition", Access::kPublic},
    {"localoffer.v1.EditionsService/ListEditions", Access::kPublic},
    {"localoffer.v1.ExchangeService/GetCheckpoints", Access::kPublic},
    {"localoffer.v1.ExchangeService/GetConsistencyProof", Access::kPublic},
    {"localoffer.v1.ExchangeService/GetInclusionProof", Access::kPublic},
    {"localoffer.v1.ExchangeService/StreamChanges", Access::kPublic},
    {"localoffer.v1.ExchangeService/WatchCheckpoints", Access::kPublic},
    {"localoffer.v1.HarvestService/ConfirmWithdrawals", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.HarvestService/CreateFeed", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.HarvestService/DeleteFeed", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.HarvestService/ListFeeds", Access::kOperator},
    {"localoffer.v1.HarvestService/RunHarvest", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.InclusionService/CheckInclusion", Access::kPublic},
    {"localoffer.v1.KeysService/AddTrust", Access::kOperator},
    {"localoffer.v1.KeysService/CreateKey", Access::kOperator,
     Asked::kOfTheNode},
    {"localoffer.v1.KeysService/GetLogKeys", Access::kPublic},
    {"localoffer.v1.KeysService/ListTrust", Access::kOperator},
    {"localoffer.v1.KeysService/RotateKey", Access::kAdmin, Asked::kOfTheNode},
    {"localoffer.v1.PeersService/ListEvidence", Access::kOperator},
    {"localoffer.v1.PeersService/ListPeers", Access::kOperator},
    {"localoffer.v1.PlacesService/BatchResolvePlaces", Access::kPublic},
    {"localoffer.v1.PlacesService/ImportPostcodes", Access::kOperator},
    {"localoffer.v1.PlacesService/ResolvePlace", Access::kPublic},
    {"localoffer.v1.ProofsService/ProveAbsent", Access::kPublic},
    {"localoffer.v1.ProofsService/ProveListed", Access::kPublic},
    {"localoffer.v1.PublishingService/DeclareNil", Access::kPublisher,
     Asked::kOfTheNode},
    {"localoffer.v1.PublishingService/EraseBody", Access::kAdmin,
     Asked::kOfTheNode},
    {"localoffer.v1.PublishingService/PlanPublication", Access::kPublisher,
     Asked::kOfTheNode},
    {"localoffer.v1.PublishingService/Publish", Access::kPublisher,
     Asked::kOfTheNode},
    {"localoffer.v1.PublishingService/WithdrawEntry", Access::kPublisher,
     Asked::kOfTheNode},
};

const Row* RowOf(absl::string_view method) {
  const auto* const found =
      std::find_if(std::begin(kRows), std::end(kRows),
                   [method](const Row& row) { return row.method == method; });
  return found == std::end(kRows) ? nullptr : found;
}

bool IsOperator(const Identity& caller) {
  return caller.authority == storage::kNodeAuthority &&
         caller.roles.contains(v1::ROLE_OPERATOR);
}

bool HasRole(const Identity& caller, absl::string_view authority,
             v1::Role role) {
  return caller.authority == authority && caller.roles.contains(role);
}

bool Allows(Access access, absl::string_view authority,
            const Identity& caller) {
  switch (access) {
    case Access::kPublic:
      return true;
    case Access::kPublisher:
      return HasRole(caller, authority, v1::ROLE_PUBLISHER);
    case Access::kAdmin:
      return HasRole(caller, authority, v1::ROLE_ADMIN) || IsOperator(caller);
    case Access::kOperator:
      return IsOperator(caller);
  }
  return false;
}

absl::string_view Needed(Access access) {
  switch (access) {
    case Access::kPublisher:
      return "the role publisher";
    case Access::kAdmin:
      return "the role admin";
    default:
      return "the node's operator";
  }
}

}  // namespace

std::optional<Access> AccessOf(absl::string_view method) {
  const Row* row = RowOf(method);
  if (row == nullptr) return std::nullopt;
  return row->access;
}

bool IsAskedOfTheNode(absl::string_view method) {
  const Row* row = RowOf(method);
  return row != nullptr && row->asked == Asked::kOfTheNode;
}

absl::Status Authorize(absl::string_view method, absl::string_view authority,
                       const std::optional<Identity>& caller) {
  const std::optional<Access> access = AccessOf(method);
  if (!access) {
    return rpc::CallerError(absl::StatusCode::kPermissionDenied,
                            "METHOD_NOT_ALLOWED",
                            absl::StrCat(method, " is open to nobody"));
  }
  if (*access == Access::kPublic) return absl::OkStatus();
  if (!caller) {
    return rpc::CallerError(
        absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING",
        absl::StrCat("this needs ", Needed(*access),
                     ": send a token or use a client certificate"));
  }
  if (Allows(*access, authority, *caller)) return absl::OkStatus();
  return rpc::CallerError(
      absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
      authority.empty()
          ? absl::StrCat("this needs ", Needed(*access))
          : absl::StrCat("this needs ", Needed(*access), " of authority ",
                         authority, "; your credentials are for ",
                         IsOperator(*caller) ? "the node's operator"
                                             : caller->authority),
      {{"authority", std::string(authority)}});
}

}  // namespace localoffer::access

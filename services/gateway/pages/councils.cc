#include "services/gateway/pages/councils.h"

#include <utility>

#include "absl/status/statusor.h"
#include "services/gateway/pages/address.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

absl::StatusOr<CouncilRegister> ReadAll(const NodeClient& node) {
  CouncilRegister councils;
  v1::ListAuthoritiesRequest request;
  request.set_show_harvested(true);
  do {
    ASSIGN_OR_RETURN(v1::ListAuthoritiesResponse page,
                     node.ListAuthorities(request));
    for (v1::Authority& authority : *page.mutable_authorities()) {
      v1::Authority& council = councils[LogOf(authority.name())];
      council.set_title(std::move(*authority.mutable_title()));
      council.set_official_name(std::move(*authority.mutable_official_name()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return councils;
}

}  // namespace

absl::Status Councils::Refresh(const NodeClient& node,
                               const std::string& version) {
  uint64_t turn = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (version_ == version) return absl::OkStatus();
    turn = ++asked_;
  }
  ASSIGN_OR_RETURN(CouncilRegister read, ReadAll(node));
  auto councils = std::make_shared<const CouncilRegister>(std::move(read));
  absl::MutexLock lock(&mutex_);
  // Who asked later has read what is no older.
  if (turn < taken_) return absl::OkStatus();
  taken_ = turn;
  version_ = version;
  councils_ = std::move(councils);
  return absl::OkStatus();
}

std::shared_ptr<const CouncilRegister> Councils::Get() const {
  absl::MutexLock lock(&mutex_);
  return councils_;
}

}  // namespace localoffer::gateway::pages

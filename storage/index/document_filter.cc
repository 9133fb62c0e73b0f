#include "storage/index/document_filter.h"

#include <limits>
#include <string>

namespace localoffer {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

constexpr uint32_t kUsualStatuses = 1u << v1::SERVICE_STATUS_UNSPECIFIED |
                                    1u << v1::SERVICE_STATUS_ACTIVE |
                                    1u << v1::SERVICE_STATUS_TEMPORARILY_CLOSED;

}  // namespace

DocumentFilter::DocumentFilter(const DocumentTable& table,
                               const SearchQuery& query)
    : table_(table),
      minimum_age_(query.minimum_age.value_or(-kNoLimit)),
      maximum_age_(query.maximum_age.value_or(kNoLimit)) {
  if (query.statuses.empty()) statuses_ = kUsualStatuses;
  for (const v1::ServiceStatus status : query.statuses) {
    if (v1::ServiceStatus_IsValid(status)) statuses_ |= 1u << status;
  }
  if (query.authorities.empty()) return;
  authorities_.resize(table.authority_count());
  for (const std::string& id : query.authorities) {
    const auto number = table.FindAuthority(id);
    if (number.has_value()) authorities_[*number] = true;
  }
}

}  // namespace localoffer

// What an entry can be filtered and counted by.
#ifndef LOCALOFFER_STORAGE_INDEX_DOCUMENT_VALUES_H_
#define LOCALOFFER_STORAGE_INDEX_DOCUMENT_VALUES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"
#include "storage/index/property.h"

namespace localoffer {

// The values of all properties but the areas, each once.
std::vector<PropertyValue> ValuesOf(absl::string_view authority,
                                    const v1::Service& service,
                                    const v1::LocalOffer& local_offer);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_DOCUMENT_VALUES_H_

// From what a filter asks of organizations and terms to what the catalogue is
// asked.
#ifndef LOCALOFFER_SERVICES_DIRECTORY_THING_FILTER_H_
#define LOCALOFFER_SERVICES_DIRECTORY_THING_FILTER_H_

#include <vector>

#include "localoffer/v1/directory.pb.h"
#include "services/catalogue/thing_search.h"
#include "services/rpc/error.h"

namespace localoffer::directory {

// Whether it asks what only the catalogue knows.
bool NeedsCatalogue(const v1::EntryFilter& filter);

// Reads `filter.organizations` and `filter.term_conditions` and adds what is
// wrong with them to `errors`; then the conditions are not to be used.
catalogue::ThingConditions ReadThings(const v1::EntryFilter& filter,
                                      std::vector<rpc::FieldError>& errors);

}  // namespace localoffer::directory

#endif  // LOCALOFFER_SERVICES_DIRECTORY_THING_FILTER_H_

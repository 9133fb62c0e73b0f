// What a family wants to know of a service, in the order in which it asks.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_SERVICE_FACTS_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_SERVICE_FACTS_H_

#include <cstring>  // for ctemplate, which forgets it
#include <optional>
#include <string>

#include "ctemplate/template_dictionary.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/place.pb.h"
#include "services/gateway/pages/distance.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// How much is said.
enum class Detail { kBrief, kWhole };

struct FactsOptions {
  Detail detail = Detail::kBrief;
  // Where the family lives, if it said so: then how far it is.
  std::optional<v1::Place> home;
  // With `home`: where the postcodes of the entry are. It outlives the options.
  const PostalPlaces* places = nullptr;
};

// Fills a section `FACT` for each thing that is known: who it is for, what it
// does, how to start, what it costs, when, where. What matters most says so
// where the entry does not.
void ShowFacts(const v1::Entry& entry, const FactsOptions& options,
               const Language& language, const Site& site,
               ctemplate::TemplateDictionary& values);

// `Example Children's Hospice`, the organisation's name.
std::string ProviderName(const v1::Entry& entry);

// The short name of the authority whose local offer the entry is in, or whose
// feed it was read in.
std::string CouncilName(const v1::Entry& entry, const Site& site);

// `Listed by Bristol; checked on 1 September 2026.`, or by whom it was listed
// and until when.
std::string SourceOf(const v1::Entry& entry, const Language& language,
                     const Site& site);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_SERVICE_FACTS_H_

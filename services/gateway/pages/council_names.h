// Names of councils, as people type and look for them.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_NAMES_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/gateway/pages/councils.h"
#include "storage/geography/gazetteer.h"

namespace localoffer::gateway::pages {

// What a list names.
struct NamedCouncils {
  // Ids, each once, in the order of the list.
  std::vector<std::string> ids;
  // Parts that name none, as typed.
  std::vector<std::string> unknown;
  // Parts that may be any of several, with the names of these.
  std::map<std::string, std::vector<std::string>> ambiguous;
};

// Reads names and codes with commas, semicolons or line ends between them; a
// name may have commas itself, and the longest that is one counts. A name is
// the council's own, short or official, in any spelling that the gazetteer
// takes ("Hull"); else several at once ("Berkshire", "Leeds and Bradford");
// else the beginning of words that only one council's name has, as the command
// takes it ("Bath").
NamedCouncils ReadCouncils(const CouncilRegister& councils,
                           const geography::Gazetteer& gazetteer,
                           absl::string_view text);

// Where people look for it in a list by name: "City of Bristol" under B,
// "County Durham" under D, and the City of London under C.
std::string SortingName(absl::string_view title);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_COUNCIL_NAMES_H_

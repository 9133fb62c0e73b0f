// Harvested feeds, in words.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_HARVEST_TEXT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_HARVEST_TEXT_H_

#include <string>

#include "clients/localoffer/printer.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/table.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/harvest.pb.h"

namespace localoffer::command {

// Where an entry, or what is said of an authority, was read; nothing when
// `harvested` says nothing.
void PrintHarvested(const v1::Harvested& harvested, Printer& out);

// "Bristol (harvested) is read from https://…; it is not the authority's word."
std::string HarvestedRemark(const v1::Harvested& harvested, Session& session);

// All feeds, and below each what is wrong with it.
Table TableOf(const v1::ListFeedsResponse& listed, Session& session);

// What reading a feed came to.
void PrintHarvest(const v1::Feed& feed, const v1::Harvest& harvest,
                  Session& session);

// Whether the feed was read as it should be, and nothing is held.
bool IsWell(v1::HarvestOutcome outcome);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_HARVEST_TEXT_H_

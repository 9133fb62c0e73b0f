// Editions and what changed between them, for people.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_EDITION_TEXT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_EDITION_TEXT_H_

#include "clients/localoffer/printer.h"
#include "localoffer/v1/editions.pb.h"

namespace localoffer::command {

void PrintEdition(const v1::Edition& edition, Printer& out);

Table TableOf(const v1::ListEditionsResponse& listed);

// Entry by entry, then the figures.
void PrintComparison(const v1::CompareEditionsResponse& comparison,
                     Printer& out);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_EDITION_TEXT_H_

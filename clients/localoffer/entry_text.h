// Parts of an entry as people read them.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_ENTRY_TEXT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_ENTRY_TEXT_H_

#include <string>

#include "clients/localoffer/printer.h"
#include "localoffer/v1/entry.pb.h"

namespace localoffer::command {

// "0–18", "from 5", "to 18.5"; empty when neither limit is stated.
std::string AgesOf(const v1::Service& service);

// The providing organisation's name; empty when there is none.
std::string ProviderOf(const v1::Entry& entry);

// A whole entry, a line or a paragraph each.
void PrintEntry(const v1::Entry& entry, const std::string& authority_title,
                Printer& out);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_ENTRY_TEXT_H_

#include "storage/schema.h"

namespace localoffer::storage {

absl::string_view TableName(Table table) {
  switch (table) {
    case Table::kMeta:
      return "default";  // the column family RocksDB always has
    case Table::kChange:
      return "change";
    case Table::kBody:
      return "body";
    case Table::kNode:
      return "node";
    case Table::kCheckpoint:
      return "checkpoint";
    case Table::kCommit:
      return "commit";
    case Table::kHead:
      return "head";
    case Table::kFeed:
      return "feed";
    case Table::kArrival:
      return "arrival";
    case Table::kEntry:
      return "entry";
    case Table::kProvider:
      return "provider";
    case Table::kStatement:
      return "statement";
    case Table::kRequest:
      return "request";
    case Table::kToken:
      return "token";
    case Table::kAuthority:
      return "authority";
    case Table::kIndexName:
      return "index_name";
    case Table::kIndexRecord:
      return "index_record";
    case Table::kListing:
      return "listing";
    case Table::kNil:
      return "nil";
    case Table::kCosignature:
      return "cosignature";
    case Table::kEvidence:
      return "evidence";
    case Table::kEdition:
      return "edition";
    case Table::kPostcode:
      return "postcode";
    case Table::kLogKey:
      return "log_key";
    case Table::kErasure:
      return "erasure";
  }
  return "";
}

}  // namespace localoffer::storage

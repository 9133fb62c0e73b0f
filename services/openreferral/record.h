// A record of a source: what a council sent, as the model sees it.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_H_

#include <string>
#include <vector>

#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/errors.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {

// The forms in which local offers come in and go out. Same numbers as
// localoffer.v1.SourceFormat.
enum class Format {
  kUnspecified = 0,
  kOpenReferral3 = 1,
  kOpenReferral1 = 2,
  kCsv = 3
};

// One service with what the source says of it. `service.id` is always a
// lower-case RFC 4122 UUID, derived where the source had none.
struct Record {
  v1::SourcePosition position;
  v1::Service service;
  v1::LocalOffer local_offer;
  // What was put right while reading, in the order of the source.
  std::vector<v1::Repair> repairs;
  // What could not be read. A record with violations is refused as a whole.
  std::vector<v1::Violation> violations;
};

// A source, read. Nothing in it is dropped: every record of the source is one
// of `records`, or the whole source is unreadable and `violations` says why.
struct Source {
  Format format = Format::kUnspecified;
  // "utf-8", "utf-16" or "windows-1252".
  std::string encoding = "utf-8";
  std::vector<Record> records;
  std::vector<v1::Violation> violations;
  // Repairs that concern the source as a whole, such as its encoding.
  std::vector<v1::Repair> repairs;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_H_

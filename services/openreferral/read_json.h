// Open Referral JSON, as councils publish it, into records.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_READ_JSON_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_READ_JSON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// How to read a source.
struct ReadOptions {
  // kOpenReferral3, kOpenReferral1, or kUnspecified to find out.
  Format format = Format::kUnspecified;
  // Name of the source in messages, such as "offer.json".
  std::string source_name;
  // Id of the authority, such as E06000023: the namespace of derived ids.
  std::string authority;
};

// Reads a source in Open Referral UK 3.0 or HSDS 3.0, or Open Referral UK 1.0:
// one service object, an array of services, a page with `contents` (3.0) or
// `content` (1.0), or one service object a line. UTF-8, with or without byte
// order mark. Where the format is not given, the name of the page's member
// tells, else members that only one dialect has, else it is taken for 3.0.
//
// A source that is no JSON, holds invalid UTF-8 or is nested deeper than
// kMaximumJsonDepth has one violation that says where, by byte, line and
// column, and no records; with one service a line only that line's record has
// the violation. Elements that are no services are records with a violation.
// A page that says it is one of several is read and reported (PAGE_OF_MANY).
//
// Pure and thread-safe. Time and memory grow linearly with `bytes`, memory by
// up to 40 bytes a byte where a source is nothing but brackets and commas: the
// caller limits the size of what it reads.
Source ReadJson(absl::string_view bytes, const ReadOptions& options);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_READ_JSON_H_

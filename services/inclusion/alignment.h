// Brings two messages of the model into a shape in which only what they really
// say differently differs.
#ifndef LOCALOFFER_SERVICES_INCLUSION_ALIGNMENT_H_
#define LOCALOFFER_SERVICES_INCLUSION_ALIGNMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace localoffer::inclusion {

// Changes both messages, of one type:
//   - drops ids, provenance and assurance from both, and from `listed` what
//     `stated` does not set
//   - gives values of `listed` that mean the same the spelling of `stated`
//   - puts lists into the order of `stated`: see statement.h
//   - leaves plain text of HTML, and cuts long texts
void Align(google::protobuf::Message& listed,
           google::protobuf::Message& stated);

// Whether two values of a field named `field` of the message type `type` mean
// the same: web addresses, e-mail addresses, telephone numbers, postcodes and
// names of organisations by their own rules, other text by its words, case,
// accents, punctuation and HTML aside.
bool MeansTheSame(absl::string_view type, absl::string_view field,
                  const std::string& a, const std::string& b);

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_ALIGNMENT_H_

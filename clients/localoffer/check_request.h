// From the flags of `localoffer check` to the question that they ask.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REQUEST_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REQUEST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/verb.h"
#include "localoffer/v1/inclusion.pb.h"

namespace localoffer::command {

struct CheckFlags {
  std::vector<std::string> identifiers;
  std::vector<std::string> charities;
  std::vector<std::string> companies;
  std::vector<std::string> names;
  std::vector<std::string> websites;
  std::vector<std::string> phones;
  std::vector<std::string> own_postcodes;
  std::vector<std::string> authorities;
  std::string within;
  std::string of;
  std::string postcodes_file;
  std::string polygon_file;
  std::string statement_file;
  std::vector<std::string> items;
  std::string at;
  int assured_within_days = 0;
  bool all = false;
  bool exit_code = false;
};

// Adds the flags that make the request.
void AddCheckFlags(Verb verb, CheckFlags* flags);

// INVALID_ARGUMENT for flags that contradict one another and files that can't
// be read.
absl::StatusOr<v1::CheckInclusionRequest> CheckRequestOf(
    const CheckFlags& flags, Session& session);

// The postcodes of a list: one a line or separated by commas, semicolons or
// tabs, perhaps in quotes, perhaps under the heading "postcode"; each once.
std::vector<std::string> PostcodesIn(absl::string_view list);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_CHECK_REQUEST_H_

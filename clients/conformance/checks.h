// The checks of the suite, a file a subject. Each adds its own to the report.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_CHECKS_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_CHECKS_H_

#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/conformance/list.h"
#include "clients/conformance/report.h"
#include "clients/conformance/server.h"
#include "clients/conformance/suite.h"

namespace localoffer::conformance {

// A record that was chosen.
struct Sample {
  std::string id;
  // As the list has it, and as /services/{id} answers; the latter null when it
  // does not.
  const Json* listed = nullptr;
  Reply reply;

  // The whole record, if there is one.
  const Json* whole() const { return reply.ok() ? reply.json.get() : nullptr; }
};

// What the checks of one run share.
struct Suite {
  Server& server;
  const SuiteOptions& options;
  absl::Time now;
  std::mt19937_64 random;
  Report report = {};
  // The list of services.
  Walk services = {};
  std::vector<Sample> samples = {};

  // Adds a check; it stays where it is.
  Check& Begin(std::string name, bool required) {
    return report.checks.emplace_back(std::move(name), required);
  }
};

// `/` says which standard it is. Whether nobody is kept from reading is checked
// at the end, over all answers.
void CheckDetails(Suite& suite);
void CheckOpenness(Suite& suite);

// Reads the list of services and chooses the samples.
void CheckServicesList(Suite& suite);

// The records as they stand in the list, and as they are answered alone.
void CheckRecords(Suite& suite);

// The parameters of /services.
void CheckSearches(Suite& suite);

// What can't be answered.
void CheckRefusals(Suite& suite);

// The endpoints that a server may leave out.
void CheckOptionalEndpoints(Suite& suite);

// Counts the violations of `object`; those that are advice only for `advice`,
// if there is such a check.
void CheckSchema(absl::string_view kind, const Json& object,
                 const std::string& url, Check& schema,
                 Check* advice = nullptr);

// False, and the reason is noted, when there is no answer that could be judged.
bool IsAnswered(const Reply& reply, absl::string_view wanted, Check& check);

// A UUID that nobody has.
std::string UnknownId(Suite& suite);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_CHECKS_H_

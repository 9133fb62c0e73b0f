#include "clients/conformance/suite.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/conformance/checks.h"
#include "clients/conformance/schema.h"

namespace localoffer::conformance {

bool IsAnswered(const Reply& reply, absl::string_view wanted, Check& check) {
  if (!reply.asked) {
    check.Skip(reply.problem);
  } else if (!reply.ok()) {
    check.Fail({reply.url, std::string(wanted), reply.Came()});
  }
  return reply.ok();
}

std::string UnknownId(Suite& suite) {
  const uint64_t high = suite.random();
  const uint64_t low = suite.random();
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", high >> 32,
                         (high >> 16) & 0xFFFF, high & 0xFFF,
                         (low >> 48) & 0xFFF, low & 0xFFFFFFFFFFFF);
}

void CheckSchema(absl::string_view kind, const Json& object,
                 const std::string& url, Check& schema, Check* advice) {
  bool is_right = true;
  bool follows_advice = true;
  for (const Violation& violation : Violations(kind, object)) {
    Check* const check = violation.is_advice ? advice : &schema;
    (violation.is_advice ? follows_advice : is_right) = false;
    if (check == nullptr) continue;
    check->Fail({url, absl::StrCat(violation.path, ": ", violation.wanted),
                 violation.came});
  }
  if (is_right) schema.Pass();
  if (follows_advice && advice != nullptr) advice->Pass();
}

void CheckDetails(Suite& suite) {
  Check& check = suite.Begin("says which standard it speaks", true);
  const Reply reply = suite.server.Ask("/");
  if (!IsAnswered(reply, "version, profile and openapi_url", check)) return;
  CheckSchema("api_details", *reply.json, reply.url, check);
  const std::string version = TextOf(*reply.json, "version");
  check.Expect(
      absl::StrContains(version, "3."),
      {reply.url, "a version of 3.x", absl::StrCat("\"", version, "\"")});
}

void CheckOpenness(Suite& suite) {
  Check& check = suite.Begin("lets web pages of any site read it", true);
  if (suite.server.answers() == 0) return check.Skip("there was no answer");
  check.Expect(
      suite.server.open_answers() == suite.server.answers(),
      {suite.server.first_closed(), "Access-Control-Allow-Origin: *",
       absl::StrCat("not so in ",
                    suite.server.answers() - suite.server.open_answers(),
                    " of ", suite.server.answers(), " answers")});
}

Report RunSuite(Server& server, const SuiteOptions& options, absl::Time now) {
  Suite suite{server, options, now, std::mt19937_64(options.seed)};
  CheckDetails(suite);
  CheckServicesList(suite);
  // Who gives no answer at all is not waited for any longer.
  if (server.answers() > 0) {
    CheckRecords(suite);
    CheckSearches(suite);
    CheckRefusals(suite);
    CheckOptionalEndpoints(suite);
    CheckOpenness(suite);
  }
  suite.report.url = server.base();
  suite.report.seed = options.seed;
  suite.report.services = suite.services.total_items.value_or(
      static_cast<int64_t>(suite.services.records.size()));
  suite.report.sampled = static_cast<int>(suite.samples.size());
  suite.report.requests = server.requests();
  return std::move(suite.report);
}

}  // namespace localoffer::conformance

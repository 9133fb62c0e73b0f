// Services, in the list and alone.
#include "absl/strings/str_cat.h"
#include "clients/conformance/checks.h"
#include "services/harvest/feed_url.h"

namespace localoffer::conformance {
namespace {

constexpr char kNoRecords[] = "the list has no services";

void CheckListed(Suite& suite, Check& dates) {
  Check& check = suite.Begin("services in the list follow the schema", true);
  if (suite.services.records.empty()) return check.Skip(kNoRecords);
  for (const Reply& reply : suite.services.pages) {
    for (const Json* const record : RecordsOf(reply)) {
      CheckSchema("service", *record, reply.url, check, &dates);
    }
  }
}

void CheckAlone(Suite& suite, Check& dates) {
  Check& schema = suite.Begin("services alone follow the schema", true);
  Check& same = suite.Begin("/services/{id} says what the list says", true);
  if (suite.samples.empty()) {
    schema.Skip(kNoRecords);
    same.Skip(kNoRecords);
  }
  for (Sample& sample : suite.samples) {
    sample.reply = suite.server.Ask(
        absl::StrCat("/services/", harvest::PercentEncoded(sample.id)));
    const Reply& reply = sample.reply;
    if (!IsAnswered(reply, "the service that the list has", same)) continue;
    CheckSchema("service", *reply.json, reply.url, schema, &dates);
    std::string where;
    const bool is_same = Includes(*reply.json, *sample.listed, &where);
    same.Expect(is_same, {reply.url, "all that the list says of it",
                          absl::StrCat("another value, or none, at ", where)});
  }
}

}  // namespace

void CheckRecords(Suite& suite) {
  Check& dates =
      suite.Begin("dates and times of day are written as such", false);
  CheckListed(suite, dates);
  CheckAlone(suite, dates);
  if (dates.tried() == 0) dates.Skip(kNoRecords);
}

}  // namespace localoffer::conformance

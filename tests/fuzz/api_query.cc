// The address of a request to the Open Referral API: any bytes will do.
#include "services/gateway/openreferral/api_query.h"

#include "services/entry/forms.h"
#include "services/gateway/target.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  const absl::StatusOr<gateway::Target> target = gateway::ParseTarget(bytes);
  FUZZ_CHECK(entry::IsUtf8(target.status().message()));
  if (!target.ok()) return;
  for (const std::string& segment : target->path) {
    FUZZ_CHECK(!segment.empty() && entry::IsUtf8(segment));
  }
  for (const auto& [name, value] : target->query) {
    FUZZ_CHECK(entry::IsUtf8(name) && entry::IsUtf8(value));
  }
  std::vector<gateway::Endpoint> endpoints;
  for (const auto table :
       {gateway::OpenReferralEndpoints(), gateway::OpenReferral1Endpoints()}) {
    endpoints.insert(endpoints.end(), table.begin(), table.end());
  }
  for (const gateway::Endpoint& endpoint : endpoints) {
    gateway::ApiQuery query(*target, endpoint);
    const gateway::ApiPage page = query.Page(bytes);
    FUZZ_CHECK(page.number >= 1 && page.size >= 1 && page.size <= 100);
    FUZZ_CHECK(page.skip() / page.size == page.number - 1);
    for (const absl::string_view parameter : endpoint.parameters) {
      const std::string name(parameter);
      query.Flag(name);
      query.Time(name);
      if (const auto number = query.Number(name)) FUZZ_CHECK(*number >= 0);
      for (const std::string& value : query.Values(name)) {
        if (const auto minute = query.ClockOf(name, value)) {
          FUZZ_CHECK(*minute < 24 * 60);
        }
        if (const auto day = query.DayOf(name, value)) {
          FUZZ_CHECK(*day >= 0 && *day < 7);
        }
      }
    }
    FUZZ_CHECK(entry::IsUtf8(query.Check().message()));
  }
}

std::vector<std::string> Seeds() {
  return {"/openreferral/v3/services?search=short+breaks&page=2&per_page=10",
          "/a%20b/?modified_after=2026-09-01T12:00:00%2B01:00&full=true",
          "/?day=monday&start_time=09:00&end_time=23:59:59&proximity=1e3",
          "/?format=ndjson&minimum_age=-1&page=99999999999999999999&&=",
          "/?search=caf%E9&postcode=\xf0\x9f%98%80&%C3%A9=%ED%A0%80"};
}

}  // namespace localoffer::fuzz

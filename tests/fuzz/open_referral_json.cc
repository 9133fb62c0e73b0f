// Open Referral JSON: what was read in order and written is a document that
// needs no repair, and reads back as the same service.
#include <array>

#include "services/openreferral/read_json.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/write_json.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

using openreferral::Format;
using openreferral::Record;
using openreferral::Source;

Source Read(absl::string_view json, Format format) {
  return openreferral::ReadJson(json, {format, "feed.json", "E06000023"});
}

// A repair of what was repaired is none.
void CheckWriting(const Record& record, Format format) {
  const openreferral::WriteOptions options = {.format = format};
  const std::string once = openreferral::WriteServiceJson(
      record.service, record.local_offer, options);
  const Source source = Read(once, format);
  FUZZ_CHECK(source.violations.empty());
  FUZZ_CHECK(source.records.size() == 1);
  const Record& again = source.records[0];
  FUZZ_CHECK(again.violations.empty());
  FUZZ_CHECK(again.service.id() == record.service.id());
  FUZZ_CHECK(again.service.name() == record.service.name());
  FUZZ_CHECK(openreferral::WriteServiceJson(again.service, again.local_offer,
                                            options) == once);
}

}  // namespace

void Run(absl::string_view bytes) {
  // Mostly the format is found out; now and then it is given, rightly or not.
  const Format format = std::array<Format, 4>{
      Format::kUnspecified, Format::kOpenReferral3, Format::kUnspecified,
      Format::kOpenReferral1}[bytes.size() % 4];
  const Source source = Read(bytes, format);
  for (const Record& record : source.records) {
    FUZZ_CHECK(openreferral::IsRfcUuid(record.service.id()));
    if (!record.violations.empty()) continue;
    CheckWriting(record, Format::kOpenReferral3);
    openreferral::WriteServiceJson(
        record.service, record.local_offer,
        {.format = source.format, .as_supplied = true});
  }
}

std::vector<std::string> Seeds() {
  return {
      R"({"id":"ac148810-d857-441c-9679-408f346de14b","name":"Club",)"
      R"("status":"active","description":"<p>Play &amp; stay</p>",)"
      R"("url":"www.example.org","email":"a@example.org","minimum_age":"5",)"
      R"("organization":{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",)"
      R"("name":"Hospice","organization_identifiers":[{"identifier_scheme":)"
      R"("GB-CHC","identifier":"9900001"}]},"phones":[{"number":"01632 960001"}])"
      R"(,"schedules":[{"freq":"WEEKLY","byday":"MO,WE","opens_at":"09:00",)"
      R"("closes_at":"17:00"}],"service_at_locations":[{"location":{)"
      R"("latitude":51.4,"longitude":-2.5,"addresses":[{"address_1":"1 Street",)"
      R"("postal_code":"BS1 4DJ","country":"GB"}]}}],"unknown":[1,{"a":null}],)"
      R"("local_offer":{"statutory_items":["LO-C9"],"tier":"specialist"}})",
      R"({"total_items":1,"total_pages":1,"page_number":1,"size":1,"contents":)"
      R"([{"id":7,"name":"A","last_modified":"2026-01-01T00:00:00"}]})",
      R"({"totalElements":"1","number":1,"content":[{"id":"b","name":"B",)"
      R"("accreditations":"x","eligibilitys":[{"minimum_age":5}],)"
      R"("costOptions":[{"amount":3.5,"option":"each"}],"regular_schedules":)"
      R"([{"weekday":1,"opens_at":"10:00"}]}]})",
      "{\"id\":\"1\",\"name\":\"A\"}\n{\"id\":\"2\",\"name\":\"B\"}\n",
      R"([{"name":"\ud83d\ude00\u0000","minimum_age":-1,"cost_options":[{}]}])",
      R"([[[[{"a":[1e400,-0.0,true,"\\"]}]]]])"};
}

}  // namespace localoffer::fuzz

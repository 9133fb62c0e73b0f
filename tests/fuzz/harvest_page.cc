// What the servers of feeds answer: every record of a page is a document of its
// own.
#include "absl/strings/str_cat.h"
#include "services/harvest/feed_url.h"
#include "services/harvest/page.h"
#include "services/openreferral/json_tree.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  harvest::MemberNames(bytes);
  harvest::ReadService(bytes, "a").IgnoreError();
  const auto page = harvest::ReadPage(bytes);
  if (!page.ok()) return;
  FUZZ_CHECK(page->total_items.value_or(0) >= 0);
  FUZZ_CHECK(page->total_pages.value_or(0) >= 0);
  for (const harvest::PageRecord& record : page->records) {
    openreferral::JsonTree tree;
    FUZZ_CHECK(!tree.Parse(record.json).has_value());
    if (record.id.empty()) continue;
    const auto service = harvest::ReadService(record.json, record.id);
    FUZZ_CHECK(service.ok());
    FUZZ_CHECK(*service == record.json);
  }
}

std::vector<std::string> Seeds() {
  return {
      R"({"total_items":874,"total_pages":292,"page_number":1,"size":2,)"
      R"("first_page":true,"last_page":false,"empty":false,"contents":)"
      R"([{"id":"a","name":"A","last_modified":"2026-01-01"},{"name":"B"}]})",
      "\xEF\xBB\xBF"
      R"({"totalElements":"2","totalPages":1,"number":1,"first":true,)"
      R"("last":true,"content":[{"id":7},{"id":"b"}]})",
      R"([{"id":"a"},{"id":"b"},"odd"])", R"({"id":"a","name":"A"})"};
}

}  // namespace localoffer::fuzz

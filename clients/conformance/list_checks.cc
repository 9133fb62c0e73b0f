// The list of services, from its first page to its last.
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/conformance/checks.h"

namespace localoffer::conformance {
namespace {

// A list that is shorter is read in so many pages, a longer one as far as that.
constexpr int64_t kWantedPages = 10;
constexpr int64_t kMostPerPage = 100;
constexpr int kMostPages = 60;

void CheckPerPage(Suite& suite, const Reply& first) {
  Check& check = suite.Begin("a page has as many as per_page asks for", true);
  const int64_t total = CountOf(*first.json, "total_items").value_or(0);
  if (total < 2) return check.Skip("there are fewer than two services");
  const Reply reply = suite.server.Ask("/services", {{"per_page", "1"}});
  if (!IsAnswered(reply, "a page", check)) return;
  const size_t size = RecordsOf(reply).size();
  check.Expect(size == 1,
               {reply.url, "1 record", absl::StrCat(size, " records")});
}

// Each record once: as often as its id comes.
void CheckDoubles(const Walk& walk, Check& check) {
  std::map<std::string, int> times;
  for (const Reply& reply : walk.pages) {
    for (const Json* const record : RecordsOf(reply)) {
      const std::string id = TextOf(*record, "id");
      if (id.empty() || ++times[id] == 1) continue;
      check.Fail({reply.url, "each record once",
                  absl::StrCat(id, " again, which an earlier page has")});
    }
  }
}

void CheckPaging(Suite& suite) {
  const Walk& walk = suite.services;
  Check& check = suite.Begin("all pages together have each service once", true);
  const Reply& last = walk.pages.back();
  if (!last.ok()) {
    IsAnswered(last, "a page", check);
    return;
  }
  if (walk.changed) {
    return check.Skip("the number of services changed while it was read");
  }
  CheckDoubles(walk, check);
  if (!walk.complete) {
    check.Pass();
    return check.Skip(absl::StrCat("read up to page ", walk.pages.size()));
  }
  if (!walk.total_items) return check.Skip("no page says how many there are");
  check.Expect(
      walk.records.size() == *walk.total_items,
      {last.url, absl::StrCat(*walk.total_items, " services on all pages"),
       absl::StrCat(walk.records.size())});
}

void CheckBehindTheEnd(Suite& suite) {
  Check& check = suite.Begin("behind the last page there is nothing", true);
  const Walk& walk = suite.services;
  if (!walk.complete) return check.Skip("the last page was not reached");
  const Reply reply = suite.server.Ask(
      "/services", {{"page", absl::StrCat(walk.pages.size() + 1)},
                    {"per_page", absl::StrCat(kMostPerPage)}});
  if (!reply.asked) return check.Skip(reply.problem);
  check.Expect(reply.refused() || (reply.ok() && RecordsOf(reply).empty()),
               {reply.url, "an empty page, or a refusal",
                reply.ok() ? absl::StrCat(RecordsOf(reply).size(), " records")
                           : reply.Came()});
}

void ChooseSamples(Suite& suite) {
  std::vector<const Json*> records = suite.services.records;
  std::shuffle(records.begin(), records.end(), suite.random);
  for (const Json* const record : records) {
    if (suite.samples.size() == suite.options.most_records) return;
    const std::string id = TextOf(*record, "id");
    if (!id.empty()) suite.samples.push_back({id, record, {}});
  }
}

}  // namespace

void CheckServicesList(Suite& suite) {
  PageChecks checks{suite.Begin("a page says of itself what is so", true),
                    suite.Begin("a page says all of itself", false)};
  const Reply first = suite.server.Ask("/services");
  CheckEnvelope(first, 1, checks);
  if (!first.ok()) return checks.whole_envelope.Skip("there is no page");
  const int64_t total = CountOf(*first.json, "total_items").value_or(0);
  const int64_t per_page = std::clamp((total + kWantedPages - 1) / kWantedPages,
                                      int64_t{1}, kMostPerPage);
  suite.services = ReadList(suite.server, "/services", {},
                            total == 0 ? kMostPerPage : per_page, kMostPages);
  int64_t page = 0;
  for (const Reply& reply : suite.services.pages) {
    CheckEnvelope(reply, ++page, checks);
  }
  if (checks.whole_envelope.tried() == 0) {
    checks.whole_envelope.Skip("no page could be read");
  }
  CheckPerPage(suite, first);
  CheckPaging(suite);
  CheckBehindTheEnd(suite);
  ChooseSamples(suite);
}

}  // namespace localoffer::conformance

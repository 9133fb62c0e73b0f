// What can't be answered: who does not exist, and questions without a sense.
#include "absl/strings/str_cat.h"
#include "clients/conformance/checks.h"
#include "services/harvest/feed_url.h"

namespace localoffer::conformance {
namespace {

constexpr int kNotFound = 404;
constexpr int kGone = 410;
constexpr int kFirstServerError = 500;

void CheckUnknown(Suite& suite) {
  Check& check = suite.Begin("an unknown id is not found", true);
  const Reply reply =
      suite.server.Ask(absl::StrCat("/services/", UnknownId(suite)));
  if (!reply.asked) return check.Skip(reply.problem);
  check.Expect(reply.status == kNotFound,
               {reply.url, "status 404", reply.Came()});
}

void CheckSenseless(Suite& suite) {
  Check& survives =
      suite.Begin("a question without a sense is no server's error", true);
  Check& refuses = suite.Begin("a question without a sense is refused", false);
  const Parameters senseless = {
      {"page", "0"},        {"page", "-1"},
      {"page", "first"},    {"page", "99999999999999999999"},
      {"per_page", "0"},    {"per_page", "many"},
      {"per_page", "-5"},   {"modified_after", "yesterday"},
      {"minimum_age", "a"}, {"search", std::string("\xC3\x28", 2)},
  };
  for (const auto& parameter : senseless) {
    const Reply reply = suite.server.Ask("/services", {parameter});
    if (!reply.asked) {
      survives.Skip(reply.problem);
      refuses.Skip(reply.problem);
      return;
    }
    survives.Expect(reply.status > 0 && reply.status < kFirstServerError,
                    {reply.url, "no error of the server", reply.Came()});
    refuses.Expect(reply.refused(), {reply.url, "status 400", reply.Came()});
  }
}

void CheckWithdrawn(Suite& suite) {
  Check& check = suite.Begin("a withdrawn service is gone", false);
  const std::string& id = suite.options.withdrawn_id;
  if (id.empty()) return check.Skip("no withdrawn service was named");
  const Reply reply =
      suite.server.Ask(absl::StrCat("/services/", harvest::PercentEncoded(id)));
  if (!reply.asked) return check.Skip(reply.problem);
  check.Expect(reply.status == kGone, {reply.url, "status 410", reply.Came()});
}

}  // namespace

void CheckRefusals(Suite& suite) {
  CheckUnknown(suite);
  CheckSenseless(suite);
  CheckWithdrawn(suite);
}

}  // namespace localoffer::conformance

// Endpoints that the standard leaves to a server; who has one, has it whole.
#include "absl/strings/str_cat.h"
#include "clients/conformance/checks.h"
#include "clients/conformance/schema.h"

namespace localoffer::conformance {
namespace {

constexpr int kNotFound = 404;
constexpr int kNotImplemented = 501;

struct Endpoint {
  absl::string_view path;
  absl::string_view kind;
  // The standard's list of organizations is without an envelope.
  bool has_envelope = true;
};

constexpr Endpoint kEndpoints[] = {
    {"/taxonomies", "taxonomy"},
    {"/taxonomy_terms", "taxonomy_term"},
    {"/organizations", "organization", false},
    {"/service_at_locations", "service_at_location"},
};

void CheckOne(Suite& suite, const Endpoint& endpoint, const Json& listed,
              Check& check) {
  const std::string id = TextOf(listed, "id");
  if (!IsUuid(id)) return;
  const Reply reply = suite.server.Ask(absl::StrCat(endpoint.path, "/", id));
  if (!IsAnswered(reply, "what the list has", check)) return;
  std::string where;
  check.Expect(Includes(*reply.json, listed, &where),
               {reply.url, "all that the list says of it",
                absl::StrCat("another value, or none, at ", where)});
  CheckSchema(endpoint.kind, *reply.json, reply.url, check);
}

void CheckEndpoint(Suite& suite, const Endpoint& endpoint) {
  Check& check = suite.Begin(
      absl::StrCat(endpoint.path, " has what the standard says"), true);
  const Reply reply = suite.server.Ask(endpoint.path);
  if (reply.status == kNotFound || reply.status == kNotImplemented) {
    return check.Skip("the server does not have it, which it need not");
  }
  if (!IsAnswered(reply, "a page", check)) return;
  if (endpoint.has_envelope) {
    Check whole("", false);
    PageChecks checks{check, whole};
    CheckEnvelope(reply, 1, checks);
  }
  const std::vector<const Json*> records = RecordsOf(reply);
  for (const Json* const record : records) {
    CheckSchema(endpoint.kind, *record, reply.url, check);
  }
  if (!records.empty()) CheckOne(suite, endpoint, *records.front(), check);
  if (check.tried() == 0) check.Skip("its list is empty");
}

}  // namespace

void CheckOptionalEndpoints(Suite& suite) {
  for (const Endpoint& endpoint : kEndpoints) CheckEndpoint(suite, endpoint);
}

}  // namespace localoffer::conformance

// What the Open Referral API has at which address, and what can be asked there.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENDPOINT_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENDPOINT_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace localoffer::gateway {

// Where the API of the whole directory is, and that of one authority.
inline constexpr absl::string_view kOpenReferralBase = "/openreferral/v3";
inline constexpr absl::string_view kAuthorityBase =
    "/openreferral/v3/authorities/{gss}";
// The same in the dialect of 1.0. As long as those of 3.0.
inline constexpr absl::string_view kOpenReferral1Base = "/openreferral/v1";
inline constexpr absl::string_view kAuthority1Base =
    "/openreferral/v1/authorities/{gss}";

// How a parameter of a query is written.
enum class ParameterType {
  kText,
  // A whole number from 1.
  kWhole,
  // Above or equal to 0.
  kNumber,
  // `true` or `false`.
  kFlag,
  // A date or an RFC 3339 time.
  kTime,
  // HH:MM.
  kClock,
  // A day of the week.
  kDay,
  // `json` or `ndjson`.
  kFormat
};

struct ApiParameter {
  absl::string_view name;
  ParameterType type;
  // For app developers.
  absl::string_view description;
};

// What another dialect calls a parameter.
struct OtherName {
  absl::string_view name;
  absl::string_view here;
};

// Beside them, an endpoint whose path has `{id}` takes that.
struct Endpoint {
  // The whole address, of the whole directory and of one authority.
  absl::string_view route;
  absl::string_view authority_route;
  absl::string_view operation;
  absl::string_view summary;
  // Names of the parameters of the query, as callers write them.
  absl::Span<const absl::string_view> parameters;
  // The answer's schema in the bundle of Open Referral UK 3.0.
  absl::string_view schema;
  absl::Span<const OtherName> renamed = {};
  // Which of the parameters may be there several times.
  absl::Span<const absl::string_view> several = {};

  // Behind the base: "", `/services/{id}`.
  absl::string_view path() const {
    return route.substr(kOpenReferralBase.size());
  }
};

// Every endpoint of Open Referral UK 3.0: what is routed, what is read from a
// query and what the OpenAPI document says follow from this table alone.
absl::Span<const Endpoint> OpenReferralEndpoints();

// Those of Open Referral UK 1.0 that its clients use.
absl::Span<const Endpoint> OpenReferral1Endpoints();

// The parameter of this name, which has to be one of an endpoint.
const ApiParameter& ParameterNamed(absl::string_view name);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_ENDPOINT_H_

// JSON of a server that is not to be trusted.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_JSON_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_JSON_H_

#include <rapidjson/document.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace localoffer::conformance {

using Json = rapidjson::Value;
using JsonDocument = std::shared_ptr<const rapidjson::Document>;

// INVALID_ARGUMENT, saying why, unless `text` is one JSON value in UTF-8 with
// no more than 64 arrays and objects within one another: what works on it may
// recurse.
absl::StatusOr<JsonDocument> ParseJson(absl::string_view text);

// The member called `name`; null unless `json` is an object that has one.
const Json* Member(const Json& json, absl::string_view name);

// The elements of the array that is the member called `name`; none if it is
// not one.
std::vector<const Json*> Elements(const Json& json, absl::string_view name);

// The member called `name`, if it is a string; else "".
std::string TextOf(const Json& json, absl::string_view name);

// The same of a number, and of a whole one from 0.
std::optional<double> NumberOf(const Json& json, absl::string_view name);
std::optional<int64_t> CountOf(const Json& json, absl::string_view name);

// As one line of JSON, the beginning of it.
std::string JsonText(const Json& json);

// Whether `whole` says all that `part` says: every member of every object,
// arrays element by element. If not, `where` is the first place that differs,
// such as /organization/name.
bool Includes(const Json& whole, const Json& part, std::string* where);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_JSON_H_

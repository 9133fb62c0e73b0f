// Reading what an Open Referral API is asked.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_QUERY_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/gateway/openreferral/endpoint.h"
#include "services/gateway/target.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {

// Which part of a list is asked for, and in which form.
struct ApiPage {
  // From 1.
  uint64_t number = 1;
  size_t size = 50;
  // All objects, one a line, whatever the page.
  bool lines = false;

  // How many objects stand before the page.
  size_t skip() const { return static_cast<size_t>(number - 1) * size; }
};

// Reads the parameters of a query, collecting all that is wrong with them.
// Parameters are named as in 3.0, whatever the endpoint calls them. One without
// a value is taken as absent: forms send such. Not thread-safe.
class ApiQuery {
 public:
  // `target` outlives it. Notes parameters that the endpoint does not take, or
  // takes only once.
  ApiQuery(const Target& target, const Endpoint& endpoint);

  // Each of a parameter that the endpoint takes; nothing when it is absent or
  // not what was wanted.
  absl::optional<std::string> Text(const std::string& name) const;
  // Whether it may be there several times.
  bool TakesSeveral(const std::string& name) const;
  // The values of one that may be there several times, each once; none when
  // there are too many.
  std::vector<std::string> Texts(const std::string& name);
  absl::optional<double> Number(const std::string& name);
  absl::optional<absl::Time> Time(const std::string& name);
  // The values of one that stands beside others value by value: all of them,
  // in their order, "" where one is blank; none when all are, or when there are
  // too many.
  std::vector<std::string> Values(const std::string& name);
  // What a value of the parameter says. Minutes of the day; from 0 for Monday.
  absl::optional<uint16_t> ClockOf(const std::string& name,
                                   const std::string& text);
  absl::optional<int> DayOf(const std::string& name, const std::string& text);
  bool Flag(const std::string& name);

  // `accept` is the request's header.
  ApiPage Page(absl::string_view accept);

  // What the directory says of this field of the request, or of its parts, is
  // said of the parameter. Without a note it is said of that which the field is
  // always made from.
  void NoteField(std::string field, std::string name);

  void Refuse(absl::string_view name, absl::string_view why);
  // Whether anything is wrong so far.
  bool has_errors() const { return !errors_.empty(); }
  // Everything that is wrong: INVALID_ARGUMENT, a caller's error.
  // `of_request` is what the directory says of a request that was made from the
  // query: its fields get the names that the parameters have here.
  absl::Status Check(const absl::Status& of_request = absl::OkStatus());

 private:
  std::string NameHere(absl::string_view name) const;
  absl::optional<uint64_t> Whole(const std::string& name, uint64_t most);
  std::string ParameterOf(absl::string_view field) const;

  const Target& target_;
  const Endpoint& endpoint_;
  // By the fields.
  std::vector<std::pair<std::string, std::string>> noted_;
  std::vector<rpc::FieldError> errors_;
};

// Whether an Accept header asks for lines of JSON rather than JSON.
bool AcceptsLines(absl::string_view accept);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_API_QUERY_H_

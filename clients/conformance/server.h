// The server that is looked at, asked politely and within limits.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_SERVER_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_SERVER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/conformance/json.h"
#include "services/harvest/http_client.h"

namespace localoffer::conformance {

// Of a query: names and values, not escaped.
using Parameters = std::vector<std::pair<absl::string_view, std::string>>;

struct Limits {
  int most_requests = 3000;
  absl::Duration most_time = absl::Minutes(30);
  // Of all answers together; and of one.
  size_t most_bytes = size_t{256} << 20;
  size_t most_body_bytes = size_t{16} << 20;
  absl::Duration request_timeout = absl::Seconds(60);
};

struct World {
  std::function<absl::Time()> now;
  std::function<void(absl::Duration)> wait;
};

// What came of one question.
struct Reply {
  std::string url;
  // A limit was reached: nothing can be said of the server.
  bool asked = true;
  // 0 when no answer came.
  int status = 0;
  // Null when there is none.
  JsonDocument json;
  // Why there is no answer, or no JSON in it.
  std::string problem;

  bool ok() const { return status == 200 && json != nullptr; }
  bool refused() const { return status >= 400 && status < 500; }
  // In words: "status 500", "no answer: …".
  std::string Came() const;
};

// Not thread-safe.
class Server {
 public:
  // `base`: as harvest::NormalFeedUrl makes it.
  Server(std::string base, const Limits& limits, World world);

  // Asks `path`, which begins with a slash and is escaped as it has to be. Who
  // is told to come back soon, waits and asks again.
  Reply Ask(absl::string_view path, const Parameters& parameters = {});

  const std::string& base() const { return base_; }
  int requests() const { return requests_; }
  // Answers that web pages of other sites may read, all that came, and the
  // first that they may not.
  int open_answers() const { return open_answers_; }
  int answers() const { return answers_; }
  const std::string& first_closed() const { return first_closed_; }
  // Why the first question that brought no answer did not.
  const std::string& first_problem() const { return first_problem_; }

 private:
  bool IsAtLimit() const;
  void Take(const harvest::HttpAnswer& answer, Reply& reply);

  const std::string base_;
  const Limits limits_;
  const World world_;
  const absl::Time began_;
  harvest::HttpClient client_;
  int requests_ = 0;
  size_t bytes_ = 0;
  int answers_ = 0;
  int open_answers_ = 0;
  std::string first_closed_;
  std::string first_problem_;
};

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_SERVER_H_

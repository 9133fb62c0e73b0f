#include "clients/conformance/server.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/harvest/feed_url.h"
#include "services/harvest/public_address.h"

namespace localoffer::conformance {
namespace {

// Some site that is not the server's.
constexpr char kOrigin[] = "https://localoffer.example.org";
constexpr int kMostTries = 4;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;
constexpr int kUsualWaitSeconds = 2;
constexpr int kLongestWaitSeconds = 60;

harvest::HttpRules Rules(const Limits& limits) {
  harvest::HttpRules rules;
  rules.user_agent = "localoffer-conformance";
  // Whoever runs this names the server: it may be one of their own.
  rules.may_connect = harvest::IsAnyAddress;
  rules.most_body_bytes = limits.most_body_bytes;
  rules.total_timeout = limits.request_timeout;
  return rules;
}

absl::Duration WaitOf(const harvest::HttpAnswer& answer) {
  int seconds = 0;
  if (!absl::SimpleAtoi(answer.retry_after, &seconds) || seconds < 0) {
    seconds = kUsualWaitSeconds;
  }
  return absl::Seconds(std::min(seconds, kLongestWaitSeconds));
}

}  // namespace

std::string Reply::Came() const {
  if (status == 0) return absl::StrCat("no answer: ", problem);
  return absl::StrCat("status ", status, problem.empty() ? "" : ", ", problem);
}

Server::Server(std::string base, const Limits& limits, World world)
    : base_(std::move(base)),
      limits_(limits),
      world_(std::move(world)),
      began_(world_.now()),
      client_(Rules(limits), [this] { return world_.now() - began_; }) {}

bool Server::IsAtLimit() const {
  return requests_ >= limits_.most_requests || bytes_ >= limits_.most_bytes ||
         world_.now() - began_ >= limits_.most_time;
}

Reply Server::Ask(absl::string_view path, const Parameters& parameters) {
  Reply reply;
  reply.url = harvest::WithParameters(absl::StrCat(base_, path), parameters);
  for (int attempt = 1;; ++attempt) {
    if (IsAtLimit()) {
      reply.asked = false;
      reply.problem = "the limit of requests, bytes or time is reached";
      return reply;
    }
    ++requests_;
    absl::StatusOr<harvest::HttpAnswer> answer =
        client_.Get({reply.url, "", "", kOrigin});
    if (!answer.ok()) {
      reply.problem = std::string(answer.status().message());
      if (first_problem_.empty()) first_problem_ = reply.problem;
      return reply;
    }
    const bool passes =
        answer->status == kTooManyRequests || answer->status == kUnavailable;
    if (!passes || attempt == kMostTries) {
      Take(*answer, reply);
      return reply;
    }
    world_.wait(WaitOf(*answer));
  }
}

void Server::Take(const harvest::HttpAnswer& answer, Reply& reply) {
  bytes_ += answer.body.size();
  ++answers_;
  reply.status = answer.status;
  if (answer.allow_origin == "*" || answer.allow_origin == kOrigin) {
    ++open_answers_;
  } else if (first_closed_.empty()) {
    first_closed_ = reply.url;
  }
  absl::StatusOr<JsonDocument> json = ParseJson(answer.body);
  if (json.ok()) {
    reply.json = *std::move(json);
  } else if (answer.status == 200) {
    reply.problem = absl::StrCat("no JSON: ", json.status().message());
  }
}

}  // namespace localoffer::conformance

#include "services/harvest/http_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/harvest/feed_url.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

// How often it is looked whether a transfer is idle.
constexpr int kMostPollMillis = 1000;
constexpr int kLeastPollMillis = 1;
// Longer validators are not kept.
constexpr size_t kMostValidatorBytes = 500;

CURLM* NewMulti() {
  // Once a process, before anything else of libcurl; threads wait for it.
  static const CURLcode kInitialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  return kInitialized == CURLE_OK ? curl_multi_init() : nullptr;
}

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 ||
         status == 308;
}

long Millis(absl::Duration duration) {
  return static_cast<long>(absl::ToInt64Milliseconds(duration));
}

}  // namespace

// One request and its answer.
class HttpClient::Transfer {
 public:
  Transfer(const HttpRules& rules, const HttpQuestion& question,
           const std::string& url)
      : rules_(rules),
        easy_(curl_easy_init(), curl_easy_cleanup),
        headers_(nullptr, curl_slist_free_all) {
    if (easy_ == nullptr) return;
    AddHeader("Accept", "application/json");
    if (!question.origin.empty()) AddHeader("Origin", question.origin);
    if (!question.etag.empty()) AddHeader("If-None-Match", question.etag);
    if (!question.last_modified.empty()) {
      AddHeader("If-Modified-Since", question.last_modified);
    }
    SetRequest(url);
    SetLimits();
    SetCallbacks();
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* easy() { return easy_.get(); }
  HttpAnswer& answer() { return answer_; }
  const std::string& location() const { return location_; }
  // Bytes of the answer so far.
  size_t bytes() const { return header_bytes_ + body_bytes_; }

  // What the end of the transfer means.
  absl::Status Finish(CURLcode code) {
    if (!refusal_.ok()) return refusal_;
    long status = 0;
    curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    switch (code) {
      case CURLE_OK:
        return absl::OkStatus();
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_UNSUPPORTED_PROTOCOL:
      case CURLE_URL_MALFORMAT:
      case CURLE_BAD_CONTENT_ENCODING:
        return absl::FailedPreconditionError(curl_easy_strerror(code));
      default:
        return absl::UnavailableError(curl_easy_strerror(code));
    }
  }

 private:
  template <typename Value>
  void Set(CURLoption option, Value value) {
    curl_easy_setopt(easy(), option, value);
  }

  void AddHeader(absl::string_view name, absl::string_view value) {
    const std::string line = absl::StrCat(name, ": ", value);
    curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
    if (longer == nullptr) return;
    (void)headers_.release();
    headers_.reset(longer);
  }

  void SetRequest(const std::string& url) {
    Set(CURLOPT_URL, url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, "http,https");
    Set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    // Redirections are looked at one by one.
    Set(CURLOPT_FOLLOWLOCATION, 0L);
    // A proxy would connect where this may not, whatever the environment says.
    Set(CURLOPT_PROXY, "");
    Set(CURLOPT_USERAGENT, rules_.user_agent.c_str());
    Set(CURLOPT_ACCEPT_ENCODING, "");
    Set(CURLOPT_HTTPHEADER, headers_.get());
    Set(CURLOPT_SSL_VERIFYPEER, 1L);
    Set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!rules_.ca_file.empty()) Set(CURLOPT_CAINFO, rules_.ca_file.c_str());
  }

  void SetLimits() {
    Set(CURLOPT_NOSIGNAL, 1L);
    // Does not wait for a name that is being resolved.
    Set(CURLOPT_QUICK_EXIT, 1L);
    Set(CURLOPT_CONNECTTIMEOUT_MS, Millis(rules_.connect_timeout));
    Set(CURLOPT_TIMEOUT_MS, Millis(rules_.total_timeout));
  }

  void SetCallbacks() {
    Set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::OpenSocket);
    Set(CURLOPT_OPENSOCKETDATA, this);
    Set(CURLOPT_HEADERFUNCTION, &Transfer::TakeHeader);
    Set(CURLOPT_HEADERDATA, this);
    Set(CURLOPT_WRITEFUNCTION, &Transfer::TakeBody);
    Set(CURLOPT_WRITEDATA, this);
  }

  static curl_socket_t OpenSocket(void* self, curlsocktype /*purpose*/,
                                  curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (!transfer.rules_.may_connect(address->addr)) {
      transfer.refusal_ = absl::FailedPreconditionError(
          "the address is private or special; the server's flag "
          "--harvest-private-addresses would allow it");
      return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
  }

  static size_t TakeHeader(char* data, size_t size, size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const absl::string_view line(data, size * count);
    transfer.header_bytes_ += line.size();
    if (transfer.header_bytes_ > transfer.rules_.most_header_bytes) {
      return transfer.TooLarge("header", transfer.rules_.most_header_bytes);
    }
    transfer.ReadHeader(line);
    return line.size();
  }

  void ReadHeader(absl::string_view line) {
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return;
    const std::string name = absl::AsciiStrToLower(line.substr(0, colon));
    const std::string value(absl::StripAsciiWhitespace(line.substr(colon + 1)));
    if (value.size() <= kMostValidatorBytes) {
      if (name == "etag") answer_.etag = value;
      if (name == "last-modified") answer_.last_modified = value;
      if (name == "access-control-allow-origin") answer_.allow_origin = value;
    }
    if (name == "retry-after") answer_.retry_after = value;
    if (name == "location") location_ = value;
  }

  static size_t TakeBody(char* data, size_t size, size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.body_bytes_ += size * count;
    if (transfer.body_bytes_ > transfer.rules_.most_body_bytes) {
      return transfer.TooLarge("body", transfer.rules_.most_body_bytes);
    }
    transfer.answer_.body.append(data, size * count);
    return size * count;
  }

  // Fewer bytes than there were: libcurl gives up.
  size_t TooLarge(absl::string_view what, size_t most) {
    refusal_ = absl::FailedPreconditionError(absl::StrCat(
        "the ", what, " of the answer is larger than ", most, " bytes"));
    return 0;
  }

  const HttpRules& rules_;
  const std::unique_ptr<CURL, void (*)(CURL*)> easy_;
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers_;
  HttpAnswer answer_;
  std::string location_;
  size_t header_bytes_ = 0;
  size_t body_bytes_ = 0;
  // Why it was broken off here.
  absl::Status refusal_;
};

HttpClient::HttpClient(HttpRules rules,
                       std::function<absl::Duration()> stopwatch)
    : rules_(std::move(rules)),
      stopwatch_(std::move(stopwatch)),
      multi_(NewMulti(), curl_multi_cleanup) {}

absl::StatusOr<HttpAnswer> HttpClient::Get(const HttpQuestion& question) {
  if (multi_ == nullptr) return absl::UnavailableError("libcurl failed");
  std::string url = question.url;
  for (int redirects = 0; redirects <= rules_.most_redirects; ++redirects) {
    Transfer transfer(rules_, question, url);
    if (transfer.easy() == nullptr) {
      return absl::UnavailableError("libcurl failed");
    }
    RETURN_IF_ERROR(Perform(transfer));
    HttpAnswer& answer = transfer.answer();
    answer.requests = redirects + 1;
    if (!IsRedirect(answer.status) || transfer.location().empty()) {
      return std::move(answer);
    }
    ASSIGN_OR_RETURN(url, RedirectedUrl(url, transfer.location()));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "the server redirects more than ", rules_.most_redirects, " times"));
}

absl::Status HttpClient::Perform(Transfer& transfer) {
  if (curl_multi_add_handle(multi_.get(), transfer.easy()) != CURLM_OK) {
    return absl::UnavailableError("libcurl failed");
  }
  absl::Status ended = absl::UnavailableError("libcurl failed");
  size_t bytes = 0;
  absl::Duration moved = stopwatch_();
  int running = 1;
  while (curl_multi_perform(multi_.get(), &running) == CURLM_OK) {
    if (running == 0) {
      int left = 0;
      const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left);
      if (message != nullptr) ended = transfer.Finish(message->data.result);
      break;
    }
    if (stopped_.load()) {
      ended = absl::CancelledError("the node is stopping");
      break;
    }
    const absl::Duration now = stopwatch_();
    if (transfer.bytes() != bytes) {
      bytes = transfer.bytes();
      moved = now;
    } else if (now - moved > rules_.idle_timeout) {
      ended = absl::UnavailableError("the server sends nothing any more");
      break;
    }
    const int wait = static_cast<int>(
        std::clamp<int64_t>(absl::ToInt64Milliseconds(rules_.idle_timeout) / 4,
                            kLeastPollMillis, kMostPollMillis));
    curl_multi_poll(multi_.get(), nullptr, 0, wait, nullptr);
  }
  curl_multi_remove_handle(multi_.get(), transfer.easy());
  return ended;
}

void HttpClient::Stop() {
  stopped_.store(true);
  if (multi_ != nullptr) curl_multi_wakeup(multi_.get());
}

}  // namespace localoffer::harvest

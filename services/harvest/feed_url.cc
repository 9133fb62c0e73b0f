#include "services/harvest/feed_url.h"

#include <curl/curl.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace localoffer::harvest {
namespace {

// A URL as libcurl understands it, which is what will be connected to.
class ParsedUrl {
 public:
  ParsedUrl() : url_(curl_url(), curl_url_cleanup) {}

  // Resolves against what was set before, if anything was.
  bool Set(const std::string& text) {
    return curl_url_set(url_.get(), CURLUPART_URL, text.c_str(), 0) ==
           CURLUE_OK;
  }
  // Empty when the URL has none.
  std::string Part(CURLUPart part) const {
    char* text = nullptr;
    if (curl_url_get(url_.get(), part, &text, 0) != CURLUE_OK) return "";
    std::string copy = text;
    curl_free(text);
    return copy;
  }
  bool IsWeb() const {
    const std::string scheme = Part(CURLUPART_SCHEME);
    return (scheme == "http" || scheme == "https") &&
           !Part(CURLUPART_HOST).empty() && Part(CURLUPART_USER).empty() &&
           Part(CURLUPART_PASSWORD).empty();
  }

 private:
  const std::unique_ptr<CURLU, void (*)(CURLU*)> url_;
};

}  // namespace

absl::StatusOr<std::string> NormalFeedUrl(absl::string_view text) {
  const absl::Status malformed = absl::InvalidArgumentError(
      absl::StrCat("wanted a web address of at most ", kMostUrlBytes,
                   " bytes, such as https://example.org/api, without user, "
                   "query and fragment"));
  ParsedUrl url;
  if (text.size() > kMostUrlBytes || !url.Set(std::string(text)) ||
      !url.IsWeb() || !url.Part(CURLUPART_QUERY).empty() ||
      !url.Part(CURLUPART_FRAGMENT).empty()) {
    return malformed;
  }
  std::string whole = url.Part(CURLUPART_URL);
  absl::string_view feed = whole;
  while (absl::ConsumeSuffix(&feed, "/")) {
  }
  absl::ConsumeSuffix(&feed, "/services");
  while (absl::ConsumeSuffix(&feed, "/")) {
  }
  return std::string(feed);
}

absl::StatusOr<std::string> RedirectedUrl(const std::string& from,
                                          const std::string& location) {
  ParsedUrl url;
  const bool valid =
      location.size() <= kMostUrlBytes && url.Set(from) && url.Set(location);
  if (!valid || !url.IsWeb()) {
    return absl::FailedPreconditionError(
        "the server redirects to what is no web address");
  }
  ParsedUrl before;
  before.Set(from);
  if (before.Part(CURLUPART_SCHEME) == "https" &&
      url.Part(CURLUPART_SCHEME) == "http") {
    return absl::FailedPreconditionError(
        "the server redirects from https to http");
  }
  return url.Part(CURLUPART_URL);
}

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
        c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, "%",
                      absl::BytesToHexString(absl::string_view(&c, 1)));
    }
  }
  return encoded;
}

std::string WithParameters(
    std::string url,
    const std::vector<std::pair<absl::string_view, std::string>>& parameters) {
  absl::string_view separator = "?";
  for (const auto& [name, value] : parameters) {
    absl::StrAppend(&url, separator, name, "=", PercentEncoded(value));
    separator = "&";
  }
  return url;
}

std::string ServicesUrl(
    absl::string_view feed,
    const std::vector<std::pair<absl::string_view, std::string>>& parameters) {
  return WithParameters(absl::StrCat(feed, "/services"), parameters);
}

std::string ServiceUrl(absl::string_view feed, absl::string_view id) {
  return absl::StrCat(feed, "/services/", PercentEncoded(id));
}

std::string HostOf(const std::string& url) {
  ParsedUrl parsed;
  if (!parsed.Set(url)) return "";
  const std::string port = parsed.Part(CURLUPART_PORT);
  return absl::StrCat(parsed.Part(CURLUPART_HOST), port.empty() ? "" : ":",
                      port);
}

}  // namespace localoffer::harvest

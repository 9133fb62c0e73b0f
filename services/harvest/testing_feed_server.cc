#include "services/harvest/testing_feed_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/log/hash.h"

namespace localoffer::harvest {
namespace {

// All of `bytes`, unless the client goes away.
bool Send(int connection, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// What the client sends up to the end of the header.
std::string ReceiveHeader(int connection) {
  std::string text;
  char buffer[4096];
  while (!absl::StrContains(text, "\r\n\r\n")) {
    const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
    if (got <= 0) return "";
    text.append(buffer, static_cast<size_t>(got));
  }
  return text;
}

void AwaitClose(int connection) {
  char buffer[16];
  while (recv(connection, buffer, sizeof buffer, 0) > 0) {
  }
}

std::string Unescaped(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      plain += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

FeedRequest ParseRequest(absl::string_view text) {
  FeedRequest request;
  std::vector<absl::string_view> lines = absl::StrSplit(text, "\r\n");
  const std::vector<absl::string_view> words = absl::StrSplit(lines[0], ' ');
  if (words.size() < 2) return request;
  const std::pair<absl::string_view, absl::string_view> target =
      absl::StrSplit(words[1], absl::MaxSplits('?', 1));
  request.path = Unescaped(target.first);
  for (const absl::string_view parameter :
       absl::StrSplit(target.second, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    request.parameters[std::string(pair.first)] = Unescaped(pair.second);
  }
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> header =
        absl::StrSplit(lines[i], absl::MaxSplits(':', 1));
    request.headers[absl::AsciiStrToLower(header.first)] =
        std::string(absl::StripAsciiWhitespace(header.second));
  }
  return request;
}

int NumberIn(const FeedRequest& request, const std::string& name, int absent) {
  int number = 0;
  return absl::SimpleAtoi(request.Parameter(name), &number) ? number : absent;
}

}  // namespace

FeedServer::FeedServer(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(listener_, any, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, any, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  url_ = absl::StrCat("http://127.0.0.1:", port_);
  acceptor_ = std::thread([this] { Accept(); });
}

FeedServer::~FeedServer() {
  std::vector<std::thread> threads;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (const int connection : connections_) shutdown(connection, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    absl::MutexLock lock(&mutex_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
  close(listener_);
}

void FeedServer::Follow(Script script) {
  absl::MutexLock lock(&mutex_);
  script_ = std::move(script);
}

std::vector<FeedRequest> FeedServer::requests() const {
  absl::MutexLock lock(&mutex_);
  return requests_;
}

void FeedServer::Forget() {
  absl::MutexLock lock(&mutex_);
  requests_.clear();
}

void FeedServer::Accept() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      close(connection);
      return;
    }
    connections_.push_back(connection);
    threads_.emplace_back([this, connection] { Serve(connection); });
  }
}

FeedAnswer FeedServer::AnswerTo(absl::string_view text) {
  FeedRequest request = ParseRequest(text);
  absl::MutexLock lock(&mutex_);
  FeedAnswer answer;
  if (script_) answer = script_(request);
  requests_.push_back(std::move(request));
  return answer;
}

void FeedServer::Serve(int connection) {
  if (const std::string text = ReceiveHeader(connection); !text.empty()) {
    const FeedAnswer answer = AnswerTo(text);
    std::string header = absl::StrCat("HTTP/1.1 ", answer.status, " X\r\n",
                                      "Connection: close\r\n");
    if (answer.status != 304) {
      absl::StrAppend(&header, "Content-Length: ", answer.body.size(), "\r\n");
    }
    for (const auto& [name, value] : answer.headers) {
      absl::StrAppend(&header, name, ": ", value, "\r\n");
    }
    Send(connection, header + "\r\n");
    const absl::string_view body =
        absl::string_view(answer.body)
            .substr(0, answer.body.size() - answer.held_back);
    if (answer.drips) {
      for (size_t i = 0; i < body.size(); ++i) {
        pollfd gone = {connection, POLLIN, 0};
        if (poll(&gone, 1, 1) != 0 || !Send(connection, body.substr(i, 1))) {
          break;
        }
      }
    } else {
      Send(connection, body);
    }
    if (answer.hangs) AwaitClose(connection);
  }
  absl::MutexLock lock(&mutex_);
  std::erase(connections_, connection);
  close(connection);
}

std::string TestId(int number) {
  return absl::StrCat("00000000-0000-4000-8000-",
                      absl::Dec(number, absl::kZeroPad12));
}

std::string TestFeed::Service(const std::string& id, const std::string& name,
                              bool whole) const {
  std::string json = absl::StrCat(R"({"id":")", id, R"(","name":")", name,
                                  R"(","status":"active")");
  if (const auto found = modified.find(id); found != modified.end()) {
    absl::StrAppend(&json, R"(,"last_modified":")", found->second, "\"");
  }
  if (whole) {
    absl::StrAppend(&json, R"(,"description":"All about )", name, "\"");
  }
  const absl::string_view organization =
      R"(,"organization":{"id":"00000000-0000-4000-9000-000000000001",)"
      R"("name":"Example Trust","description":"A trust"})";
  return absl::StrCat(json, organization, "}");
}

FeedAnswer TestFeed::Answer(const FeedRequest& request) const {
  if (absl::EndsWith(request.path, "/services")) return List(request);
  for (const auto& [id, name] : services) {
    if (absl::EndsWith(request.path, absl::StrCat("/services/", id))) {
      return {.body = Service(id, name, true)};
    }
  }
  return {.status = 404, .body = "not here"};
}

FeedAnswer TestFeed::List(const FeedRequest& request) const {
  const std::string after =
      honours_modified_after ? request.Parameter("modified_after") : "";
  std::vector<std::string> all;
  for (const auto& [id, name] : services) {
    const auto when = modified.find(id);
    if (!after.empty() && (when == modified.end() || when->second < after)) {
      continue;
    }
    all.push_back(Service(id, name, !summaries));
  }
  const int page = NumberIn(request, "page", 1);
  const int size =
      std::clamp(NumberIn(request, "per_page", page_size), 1, page_size);
  const int total = static_cast<int>(all.size());
  const int pages = (total + size - 1) / size;
  const int begin = std::clamp((page - 1) * size, 0, total);
  const int end = std::min(begin + size, total);
  const std::string contents =
      absl::StrJoin(all.begin() + begin, all.begin() + end, ",");
  const char* const form =
      version_1
          ? R"({"totalElements":$T,"totalPages":$P,"number":$N,"size":$S,)"
            R"("first":$F,"last":$L,"empty":$E,"content":[$C]})"
          : R"({"total_items":$T,"total_pages":$P,"page_number":$N,"size":$S,)"
            R"("first_page":$F,"last_page":$L,"empty":$E,"contents":[$C]})";
  const auto boolean = [](bool value) { return value ? "true" : "false"; };
  FeedAnswer answer;
  answer.body = absl::StrReplaceAll(form, {{"$T", absl::StrCat(total)},
                                           {"$P", absl::StrCat(pages)},
                                           {"$N", absl::StrCat(page)},
                                           {"$S", absl::StrCat(end - begin)},
                                           {"$F", boolean(page == 1)},
                                           {"$L", boolean(page >= pages)},
                                           {"$E", boolean(begin == end)},
                                           {"$C", contents}});
  if (!etags) return answer;
  const std::string etag =
      absl::StrCat("\"", log::HashHex(log::Sha256(answer.body)), "\"");
  answer.headers.emplace_back("ETag", etag);
  if (request.Header("if-none-match") == etag) {
    answer.status = 304;
    answer.body.clear();
  }
  return answer;
}

}  // namespace localoffer::harvest

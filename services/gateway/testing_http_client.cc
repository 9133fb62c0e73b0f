#include "services/gateway/testing_http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace localoffer::gateway {
namespace {

constexpr int kMostSeconds = 20;

}  // namespace

HttpClient::HttpClient(const std::string& address, const std::string& from)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  timeval most = {kMostSeconds, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  if (!from.empty()) {
    sockaddr_in own = {};
    own.sin_family = AF_INET;
    inet_pton(AF_INET, from.c_str(), &own.sin_addr);
    if (bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0) {
      ended_ = true;
      return;
    }
  }
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port =
      htons(static_cast<uint16_t>(std::atoi(&address[address.rfind(':') + 1])));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ended_ = connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0;
}

HttpClient::~HttpClient() { close(socket_); }

bool HttpClient::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void HttpClient::HalfClose() { shutdown(socket_, SHUT_WR); }

bool HttpClient::Fill() {
  char piece[1 << 16];
  const ssize_t got = ended_ ? 0 : recv(socket_, piece, sizeof piece, 0);
  if (got <= 0) ended_ = true;
  if (got > 0) buffer_.append(piece, static_cast<size_t>(got));
  return got > 0;
}

std::optional<std::string> HttpClient::Line() {
  while (true) {
    const size_t end = buffer_.find("\r\n");
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      return line;
    }
    if (!Fill()) return std::nullopt;
  }
}

bool HttpClient::Take(size_t bytes, std::string& to) {
  while (buffer_.size() < bytes) {
    if (!Fill()) return false;
  }
  to.append(buffer_, 0, bytes);
  buffer_.erase(0, bytes);
  return true;
}

std::optional<Received> HttpClient::Receive(bool head) {
  Received received;
  std::optional<std::string> line = Line();
  if (!line || line->size() < 12) return std::nullopt;
  received.status = std::atoi(&(*line)[9]);
  while ((line = Line()) && !line->empty()) {
    const size_t colon = line->find(':');
    received.headers[absl::AsciiStrToLower(line->substr(0, colon))] =
        std::string(absl::StripAsciiWhitespace(line->substr(colon + 1)));
  }
  if (!line) return std::nullopt;
  received.chunked = received.Header("transfer-encoding") == "chunked";
  if (head || received.status == 304 || received.status == 204) return received;
  if (received.headers.contains("content-length")) {
    size_t length = 0;
    if (!absl::SimpleAtoi(received.Header("content-length"), &length) ||
        !Take(length, received.body)) {
      return std::nullopt;
    }
  } else if (received.chunked) {
    while (true) {
      const std::optional<std::string> chunk = ReceiveChunk();
      if (!chunk) return std::nullopt;
      if (chunk->empty()) break;
      received.body += *chunk;
    }
  } else {
    while (Fill()) {
    }
    received.body = std::exchange(buffer_, "");
  }
  return received;
}

std::optional<std::string> HttpClient::ReceiveChunk() {
  std::optional<std::string> line = Line();
  if (!line) return std::nullopt;
  const size_t size = std::strtoul(line->c_str(), nullptr, 16);
  std::string chunk;
  if (size > 0 && !Take(size, chunk)) return std::nullopt;
  if (!(line = Line()) || !line->empty()) return std::nullopt;
  return chunk;
}

bool HttpClient::AwaitClose() { return buffer_.empty() && !Fill(); }

bool HttpClient::HearsWithin(int milliseconds) {
  pollfd wanted = {socket_, POLLIN, 0};
  return poll(&wanted, 1, milliseconds) > 0;
}

std::optional<Received> HttpGet(const std::string& address,
                                absl::string_view target,
                                absl::string_view fields,
                                const std::string& from) {
  HttpClient client(address, from);
  client.Send(absl::StrCat("GET ", target, " HTTP/1.1\r\nHost: example.org\r\n",
                           fields, "\r\n"));
  return client.Receive();
}

std::string Gunzip(absl::string_view bytes) {
  constexpr int kGzipBits = 15 + 16;
  z_stream z = {};
  inflateInit2(&z, kGzipBits);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  std::string text;
  int result = Z_OK;
  while (result == Z_OK) {
    char piece[1 << 16];
    z.next_out = reinterpret_cast<Bytef*>(piece);
    z.avail_out = sizeof piece;
    result = inflate(&z, Z_NO_FLUSH);
    text.append(piece, sizeof piece - z.avail_out);
  }
  inflateEnd(&z);
  return result == Z_STREAM_END ? text : "";
}

}  // namespace localoffer::gateway

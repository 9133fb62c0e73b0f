#include "services/server/config.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace localoffer::server {
namespace {

constexpr int kWrongUsage = 2;

void AddHttpLimitFlags(CLI::App& app, Config& config) {
  app.add_option("--http-client-address", config.http_client_address,
                 "Header field in which the proxy in front says who asks, such "
                 "as X-Real-IP; of X-Forwarded-For the last address counts. "
                 "Only with --http-behind-proxy");
  app.add_option("--http-rate", config.http_rate,
                 absl::StrCat("Tokens that one address gets a second over "
                              "HTTP; a request costs 1, some cost more; ",
                              kUsualHttpRate, " when absent, 0 for no limit"))
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--http-burst", config.http_burst,
                 "Most tokens that one address has")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  app.add_flag("--http-limit-loopback", config.http_limit_loopback,
               "Limit requests from this machine's own addresses, too");
}

void AddFlags(CLI::App& app, Config& config) {
  app.add_option("--data-dir", config.data_dir,
                 "Where logs, directory and keys are kept; made if missing")
      ->required();
  app.add_option("--listen", config.listen, "HOST:PORT of the gRPC API")
      ->capture_default_str();
  app.add_option("--health-listen", config.health_listen,
                 "HOST:PORT of a plaintext port for health probes alone");
  app.add_option("--http", config.http,
                 "HOST:PORT of the HTTP front: pages, Open Referral API, "
                 "feeds, exports, metrics; off when absent");
  app.add_option(
      "--http-url", config.http_url,
      "What callers put before a path, https://localoffer.example.org; "
      "from their Host when absent");
  app.add_flag("--http-behind-proxy", config.http_behind_proxy,
               "Let --http listen beyond this machine: only where a proxy in "
               "front of it encrypts and keeps /metrics back");
  AddHttpLimitFlags(app, config);
  app.add_option("--data-licence", config.data_licence,
                 "Address of the licence of the entries, which feeds name")
      ->capture_default_str();
  app.add_option("--tls-cert", config.tls_cert, "Certificate chain, PEM file")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-key", config.tls_key, "Its private key, PEM file")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-client-ca", config.tls_client_ca,
                 "Certificates that sign client certificates, PEM file")
      ->check(CLI::ExistingFile);
  app.add_option("--tls-refresh-seconds", config.tls_refresh_seconds,
                 "How often these files are looked at for changes")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  app.add_flag("--require-client-certificate",
               config.require_client_certificate,
               "Refuse connections without a client certificate");
  app.add_flag("--plaintext-beyond-loopback", config.plaintext_beyond_loopback,
               "Listen beyond this machine without TLS: only where another "
               "layer encrypts");
  app.add_option("--min-free-mib", config.min_free_mib,
                 "Publishing stops when less disk is free, in MiB")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--max-publication-mib", config.max_publication_mib,
                 "Largest publication, in MiB")
      ->check(CLI::Range(1, 1 << 16))
      ->capture_default_str();
  app.add_option("--workers", config.workers,
                 "Threads that wait for the disk on behalf of writers")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--max-withdrawn-share", config.max_withdrawn_share,
                 "Share of its entries that a full publication may withdraw "
                 "without confirmation")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--peer", config.peers,
                 "HOST:PORT of a node whose logs are followed; once for each. "
                 "What it sends is believed for the keys that `localoffer "
                 "trust` knows, not for who sends it");
  app.add_option("--replica-of", config.replica_of,
                 "HOST:PORT of the one node that this one copies whole, for "
                 "more readers: it believes that node for the first key of "
                 "each log, and takes no publications");
  app.add_option("--peer-ca", config.peer_ca,
                 "Certificates that sign those of peers, PEM file; without it "
                 "peers are reached without TLS")
      ->check(CLI::ExistingFile);
  app.add_option("--peer-cert", config.peer_cert,
                 "Client certificate that peers are shown, PEM file: for those "
                 "that require one")
      ->check(CLI::ExistingFile);
  app.add_option("--peer-key", config.peer_key, "Its private key, PEM file")
      ->check(CLI::ExistingFile);
  app.add_option("--peer-wait-seconds", config.peer_wait_seconds,
                 "How long publishing waits, at the start, for peers that "
                 "can't be reached: they know what this node has signed, if it "
                 "was put back from a backup")
      ->check(CLI::Range(0, 86'400))
      ->capture_default_str();
  app.add_flag("--harvest-private-addresses", config.harvest_private_addresses,
               "Harvest feeds on private and loopback addresses too: only "
               "where every operator may reach what this machine reaches");
  app.add_option("--harvest-pause-ms", config.harvest_pause_ms,
                 "Between two requests to the server of a feed, in "
                 "milliseconds")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str();
}

bool IsHostAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  int port = 0;
  return colon != absl::string_view::npos && colon > 0 &&
         !absl::StrContains(address, '/') &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port > 0 &&
         port <= 65535;
}

absl::string_view HostOf(absl::string_view address) {
  absl::string_view host = address.substr(0, address.rfind(':'));
  if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
    host = host.substr(1, host.size() - 2);
  }
  return host;
}

bool IsFieldName(absl::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
  });
}

std::optional<std::string> HttpLimitObjection(const Config& config) {
  const std::string& field = config.http_client_address;
  if (!field.empty() && !config.http_behind_proxy) {
    return absl::StrCat(
        "--http-client-address ", field,
        " is what a proxy says, and anybody else may say it: give "
        "--http-behind-proxy where nobody but a proxy reaches --http");
  }
  if (!IsFieldName(field)) {
    return absl::StrCat("--http-client-address ", field,
                        ": wanted the name of a header field, such as "
                        "X-Real-IP");
  }
  if (field.empty() && config.http_behind_proxy &&
      config.http_rate.value_or(0) > 0) {
    return "--http-rate needs --http-client-address behind a proxy: without it "
           "all readers have the proxy's address, and one limit for all of "
           "them. Name the header field in which the proxy says who asks, such "
           "as X-Real-IP";
  }
  return std::nullopt;
}

}  // namespace

std::variant<Config, int> ParseCommandLine(int argc, char** argv) {
  Config config;
  CLI::App app("localofferd: a node of the directory of local offers");
  app.set_version_flag("--version", std::string(LOCALOFFER_VERSION));
  AddFlags(app, config);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongUsage;
  }
  return config;
}

std::vector<std::string> FollowedNodes(const Config& config) {
  if (config.replica_of.empty()) return config.peers;
  return {config.replica_of};
}

bool IsLoopback(const std::string& address) {
  const absl::string_view host = HostOf(address);
  if (host == "localhost" || host == "::1") return true;
  in_addr parsed;
  return inet_pton(AF_INET, std::string(host).c_str(), &parsed) == 1 &&
         absl::StartsWith(host, "127.");
}

double HttpRateOf(const Config& config) {
  const bool all_look_alike =
      config.http_behind_proxy && config.http_client_address.empty();
  return config.http_rate.value_or(all_look_alike ? 0 : kUsualHttpRate);
}

std::optional<std::string> Objection(const Config& config) {
  if (config.tls_cert.empty() != config.tls_key.empty()) {
    return "--tls-cert and --tls-key belong together: give both";
  }
  const bool tls = !config.tls_cert.empty();
  if (!tls && !config.tls_client_ca.empty()) {
    return "--tls-client-ca needs --tls-cert and --tls-key";
  }
  if (config.require_client_certificate && config.tls_client_ca.empty()) {
    return "--require-client-certificate needs --tls-client-ca";
  }
  if (!tls && !IsLoopback(config.listen) && !config.plaintext_beyond_loopback) {
    return absl::StrCat(
        "--listen ", config.listen,
        " is reachable from other machines, and without TLS tokens would "
        "travel in the clear. Give --tls-cert and --tls-key, or listen on "
        "127.0.0.1; if another layer encrypts, say "
        "--plaintext-beyond-loopback");
  }
  const absl::string_view flag =
      config.replica_of.empty() ? "--peer " : "--replica-of ";
  if (!config.replica_of.empty() && !config.peers.empty()) {
    return "--replica-of and --peer: a replica copies one node, and follows "
           "no other. Give one of the two";
  }
  for (const std::string& peer : FollowedNodes(config)) {
    if (!IsHostAndPort(peer)) {
      return absl::StrCat(flag, peer,
                          ": wanted HOST:PORT, such as "
                          "localoffer.leeds.example:7420, without https://");
    }
    if (peer == config.listen) {
      return absl::StrCat(flag, peer,
                          " is this node's own address: wanted another node's");
    }
  }
  if (FollowedNodes(config).empty() && !config.peer_ca.empty()) {
    return "--peer-ca needs --peer or --replica-of";
  }
  if (config.peer_cert.empty() != config.peer_key.empty()) {
    return "--peer-cert and --peer-key belong together: give both";
  }
  if (config.peer_ca.empty() && !config.peer_cert.empty()) {
    return "--peer-cert needs --peer-ca: without TLS no certificate is shown";
  }
  if (!config.http.empty() && !IsLoopback(config.http) &&
      !config.http_behind_proxy) {
    return absl::StrCat(
        "--http ", config.http,
        " is reachable from other machines, in plaintext. Listen on 127.0.0.1; "
        "if a proxy in front of it encrypts, say --http-behind-proxy");
  }
  if (auto objection = HttpLimitObjection(config)) return objection;
  if (!config.http_url.empty() &&
      (!(absl::StartsWith(config.http_url, "https://") ||
         absl::StartsWith(config.http_url, "http://")) ||
       absl::EndsWith(config.http_url, "/"))) {
    return absl::StrCat("--http-url ", config.http_url,
                        ": wanted https://HOST, without / at its end");
  }
  return std::nullopt;
}

}  // namespace localoffer::server

// What localofferd is told on its command line: all its flags are here.
#ifndef LOCALOFFER_SERVICES_SERVER_CONFIG_H_
#define LOCALOFFER_SERVICES_SERVER_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace localoffer::server {

inline constexpr double kUsualHttpRate = 50;

struct Config {
  // Where everything is kept. Required.
  std::string data_dir;
  // HOST:PORT of the gRPC API; port 0 takes a free one.
  std::string listen = "127.0.0.1:7420";
  // HOST:PORT of a plaintext port that answers grpc.health.v1 and nothing
  // else, for probes; none when empty.
  std::string health_listen;
  // HOST:PORT of the HTTP front, in plaintext; none when empty.
  std::string http;
  // What addresses in answers over HTTP begin with; from the request's Host
  // when empty.
  std::string http_url;
  // Take HTTP connections from beyond this machine.
  bool http_behind_proxy = false;
  // The header field in which that proxy says who asks: X-Real-IP, or
  // X-Forwarded-For. Of several values the last counts.
  std::string http_client_address;
  // Tokens that an address gets a second, and has at most: a request costs one,
  // some cost more. Rate 0 is no limit. Absent, it is kUsualHttpRate, and no
  // limit where nobody says who asks.
  std::optional<double> http_rate;
  double http_burst = 500;
  // Limit this machine's own addresses, too.
  bool http_limit_loopback = false;
  // Address of the licence of the data, which feeds name.
  std::string data_licence =
      "https://www.nationalarchives.gov.uk/doc/open-government-licence/"
      "version/3/";
  // PEM files. Both or neither.
  std::string tls_cert;
  std::string tls_key;
  // PEM file of the authorities that sign client certificates.
  std::string tls_client_ca;
  // How often these three are looked at for changes.
  int tls_refresh_seconds = 60;
  // Refuse connections without a client certificate.
  bool require_client_certificate = false;
  // Take plaintext connections from beyond this machine.
  bool plaintext_beyond_loopback = false;
  // Publishing stops when less disk is free.
  int min_free_mib = 1024;
  // Largest publication.
  int max_publication_mib = 256;
  // Threads that wait for the disk on behalf of writers.
  int workers = 32;
  // Share of the entries that a full publication may withdraw unconfirmed.
  double max_withdrawn_share = 0.2;
  // HOST:PORT of each node whose logs this one follows.
  std::vector<std::string> peers;
  // HOST:PORT of the one node of which this one is a replica: it copies all of
  // its logs, believing the node for what each begins with, and signs nothing.
  std::string replica_of;
  // PEM file of the authorities that sign the certificates of peers; empty:
  // without TLS. What peers send is public, and is believed for its signatures.
  std::string peer_ca;
  // PEM files of the certificate that peers are shown, both or neither: for
  // those that let nobody in without one.
  std::string peer_cert;
  std::string peer_key;
  // How long publishing waits, at the start, for peers that can't be reached to
  // say whether this node has lost anything that it signed.
  int peer_wait_seconds = 10;
  // Harvest feeds on private, loopback and other special addresses too.
  bool harvest_private_addresses = false;
  // Between two requests to the server of a feed.
  int harvest_pause_ms = 500;
};

// Reads the command line. Returns the configuration, or the code with which
// to exit: 0 after --help or --version, 2 after wrong usage, both explained
// on the terminal.
std::variant<Config, int> ParseCommandLine(int argc, char** argv);

// What is wrong with the configuration, in words that say what to do; nothing
// when it can be served.
std::optional<std::string> Objection(const Config& config);

// The nodes whose logs are followed.
std::vector<std::string> FollowedNodes(const Config& config);

// Tokens that an address gets a second over HTTP; 0 for no limit.
double HttpRateOf(const Config& config);

// True when HOST of `address` is this machine's own loopback.
bool IsLoopback(const std::string& address);

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_CONFIG_H_

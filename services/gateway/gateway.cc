#include "services/gateway/gateway.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/compression/deflater.h"
#include "services/gateway/changes_resource.h"
#include "services/gateway/cost.h"
#include "services/gateway/export_resource.h"
#include "services/gateway/feed_resource.h"
#include "services/gateway/http_head.h"
#include "services/gateway/node_resources.h"
#include "services/gateway/pages/pages.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// Below it, gzip's own bytes and the time are not worth it.
constexpr size_t kLeastCompressed = 1024;
constexpr int kMostLineExports = 16;
// Each keeps the ids of its rows in memory and its tables on disk.
constexpr int kMostPackageExports = 2;
constexpr int kTooManyRequests = 429;

// Of events as they happen, each would have to be packed by itself.
bool IsCompressible(const HttpResponse& response) {
  if (response.wait) return false;
  return absl::StrContains(response.content_type, "json") ||
         absl::StartsWith(response.content_type, "text/");
}

// The same pieces, compressed.
BodySource Compressed(BodySource source) {
  return [source = std::move(source), ended = false,
          deflater = std::make_shared<compression::Deflater>(
              compression::Wrapping::kGzip)](
             std::string& piece) mutable -> absl::StatusOr<bool> {
    if (ended) return false;
    std::string plain;
    ASSIGN_OR_RETURN(const bool more, source(plain));
    deflater->Add(plain, piece);
    if (!more) deflater->Finish(piece);
    ended = !more;
    return true;
  };
}

void Compress(HttpResponse& response) {
  if (response.source != nullptr) {
    response.source = Compressed(std::move(response.source));
  } else {
    response.body = compression::Gzip(response.body);
  }
  response.headers.emplace_back("Content-Encoding", "gzip");
}

// A copy may be older than the moment of the answer.
void AddAsOf(absl::Time as_of, HttpResponse& response) {
  if (as_of == absl::InfinitePast()) return;
  response.headers.emplace_back(
      "Local-Offer-As-Of",
      absl::FormatTime(absl::RFC3339_sec, as_of, absl::UTCTimeZone()));
}

// The label of a method: what callers make up is one.
std::string MethodLabel(const std::string& method) {
  constexpr std::array kKnown = {"GET", "HEAD", "OPTIONS", "POST", "-"};
  const bool known =
      std::find(kKnown.begin(), kKnown.end(), method) != kKnown.end();
  return known ? method : "other";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    GatewayOptions options, storage::Store& store, metrics::Registry& metrics,
    rpc::Journal& journal) {
  std::unique_ptr<Gateway> gateway(
      new Gateway(std::move(options), store, metrics, journal));
  ASSIGN_OR_RETURN(
      gateway->site_,
      pages::Site::Make({gateway->options_.node, gateway->options_.clock,
                         &store.geography().boundaries(),
                         &store.geography().gazetteer()}));
  pages::AddPages(*gateway->site_, gateway->router_);
  gateway->prepared_failures_ =
      std::make_unique<pages::PreparedFailures>(*gateway->site_);
  HttpServerOptions server;
  server.address = gateway->options_.address;
  server.limits = gateway->options_.limits;
  server.clock = gateway->options_.clock;
  server.stopwatch = gateway->options_.stopwatch;
  server.client_address_field = gateway->options_.client_address_field;
  server.refuse = [gateway = gateway.get()](const HttpRequest& request) {
    return gateway->Refusal(request);
  };
  server.finish_refusal = [gateway = gateway.get()](const HttpRequest& request,
                                                    HttpResponse problem) {
    return gateway->AtOnce(request, std::move(problem));
  };
  if (gateway->reader_limit_ != nullptr) {
    server.limits_client =
        [limit = gateway->reader_limit_.get()](const ClientAddress& client) {
          return limit->Limits(client);
        };
  }
  server.answer = [gateway = gateway.get()](const HttpRequest& request) {
    return gateway->Answer(request);
  };
  server.on_outcome = [gateway = gateway.get()](const HttpOutcome& outcome) {
    gateway->Record(outcome);
  };
  ASSIGN_OR_RETURN(gateway->server_, HttpServer::Start(std::move(server)));
  return gateway;
}

Gateway::Gateway(GatewayOptions options, storage::Store& store,
                 metrics::Registry& metrics, rpc::Journal& journal)
    : options_(std::move(options)),
      metrics_(metrics),
      journal_(journal),
      open_referral_(options_.node, options_.clock),
      change_watch_(options_.node, options_.heartbeat) {
  router_.Add("/healthz", std::make_unique<HealthResource>(HealthOptions{
                              options_.can_write, options_.may_publish,
                              options_.copy, options_.clock}));
  router_.Add("/metrics", std::make_unique<MetricsResource>(metrics));
  for (const absl::string_view feed :
       {"/rpde/services", "/authorities/{gss}/rpde/services"}) {
    router_.Add(
        feed, std::make_unique<FeedResource>(options_.node, options_.licence));
  }
  for (const absl::string_view changes :
       {"/changes", "/authorities/{gss}/changes"}) {
    router_.Add(changes, std::make_unique<ChangesResource>(options_.node,
                                                           change_watch_));
  }
  router_.Add("/export.ndjson",
              std::make_unique<ExportResource>(
                  options_.node, v1::EXPORT_FORMAT_NDJSON, kMostLineExports));
  router_.Add(
      "/export/datapackage.zip",
      std::make_unique<ExportResource>(
          options_.node, v1::EXPORT_FORMAT_DATA_PACKAGE, kMostPackageExports));
  AddOpenReferralResources(open_referral_, router_);
  if (options_.reader_limit) {
    reader_limit_ = std::make_unique<ReaderLimit>(*options_.reader_limit,
                                                  options_.stopwatch, metrics_);
  }
}

HttpResponse Gateway::Answer(const HttpRequest& request) const {
  const std::string base_url = BaseUrl(request);
  return Finished(request, router_.Answer(request, base_url,
                                          [this](const Visit& visit,
                                                 absl::string_view route) {
                                            return Toll(visit, route);
                                          }));
}

std::string Gateway::BaseUrl(const HttpRequest& request) const {
  return options_.url.empty() ? absl::StrCat("http://", request.host)
                              : options_.url;
}

HttpResponse Gateway::Finished(const HttpRequest& request,
                               HttpResponse response) const {
  response =
      pages::ForReader(*site_, request, BaseUrl(request), std::move(response));
  AddFields(response);
  if (!IsCompressible(response)) return response;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  const bool pays =
      response.source != nullptr || response.body.size() >= kLeastCompressed;
  if (pays && AcceptsGzip(request.accept_encoding)) Compress(response);
  return response;
}

void Gateway::AddFields(HttpResponse& response) const {
  // Reading is public, for pages of other sites, too.
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Access-Control-Expose-Headers",
                                "ETag, Link, Local-Offer-As-Of, "
                                "Local-Offer-Revision, Retry-After");
  if (options_.copy_time) AddAsOf(options_.copy_time->Get(), response);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
}

std::optional<HttpResponse> Gateway::Refusal(const HttpRequest& request) const {
  if (reader_limit_ == nullptr) return std::nullopt;
  std::optional<HttpResponse> refusal = reader_limit_->Refusal(request);
  if (!refusal) return std::nullopt;
  return AtOnce(request, *std::move(refusal));
}

HttpResponse Gateway::AtOnce(const HttpRequest& request,
                             HttpResponse problem) const {
  problem = prepared_failures_->ForReader(request, std::move(problem));
  AddFields(problem);
  return problem;
}

std::optional<HttpResponse> Gateway::Toll(const Visit& visit,
                                          absl::string_view route) const {
  if (reader_limit_ == nullptr) return std::nullopt;
  const int tokens = TokensFor(route, visit.target, visit.request.accept);
  // One was taken before anybody knew what is asked.
  if (tokens <= 1) return std::nullopt;
  return reader_limit_->Refusal(visit.request, tokens - 1);
}

void Gateway::Record(const HttpOutcome& outcome) const {
  // Counted where they are made; a flood of them must not fill the journal.
  if (outcome.status == kTooManyRequests) return;
  const std::string method = MethodLabel(outcome.method);
  metrics_
      .CounterOf("localoffer_http_total", "Requests over HTTP",
                 {{"route", std::string(outcome.route)},
                  {"method", method},
                  {"status", absl::StrCat(outcome.status)}})
      .Add();
  metrics_
      .HistogramOf("localoffer_http_seconds",
                   "How long answers over HTTP took, to their last byte",
                   metrics::LatencyBounds(),
                   {{"route", std::string(outcome.route)}})
      .Observe(absl::ToDoubleSeconds(outcome.taken));
  metrics_
      .CounterOf("localoffer_http_body_bytes_total", "Bytes of bodies",
                 {{"route", std::string(outcome.route)}})
      .Add(outcome.body_bytes);
  rpc::Journal::Fields fields = {
      {"route", std::string(outcome.route)},
      {"method", method},
      {"status", absl::StrCat(outcome.status)},
      {"bytes", absl::StrCat(outcome.body_bytes)},
      {"micros", absl::StrCat(absl::ToInt64Microseconds(outcome.taken))}};
  if (!outcome.complete) fields.emplace_back("broken_off", "true");
  rpc::Severity severity = rpc::Severity::kInfo;
  if (!outcome.failure.empty()) {
    severity = rpc::Severity::kError;
    fields.emplace_back("detail", outcome.failure);
  }
  journal_.Write(severity, "http", fields);
}

}  // namespace localoffer::gateway

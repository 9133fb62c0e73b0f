// The HTTP front of a node.
#ifndef LOCALOFFER_SERVICES_GATEWAY_GATEWAY_H_
#define LOCALOFFER_SERVICES_GATEWAY_GATEWAY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/change_watch.h"
#include "services/gateway/copy_state.h"
#include "services/gateway/http_server.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/open_referral_api.h"
#include "services/gateway/pages/failure_page.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/reader_limit.h"
#include "services/gateway/resource.h"
#include "services/metrics/registry.h"
#include "services/rpc/journal.h"
#include "storage/store.h"

namespace localoffer::gateway {

struct GatewayOptions {
  // HOST:PORT; port 0 takes a free one.
  std::string address;
  // What all but `/metrics` and `/healthz` ask.
  std::shared_ptr<const NodeClient> node;
  // What absolute addresses begin with, `https://localoffer.example.org`; from
  // the request's Host where empty.
  std::string url;
  // Address of the licence of the data.
  std::string licence;
  HttpLimits limits;
  // How often one address may ask; as often as it likes when absent.
  std::optional<ReaderLimitOptions> reader_limit;
  // The header field in which a proxy in front says who asks; empty where
  // readers come themselves.
  std::string client_address_field;
  std::function<absl::Time()> clock;
  std::function<absl::Duration()> stopwatch;
  // After how long a stream of changes says that there are none.
  absl::Duration heartbeat = absl::Seconds(10);
  // Not OK once a write has failed; may be empty.
  std::function<absl::Status()> can_write;
  // Not OK, and why, while publications have to wait; may be empty.
  std::function<absl::Status()> may_publish;
  // Of a replica; otherwise empty, and null. `copy` may wait for a disk.
  std::function<CopyState()> copy;
  const CopyTime* copy_time = nullptr;
};

// Serves from Start() until it is destroyed. All it is made with outlives it,
// and the server behind an in-process channel is shut down after it.
class Gateway {
 public:
  // FAILED_PRECONDITION when the address cannot be listened on;
  // INVALID_ARGUMENT when the pages that are built in are broken.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      GatewayOptions options, storage::Store& store, metrics::Registry& metrics,
      rpc::Journal& journal);

  // HOST:PORT as it was bound.
  const std::string& address() const { return server_->address(); }

 private:
  Gateway(GatewayOptions options, storage::Store& store,
          metrics::Registry& metrics, rpc::Journal& journal);
  HttpResponse Answer(const HttpRequest& request) const;
  // What absolute addresses in the answer begin with.
  std::string BaseUrl(const HttpRequest& request) const;
  // The answer as it is sent, whoever made it.
  HttpResponse Finished(const HttpRequest& request,
                        HttpResponse response) const;
  // What every answer has.
  void AddFields(HttpResponse& response) const;
  // What a request gets that is not to be answered.
  std::optional<HttpResponse> Refusal(const HttpRequest& request) const;
  // A problem as it is sent or, for people, a page that was made before. No
  // time is spent on a page, or on packing it, by a thread that waits for all.
  HttpResponse AtOnce(const HttpRequest& request, HttpResponse problem) const;
  std::optional<HttpResponse> Toll(const Visit& visit,
                                   absl::string_view route) const;
  void Record(const HttpOutcome& outcome) const;

  const GatewayOptions options_;
  metrics::Registry& metrics_;
  rpc::Journal& journal_;
  const OpenReferralApi open_referral_;
  // Before the resources that wait for it.
  ChangeWatch change_watch_;
  std::unique_ptr<const pages::Site> site_;
  std::unique_ptr<const pages::PreparedFailures> prepared_failures_;
  Router router_;
  std::unique_ptr<ReaderLimit> reader_limit_;
  // Last, so that it is gone before what it answers with.
  std::unique_ptr<HttpServer> server_;
};

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_GATEWAY_H_

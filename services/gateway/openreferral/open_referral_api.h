// The Open Referral UK API, 3.0 and 1.0.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OPEN_REFERRAL_API_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OPEN_REFERRAL_API_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/node_client.h"
#include "services/gateway/openreferral/endpoint.h"
#include "services/gateway/openreferral/service_texts.h"
#include "services/gateway/resource.h"
#include "services/openreferral/record.h"

namespace localoffer::gateway {

// What the resources of the API share. It has nothing but the node's public
// API, like any other client. Thread-safe; outlives them.
class OpenReferralApi {
 public:
  OpenReferralApi(std::shared_ptr<const NodeClient> node,
                  std::function<absl::Time()> clock);

  const NodeClient& node() const { return *node_; }
  ServiceTexts& texts() const { return texts_; }

  // An answer without a body that follows from what is asked and from the
  // directory in a state, with its tags. When the caller has it already it is a
  // 304, and done.
  HttpResponse Begin(const Visit& visit,
                     const v1::GetDirectoryStateResponse& state,
                     bool lines) const;

  // The same for an answer that stays as it is until what `tag` stands for
  // changes, which was at `modified`.
  HttpResponse Begin(const Visit& visit, const std::string& tag,
                     absl::Time modified, bool lines) const;

  // The 304 of a caller who names the tag of the answer in this state; nothing
  // where the answer has to be made before it can be told. Whoever has a tag
  // was answered, so there is nothing wrong with what he asks.
  std::optional<HttpResponse> Unchanged(
      const Visit& visit, const v1::GetDirectoryStateResponse& state,
      bool lines) const;

 private:
  absl::Time SeenSince(const std::string& state) const;

  const std::shared_ptr<const NodeClient> node_;
  const std::function<absl::Time()> clock_;
  mutable ServiceTexts texts_;

  // The newest state that was answered from, and since when: the commit times
  // of logs that come from elsewhere say nothing of that.
  mutable absl::Mutex mutex_;
  mutable std::string newest_ ABSL_GUARDED_BY(mutex_);
  mutable absl::Time newest_since_ ABSL_GUARDED_BY(mutex_);
};

// Whether a request names tags that it would know the answer by.
bool NamesTags(const HttpRequest& request);

// A resource of the API.
class ApiResource : public Resource {
 public:
  // `format` is the dialect. `api` and `endpoint` outlive it.
  ApiResource(const OpenReferralApi& api, const Endpoint& endpoint,
              openreferral::Format format)
      : api_(api), endpoint_(endpoint), format_(format) {}

  // Which of the parameters it does, ApiQuery looks after.
  bool TakesSeveral() const override { return !endpoint_.several.empty(); }

 protected:
  const OpenReferralApi& api_;
  const Endpoint& endpoint_;
  const openreferral::Format format_;
};

// Makes the API's resources findable. `api` outlives the router.
void AddOpenReferralResources(const OpenReferralApi& api, Router& router);

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OPEN_REFERRAL_API_H_

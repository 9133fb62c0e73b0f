// The Open Referral UK 3.0 API.
#ifndef LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OPEN_REFERRAL_API_H_
#define LOCALOFFER_SERVICES_GATEWAY_OPENREFERRAL_OPEN_REFERRAL_API_H_

#include <array>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/catalogue/catalogue.h"
#include "services/catalogue/contents.h"
#include "services/catalogue/view.h"
#include "services/directory/entry_cards.h"
#include "services/directory/searcher.h"
#include "services/gateway/openreferral/endpoint.h"
#include "services/gateway/openreferral/entry_json.h"
#include "services/gateway/resource.h"
#include "storage/directory/instant.h"
#include "storage/store.h"

namespace localoffer::gateway {

// What the resources of the API share. Thread-safe; outlives them, and the
// store and the catalogue outlive it.
class OpenReferralApi {
 public:
  OpenReferralApi(storage::Store& store, catalogue::Catalogue& catalogue,
                  storage::Clock clock);

  storage::Store& store() const { return store_; }
  const directory::Searcher& searcher() const { return searcher_; }
  // The newest; see services/catalogue/catalogue.h.
  absl::StatusOr<std::shared_ptr<const catalogue::Contents>> Catalogue() const {
    return catalogue_.Latest();
  }
  // What a request, which was checked, asks of the newest directory. Errors as
  // of Catalogue(), where that is needed, and of the searcher.
  absl::StatusOr<directory::SearchQuestion> Ask(
      const v1::SearchEntriesRequest& request) const;
  // The catalogue as the authority sees it that the address names, or of all.
  // Errors as of NamedLog() and Catalogue().
  absl::StatusOr<catalogue::View> Look(const Visit& visit) const;

  // The service of a hit as JSON, with why it is one. NOT_FOUND when it was
  // erased since it was found.
  absl::StatusOr<std::string> ServiceText(const Hit& hit, ServiceForm form,
                                          openreferral::Format format) const;

  // An answer without a body that follows from what is asked, the directory at
  // `instant`, the table of postcodes, and by which table entries were placed,
  // with its tags. When the caller has it already it is a 304, and done.
  HttpResponse Begin(const Visit& visit, const storage::Instant& instant,
                     bool lines) const;

  // The same for an answer that stays as it is until what `tag` stands for
  // changes, which was at `modified`.
  HttpResponse Begin(const Visit& visit, const std::string& tag,
                     absl::Time modified, bool lines) const;

 private:
  absl::Time SeenSince(const std::string& state) const;

  storage::Store& store_;
  const storage::Clock clock_;
  const directory::Searcher searcher_;
  catalogue::Catalogue& catalogue_;
  // What was made lately: by ServiceForm, then in the dialect of 1.0.
  mutable std::array<directory::EntryCards, 4> cards_;

  // The newest instant that was answered from, with the tables of postcodes,
  // and since when: the commit times of logs that come from elsewhere say
  // nothing of that.
  mutable absl::Mutex mutex_;
  mutable std::string newest_ ABSL_GUARDED_BY(mutex_);
  mutable absl::Time newest_since_ ABSL_GUARDED_BY(mutex_);
};

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

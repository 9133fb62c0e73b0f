#include "services/gateway/openreferral/services_resource.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/named_log.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/gateway/openreferral/service_question.h"
#include "services/openreferral/write_json.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// How many hits of a long answer are looked up at a time.
constexpr size_t kStretch = 500;
constexpr int kOk = 200;
// More than what a page has around its services, and between two of them.
constexpr size_t kEnvelopeBytes = 256;
constexpr size_t kSeparatorBytes = 2;

ServiceForm FormOf(ApiQuery& query, openreferral::Format format) {
  // Clients of 1.0 take whole services from lists.
  if (format == openreferral::Format::kOpenReferral1) {
    return ServiceForm::kFull;
  }
  const bool full = query.Flag("full");
  const bool minimal = query.Flag("minimal");
  if (full && minimal) query.Refuse("minimal", "wanted not full, too");
  if (minimal) return ServiceForm::kMinimal;
  return full ? ServiceForm::kFull : ServiceForm::kListed;
}

// The services of a question from the first to the last, however many.
class AllServices {
 public:
  AllServices(const OpenReferralApi& api, directory::SearchQuestion question,
              ServiceForm form, openreferral::Format format)
      : api_(api),
        question_(std::move(question)),
        form_(form),
        format_(format) {
    question_.conditions.query.limit = kStretch;
  }

  // Calls `add` with the JSON of the next few; false when those were the last.
  absl::StatusOr<bool> Next(absl::FunctionRef<void(const std::string&)> add) {
    const SearchResult found = api_.searcher().Find(question_);
    total_ = found.total;
    for (const Hit& hit : found.hits) {
      const absl::StatusOr<std::string> json =
          api_.ServiceText(hit, form_, format_);
      // Erased since it was found.
      if (absl::IsNotFound(json.status())) continue;
      RETURN_IF_ERROR(json.status());
      add(*json);
    }
    if (found.hits.size() < kStretch) return false;
    question_.conditions.query.after = found.hits.back().position;
    return true;
  }

  // Once Next() was called.
  size_t total() const { return total_; }

 private:
  const OpenReferralApi& api_;
  directory::SearchQuestion question_;
  const ServiceForm form_;
  const openreferral::Format format_;
  size_t total_ = 0;
};

BodySource Lines(std::shared_ptr<AllServices> services) {
  return [services = std::move(services)](std::string& piece) {
    return services->Next([&piece](const std::string& json) {
      absl::StrAppend(&piece, json, "\n");
    });
  };
}

// All on one page.
BodySource OnePage(std::shared_ptr<AllServices> services) {
  return [services = std::move(services), begun = false,
          writer = openreferral::PageWriter({})](
             std::string& piece) mutable -> absl::StatusOr<bool> {
    std::string objects;
    ASSIGN_OR_RETURN(const bool more,
                     services->Next([&](const std::string& json) {
                       objects += writer.Next(json);
                     }));
    if (!begun) piece += writer.Begin(static_cast<int64_t>(services->total()));
    begun = true;
    piece += objects;
    if (!more) piece += writer.End();
    return more;
  };
}

}  // namespace

absl::StatusOr<HttpResponse> ServicesResource::Get(const Visit& visit) const {
  ASSIGN_OR_RETURN(const std::string log, NamedLog(api_.store(), visit));
  ApiQuery query(visit.target, endpoint_);
  v1::SearchEntriesRequest request = ReadServiceQuestion(log, query);
  const ServiceForm form = FormOf(query, format_);
  const ApiPage page = query.Page(visit.request.accept);
  const bool everything =
      page.lines || (form == ServiceForm::kMinimal && !query.Text("page") &&
                     !query.Text("per_page"));
  if (!everything) SetPage(page, request);
  RETURN_IF_ERROR(query.Check(api_.searcher().Check(request)));

  ASSIGN_OR_RETURN(directory::SearchQuestion question, api_.Ask(request));
  HttpResponse response =
      api_.Begin(visit, question.moment.instant, page.lines);
  if (response.status != kOk) return response;
  if (everything) {
    auto services =
        std::make_shared<AllServices>(api_, std::move(question), form, format_);
    response.source =
        page.lines ? Lines(std::move(services)) : OnePage(std::move(services));
    return response;
  }
  const SearchResult found = api_.searcher().Find(question);
  std::vector<std::string> services;
  services.reserve(found.hits.size());
  size_t bytes = kEnvelopeBytes;
  for (const Hit& hit : found.hits) {
    absl::StatusOr<std::string> json = api_.ServiceText(hit, form, format_);
    if (absl::IsNotFound(json.status())) continue;
    RETURN_IF_ERROR(json.status());
    bytes += json->size() + kSeparatorBytes;
    services.push_back(*std::move(json));
  }
  openreferral::PageWriter writer({.format = format_});
  response.body.reserve(bytes);
  response.body += writer.Begin(PageOf(page, found.total, services.size()));
  for (const std::string& service : services) {
    // What comes before it first: so that it is copied once.
    response.body += writer.Next("");
    response.body += service;
  }
  response.body += writer.End();
  return response;
}

}  // namespace localoffer::gateway

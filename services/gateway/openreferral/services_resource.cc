#include "services/gateway/openreferral/services_resource.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/arena.h"
#include "services/gateway/named_authority.h"
#include "services/gateway/openreferral/api_query.h"
#include "services/gateway/openreferral/asked_authority.h"
#include "services/gateway/openreferral/object_list.h"
#include "services/gateway/openreferral/service_question.h"
#include "services/openreferral/write_json.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

// How many services of a long answer are looked up at a time.
constexpr int kStretch = 500;
constexpr int kOk = 200;
// More than what a page has around its services, and between two of them with
// why they are there.
constexpr size_t kEnvelopeBytes = 256;
constexpr size_t kBetweenBytes = 128;

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

// The services that a search finds, a page of the node's at a time.
class FoundServices {
 public:
  FoundServices(const OpenReferralApi& api, v1::SearchEntriesRequest request,
                ServiceForm form, openreferral::Format format)
      : api_(api), request_(std::move(request)), form_(form), format_(format) {}

  // Asks for the first page, or for the next one. Errors are those of the call.
  absl::Status Ask() {
    if (page_ != nullptr) request_.set_page_token(page_->next_page_token());
    arena_.Reset();
    page_ = google::protobuf::Arena::CreateMessage<v1::SearchEntriesResponse>(
        &arena_);
    return api_.node().SearchEntries(request_, *page_);
  }

  // Once it was asked for.
  const v1::SearchEntriesResponse& page() const { return *page_; }
  bool has_more() const { return !page_->next_page_token().empty(); }

  // The JSON of the page's, each without why it is there; null where it was
  // erased since it was found.
  absl::StatusOr<std::vector<RecentTexts::Text>> Texts() const {
    std::vector<std::string> names;
    names.reserve(static_cast<size_t>(page_->hits_size()));
    for (const v1::SearchHit& hit : page_->hits()) {
      names.push_back(RevisionName(hit.entry()));
    }
    return api_.texts().Of(std::move(names), page_->revision(), form_, format_);
  }

  // Appends each of them with why it is there to `piece`, between what `before`
  // and `after` give it.
  void Append(const std::vector<RecentTexts::Text>& texts,
              absl::FunctionRef<std::string()> before, absl::string_view after,
              std::string& piece) const {
    for (size_t i = 0; i < texts.size(); ++i) {
      if (texts[i] == nullptr) continue;
      piece += before();
      piece += *texts[i];
      AddMatch(page_->hits(static_cast<int>(i)), piece);
      piece.append(after.data(), after.size());
    }
  }
  absl::Status Append(absl::FunctionRef<std::string()> before,
                      absl::string_view after, std::string& piece) const {
    ASSIGN_OR_RETURN(const std::vector<RecentTexts::Text> texts, Texts());
    Append(texts, before, after, piece);
    return absl::OkStatus();
  }

 private:
  const OpenReferralApi& api_;
  v1::SearchEntriesRequest request_;
  const ServiceForm form_;
  const openreferral::Format format_;
  google::protobuf::Arena arena_;
  v1::SearchEntriesResponse* page_ = nullptr;
};

// Those of a page that was asked for, then those of the pages behind it.
BodySource Lines(std::shared_ptr<FoundServices> services) {
  return [services = std::move(services),
          begun = false](std::string& piece) mutable -> absl::StatusOr<bool> {
    if (std::exchange(begun, true)) RETURN_IF_ERROR(services->Ask());
    RETURN_IF_ERROR(
        services->Append([] { return std::string(); }, "\n", piece));
    return services->has_more();
  };
}

// All on one page.
BodySource OnePage(std::shared_ptr<FoundServices> services) {
  return [services = std::move(services), begun = false,
          writer = openreferral::PageWriter({})](
             std::string& piece) mutable -> absl::StatusOr<bool> {
    if (std::exchange(begun, true)) {
      RETURN_IF_ERROR(services->Ask());
    } else {
      piece += writer.Begin(services->page().total_size());
    }
    RETURN_IF_ERROR(
        services->Append([&] { return writer.Next(""); }, "", piece));
    if (!services->has_more()) piece += writer.End();
    return services->has_more();
  };
}

// One page as it was asked for.
absl::StatusOr<std::string> PageJson(const FoundServices& services,
                                     const ApiPage& asked,
                                     openreferral::Format format) {
  ASSIGN_OR_RETURN(const std::vector<RecentTexts::Text> texts,
                   services.Texts());
  size_t size = 0;
  size_t bytes = kEnvelopeBytes;
  for (const RecentTexts::Text& text : texts) {
    if (text == nullptr) continue;
    ++size;
    bytes += text->size() + kBetweenBytes;
  }
  openreferral::PageWriter writer({.format = format});
  std::string json;
  json.reserve(bytes);
  const auto total = static_cast<size_t>(services.page().total_size());
  json += writer.Begin(PageOf(asked, total, size));
  // What comes before each first, so that it is copied once.
  services.Append(
      texts, [&] { return writer.Next(""); }, "", json);
  json += writer.End();
  return json;
}

}  // namespace

absl::StatusOr<HttpResponse> ServicesResource::Get(const Visit& visit) const {
  ASSIGN_OR_RETURN(const std::string authority, NamedAuthority(visit));
  ApiQuery query(visit.target, endpoint_);
  v1::SearchEntriesRequest request = ReadServiceQuestion(authority, query);
  request.set_view(v1::ENTRY_VIEW_NAME);
  const ServiceForm form = FormOf(query, format_);
  const ApiPage page = query.Page(visit.request.accept);
  const bool everything =
      page.lines || (form == ServiceForm::kMinimal && !query.Text("page") &&
                     !query.Text("per_page"));
  if (everything) {
    request.set_page_size(kStretch);
  } else {
    SetPage(page, request);
  }
  if (query.has_errors()) {
    return RefuseQuestion(api_.node(), authority, request, query);
  }
  if (NamesTags(visit.request)) {
    ASSIGN_OR_RETURN(const v1::GetDirectoryStateResponse state,
                     api_.node().GetDirectoryState({}));
    if (auto same = api_.Unchanged(visit, state, page.lines)) {
      return *std::move(same);
    }
  }

  const auto services =
      std::make_shared<FoundServices>(api_, std::move(request), form, format_);
  if (const absl::Status asked = services->Ask(); !asked.ok()) {
    return Refused(api_.node(), authority, asked, query);
  }
  if (services->page().total_size() == 0) {
    RETURN_IF_ERROR(CheckAuthority(api_.node(), authority));
  }
  v1::GetDirectoryStateResponse state;
  state.set_revision(services->page().revision());
  state.set_version(services->page().version());
  HttpResponse response = api_.Begin(visit, state, page.lines);
  if (response.status != kOk) return response;
  if (everything) {
    response.source = page.lines ? Lines(services) : OnePage(services);
  } else {
    ASSIGN_OR_RETURN(response.body, PageJson(*services, page, format_));
  }
  return response;
}

}  // namespace localoffer::gateway

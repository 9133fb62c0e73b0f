#include "services/catalogue/catalogue_question.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "localoffer/v1/errors.pb.h"
#include "services/catalogue/thing_names.h"
#include "services/entry/resource_name.h"

namespace localoffer::catalogue {
namespace {

constexpr size_t kMostSearchBytes = 500;
constexpr int kUsualPage = 100;
constexpr int kLargestPage = 1000;

}  // namespace

std::string RequestReader::Id(absl::string_view field, const std::string& name,
                              absl::string_view prefix) {
  absl::StatusOr<std::string> id = IdBehind(prefix, name);
  if (id.ok()) return *std::move(id);
  Refuse(field, id.status().message());
  return "";
}

std::string RequestReader::Authority(const std::string& name) {
  if (name.empty()) return "";
  const absl::StatusOr<std::string> id = entry::ParseLogName("authority", name);
  if (!id.ok()) {
    Refuse("authority", id.status().message());
    return "";
  }
  // Of a log from a peer the node may know no more than what is in it.
  if (!store_.authorities().Find(*id) && !store_.logs().Head(*id)) {
    Refuse("authority",
           absl::StrCat("\"", *id, "\": no such authority is known here"));
  }
  return *id;
}

NameSearch RequestReader::Search(const std::string& text) {
  if (text.size() > kMostSearchBytes) {
    Refuse("search",
           absl::StrCat("wanted at most ", kMostSearchBytes, " bytes"));
    return NameSearch("");
  }
  return NameSearch(text);
}

bool RequestReader::IsFull(v1::CatalogueView view) {
  if (!v1::CatalogueView_IsValid(view)) {
    Refuse("view", "wanted a CatalogueView");
  }
  return view == v1::CATALOGUE_VIEW_FULL;
}

void RequestReader::ReadPage(int size, const std::string& token,
                             AskedPage& page) {
  const absl::StatusOr<int> whole =
      directory::PageSize(size, kUsualPage, kLargestPage);
  if (whole.ok()) page.size = static_cast<size_t>(*whole);
  Refuse(whole.status());
  if (token.empty()) return;
  absl::StatusOr<storage::v1::PageToken> from =
      directory::DecodePageToken(token, page.hash);
  Refuse(from.status());
  if (from.ok()) page.from = *std::move(from);
}

void RequestReader::Refuse(absl::string_view field, absl::string_view why) {
  errors_.push_back({std::string(field), std::string(why)});
}

void RequestReader::Refuse(const absl::Status& status) {
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  rpc::ReadDetails(status, info, bad_request);
  for (const v1::BadRequest::FieldViolation& violation :
       bad_request.field_violations()) {
    Refuse(violation.field(), violation.description());
  }
}

absl::Status RequestReader::Check() const {
  return errors_.empty() ? absl::OkStatus() : rpc::InvalidFields(errors_);
}

}  // namespace localoffer::catalogue

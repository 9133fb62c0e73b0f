#include "services/gateway/openreferral/service_texts.h"

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/gateway/openreferral/entry_batch.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

using Text = RecentTexts::Text;

// Of each form.
constexpr size_t kMostBytes = 32 << 20;

}  // namespace

std::string RevisionName(const v1::Entry& entry) {
  return absl::StrCat(entry.name(), "@", entry.sequence());
}

ServiceTexts::ServiceTexts(const NodeClient& node)
    : node_(node),
      texts_{RecentTexts(kMostBytes), RecentTexts(kMostBytes),
             RecentTexts(kMostBytes), RecentTexts(kMostBytes)} {}

RecentTexts& ServiceTexts::TextsOf(ServiceForm form,
                                   openreferral::Format format) {
  return format == openreferral::Format::kOpenReferral1
             ? texts_.back()
             : texts_[static_cast<size_t>(form)];
}

absl::StatusOr<std::vector<Text>> ServiceTexts::Of(
    std::vector<std::string> names, const std::string& revision,
    ServiceForm form, openreferral::Format format) {
  RecentTexts& kept = TextsOf(form, format);
  std::vector<Text> texts = kept.Find(names);
  std::vector<std::string> missing;
  std::vector<size_t> places;
  for (size_t i = 0; i < names.size(); ++i) {
    if (texts[i] != nullptr) continue;
    places.push_back(i);
    missing.push_back(std::move(names[i]));
  }
  RETURN_IF_ERROR(
      ReadEntries(node_, missing, revision, [&](size_t i, v1::Entry entry) {
        if (!entry.has_service()) return;
        auto text = std::make_shared<const std::string>(
            ServiceJson(std::move(entry), form, format));
        kept.Keep(std::move(missing[i]), text);
        texts[places[i]] = std::move(text);
      }));
  return texts;
}

}  // namespace localoffer::gateway

#include "services/gateway/pages/site.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/pages/built_in.h"
#include "storage/log/hash.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

std::string Fingerprint(absl::string_view text) {
  return absl::BytesToHexString(log::HashBytes(log::Sha256(text)))
      .substr(0, 16);
}

absl::StatusOr<Language> MakeLanguage(absl::string_view code,
                                      absl::string_view prefix,
                                      absl::string_view messages) {
  ASSIGN_OR_RETURN(Catalogue catalogue, Catalogue::Read(messages));
  ASSIGN_OR_RETURN(Templates templates,
                   Templates::Read(TemplateFiles(), catalogue, prefix));
  Wording wording(catalogue);
  return Language{code, prefix, std::move(catalogue), std::move(templates),
                  std::move(wording)};
}

}  // namespace

Site::Site(SiteOptions options)
    : options_(std::move(options)), map_(*options_.boundaries) {}

absl::StatusOr<v1::GetDirectoryStateResponse> Site::AskState() const {
  ASSIGN_OR_RETURN(v1::GetDirectoryStateResponse state,
                   node().GetDirectoryState({}));
  RETURN_IF_ERROR(councils_.Refresh(node(), state.version()));
  return state;
}

std::string Site::CouncilTitle(absl::string_view id) const {
  const std::shared_ptr<const CouncilRegister> all = councils();
  const auto council = all->find(id);
  return council == all->end() ? std::string(id) : council->second.title();
}

absl::StatusOr<std::unique_ptr<const Site>> Site::Make(SiteOptions options) {
  std::unique_ptr<Site> site(new Site(std::move(options)));
  ASSIGN_OR_RETURN(Language english, MakeLanguage("en", "", kEnglishMessages));
  site->languages_.push_back(std::move(english));
  ASSIGN_OR_RETURN(Language welsh, MakeLanguage("cy", "/cy", kWelshMessages));
  site->languages_.push_back(std::move(welsh));
  site->stylesheet_ = absl::StrCat(kBaseStylesheet, "\n", kPagesStylesheet);
  site->stylesheet_path_ =
      absl::StrCat("/assets/", Fingerprint(site->stylesheet_), "/pages.css");
  return std::unique_ptr<const Site>(std::move(site));
}

}  // namespace localoffer::gateway::pages

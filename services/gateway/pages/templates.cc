#include "services/gateway/pages/templates.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "ctemplate/template.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr absl::string_view kAutoescape = "{{%AUTOESCAPE context=\"HTML\"}}";
constexpr auto kStrip = ctemplate::STRIP_BLANK_LINES;
// Parts within parts.
constexpr int kDeepest = 8;

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// Puts what does not change into the template.
class Filler {
 public:
  Filler(const Templates::Files& files, const Catalogue& catalogue,
         absl::string_view prefix)
      : files_(files), catalogue_(catalogue), prefix_(prefix) {}

  absl::Status Fill(absl::string_view text, int depth, std::string& filled) {
    while (true) {
      const size_t begin = text.find("[[");
      absl::StrAppend(&filled, text.substr(0, begin));
      if (begin == absl::string_view::npos) return absl::OkStatus();
      const size_t end = text.find("]]", begin);
      if (end == absl::string_view::npos) {
        return absl::InvalidArgumentError("[[ without ]]");
      }
      RETURN_IF_ERROR(
          Put(text.substr(begin + 2, end - begin - 2), depth, filled));
      text.remove_prefix(end + 2);
    }
  }

 private:
  absl::Status Put(absl::string_view name, int depth, std::string& filled) {
    if (name == "~") {
      absl::StrAppend(&filled, prefix_);
      return absl::OkStatus();
    }
    if (name == "/") {
      absl::StrAppend(&filled, prefix_.empty() ? "/" : prefix_);
      return absl::OkStatus();
    }
    if (absl::StartsWith(name, ">")) {
      const auto part = files_.find(name.substr(1));
      if (part == files_.end() || depth == kDeepest) {
        return absl::InvalidArgumentError(absl::StrCat("no part ", name));
      }
      return Fill(part->second, depth + 1, filled);
    }
    if (!catalogue_.Has(name)) {
      return absl::InvalidArgumentError(absl::StrCat("no message ", name));
    }
    absl::StrAppend(&filled, Escaped(catalogue_.Of(name)));
    return absl::OkStatus();
  }

  const Templates::Files& files_;
  const Catalogue& catalogue_;
  const absl::string_view prefix_;
};

}  // namespace

absl::StatusOr<Templates> Templates::Read(const Files& files,
                                          const Catalogue& catalogue,
                                          absl::string_view prefix) {
  Templates templates;
  templates.cache_ = std::make_shared<ctemplate::TemplateCache>();
  for (const auto& [name, file] : files) {
    if (absl::StartsWith(name, "_")) continue;
    std::string text(kAutoescape);
    const absl::Status filled =
        Filler(files, catalogue, prefix).Fill(file, 0, text);
    if (!filled.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("template ", name, ": ", filled.message()));
    }
    if (!templates.cache_->StringToTemplateCache(name, text, kStrip)) {
      return absl::InvalidArgumentError(
          absl::StrCat("template ", name, " is broken"));
    }
  }
  templates.cache_->Freeze();
  return templates;
}

absl::StatusOr<std::string> Templates::Expand(
    const std::string& name,
    const ctemplate::TemplateDictionary& values) const {
  std::string page;
  if (!cache_->ExpandNoLoad(name, kStrip, &values, nullptr, &page)) {
    return absl::InternalError(absl::StrCat("no template ", name));
  }
  return page;
}

}  // namespace localoffer::gateway::pages

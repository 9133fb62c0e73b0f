// What every page is made from.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "ctemplate/template_dictionary.h"
#include "services/gateway/pages/site.h"
#include "services/gateway/resource.h"

namespace localoffer::gateway::pages {

// A page being filled.
struct Draft {
  Draft() : values("page") {}

  ctemplate::TemplateDictionary values;
  // Before the name of the site in the title.
  std::string title;
  int status = 200;
  // Whether all is on it that belongs on it: a page that says less than the
  // node knows gets no tag, so that nobody keeps it.
  bool is_whole = true;
  // Other sites may show it in a frame.
  bool may_be_framed = false;
  // The file's name, for a page that is saved and has its style in it.
  std::string download;
};

// One violation of a form, told at its top and at its field.
struct FormError {
  // Id of the field; its section in the template has the same name in capital
  // letters and `_ERROR`.
  std::string field;
  std::string text;
};

// Text for a section that is there only where there is text.
void SetText(ctemplate::TemplateDictionary& values, const std::string& section,
             absl::string_view text);

// The summary at the top, and the fields' own messages (GOV.UK's pattern).
void ShowErrors(absl::Span<const FormError> errors, Draft& draft,
                const Language& language);

// The same as an error, for what is no page.
absl::Status InvalidForm(absl::Span<const FormError> errors);

// Where a page is shown.
struct PageAddress {
  // Path and query, of this language.
  absl::string_view target;
  // `https://localoffer.example.org`.
  absl::string_view base_url;
};

// The page of a template, filled.
absl::StatusOr<HttpResponse> ShowPage(const Site& site,
                                      const Language& language,
                                      const std::string& name,
                                      const PageAddress& address, Draft& draft);

// A page of HTML in one language. An error of Fill becomes a page, too.
class Page : public Resource {
 public:
  Page(const Site& site, const Language& language, std::string name)
      : site_(site), language_(language), name_(std::move(name)) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const final;

 protected:
  virtual absl::Status Fill(const Visit& visit, Draft& draft) const = 0;

  const Site& site() const { return site_; }
  const Language& language() const { return language_; }
  const Catalogue& words() const { return language_.catalogue; }
  const Wording& wording() const { return language_.wording; }
  // `/entries/…` in this language.
  std::string PathTo(absl::string_view path) const;

 private:
  std::string EtagOf(const Visit& visit,
                     const v1::GetDirectoryStateResponse& state) const;
  // What people see in place of the page.
  HttpResponse Failure(const Visit& visit, const absl::Status& failed) const;

  const Site& site_;
  const Language& language_;
  const std::string name_;
};

// The headers of an answer that a browser shows.
void Protect(bool may_be_framed, HttpResponse& response);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_PAGE_H_

// Is our service listed? For hospices and other providers.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_PAGE_H_

#include "localoffer/v1/inclusion.pb.h"
#include "services/gateway/pages/listed_form.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// `/listed`: a form, and its answer as a map and a table of councils.
class ListedPage : public Page {
 public:
  ListedPage(const Site& site, const Language& language)
      : Page(site, language, "listed") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  void ShowForm(const ListedForm& form, Draft& draft) const;
  absl::Status ShowAnswer(const ListedForm& form, Draft& draft) const;
  // Whose answer it is, and of where.
  void ShowWho(const ListedForm& form,
               const v1::CheckInclusionResponse& response,
               ctemplate::TemplateDictionary& answer) const;
  void ShowMaybes(const ListedForm& form,
                  const v1::CheckInclusionResponse& response,
                  ctemplate::TemplateDictionary& answer) const;
  // What can be done about gaps, where there are some.
  void ShowGaps(const ListedForm& form,
                const v1::CheckInclusionResponse& response,
                ctemplate::TemplateDictionary& answer) const;
  void ShowCounts(const v1::CheckInclusionResponse& response,
                  ctemplate::TemplateDictionary& answer) const;
  void ShowMap(const v1::CheckInclusionResponse& response,
               ctemplate::TemplateDictionary& answer) const;
};

// `/listed.csv`: the same table for spreadsheets; takes the same parameters.
class ListedCsv : public Resource {
 public:
  ListedCsv(const Site& site, const Language& language)
      : site_(site), language_(language) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  const Site& site_;
  const Language& language_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_PAGE_H_

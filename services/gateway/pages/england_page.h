// Across England: what each council's local offer has of one thing.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_PAGE_H_

#include <string>

#include "localoffer/v1/coverage.pb.h"
#include "services/gateway/pages/england_form.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// `/england`: of a component of palliative care or a statutory item the status
// of every council (services/coverage), as a map, as a table, and by how many
// people live there; without either, all components side by side.
class EnglandPage : public Page {
 public:
  EnglandPage(const Site& site, const Language& language)
      : Page(site, language, "england") {}

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  void ShowForms(const EnglandForm& form, Draft& draft) const;
  absl::Status ShowOverview(Draft& draft) const;
  absl::Status ShowAnswer(const EnglandForm& form, Draft& draft) const;
  void ShowMap(const v1::CheckCoverageResponse& all,
               ctemplate::TemplateDictionary& answer) const;
  void ShowRow(const v1::AuthorityCoverage& council, const EnglandForm& form,
               ctemplate::TemplateDictionary& answer) const;
  void ShowEvidence(const v1::AuthorityCoverage& council,
                    const EnglandForm& form,
                    ctemplate::TemplateDictionary& row) const;
  void ShowElsewhere(const v1::AuthorityCoverage& council,
                     const EnglandForm& form,
                     ctemplate::TemplateDictionary& row) const;
};

// `/england.csv`: the same for spreadsheets, a line a council; takes the same
// parameters. Without any it has all components.
class EnglandCsv : public Resource {
 public:
  EnglandCsv(const Site& site, const Language& language)
      : site_(site), language_(language) {}

  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override;

 private:
  // Makes the next question one about the instant of this one's answer.
  absl::Status AddLines(v1::CheckCoverageRequest& request,
                        std::string& body) const;

  const Site& site_;
  const Language& language_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_ENGLAND_PAGE_H_

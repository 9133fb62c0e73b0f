// The table of councils of an answer to "is our service listed?".
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_ROWS_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_ROWS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "ctemplate/template_dictionary.h"
#include "localoffer/v1/inclusion.pb.h"
#include "services/gateway/pages/listed_form.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// What shows a status.
struct ShownInclusion {
  v1::InclusionStatus status;
  absl::string_view map_class;
  absl::string_view tag_class;
};

// All, in the order in which they are counted.
absl::Span<const ShownInclusion> ShownInclusions();
const ShownInclusion& ShownAs(v1::InclusionStatus status);

bool IsListed(v1::InclusionStatus status);
// Whether the provider has something to do about it.
bool IsGap(v1::InclusionStatus status);

// Evidence of one council that may be the service that the provider describes:
// by the web or email address, else by the words of its name. All, where
// nothing tells them apart.
std::vector<bool> MayBeTheOne(const v1::AuthorityInclusion& inclusion,
                              const ListedForm& form);

// Fills sections ROW. The language and the form outlive it.
class ListedRows {
 public:
  ListedRows(const Language& language, const ListedForm& form)
      : words_(language.catalogue),
        wording_(language.wording),
        prefix_(language.prefix),
        is_english_(language.code == "en"),
        form_(form),
        provider_(form.Provider()) {}

  // Gaps first. The answer has the last editions.
  void Show(const v1::CheckInclusionResponse& response,
            ctemplate::TemplateDictionary& answer) const;

 private:
  // Why there is no proof; "" where there is one.
  std::string WithoutProof(const v1::AuthorityInclusion& inclusion) const;
  void ShowRow(const v1::AuthorityInclusion& inclusion,
               ctemplate::TemplateDictionary& answer) const;
  void ShowAllEvidence(const v1::AuthorityInclusion& inclusion,
                       ctemplate::TemplateDictionary& row) const;
  void ShowEvidence(const v1::InclusionEvidence& evidence, bool is_compared,
                    ctemplate::TemplateDictionary& row) const;
  void ShowNil(const v1::AuthorityInclusion& inclusion,
               ctemplate::TemplateDictionary& row) const;
  void ShowLookAlikes(const v1::AuthorityInclusion& inclusion,
                      ctemplate::TemplateDictionary& row) const;
  void ShowProof(const v1::AuthorityInclusion& inclusion,
                 ctemplate::TemplateDictionary& row) const;
  std::string PathTo(absl::string_view path) const;

  const Catalogue& words_;
  const Wording& wording_;
  const absl::string_view prefix_;
  const bool is_english_;
  const ListedForm& form_;
  const std::string provider_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_LISTED_ROWS_H_

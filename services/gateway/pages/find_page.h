// Find support: the question, and its answers.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_PAGE_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_PAGE_H_

#include "services/gateway/pages/distance.h"
#include "services/gateway/pages/find_form.h"
#include "services/gateway/pages/page.h"

namespace localoffer::gateway::pages {

// How the search is shown.
enum class FindStyle {
  // `/`.
  kWhole,
  // `/embed`: in a frame of another site, where answers lead to
  // `/embed/entries`.
  kFramed
};

class FindPage : public Page {
 public:
  FindPage(const Site& site, const Language& language, FindStyle style);

 protected:
  absl::Status Fill(const Visit& visit, Draft& draft) const override;

 private:
  // What a search found, and where the postcodes in it are.
  struct Answers {
    const v1::SearchEntriesResponse& response;
    const PostalPlaces& places;
  };

  void ShowCards(Draft& draft) const;
  absl::Status ShowAnswers(const FindForm& form,
                           const v1::SearchEntriesResponse& response,
                           Draft& draft) const;
  void ShowPages(const FindForm& form,
                 const v1::SearchEntriesResponse& response,
                 ctemplate::TemplateDictionary& results) const;
  // What there is nothing of: what to leave out, if that is why, or where else
  // to look.
  absl::Status ShowNothing(const FindForm& form,
                           const v1::SearchEntriesResponse& response,
                           ctemplate::TemplateDictionary& results) const;
  absl::StatusOr<int> CountOf(const FindForm& form) const;
  void ShowPlace(const v1::SearchEntriesResponse& response,
                 ctemplate::TemplateDictionary& results) const;
  void ShowActive(const FindForm& form,
                  ctemplate::TemplateDictionary& results) const;
  void ShowHit(const v1::SearchHit& hit, const Answers& answers,
               const FindForm& form, int number,
               ctemplate::TemplateDictionary& results) const;
  std::string Path() const;

  const FindStyle style_;
};

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_FIND_PAGE_H_

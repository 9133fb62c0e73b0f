// The form of a search, filled in.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_QUESTION_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_QUESTION_H_

#include <cstring>  // for ctemplate, which forgets it
#include <string>

#include "absl/strings/string_view.h"
#include "ctemplate/template_dictionary.h"
#include "localoffer/v1/directory.pb.h"
#include "services/gateway/pages/find_form.h"
#include "services/gateway/pages/site.h"

namespace localoffer::gateway::pages {

// The fields of the template `_question`, with what was typed.
void ShowQuestion(const FindForm& form, const std::string& action,
                  ctemplate::TemplateDictionary& values);

// The choosers below them, `FILTERS`, with what was chosen; settings as the
// answers have them, and the chosen one whether any has it or not.
void ShowFilters(const FindForm& form, const v1::SearchEntriesResponse& answers,
                 const Language& language,
                 ctemplate::TemplateDictionary& values);

// Whether anything is chosen there.
bool HasFilters(const FindForm& form);

// Whether the parameter comes by a link, and is kept when the form is sent.
bool ComesByLink(absl::string_view name);

// What goes with a form unseen, in a section `KEPT`.
void Keep(absl::string_view name, const std::string& value,
          ctemplate::TemplateDictionary& values);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_QUESTION_H_

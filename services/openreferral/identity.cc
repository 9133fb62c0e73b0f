#include "services/openreferral/identity.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/service_id.h"

namespace localoffer::openreferral {

IdentityRegister::IdentityRegister(std::string authority)
    : authority_(std::move(authority)) {}

void IdentityRegister::Announce(absl::string_view source_id,
                                absl::string_view name) {
  const auto [first, is_new] = first_names_.try_emplace(
      EntryIdFromSource(authority_, source_id), std::string(name));
  if (!is_new && name < first->second) first->second = std::string(name);
}

Identity IdentityRegister::Decide(absl::string_view source_id,
                                  absl::string_view name,
                                  absl::string_view content) {
  Identity identity;
  identity.id = EntryIdFromSource(authority_, source_id);
  std::vector<absl::string_view>& contents = contents_[identity.id];
  if (std::find(contents.begin(), contents.end(), content) != contents.end()) {
    identity.repeats_record = true;
    return identity;
  }
  contents.push_back(content);
  const std::string distinct = absl::StrCat(source_id, "/", name);
  const auto first = first_names_.find(identity.id);
  const bool yields = first != first_names_.end() && name != first->second;
  for (int number = 1;
       (number == 1 && yields) || !taken_.insert(identity.id).second;
       ++number) {
    identity.id_was_taken = true;
    identity.id = EntryIdFromSource(
        authority_,
        number == 1 ? distinct : absl::StrCat(distinct, "/", number));
  }
  return identity;
}

}  // namespace localoffer::openreferral

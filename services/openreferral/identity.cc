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
  for (int number = 1; !taken_.insert(identity.id).second; ++number) {
    identity.id_was_taken = true;
    identity.id = EntryIdFromSource(
        authority_,
        number == 1 ? distinct : absl::StrCat(distinct, "/", number));
  }
  return identity;
}

}  // namespace localoffer::openreferral

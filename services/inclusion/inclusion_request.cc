#include "services/inclusion/inclusion_request.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/entry/statutory_items.h"
#include "services/rpc/error.h"
#include "storage/directory/provider_contact.h"
#include "storage/directory/provider_name.h"
#include "storage/log/log_id.h"

namespace localoffer::inclusion {
namespace {

constexpr int kMostProviders = 20;
constexpr int kMostOfAKind = 10;
constexpr size_t kMostClueBytes = 500;
constexpr int kMostAuthorities = 1000;
constexpr int kMostStatutoryItems = 20;
constexpr absl::Duration kUsualAssurance = absl::Hours(365 * 24);
constexpr int64_t kMostAssuranceSeconds = int64_t{100} * 366 * 24 * 3600;

using Errors = std::vector<rpc::FieldError>;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

void ReadProviders(const v1::CheckInclusionRequest& request,
                   std::vector<Clue>& clues, Errors& errors) {
  const bool named = !request.description().names().empty();
  if ((request.providers().empty() && !named) ||
      request.providers_size() > kMostProviders) {
    errors.push_back({"providers", absl::StrCat("wanted 1 to ", kMostProviders,
                                                " identifiers of one "
                                                "provider, or a name in "
                                                "description.names")});
    return;
  }
  for (int i = 0; i < request.providers_size(); ++i) {
    const std::string field = absl::StrCat("providers[", i, "]");
    absl::StatusOr<std::string> provider =
        entry::ParseProviderName(field, request.providers(i));
    if (provider.ok()) {
      clues.push_back({ClueKind::kIdentifier, *std::move(provider)});
    } else {
      errors.push_back({field, std::string(provider.status().message())});
    }
  }
}

// How one field of a description becomes clues.
struct DescriptionField {
  absl::string_view name;
  const Texts& values;
  ClueKind kind;
  std::string (*normal)(absl::string_view);
  absl::string_view wanted;
};

void ReadField(const DescriptionField& field, std::vector<Clue>& clues,
               Errors& errors) {
  const std::string path = absl::StrCat("description.", field.name);
  if (field.values.size() > kMostOfAKind) {
    errors.push_back({path, absl::StrCat("wanted at most ", kMostOfAKind)});
    return;
  }
  for (int i = 0; i < field.values.size(); ++i) {
    const std::string& value = field.values.Get(i);
    std::string normal;
    if (value.size() <= kMostClueBytes) normal = field.normal(value);
    if (!normal.empty()) {
      clues.push_back({field.kind, std::move(normal)});
    } else if (!field.wanted.empty() || value.size() > kMostClueBytes) {
      errors.push_back({absl::StrCat(path, "[", i, "]"),
                        absl::StrCat("\"", entry::Excerpt(value), "\": wanted ",
                                     field.wanted, " of at most ",
                                     kMostClueBytes, " bytes")});
    }
  }
}

void ReadDescription(const v1::ProviderDescription& description,
                     std::vector<Clue>& clues, Errors& errors) {
  // A site that many share is no mistake, and no clue.
  const DescriptionField fields[] = {
      {"names", description.names(), ClueKind::kName, NormalName, "a name"},
      {"websites", description.websites(), ClueKind::kDomain, WebDomain, ""},
      {"phones", description.phones(), ClueKind::kPhone, NormalPhone,
       "a telephone number"},
      {"postcodes", description.postcodes(), ClueKind::kPostcode,
       NormalPostcode, "a whole postcode, such as BS1 4DJ,"}};
  for (const DescriptionField& field : fields) ReadField(field, clues, errors);
}

// One without any place is none.
bool HasCatchment(const v1::CheckInclusionRequest& request) {
  return request.catchment().ByteSizeLong() > 0;
}

void AddNamed(const std::string& authority, AskedAuthorities& asked) {
  v1::CatchmentReason reason;
  reason.set_basis(v1::CATCHMENT_BASIS_NAMED);
  asked.Add(authority, reason);
}

void ReadAuthorities(const v1::CheckInclusionRequest& request,
                     storage::Store& store, AskedAuthorities& asked,
                     Errors& errors) {
  if (request.authorities_size() > kMostAuthorities) {
    errors.push_back(
        {"authorities", absl::StrCat("wanted at most ", kMostAuthorities)});
    return;
  }
  for (int i = 0; i < request.authorities_size(); ++i) {
    const std::string field = absl::StrCat("authorities[", i, "]");
    absl::StatusOr<std::string> authority =
        entry::ParseLogName(field, request.authorities(i));
    if (!authority.ok()) {
      errors.push_back({field, std::string(authority.status().message())});
    } else if (!store.authorities().Find(*authority)) {
      errors.push_back({field, absl::StrCat("\"", *authority,
                                            "\": no such authority is "
                                            "registered here")});
    } else {
      AddNamed(*authority, asked);
    }
  }
  if (!request.authorities().empty() || HasCatchment(request)) return;
  for (const std::string& authority : store.authorities().Ids()) {
    if (!log::IsHarvestedLog(authority)) AddNamed(authority, asked);
  }
}

void ReadRules(const v1::CheckInclusionRequest& request,
               InclusionQuestion& question, Errors& errors) {
  question.assured_within = kUsualAssurance;
  if (request.has_assured_within()) {
    const int64_t seconds = request.assured_within().seconds();
    if (seconds < 0 || seconds > kMostAssuranceSeconds) {
      errors.push_back({"assured_within", "wanted 0 seconds to 100 years"});
    }
    question.assured_within = absl::Seconds(seconds);
  }
  if (request.statutory_items_size() > kMostStatutoryItems) {
    errors.push_back({"statutory_items",
                      absl::StrCat("wanted at most ", kMostStatutoryItems)});
    return;
  }
  std::vector<std::string>& items = question.statutory_items;
  for (const std::string& item : request.statutory_items()) {
    if (entry::FindStatutoryItem(item) == nullptr) {
      errors.push_back({"statutory_items",
                        absl::StrCat("\"", item,
                                     "\": wanted the id of a statutory item, "
                                     "such as LO-C9")});
    }
    if (std::find(items.begin(), items.end(), item) == items.end()) {
      items.push_back(item);
    }
  }
}

}  // namespace

absl::StatusOr<ReadQuestion> ReadRequest(
    const v1::CheckInclusionRequest& request, storage::Store& store) {
  ReadQuestion read;
  Errors errors;
  std::vector<Clue> clues;
  ReadProviders(request, clues, errors);
  ReadDescription(request.description(), clues, errors);
  ReadAuthorities(request, store, read.asked, errors);
  ReadRules(request, read.question, errors);
  if (request.has_statement()) {
    read.question.statement = ReadStatement(request.statement(), errors);
  }
  read.question.show_last_editions = request.show_last_editions();
  if (HasCatchment(request)) {
    const size_t named = read.asked.ids().size();
    read.outcome = ReadCatchment(request.catchment(), store.geography(),
                                 store.authorities(), read.asked, errors);
    read.asked.SortFrom(named);
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  read.question.provider = Recognizer(std::move(clues));
  read.question.authorities = read.asked.ids();
  return read;
}

}  // namespace localoffer::inclusion

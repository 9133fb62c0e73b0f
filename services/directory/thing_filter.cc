#include "services/directory/thing_filter.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/catalogue/thing_names.h"

namespace localoffer::directory {
namespace {

using Errors = std::vector<rpc::FieldError>;

constexpr int kMostThings = 100;
// For each, all entries that meet it are found.
constexpr int kMostTermConditions = 10;
constexpr size_t kMostIdBytes = 500;

// "" where it is wrong.
std::string ReadId(const std::string& field, absl::string_view prefix,
                   const std::string& name, Errors& errors) {
  absl::StatusOr<std::string> id = catalogue::IdBehind(prefix, name);
  if (!id.ok()) {
    errors.push_back({field, std::string(id.status().message())});
    return "";
  }
  if (id->size() > kMostIdBytes) {
    errors.push_back({field, absl::StrCat("wanted an id or name of at most ",
                                          kMostIdBytes, " bytes")});
  }
  return *std::move(id);
}

bool IsFew(const std::string& field, int count, int most,
           absl::string_view what, Errors& errors) {
  if (count <= most) return true;
  errors.push_back(
      {field, absl::StrCat("wanted at most ", most, what, ", not ", count)});
  return false;
}

catalogue::AskedTerm ReadTerm(const std::string& field,
                              const v1::TermQuery& query, Errors& errors) {
  catalogue::AskedTerm asked;
  if (query.term().empty() && query.taxonomy().empty()) {
    errors.push_back({field, "wanted term, taxonomy or both"});
  }
  if (!query.term().empty()) {
    asked.term = ReadId(absl::StrCat(field, ".term"), catalogue::kTerms,
                        query.term(), errors);
  }
  if (!query.taxonomy().empty()) {
    asked.taxonomy = ReadId(absl::StrCat(field, ".taxonomy"),
                            catalogue::kTaxonomies, query.taxonomy(), errors);
  }
  return asked;
}

void ReadOrganizations(const v1::EntryFilter& filter,
                       catalogue::ThingConditions& conditions, Errors& errors) {
  constexpr char kField[] = "filter.organizations";
  if (!IsFew(kField, filter.organizations_size(), kMostThings, "", errors)) {
    return;
  }
  for (int i = 0; i < filter.organizations_size(); ++i) {
    conditions.organizations.push_back(ReadId(absl::StrCat(kField, "[", i, "]"),
                                              catalogue::kOrganizations,
                                              filter.organizations(i), errors));
  }
}

void ReadTermConditions(const v1::EntryFilter& filter,
                        catalogue::ThingConditions& conditions,
                        Errors& errors) {
  constexpr char kField[] = "filter.term_conditions";
  int queries = 0;
  for (const v1::TermCondition& condition : filter.term_conditions()) {
    queries += condition.any_of_size();
  }
  const bool conditions_are_few = IsFew(kField, filter.term_conditions_size(),
                                        kMostTermConditions, "", errors);
  const bool queries_are_few =
      IsFew(kField, queries, kMostThings, " TermQueries", errors);
  if (!conditions_are_few || !queries_are_few) return;
  for (int i = 0; i < filter.term_conditions_size(); ++i) {
    const v1::TermCondition& condition = filter.term_conditions(i);
    const std::string field = absl::StrCat(kField, "[", i, "].any_of");
    if (condition.any_of().empty()) {
      errors.push_back({field, "wanted one TermQuery at least"});
    }
    std::vector<catalogue::AskedTerm>& any_of = conditions.terms.emplace_back();
    for (int j = 0; j < condition.any_of_size(); ++j) {
      any_of.push_back(ReadTerm(absl::StrCat(field, "[", j, "]"),
                                condition.any_of(j), errors));
    }
  }
}

}  // namespace

bool NeedsCatalogue(const v1::EntryFilter& filter) {
  return !filter.organizations().empty() || !filter.term_conditions().empty();
}

catalogue::ThingConditions ReadThings(const v1::EntryFilter& filter,
                                      Errors& errors) {
  catalogue::ThingConditions conditions;
  ReadOrganizations(filter, conditions, errors);
  ReadTermConditions(filter, conditions, errors);
  return conditions;
}

}  // namespace localoffer::directory

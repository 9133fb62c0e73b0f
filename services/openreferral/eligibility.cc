#include "services/openreferral/eligibility.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/repair.h"
#include "services/openreferral/verbatim.h"

namespace localoffer::openreferral {
namespace {

std::optional<double> Age(const JsonTree& tree, size_t element,
                          absl::string_view name) {
  const JsonNode* node = tree.Member(element, name);
  if (node == nullptr || node->text.empty()) return std::nullopt;
  const auto* field =
      v1::Service::descriptor()->FindFieldByName(std::string(name));
  return RepairNumber(*field, node->text).value;
}

// What the list says as a whole.
struct Eligibility {
  // One an element: the extreme of them is a limit only if no element is
  // without.
  std::vector<std::optional<double>> minimum_ages;
  std::vector<std::optional<double>> maximum_ages;
  std::vector<std::string> words;
};

Eligibility Gather(const JsonTree& tree, size_t list) {
  Eligibility all;
  for (const size_t element : tree.Children(list)) {
    if (tree.node(element).kind != JsonKind::kObject) continue;
    all.minimum_ages.push_back(Age(tree, element, "minimum_age"));
    all.maximum_ages.push_back(Age(tree, element, "maximum_age"));
    const JsonNode* node = tree.Member(element, "eligibility");
    if (node == nullptr || node->kind != JsonKind::kString) continue;
    const Repaired text = RepairText(node->text);
    if (text.value.has_value() && std::find(all.words.begin(), all.words.end(),
                                            *text.value) == all.words.end()) {
      all.words.push_back(*text.value);
    }
  }
  return all;
}

// The source did not have the member: it must not come back in a document
// written as supplied.
void KeepAbsent(absl::string_view name, v1::Service* service) {
  KeepReplaced(name, "", service->mutable_verbatim());
}

std::string Fill(const Eligibility& all, v1::Service* service) {
  std::vector<std::string> filled;
  // Absent compares less than any age, as "no lower limit" must.
  const auto minimum =
      *std::min_element(all.minimum_ages.begin(), all.minimum_ages.end());
  if (minimum.has_value() && !service->has_minimum_age()) {
    service->set_minimum_age(*minimum);
    KeepAbsent("minimum_age", service);
    filled.push_back(absl::StrCat("minimum_age ", NumberText(*minimum)));
  }
  const auto& maxima = all.maximum_ages;
  const auto maximum = *std::max_element(maxima.begin(), maxima.end());
  const bool limited =
      std::all_of(maxima.begin(), maxima.end(),
                  [](const auto& age) { return age.has_value(); });
  if (limited && !service->has_maximum_age()) {
    service->set_maximum_age(*maximum);
    KeepAbsent("maximum_age", service);
    filled.push_back(absl::StrCat("maximum_age ", NumberText(*maximum)));
  }
  if (!all.words.empty() && !service->has_eligibility_description()) {
    service->set_eligibility_description(absl::StrJoin(all.words, "; "));
    KeepAbsent("eligibility_description", service);
    filled.push_back(absl::StrCat("eligibility_description ",
                                  service->eligibility_description()));
  }
  return absl::StrJoin(filled, ", ");
}

}  // namespace

void MapEligibility(const JsonTree& tree, size_t index, v1::Service* service,
                    RecordReport* report) {
  const JsonNode* list = tree.Member(index, "eligibilitys");
  if (list == nullptr || list->kind != JsonKind::kArray) return;
  const Eligibility all =
      Gather(tree, static_cast<size_t>(list - &tree.root()));
  if (all.minimum_ages.empty()) return;
  const std::string filled = Fill(all, service);
  if (filled.empty()) return;
  RecordReport::Step step(report, "eligibilitys",
                          report->FieldOf("eligibility_description"));
  report->AddRepair(list->raw, filled, "ELIGIBILITY_MAPPED",
                    "Open Referral 3.0 has ages and eligibility on the "
                    "service; the list supplied is kept too.");
}

}  // namespace localoffer::openreferral

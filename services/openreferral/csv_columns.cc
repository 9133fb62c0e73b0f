#include "services/openreferral/csv_columns.h"

#include <algorithm>
#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"

namespace localoffer::openreferral {
namespace {

std::vector<CsvColumn>* MakeColumns() {
  auto* columns = new std::vector<CsvColumn>;
  auto add = [columns](absl::string_view heading, CsvKind kind,
                       absl::string_view path,
                       std::vector<CsvPath> fallbacks = {}) {
    columns->push_back(
        {std::string(heading), kind, CsvPath(path), std::move(fallbacks)});
  };
  using enum CsvKind;
  add("reference", kReference, "service.id");
  add("name", kText, "service.name");
  add("description", kText, "service.description");
  add("status", kWord, "service.status");
  add("url", kWebAddress, "service.url");
  add("email", kEmailAddress, "service.email",
      {CsvPath("service.contacts.email")});
  add("phone", kText, "service.phones.number",
      {CsvPath("service.contacts.phones.number")});
  add("provider_name", kText, "service.organization.name");
  add("provider_description", kText, "service.organization.description");
  const absl::string_view identifier =
      "service.organization.organization_identifiers.identifier";
  add("charity_number", kIdentifier, identifier);
  add("company_number", kIdentifier, identifier);
  add("provider_identifier", kIdentifier, identifier);
  add("provider_website", kWebAddress, "service.organization.website");
  const std::string place = "service.service_at_locations.location";
  add("address", kText, place + ".addresses.address_1");
  add("town", kText, place + ".addresses.city");
  add("county", kText, place + ".addresses.state_province");
  add("postcode", kPostcode, place + ".addresses.postal_code");
  add("latitude", kNumber, place + ".latitude");
  add("longitude", kNumber, place + ".longitude");
  add("areas_served", kList, "service.service_areas.name");
  add("minimum_age", kNumber, "service.minimum_age");
  add("maximum_age", kNumber, "service.maximum_age");
  add("opening_hours", kText, "service.schedules.description");
  add("opening_times", kOpening, "service.schedules.byday");
  add("cost", kCost, "service.cost_options.amount");
  add("free", kFree, "service.cost_options.option");
  add("how_to_apply", kText, "service.application_process");
  add("eligibility", kText, "service.eligibility_description");
  add("wait_time", kText, "service.wait_time");
  add("languages", kList, "service.languages.name");
  add("accessibility", kText, place + ".accessibility.description");
  add("assured_date", kDate, "service.assured_date");
  add("statutory_items", kStatutoryItems, "local_offer.statutory_items");
  add("limbs", kWords, "local_offer.limbs");
  add("expectation", kWord, "local_offer.expectation");
  add("commissioners", kWords, "local_offer.commissioners");
  add("ehc_plan", kWord, "local_offer.ehc_plan");
  add("personal_budgets", kWords, "local_offer.personal_budgets");
  add("tier", kWord, "local_offer.tier");
  add("palliative_categories", kWords,
      "local_offer.palliative_care.condition_categories");
  add("palliative_components", kWords,
      "local_offer.palliative_care.components");
  add("round_the_clock", kWord, "local_offer.round_the_clock");
  add("transition", kYesNo, "local_offer.transition.supported");
  add("transition_from_age", kNumber, "local_offer.transition.from_age");
  add("transition_to_age", kNumber, "local_offer.transition.to_age");
  add("complaints", kText, "local_offer.redress.complaints");
  add("complaints_url", kWebAddress, "local_offer.redress.complaints_url");
  add("mediation", kText, "local_offer.redress.mediation");
  add("settings", kWords, "local_offer.settings");
  add("no_diagnosis_needed", kYesNo, "local_offer.no_diagnosis_needed");
  add("keywords", kList, "service.attributes.taxonomy_term.name");
  return columns;
}

std::string Folded(absl::string_view heading) {
  std::string folded;
  for (unsigned char c : heading) {
    const bool joins = absl::ascii_isspace(c) || c == '_' || c == '-';
    if (!joins) folded.push_back(static_cast<char>(absl::ascii_tolower(c)));
  }
  return folded;
}

using ColumnsByHeading = absl::flat_hash_map<std::string, const CsvColumn*>;

const ColumnsByHeading& ByFoldedHeading() {
  static const auto* const by_heading = [] {
    auto* made = new ColumnsByHeading;
    for (const CsvColumn& column : CsvColumns()) {
      made->emplace(Folded(column.heading), &column);
    }
    return made;
  }();
  return *by_heading;
}

std::string WithoutPositions(absl::string_view field) {
  std::string path;
  bool inside = false;
  for (char c : field) {
    if (c == '[') inside = true;
    if (!inside) path.push_back(c);
    if (c == ']') inside = false;
  }
  return path;
}

}  // namespace

absl::Span<const CsvColumn> CsvColumns() {
  static const std::vector<CsvColumn>* const columns = MakeColumns();
  return *columns;
}

const CsvColumn* FindCsvColumn(absl::string_view heading) {
  const auto found = ByFoldedHeading().find(Folded(heading));
  return found == ByFoldedHeading().end() ? nullptr : found->second;
}

int HeadingDistance(absl::string_view a, absl::string_view b) {
  const std::string from = Folded(a).substr(0, 64);
  const std::string to = Folded(b).substr(0, 64);
  // Levenshtein's distance, one row of his table at a time.
  std::vector<int> row(to.size() + 1);
  for (size_t j = 0; j <= to.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= from.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= to.size(); ++j) {
      const int changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

const CsvColumn* NearestCsvColumn(absl::string_view heading) {
  const CsvColumn* nearest = nullptr;
  int least = std::max<int>(2, static_cast<int>(heading.size()) / 3) + 1;
  for (const CsvColumn& column : CsvColumns()) {
    const int distance = HeadingDistance(heading, column.heading);
    if (distance >= least) continue;
    least = distance;
    nearest = &column;
  }
  return nearest;
}

absl::string_view CsvColumnOfField(absl::string_view field) {
  const std::string path = WithoutPositions(field);
  for (const CsvColumn& column : CsvColumns()) {
    if (column.path.text() == path) return column.heading;
  }
  return "";
}

}  // namespace localoffer::openreferral

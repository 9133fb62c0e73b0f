#include "services/gateway/pages/find_form.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/postcode_field.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr std::array<absl::string_view, 16> kNames = {
    "need",          "postcode", "age",     "where",   "setting", "free",
    "day_and_night", "no_plan",  "council", "item",    "term",    "provider",
    "component",     "ages",     "page",    "revision"};
constexpr absl::string_view kCard = "card";
constexpr std::array kCards = {Card{"palliative", "need", "palliative care"},
                               Card{"breaks", "need", "short breaks"},
                               Card{"equipment", "need", "equipment"},
                               Card{"bereavement", "need", "bereavement"},
                               Card{"talk", "need", "someone to talk to"},
                               Card{"always", "day_and_night", "1"}};
// Nobody reads so far; to pass over more costs more.
constexpr int kLastPage = 1000;
constexpr int kOldest = 25;
constexpr size_t kLongestNeed = 500;
constexpr double kMetersOfMile = 1609.344;

const std::string& Empty() {
  static const std::string& empty = *new std::string();
  return empty;
}

bool IsAge(absl::string_view text) {
  int age = 0;
  return absl::SimpleAtoi(text, &age) && age >= 0 && age <= kOldest;
}

// `5-10`.
bool ReadAges(absl::string_view text, int& from, int& to) {
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(text, absl::MaxSplits('-', 1));
  return IsAge(halves.first) && IsAge(halves.second) &&
         absl::SimpleAtoi(halves.first, &from) &&
         absl::SimpleAtoi(halves.second, &to) && from <= to;
}

// The address of values by their names.
std::string QueryIn(
    const std::map<std::string, std::string, std::less<>>& values) {
  std::vector<std::pair<absl::string_view, absl::string_view>> parameters;
  for (const absl::string_view name : kNames) {
    const auto found = values.find(name);
    if (found == values.end() || found->second.empty()) continue;
    parameters.emplace_back(name, found->second);
  }
  return QueryOf(parameters);
}

}  // namespace

absl::Span<const Card> Cards() { return kCards; }

absl::Span<const absl::string_view> FindForm::Names() { return kNames; }

absl::Status FindForm::Allow(const Target& target) {
  std::vector<absl::string_view> names(kNames.begin(), kNames.end());
  names.push_back(kCard);
  return target.Allow(names);
}

FindForm::FindForm(const Target& target) {
  for (const absl::string_view name : kNames) {
    const auto value = target.Parameter(std::string(name));
    if (!value) continue;
    const absl::string_view text = absl::StripAsciiWhitespace(*value);
    if (!text.empty()) values_.emplace(name, text);
  }
  const std::string chosen = target.Parameter(std::string(kCard)).value_or("");
  for (const Card& card : kCards) {
    if (card.id == chosen) {
      values_.insert_or_assign(std::string(card.name), std::string(card.value));
    }
  }
}

const std::string& FindForm::Of(absl::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? Empty() : found->second;
}

absl::StatusOr<std::vector<FormError>> FindForm::Check(
    const Site& site, const Catalogue& words) const {
  std::vector<FormError> of_postcode;
  RETURN_IF_ERROR(CheckPostcode(Of("postcode"), site, words, of_postcode));
  std::vector<FormError> errors = CheckTyped(words);
  // In the order of the fields.
  const bool has_need = !errors.empty() && errors.front().field == "need";
  errors.insert(errors.begin() + (has_need ? 1 : 0), of_postcode.begin(),
                of_postcode.end());
  return errors;
}

std::vector<FormError> FindForm::CheckTyped(const Catalogue& words) const {
  std::vector<FormError> errors;
  if (Of("need").size() > kLongestNeed) {
    errors.push_back({"need", std::string(words.Of("error.need.long"))});
  }
  if (Of("postcode").empty() && Miles()) {
    errors.push_back(
        {"postcode", std::string(words.Of("error.miles.postcode"))});
  }
  if (const std::string& age = Of("age"); !age.empty() && !IsAge(age)) {
    errors.push_back({"age", std::string(words.Of("error.age"))});
  }
  return errors;
}

int FindForm::Page() const {
  if (Of("page").empty()) return 1;
  int page = 0;
  return absl::SimpleAtoi(Of("page"), &page) && page > 0 && page <= kLastPage
             ? page
             : 0;
}

v1::SearchEntriesRequest FindForm::Request() const {
  v1::SearchEntriesRequest request;
  request.set_query(Of("need"));
  request.set_page_size(kAnswersOfPage);
  request.set_skip(std::max(Page() - 1, 0) * kAnswersOfPage);
  request.set_revision(Of("revision"));
  request.set_view(v1::ENTRY_VIEW_FULL);
  v1::EntryFilter& filter = *request.mutable_filter();
  if (const std::string& postcode = Of("postcode"); !postcode.empty()) {
    if (const std::optional<double> miles = Miles()) {
      filter.mutable_near()->mutable_place()->set_postcode(postcode);
      filter.mutable_near()->set_radius_meters(*miles * kMetersOfMile);
      if (Of("need").empty()) request.set_order(v1::SEARCH_ORDER_DISTANCE);
    } else {
      filter.mutable_serves()->set_postcode(postcode);
    }
  }
  int from = 0;
  int to = 0;
  if (absl::SimpleAtoi(Of("age"), &from)) {
    filter.set_minimum_age(from);
    filter.set_maximum_age(from);
  } else if (ReadAges(Of("ages"), from, to)) {
    filter.set_minimum_age(from);
    filter.set_maximum_age(to);
  }
  if (v1::Setting setting = v1::SETTING_UNSPECIFIED;
      v1::Setting_Parse(absl::StrCat("SETTING_", Of("setting")), &setting)) {
    filter.add_settings(setting);
  }
  if (!Of("free").empty()) filter.set_free_of_charge(true);
  if (!Of("day_and_night").empty()) {
    filter.add_round_the_clock(v1::ROUND_THE_CLOCK_BY_TELEPHONE);
    filter.add_round_the_clock(v1::ROUND_THE_CLOCK_BY_VISIT);
    filter.add_round_the_clock(v1::ROUND_THE_CLOCK_RESIDENTIAL);
  }
  if (!Of("no_plan").empty()) filter.add_ehc_plans(v1::EHC_PLAN_NOT_NEEDED);
  if (!Of("council").empty()) {
    filter.add_authorities(absl::StrCat("authorities/", Of("council")));
  }
  if (!Of("item").empty()) filter.add_statutory_items(Of("item"));
  if (!Of("term").empty()) filter.add_taxonomy_terms(Of("term"));
  if (!Of("provider").empty()) {
    filter.add_providers(absl::StrCat("providers/", Of("provider")));
  }
  if (v1::PalliativeComponent component = v1::PALLIATIVE_COMPONENT_UNSPECIFIED;
      v1::PalliativeComponent_Parse(
          absl::StrCat("PALLIATIVE_COMPONENT_", Of("component")), &component)) {
    filter.add_palliative_components(component);
  }
  request.add_facets(v1::FACET_SETTING);
  return request;
}

std::optional<double> FindForm::Miles() const {
  double miles = 0;
  if (!absl::SimpleAtod(Of("where"), &miles) || !(miles > 0)) {
    return std::nullopt;
  }
  return miles;
}

FindForm FindForm::Changed(const Changes& changes) const {
  FindForm changed = *this;
  changed.values_.erase("page");
  changed.values_.erase("revision");
  for (const auto& [name, value] : changes) {
    if (value.empty()) {
      changed.values_.erase(std::string(name));
    } else {
      changed.values_[std::string(name)] = value;
    }
  }
  return changed;
}

std::string FindForm::With(const Changes& changes) const {
  return Changed(changes).Query();
}

std::string FindForm::Query() const { return QueryIn(values_); }

}  // namespace localoffer::gateway::pages

#include "services/gateway/pages/wording.h"

#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "rapidjson/document.h"
#include "services/entry/timestamp.h"
#include "services/gateway/pages/field_label.h"
#include "storage/geography/gazetteer.h"
#include "storage/index/text.h"

namespace localoffer::gateway::pages {
namespace {

constexpr double kMetersOfMile = 1609.344;
// Of one side of a difference.
constexpr size_t kSaidBytes = 200;
// Other words for what was asked, of those that an entry has.
constexpr size_t kMostFound = 2;

const absl::TimeZone& LocalZone() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone london;
    // Without the table of zones, a date near midnight may be the day before.
    return absl::LoadTimeZone("Europe/London", &london) ? london
                                                        : absl::UTCTimeZone();
  }();
  return zone;
}

// `9`, `2.5`.
std::string Number(double number) { return absl::StrCat(number); }

// `09:00` of `09:00`, `09:00Z` and `09:00:00+01:00`.
std::string Clock(absl::string_view time) {
  return std::string(time.substr(0, 5));
}

// Whether the entry says where it serves, and that is there.
bool IsDeclared(const v1::ServedArea& area) {
  return area.basis() == v1::SERVED_AREA_BASIS_NAMED ||
         area.basis() == v1::SERVED_AREA_BASIS_SHAPE;
}

}  // namespace

bool SurelyServes(const v1::ServedArea& area, const v1::Place& home) {
  if (!home.approximate()) return IsDeclared(area);
  // What the family gave is within the area, wherever in it the home is.
  return area.basis() == v1::SERVED_AREA_BASIS_NAMED &&
         (area.area() == geography::OutcodeId(home.outcode()) ||
          area.area() == geography::PostcodeId(home.postcode()));
}

std::optional<absl::Time> BeginOfDay(absl::string_view iso) {
  absl::Time time;
  std::string error;
  // ParseTime knows "infinite-past", too.
  if (iso.empty() || !absl::ascii_isdigit(iso.front()) ||
      !absl::ParseTime("%Y-%m-%d", std::string(iso), LocalZone(), &time,
                       &error)) {
    return std::nullopt;
  }
  return time;
}

std::string TextOf(absl::string_view html, size_t most_bytes) {
  std::string text = PlainText(html);
  absl::StripAsciiWhitespace(&text);
  return Shortened(std::move(text), most_bytes);
}

std::string Shortened(std::string text, size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  size_t end = text.rfind(' ', most_bytes);
  if (end == std::string::npos || end == 0) {
    // Not within a character.
    end = most_bytes;
    while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  }
  return absl::StrCat(absl::string_view(text).substr(0, end), " …");
}

std::vector<std::string> ParagraphsOf(absl::string_view html) {
  return absl::StrSplit(TextOf(html), '\n', absl::SkipWhitespace());
}

std::string Wording::Date(absl::Time time) const {
  const absl::CivilDay day = absl::ToCivilDay(time, LocalZone());
  return words_.With("date",
                     {{"day", absl::StrCat(day.day())},
                      {"month", words_.Of(absl::StrCat("month.", day.month()))},
                      {"year", absl::StrCat(day.year())}});
}

std::string Wording::Date(const google::protobuf::Timestamp& time) const {
  const absl::StatusOr<absl::Time> read = entry::FromTimestamp(time);
  return read.ok() ? Date(*read) : "";
}

std::string Wording::Date(absl::string_view iso) const {
  const std::optional<absl::Time> day = BeginOfDay(iso.substr(0, 10));
  return day ? Date(*day) : TextOf(iso);
}

std::string Wording::Distance(double meters) const {
  const double miles = meters / kMetersOfMile;
  if (miles < 1) return std::string(words_.Of("distance.near"));
  const int64_t whole = std::llround(miles);
  return words_.Count("distance.miles", whole);
}

std::string Wording::Field(absl::string_view path) const {
  return FieldLabel(path, words_);
}

std::string Wording::Said(absl::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  const bool is_text = !document.HasParseError() && document.IsString();
  return TextOf(is_text ? absl::string_view(document.GetString(),
                                            document.GetStringLength())
                        : json,
                kSaidBytes);
}

std::string Wording::Value(absl::string_view name) const {
  if (absl::EndsWith(name, "_UNSPECIFIED")) return "";
  return std::string(words_.Of(absl::StrCat("value.", name)));
}

std::string Wording::List(const std::vector<std::string>& parts) const {
  if (parts.size() < 2) return absl::StrJoin(parts, "");
  const std::vector<std::string> first(parts.begin(), parts.end() - 1);
  return words_.With("list.and", {{"first", absl::StrJoin(first, ", ")},
                                  {"last", parts.back()}});
}

std::string Wording::Ages(const v1::Service& service) const {
  if (service.has_minimum_age() && service.has_maximum_age()) {
    return words_.With("ages.between", {{"from", Number(service.minimum_age())},
                                        {"to", Number(service.maximum_age())}});
  }
  if (service.has_minimum_age()) {
    return words_.With("ages.from", {{"from", Number(service.minimum_age())}});
  }
  if (service.has_maximum_age()) {
    return words_.With("ages.to", {{"to", Number(service.maximum_age())}});
  }
  return "";
}

std::vector<std::string> Wording::WhoFor(const v1::Service& service,
                                         const v1::LocalOffer& offer) const {
  std::vector<std::string> lines;
  if (std::string ages = Ages(service); !ages.empty()) {
    lines.push_back(std::move(ages));
  }
  for (std::string& line : ParagraphsOf(service.eligibility_description())) {
    lines.push_back(std::move(line));
  }
  if (offer.no_diagnosis_needed()) {
    lines.emplace_back(words_.Of("no_diagnosis_needed"));
  }
  if (std::string plan = Value(v1::EhcPlan_Name(offer.ehc_plan()));
      !plan.empty()) {
    lines.push_back(std::move(plan));
  }
  return lines;
}

std::string Wording::Cost(const v1::CostOption& option) const {
  std::vector<std::string> parts;
  const std::string name = TextOf(option.option());
  // What a spreadsheet's answer to "Is it free?" is read as is no name of its
  // own: an amount says as much, and without one each language says it.
  const bool free = absl::EqualsIgnoreCase(name, "free");
  const bool not_free = absl::EqualsIgnoreCase(name, "not free");
  const bool by_amount =
      option.has_amount() &&
      ((free && option.amount() == 0) || (not_free && option.amount() > 0));
  if (!name.empty() && !by_amount) {
    parts.push_back(free       ? std::string(words_.Of("cost.free"))
                    : not_free ? std::string(words_.Of("cost.not_free"))
                               : name);
  }
  if (option.has_amount()) {
    const bool pounds = option.currency().empty() ||
                        absl::EqualsIgnoreCase(option.currency(), "GBP");
    if (option.amount() == 0) {
      parts.emplace_back(words_.Of("cost.free"));
    } else {
      const bool whole = option.amount() == std::floor(option.amount());
      const std::string amount = whole
                                     ? absl::StrFormat("%.0f", option.amount())
                                     : absl::StrFormat("%.2f", option.amount());
      parts.push_back(pounds ? absl::StrCat("£", amount)
                             : absl::StrCat(amount, " ", option.currency()));
    }
  }
  if (const std::string text = TextOf(option.amount_description());
      !text.empty()) {
    parts.push_back(text);
  }
  return absl::StrJoin(parts, ": ");
}

std::vector<std::string> Wording::Costs(const v1::Service& service,
                                        const v1::LocalOffer& offer) const {
  std::vector<std::string> lines;
  for (const v1::CostOption& option : service.cost_options()) {
    if (std::string line = Cost(option); !line.empty()) {
      lines.push_back(std::move(line));
    }
  }
  for (const std::string& text : {service.fees_description(), service.fees()}) {
    for (std::string& line : ParagraphsOf(text)) {
      lines.push_back(std::move(line));
    }
  }
  for (const int budget : offer.personal_budgets()) {
    std::string line =
        Value(v1::PersonalBudget_Name(static_cast<v1::PersonalBudget>(budget)));
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string Wording::Days(absl::string_view byday) const {
  std::vector<std::string> days;
  for (const absl::string_view piece :
       absl::StrSplit(byday, ',', absl::SkipWhitespace())) {
    // `1MO` is the first Monday of a month.
    const absl::string_view day = absl::StripAsciiWhitespace(piece);
    const size_t letters = day.find_first_of("MTWFS");
    const std::string key = absl::StrCat(
        "day.", letters == absl::string_view::npos ? day : day.substr(letters));
    if (!words_.Has(key)) return TextOf(byday);
    const absl::string_view ordinal =
        letters == absl::string_view::npos ? "" : day.substr(0, letters);
    days.push_back(
        ordinal.empty()
            ? std::string(words_.Of(key))
            : words_.With(ordinal == "-1" ? "day.last" : "day.nth",
                          {{"n", ordinal}, {"day", words_.Of(key)}}));
  }
  return List(days);
}

std::string Wording::OpeningTime(const v1::Schedule& schedule) const {
  const std::string days =
      Days(schedule.byday().empty() ? "" : schedule.byday());
  std::string line;
  if (!schedule.opens_at().empty() && !schedule.closes_at().empty()) {
    const std::string opens = Clock(schedule.opens_at());
    const std::string closes = Clock(schedule.closes_at());
    line = words_.With(days.empty() ? "opens.hours" : "opens.days_hours",
                       {{"days", days}, {"from", opens}, {"to", closes}});
  } else {
    line = days;
  }
  const std::string text = TextOf(schedule.description());
  if (text.empty()) return line;
  return line.empty() ? text : absl::StrCat(line, " (", text, ")");
}

std::vector<std::string> Wording::OpeningTimes(
    const v1::Service& service, const v1::LocalOffer& offer) const {
  std::vector<std::string> lines;
  std::string always = Value(v1::RoundTheClock_Name(offer.round_the_clock()));
  if (!always.empty()) lines.push_back(std::move(always));
  const auto add = [&](const auto& schedules) {
    for (const v1::Schedule& schedule : schedules) {
      std::string line = OpeningTime(schedule);
      if (!line.empty()) lines.push_back(std::move(line));
    }
  };
  add(service.schedules());
  for (const v1::ServiceAtLocation& place : service.service_at_locations()) {
    add(place.schedules());
    add(place.location().schedules());
  }
  // When it is not there says nothing of when it is.
  if (lines.size() == 1 &&
      offer.round_the_clock() == v1::ROUND_THE_CLOCK_NOT_AVAILABLE) {
    lines.front() = std::string(words_.Of("opens.not_given"));
  }
  return lines;
}

std::string Wording::Served(const v1::ServedArea& area,
                            const v1::Place& home) const {
  if (IsDeclared(area) && !SurelyServes(area, home)) {
    return words_.With("served.approximate", {{"place", home.outcode()}});
  }
  const absl::string_view where =
      area.title().empty() ? area.area() : area.title();
  const std::string key =
      absl::StrCat("served.", v1::ServedAreaBasis_Name(area.basis()));
  return words_.With(key, {{"area", where}});
}

std::string Wording::Why(const v1::WordMatch& match) const {
  std::vector<std::string> found(match.matched().begin(),
                                 match.matched().end());
  if (found.size() > kMostFound) found.resize(kMostFound);
  const std::string asked = absl::StrJoin(match.words(), " ");
  const bool is_so_called = match.kind() == v1::WORD_MATCH_KIND_SYNONYM &&
                            found.size() == 1 &&
                            absl::EqualsIgnoreCase(found[0], asked);
  const std::string key =
      is_so_called ? "why.about"
                   : absl::StrCat("why.", v1::WordMatchKind_Name(match.kind()));
  return words_.With(
      key, {{"asked", asked}, {"found", absl::StrJoin(found, "”, “")}});
}

}  // namespace localoffer::gateway::pages

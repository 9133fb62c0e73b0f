#include "storage/index/document.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "storage/index/document_values.h"
#include "storage/index/keywords.h"
#include "storage/index/text.h"
#include "storage/log/log_id.h"

namespace localoffer {
namespace {

// Collects the texts of one field, a line each.
class FieldText {
 public:
  void Add(absl::string_view html) {
    if (html.empty()) return;
    if (!text_.empty()) text_.push_back('\n');
    text_.append(PlainText(html));
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string NameOf(const v1::Service& service) {
  FieldText text;
  text.Add(service.name());
  text.Add(service.alternate_name());
  return text.Take();
}

std::string ProviderOf(const v1::Service& service) {
  FieldText text;
  text.Add(service.organization().name());
  text.Add(service.organization().alternate_name());
  text.Add(service.program().name());
  return text.Take();
}

std::string KeywordsOf(const v1::Service& service,
                       const v1::LocalOffer& local_offer) {
  FieldText text;
  for (const v1::Attribute& attribute : service.attributes()) {
    const v1::TaxonomyTerm& term = attribute.taxonomy_term();
    text.Add(term.has_name() ? term.name() : term.term());
    text.Add(attribute.value());
  }
  text.Add(absl::StrJoin(WordsOfLocalOffer(local_offer), " "));
  return text.Take();
}

// Families name their authority whether or not the entry does.
std::string PlaceOf(absl::string_view authority, const v1::Service& service,
                    const geography::Gazetteer& gazetteer) {
  FieldText text;
  text.Add(gazetteer.Title(log::AuthorityOfLog(authority)));
  for (const v1::ServiceArea& area : service.service_areas()) {
    text.Add(area.name());
    text.Add(area.service_area());
  }
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    text.Add(at.location().name());
    for (const v1::Address& address : at.location().addresses()) {
      text.Add(address.address_1());
      text.Add(address.address_2());
      text.Add(address.city());
      text.Add(address.region());
      text.Add(address.state_province());
      text.Add(address.postal_code());
    }
  }
  return text.Take();
}

void AddWhereAndWhen(const v1::Service& service, FieldText& text) {
  for (const v1::ServiceAtLocation& at : service.service_at_locations()) {
    text.Add(at.description());
    text.Add(at.location().description());
    text.Add(at.location().transportation());
    for (const v1::Accessibility& access : at.location().accessibility()) {
      text.Add(access.description());
      text.Add(access.details());
      text.Add(access.accessibility());
    }
  }
  for (const v1::Schedule& schedule : service.schedules()) {
    text.Add(schedule.description());
  }
}

void AddLists(const v1::Service& service, FieldText& text) {
  for (const v1::Language& language : service.languages()) {
    text.Add(language.name());
  }
  for (const v1::CostOption& cost : service.cost_options()) {
    text.Add(cost.option());
    text.Add(cost.amount_description());
  }
  for (const v1::RequiredDocument& document : service.required_documents()) {
    text.Add(document.document());
  }
}

std::string TextOf(const v1::Service& service,
                   const v1::LocalOffer& local_offer) {
  FieldText text;
  text.Add(service.description());
  text.Add(service.eligibility_description());
  text.Add(service.application_process());
  text.Add(service.interpretation_services());
  text.Add(service.fees_description());
  text.Add(service.fees());
  text.Add(service.wait_time());
  text.Add(service.accreditations());
  text.Add(service.alert());
  text.Add(service.program().description());
  text.Add(local_offer.transition().next_service());
  AddWhereAndWhen(service, text);
  AddLists(service, text);
  return text.Take();
}

absl::optional<double> AgeOf(bool present, double years) {
  if (!present || std::isnan(years) || years < 0) return absl::nullopt;
  return years;
}

constexpr size_t kDateSize = 10;  // YYYY-MM-DD

// The day on which an entry was last known to be right.
int32_t AssuredDay(const std::string& assured_date, absl::Time commit_time) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(assured_date.substr(0, kDateSize), &day)) {
    day = absl::ToCivilDay(commit_time, absl::UTCTimeZone());
  }
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}

// The areas of the service, or the authority's own for one that declares none.
void AddAreas(const DocumentSource& source,
              const geography::Gazetteer& gazetteer, Document& document) {
  geography::ServiceAreas areas =
      geography::ServiceAreasOf(gazetteer, source.service);
  for (std::string& area : areas.areas) {
    document.values.push_back({Property::kArea, std::move(area), "", {}});
  }
  document.shapes = std::move(areas.shapes);
  if (areas.areas.empty() && document.shapes.empty()) {
    document.values.push_back(
        {Property::kAssumedArea,
         std::string(log::AuthorityOfLog(document.authority)),
         "",
         {}});
  }
}

}  // namespace

Document DocumentOf(const DocumentSource& source,
                    const geography::Gazetteer& gazetteer,
                    const geography::Places* places) {
  const v1::Service& service = source.service;
  Document document;
  document.authority = std::string(source.authority);
  document.entry_id = std::string(source.entry_id);
  document.sequence = source.sequence;
  document.name = NameOf(service);
  document.provider = ProviderOf(service);
  document.keywords = KeywordsOf(service, source.local_offer);
  document.place = PlaceOf(source.authority, service, gazetteer);
  document.text = TextOf(service, source.local_offer);
  document.minimum_age =
      AgeOf(service.has_minimum_age(), service.minimum_age());
  document.maximum_age =
      AgeOf(service.has_maximum_age(), service.maximum_age());
  document.assured_day = AssuredDay(service.assured_date(), source.commit_time);
  document.values = ValuesOf(source.authority, service, source.local_offer);
  AddAreas(source, gazetteer, document);
  document.opening_hours = OpeningHours(service);
  document.locations = geography::LocationsOf(service, places);
  return document;
}

}  // namespace localoffer

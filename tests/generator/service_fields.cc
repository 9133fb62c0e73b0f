#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/generator/subject_fields.h"

namespace localoffer::generator {
namespace {

std::string Spelling(const std::string& phone, Random& random) {
  switch (random.Below(6)) {
    case 0:
      return absl::StrCat("+44 ", phone.substr(1));
    case 1:
      return absl::StrReplaceAll(phone, {{" ", ""}});
    default:
      return phone;
  }
}

void SetPhone(const Subject& subject, Random& random, v1::Phone* phone) {
  phone->set_id(RandomUuid(random));
  phone->set_number(Spelling(subject.provider.phone, random));
  if (random.Chance(10)) phone->set_extension(random.Between(10, 499));
  if (random.Chance(20)) phone->set_type("voice");
}

std::string Day(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", static_cast<int>(day.year()),
                         day.month(), day.day());
}

v1::CostOption& NewCost(Random& random, v1::Service* service) {
  v1::CostOption& cost = *service->add_cost_options();
  cost.set_id(RandomUuid(random));
  return cost;
}

void SetAlways(v1::Schedule* schedule) {
  schedule->set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
  schedule->set_byday("MO,TU,WE,TH,FR,SA,SU");
  schedule->set_opens_at("00:00");
  schedule->set_closes_at("23:59");
}

void SetHours(Random& random, v1::Schedule* schedule) {
  constexpr std::array<absl::string_view, 7> kDays = {"MO", "TU", "WE", "TH",
                                                      "FR", "SA", "SU"};
  constexpr std::array<absl::string_view, 4> kNotes = {
      "Term time only", "Not on bank holidays",
      "Closed for two weeks in August", "School holidays only"};
  if (random.Chance(85)) {
    schedule->set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
    schedule->set_byday(random.Chance(55) ? "MO,TU,WE,TH,FR"
                                          : std::string(random.Pick(kDays)));
  } else {
    schedule->set_freq(v1::SCHEDULE_FREQUENCY_MONTHLY);
    schedule->set_interval(random.Between(1, 2));
    const int week = random.Between(1, 4);
    schedule->set_byday(absl::StrCat(week, random.Pick(kDays)));
  }
  const int opens = random.Between(8, 17);
  const int minutes = random.Chance(30) ? 30 : 0;
  schedule->set_opens_at(absl::StrFormat("%02d:%02d", opens, minutes));
  schedule->set_closes_at(
      absl::StrFormat("%02d:00", opens + random.Between(1, 5)));
  if (random.Chance(30)) schedule->set_notes(std::string(random.Pick(kNotes)));
}

// `term` is its code and its name, separated by a colon.
void AddTerm(absl::string_view taxonomy, const std::string& term,
             Random& random, v1::Service* service) {
  const std::pair<std::string, std::string> code_and_name =
      absl::StrSplit(term, absl::MaxSplits(':', 1));
  v1::Attribute& attribute = *service->add_attributes();
  attribute.set_id(RandomUuid(random));
  attribute.set_link_entity("service");
  v1::TaxonomyTerm& added = *attribute.mutable_taxonomy_term();
  added.set_id(RandomUuid(random));
  attribute.set_taxonomy_term_id(added.id());
  added.set_code(code_and_name.first);
  added.set_name(code_and_name.second);
  added.set_description(code_and_name.second);
  added.set_taxonomy(std::string(taxonomy));
}

}  // namespace

void AddContact(const Subject& subject, Random& random, v1::Service* service) {
  const std::string& domain = subject.provider.domain;
  if (random.Chance(85)) {
    const bool secure = random.Chance(90);
    const bool www = random.Chance(15);
    const bool own_page = random.Chance(60);
    service->set_url(absl::StrCat(secure ? "https://" : "http://",
                                  www ? "www." : "", domain, "/",
                                  own_page ? subject.kind.id : "services"));
  }
  if (random.Chance(70)) {
    constexpr std::array<absl::string_view, 4> kBoxes = {"info", "enquiries",
                                                         "referrals", "hello"};
    service->set_email(absl::StrCat(random.Pick(kBoxes), "@", domain));
  }
  if (random.Chance(50)) {
    constexpr std::array<absl::string_view, 5> kTitles = {
        "Duty desk", "Referrals", "Enquiries", "Bookings", "Office"};
    v1::Contact& contact = *service->add_contacts();
    contact.set_id(RandomUuid(random));
    contact.set_name(std::string(random.Pick(kTitles)));
    if (random.Chance(80)) SetPhone(subject, random, contact.add_phones());
  } else if (random.Chance(70)) {
    SetPhone(subject, random, service->add_phones());
  }
}

void AddSchedules(const Kind& kind, Random& random, v1::Service* service) {
  if (!random.Chance(60)) return;
  const bool always =
      kind.round_the_clock == v1::ROUND_THE_CLOCK_BY_TELEPHONE &&
      random.Chance(50);
  const int count = !always && random.Chance(15) ? 2 : 1;
  for (int i = 0; i < count; ++i) {
    v1::Schedule& schedule = *service->add_schedules();
    schedule.set_id(RandomUuid(random));
    if (always) {
      SetAlways(&schedule);
    } else if (random.Chance(15)) {
      schedule.set_description("By appointment; evenings where possible");
    } else {
      SetHours(random, &schedule);
    }
  }
}

void AddLanguages(const Vocabulary& vocabulary, Random& random,
                  v1::Service* service) {
  const auto add = [&](absl::string_view name, absl::string_view code) {
    v1::Language& language = *service->add_languages();
    language.set_id(RandomUuid(random));
    language.set_name(std::string(name));
    if (!code.empty()) language.set_code(std::string(code));
  };
  if (random.Chance(30)) add("English", "en");
  if (random.Chance(8)) add("British Sign Language", "bfi");
  if (random.Chance(8)) add(vocabulary.Draw("interpreting", random), "");
  if (random.Chance(10)) {
    const std::string& first = vocabulary.Draw("interpreting", random);
    const std::string& second = vocabulary.Draw("interpreting", random);
    service->set_interpretation_services(absl::StrCat(
        "Interpreters in ", first,
        first == second ? "" : absl::StrCat(" and ", second), " on request"));
  }
}

void AddCosts(const Subject& subject, Random& random, v1::Service* service) {
  const bool statutory =
      subject.provider.sector == 'c' || subject.provider.sector == 'n';
  if (!random.Chance(50)) return;
  if (random.Chance(statutory ? 90 : 40)) {
    v1::CostOption& cost = NewCost(random, service);
    cost.set_option("Free");
    cost.set_amount(0);
    return;
  }
  constexpr std::array<absl::string_view, 4> kUnits = {"per session", "an hour",
                                                       "a term", "a year"};
  const int pounds = random.Between(2, 60);
  v1::CostOption& cost = NewCost(random, service);
  cost.set_option("Standard");
  cost.set_currency("GBP");
  cost.set_amount(pounds + (random.Chance(30) ? 0.5 : 0));
  cost.set_amount_description(std::string(random.Pick(kUnits)));
  if (random.Chance(30)) {
    v1::CostOption& concession = NewCost(random, service);
    concession.set_option("Concession");
    concession.set_currency("GBP");
    const int half = pounds / 2;
    concession.set_amount(half);
  }
  if (random.Chance(20)) {
    service->set_fees_description("Can be paid with direct payments.");
  }
}

void AddTerms(const Kind& kind, Random& random, v1::Service* service) {
  if (!kind.lgsl.empty() && random.Chance(45)) {
    AddTerm("LGSL", kind.lgsl, random, service);
  }
  if (random.Chance(35)) {
    AddTerm("Open Eligibility", kind.open_eligibility, random, service);
  }
}

void AddDates(absl::CivilDay today, Random& random, v1::Service* service) {
  if (random.Chance(80)) {
    const int age = random.Chance(75) ? random.Between(0, 364)
                                      : random.Between(365, 8 * 365);
    service->set_assured_date(Day(today - age));
    if (random.Chance(20)) {
      service->set_assurer_email("local-offer@example.org");
    }
  }
  if (random.Chance(60)) {
    const absl::CivilDay day = today - random.Between(0, 900);
    const int hour = random.Between(7, 19);
    const int minute = random.Between(0, 59);
    service->set_last_modified(absl::StrCat(
        Day(day), absl::StrFormat("T%02d:%02d:00Z", hour, minute)));
  }
}

void Change(const Subject& subject, const Prose& prose, absl::CivilDay today,
            Random& random, v1::Entry* entry) {
  v1::Service& service = *entry->mutable_service();
  const int kind = random.Between(0, 9);
  if (kind < 7) service.set_assured_date(Day(today - random.Between(0, 9)));
  if (kind >= 5) {
    absl::StrAppend(service.mutable_description(), " ",
                    prose.Sentence(subject, "detail", random));
  }
  if (kind == 4) service.set_status(v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  if (kind == 3 && service.has_maximum_age()) {
    service.set_maximum_age(service.maximum_age() + 1);
  }
  if (kind == 2) {
    for (v1::CostOption& cost : *service.mutable_cost_options()) {
      if (cost.amount() > 0) cost.set_amount(cost.amount() + 1);
    }
  }
  if (kind == 9) service.set_name(prose.Title(subject, random));
  if (service.has_last_modified()) {
    service.set_last_modified(absl::StrCat(Day(today), "T06:00:00Z"));
  }
}

}  // namespace localoffer::generator

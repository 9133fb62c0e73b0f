// Entries as councils' feeds have them, by chance, to be looked at one by one.
#ifndef LOCALOFFER_TESTS_E2E_OPENREFERRAL_RECORDS_H_
#define LOCALOFFER_TESTS_E2E_OPENREFERRAL_RECORDS_H_

#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "localoffer/v1/entry.pb.h"
#include "storage/testing.h"

namespace localoffer::testing {

inline constexpr int kServices = 120;
inline constexpr const char* kDays[] = {"MO", "TU", "WE", "TH",
                                        "FR", "SA", "SU"};
inline std::string Uuid(int kind, int number) {
  char id[64];
  std::snprintf(id, sizeof id, "%08d-0000-4000-8000-%012d", kind, number);
  return id;
}

// What councils' feeds have, by chance.
class Records {
 public:
  explicit Records(unsigned seed) : random_(seed) {
    for (int i = 1; i <= kServices; ++i) services_.push_back(Make(i));
  }

  const std::vector<v1::Service>& services() const { return services_; }

  std::vector<v1::Entry> EntriesOf(int remainder) const {
    std::vector<v1::Entry> entries;
    for (int i = 0; i < kServices; ++i) {
      if (i % 2 == remainder) {
        *entries.emplace_back().mutable_service() = services_[i];
      }
    }
    return entries;
  }

  template <typename Meets>
  std::vector<std::string> IdsOf(const Meets& meets) const {
    std::vector<std::string> ids;
    for (const v1::Service& service : services_) {
      if (service.status() != v1::SERVICE_STATUS_DEFUNCT && meets(service)) {
        ids.push_back(service.id());
      }
    }
    return ids;
  }

 private:
  int Random(int below) { return static_cast<int>(random_() % below); }

  v1::Service Make(int number) {
    constexpr const char* kWords[] = {"respite", "music", "swimming", "hoist",
                                      "bereavement"};
    v1::Service service = storage::TestService(
        number,
        absl::StrCat(kWords[Random(5)], " ", kWords[Random(5)], " ", number));
    service.set_description("For families in the area.");
    service.set_status(Random(8) == 0 ? v1::SERVICE_STATUS_DEFUNCT
                                      : v1::SERVICE_STATUS_ACTIVE);
    if (Random(3) != 0) service.set_minimum_age(Random(18));
    if (Random(3) != 0) service.set_maximum_age(18 + Random(8));
    if (Random(6) != 0) {
      const int of = Random(9);
      service.mutable_organization()->set_id(Uuid(2, of));
      service.mutable_organization()->set_name(absl::StrCat("Charity ", of));
      service.mutable_organization()->set_description("A charity.");
    }
    for (int i = Random(3); i > 0; --i) AddTerm(service, number);
    for (int i = Random(3); i > 0; --i) AddLocation(service);
    for (int i = Random(3); i > 0; --i) AddSchedule(service);
    return service;
  }

  // Terms of one taxonomy have one id each, of the other one for each use.
  void AddTerm(v1::Service& service, int number) {
    const int which = Random(6);
    v1::TaxonomyTerm& term = *service.add_attributes()->mutable_taxonomy_term();
    const bool steady = which < 3;
    term.set_id(steady ? Uuid(3, which)
                       : Uuid(4, number * 100 + service.attributes_size()));
    term.set_name(absl::StrCat(steady ? "Need " : "Kind ", which));
    term.set_description("A term.");
    term.set_taxonomy(steady ? "Needs" : "Kinds");
    if (steady) term.set_taxonomy_id(Uuid(5, 0));
    if (which == 1 || which == 2) term.set_parent_id(Uuid(3, 0));
  }

  void AddLocation(v1::Service& service) {
    v1::Location& location =
        *service.add_service_at_locations()->mutable_location();
    location.set_location_type(v1::LOCATION_TYPE_PHYSICAL);
    location.set_name("A place");
    location.set_latitude(51.40 + Random(1000) / 10'000.0);
    location.set_longitude(-2.65 + Random(1000) / 10'000.0);
  }

  void AddSchedule(v1::Service& service) {
    v1::Schedule& schedule = *service.add_schedules();
    schedule.set_freq(v1::SCHEDULE_FREQUENCY_WEEKLY);
    schedule.set_byday(kDays[Random(7)]);
    const int opens = 8 + Random(8);
    schedule.set_opens_at(absl::StrCat(opens < 10 ? "0" : "", opens, ":00"));
    schedule.set_closes_at(absl::StrCat(opens + 2, ":30"));
  }

  std::mt19937 random_;
  std::vector<v1::Service> services_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_E2E_OPENREFERRAL_RECORDS_H_

#include "services/catalogue/thing_search.h"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalogue/collection.h"
#include "services/catalogue/testing_store.h"
#include "services/rpc/error.h"

namespace localoffer::catalogue {
namespace {

// By their logs and ids.
using Services = std::map<std::pair<std::string, std::string>, v1::Service>;

// The store as it was once, and the catalogue of that.
struct State {
  storage::Instant instant;
  Services services;
  std::shared_ptr<const Contents> contents;
};

// A look at each of an entry's terms. Of a TestingStore's, `t3` is "Need 3".
bool HasTerm(const v1::Service& service, const AskedTerm& asked) {
  return std::any_of(
      service.attributes().begin(), service.attributes().end(),
      [&asked](const v1::Attribute& attribute) {
        const v1::TaxonomyTerm& term = attribute.taxonomy_term();
        const auto is = [](const std::string& a, const std::string& b) {
          return absl::AsciiStrToLower(a) == absl::AsciiStrToLower(b);
        };
        return (asked.term.empty() || is(term.id(), asked.term) ||
                is(term.name(), asked.term)) &&
               (asked.taxonomy.empty() || is(term.taxonomy(), asked.taxonomy));
      });
}

bool Meets(const v1::Service& service, const ThingConditions& conditions) {
  const auto has_any = [&service](const std::vector<AskedTerm>& any_of) {
    return std::any_of(
        any_of.begin(), any_of.end(),
        [&service](const AskedTerm& asked) { return HasTerm(service, asked); });
  };
  const std::vector<std::string>& ids = conditions.organizations;
  return (ids.empty() || std::find(ids.begin(), ids.end(),
                                   service.organization().id()) != ids.end()) &&
         std::all_of(conditions.terms.begin(), conditions.terms.end(), has_any);
}

class ThingSearchTest : public ::testing::Test {
 protected:
  int Random(int below) { return static_cast<int>(random_() % below); }

  // Publishes, changes or withdraws one of 40 entries.
  void Move() {
    const int number = Random(40);
    const std::string log = number % 3 == 0 ? kLeeds : kBristol;
    v1::Service service = TestingStore::AnyService(number, random_);
    const std::pair<std::string, std::string> key(log, service.id());
    if (Random(4) == 0 && services_.erase(key) > 0) {
      store_.Withdraw(log, service.id());
      return;
    }
    store_.Publish(log, service);
    services_[key] = std::move(service);
  }

  State Look(bool with_contents) {
    State state{store_->logs().Latest(), services_, nullptr};
    if (!with_contents) return state;
    Collection collection(*store_, [] { return true; });
    EXPECT_TRUE(collection.TakeIn(state.instant).ok());
    state.contents = collection.Make();
    return state;
  }

  AskedTerm RandomTerm() {
    AskedTerm asked;
    if (Random(4) != 0) {
      asked.term = absl::StrCat(Random(2) == 0 ? "t" : "need ", Random(21));
    }
    if (asked.term.empty() || Random(3) == 0) {
      asked.taxonomy = absl::StrCat("KIND ", Random(4));
    }
    return asked;
  }

  ThingConditions RandomConditions() {
    ThingConditions conditions;
    for (int ids = Random(3); ids > 0; --ids) {
      conditions.organizations.push_back(absl::StrCat("o", Random(31)));
    }
    for (int terms = conditions.empty() ? 1 + Random(2) : Random(3); terms > 0;
         --terms) {
      std::vector<AskedTerm>& any_of = conditions.terms.emplace_back();
      for (int of = 1 + Random(4); of > 0; --of) {
        any_of.push_back(RandomTerm());
      }
    }
    return conditions;
  }

  // The entries in force at the state's instant that were found.
  std::vector<std::string> Found(const Contents& contents,
                                 const ThingConditions& conditions,
                                 const State& state) {
    const auto changes =
        ThingSearch(contents, conditions).At(state.instant, *store_);
    EXPECT_TRUE(changes.ok()) << changes.status();
    std::vector<std::string> found;
    for (const auto& [key, service] : state.services) {
      const auto revision = store_->entries().At(
          key.first, key.second, state.instant.SizeOf(key.first));
      const auto of_log = changes->find(key.first);
      if (of_log != changes->end() &&
          std::binary_search(of_log->second.begin(), of_log->second.end(),
                             (*revision)->sequence)) {
        found.push_back(service.id());
      }
    }
    return found;
  }

  TestingStore store_;
  std::mt19937_64 random_{31};
  Services services_;
};

TEST_F(ThingSearchTest, AtAnyInstantItFindsWhatALookAtEachEntryFinds) {
  std::vector<State> states;
  for (int step = 0; step < 12; ++step) {
    for (int moves = step == 0 ? 60 : 1 + Random(12); moves > 0; --moves) {
      Move();
    }
    states.push_back(Look(/*with_contents=*/step % 3 == 0 || step == 11));
  }
  int found = 0;
  for (int question = 0; question < 40; ++question) {
    const ThingConditions conditions = RandomConditions();
    for (const State& known : states) {
      if (known.contents == nullptr) continue;
      for (const State& state : states) {
        std::vector<std::string> expected;
        for (const auto& [key, service] : state.services) {
          if (Meets(service, conditions)) expected.push_back(service.id());
        }
        found += static_cast<int>(expected.size());
        ASSERT_EQ(Found(*known.contents, conditions, state), expected)
            << question << " " << known.instant.ToRevision() << " "
            << state.instant.ToRevision();
      }
    }
  }
  EXPECT_GT(found, 5000);
}

TEST_F(ThingSearchTest, TooFarAwayIsSaid) {
  Move();
  const State state = Look(/*with_contents=*/true);
  const uint64_t size = state.instant.SizeOf(kLeeds) + kMostChangesAway + 1;
  const auto found =
      ThingSearch(*state.contents, ThingConditions{{"o1"}, {}})
          .At(storage::Instant(
                  {{kBristol, state.instant.SizeOf(kBristol)}, {kLeeds, size}}),
              *store_);
  EXPECT_EQ(rpc::ReasonOf(found.status()), "TOO_FAR_FROM_CATALOGUE");
  EXPECT_EQ(found.status().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(ThingSearchTest, WhatNobodyUsesAnyMoreIsFoundWhereItWasUsed) {
  v1::Service service = storage::TestService(1, "A club");
  service.mutable_organization()->set_id("gone");
  service.mutable_organization()->set_name("Gone");
  v1::TaxonomyTerm& use = *service.add_attributes()->mutable_taxonomy_term();
  use.set_id("t-gone");
  use.set_name("Gone");
  use.set_taxonomy("Past");
  store_.Publish(kBristol, service);
  services_[{kBristol, service.id()}] = service;
  const State before = Look(/*with_contents=*/false);
  store_.Withdraw(kBristol, service.id());
  services_.clear();
  Move();
  const State after = Look(/*with_contents=*/true);
  for (const ThingConditions& conditions :
       {ThingConditions{{"GONE"}, {}}, ThingConditions{{}, {{{"T-GONE", ""}}}},
        ThingConditions{{}, {{{"gone", "past"}}}},
        ThingConditions{{}, {{{"", "Past"}}}}}) {
    EXPECT_EQ(Found(*after.contents, conditions, before),
              std::vector<std::string>{service.id()});
    EXPECT_TRUE(Found(*after.contents, conditions, after).empty());
  }
}

}  // namespace
}  // namespace localoffer::catalogue

// Coverage against its rules written down a second time: over random offers,
// at random past instants, entry by entry and without any index.
#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/coverage/coverage_reader.h"
#include "services/coverage/testing_directory.h"
#include "services/entry/timestamp.h"

namespace localoffer::coverage {
namespace {

using ::testing::ElementsAreArray;

constexpr int kCommits = 400;
constexpr int kQuestions = 150;
constexpr int kEntries = 4;
// The last publishes nothing; the fourth is only harvested.
const char* const kLogs[] = {"E06000023", "E06000024", "E10000008",
                             "E06000022-H-1a2b3c4d"};
const char* const kAsked[] = {"E06000023", "E06000024", "E10000008",
                              "E06000022", "E06000025"};
const char* const kAreas[] = {"E06000023", "E06000025", "E07000040",
                              "E12000009", "E92000001", "BS1",
                              "E06000022", "E07000041"};
const std::set<std::string> kDistrictsOfDevon = {"E07000040", "E07000041"};
const char* const kItems[] = {"LO-C9", "LO-C10", "LO-G1"};

// What has happened to one entry, or under one item, of a log.
struct Event {
  uint64_t sequence = 0;
  absl::Time time;
  bool ends = false;
  Listing listing;
};

class CoverageOracle : public ::testing::Test {
 protected:
  int Below(int n) { return static_cast<int>(random_() % n); }

  Listing RandomListing() {
    Listing listing;
    if (Below(2) == 0) {
      listing.components = {v1::PALLIATIVE_COMPONENT_SHORT_BREAKS};
    }
    if (Below(3) == 0) {
      listing.components.push_back(v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
    }
    if (Below(3) == 0) listing.items = {kItems[Below(3)]};
    if (Below(3) == 0) listing.charity = "9900001";
    if (Below(3) != 0) {
      listing.assured_date = absl::FormatCivilTime(
          absl::ToCivilDay(directory_.clock().now(), absl::UTCTimeZone()) -
          360 - Below(10));
    }
    for (int i = Below(3); i > 0; --i) {
      listing.areas.emplace_back(kAreas[Below(8)]);
    }
    if (Below(8) == 0) listing.status = v1::SERVICE_STATUS_DEFUNCT;
    return listing;
  }

  void Commit() {
    const std::string log = kLogs[Below(4)];
    directory_.clock().Advance(absl::Hours(Below(48)));
    const uint64_t sequence = directory_.store().logs().Latest().SizeOf(log);
    if (Below(6) == 0 && !absl::StrContains(log, "-H-")) {
      const std::string item = kItems[Below(3)];
      directory_.DeclareNil(log, item);
      nil_[{log, item}].push_back(
          {sequence, directory_.clock().now(), false, {}});
    } else {
      const int number = Below(kEntries);
      std::vector<Event>& events = entries_[{log, number}];
      Event event{sequence, {}, Below(5) == 0, RandomListing()};
      if (event.ends && (events.empty() || events.back().ends)) return;
      if (event.ends) {
        directory_.Withdraw(log, number);
      } else {
        directory_.Publish(log, number, event.listing);
      }
      event.time = directory_.clock().now();
      events.push_back(event);
    }
    instants_.push_back(directory_.store().logs().Latest());
    times_.push_back(directory_.clock().now());
  }

  static bool Names(const Listing& listing, const Subject& subject) {
    for (const auto component : listing.components) {
      if (subject.value() == v1::PalliativeComponent_Name(component)) {
        return true;
      }
    }
    return std::find(listing.items.begin(), listing.items.end(),
                     subject.value()) != listing.items.end();
  }

  static bool IsInDate(const Event& event, absl::CivilDay today) {
    absl::CivilDay day = absl::ToCivilDay(event.time, absl::UTCTimeZone());
    absl::ParseCivilTime(event.listing.assured_date, &day);
    return day >= today - 365;
  }

  static bool SaysItServes(const Listing& listing, const std::string& council) {
    return std::any_of(
        listing.areas.begin(), listing.areas.end(),
        [&council](const std::string& area) {
          return area == council ||
                 // All that are asked about.
                 area == "E12000009" ||
                 (council == "E10000008" && kDistrictsOfDevon.contains(area));
        });
  }

  // The listings that stand at the instant, by log.
  std::map<std::string, std::vector<Event>> EvidenceAt(
      const storage::Instant& instant, const Subject& subject) {
    std::map<std::string, std::vector<Event>> evidence;
    for (const auto& [key, events] : entries_) {
      const Event* last = nullptr;
      for (const Event& event : events) {
        if (event.sequence < instant.SizeOf(key.first)) last = &event;
      }
      if (last == nullptr || last->ends || !Names(last->listing, subject) ||
          last->listing.status == v1::SERVICE_STATUS_DEFUNCT) {
        continue;
      }
      evidence[key.first].push_back(*last);
    }
    return evidence;
  }

  bool NilStands(const std::string& log, const Subject& subject,
                 const storage::Instant& instant) {
    for (const std::string& item : subject.nil_items()) {
      std::optional<uint64_t> declared;
      for (const Event& event : nil_[{log, item}]) {
        if (event.sequence < instant.SizeOf(log)) declared = event.sequence;
      }
      if (!declared) continue;
      bool stands = true;
      for (const auto& [key, events] : entries_) {
        if (key.first != log) continue;
        for (const Event& event : events) {
          const auto& items = event.listing.items;
          if (!event.ends && event.sequence > *declared &&
              event.sequence < instant.SizeOf(log) &&
              std::find(items.begin(), items.end(), item) != items.end()) {
            stands = false;
          }
        }
      }
      if (stands) return true;
    }
    return false;
  }

  AuthorityCoverage Expect(const std::string& council, const Subject& subject,
                           const storage::Instant& instant,
                           absl::CivilDay today) {
    AuthorityCoverage expected;
    const auto evidence = EvidenceAt(instant, subject);
    for (const char* log : kLogs) {
      if (absl::StartsWith(log, council) && instant.SizeOf(log) > 0) {
        expected.log = log;
      }
    }
    if (const auto own = evidence.find(expected.log); own != evidence.end()) {
      for (const Event& event : own->second) {
        ++expected.entries;
        if (!IsInDate(event, today)) continue;
        ++expected.in_date;
        if (!event.listing.charity.empty()) ++expected.identified;
      }
    }
    if (expected.entries == 0) {
      for (const auto& [log, events] : evidence) {
        if (log == expected.log) continue;
        for (const Event& event : events) {
          if (IsInDate(event, today) && SaysItServes(event.listing, council)) {
            expected.listed_elsewhere.push_back(log.substr(0, 9));
            break;
          }
        }
      }
    }
    expected.status = expected.log.empty() ? CoverageStatus::kNoData
                      : expected.identified > 0 && expected.log == council
                          ? CoverageStatus::kConfirmed
                      : expected.in_date > 0 ? CoverageStatus::kOneSided
                      : NilStands(expected.log, subject, instant)
                          ? CoverageStatus::kNilDeclared
                      : expected.entries > 0 ? CoverageStatus::kStale
                      : !expected.listed_elsewhere.empty()
                          ? CoverageStatus::kOneSided
                          : CoverageStatus::kMissing;
    return expected;
  }

  std::mt19937_64 random_{11};
  TestingDirectory directory_;
  std::map<std::pair<std::string, int>, std::vector<Event>> entries_;
  std::map<std::pair<std::string, std::string>, std::vector<Event>> nil_;
  std::vector<storage::Instant> instants_ = {storage::Instant()};
  // Of the instants.
  std::vector<absl::Time> times_ = {directory_.clock().now()};
};

v1::CoverageStatus MessageOf(CoverageStatus status) {
  // Both begin with the first that holds.
  return static_cast<v1::CoverageStatus>(static_cast<int>(status) + 1);
}

const std::vector<Subject>& Subjects() {
  static const auto& subjects =
      *new std::vector<Subject>{Subject(v1::PALLIATIVE_COMPONENT_SHORT_BREAKS),
                                Subject(v1::PALLIATIVE_COMPONENT_END_OF_LIFE),
                                Subject(*entry::FindStatutoryItem("LO-C10")),
                                Subject(*entry::FindStatutoryItem("LO-G1"))};
  return subjects;
}

v1::CheckCoverageRequest RequestOf(const Subject& subject) {
  v1::CheckCoverageRequest request;
  v1::PalliativeComponent component;
  if (v1::PalliativeComponent_Parse(subject.value(), &component)) {
    request.set_palliative_component(component);
  } else {
    request.set_statutory_item(subject.value());
  }
  return request;
}

TEST_F(CoverageOracle, AgreesWithGoingThroughEveryEntry) {
  for (int i = 0; i < kCommits; ++i) Commit();
  std::map<CoverageStatus, int> seen;
  for (int i = 0; i < kQuestions; ++i) {
    const Subject& subject = Subjects()[Below(4)];
    const storage::Instant& instant =
        instants_[Below(static_cast<int>(instants_.size()))];
    const absl::Time as_of =
        directory_.clock().now() - absl::Hours(Below(9000));
    const auto all = CoverageOf(
        directory_.store(),
        {subject, RegisteredAuthorities(directory_.store()), instant, as_of});
    ASSERT_TRUE(all.ok()) << all.status();
    for (const char* council : kAsked) {
      const auto got = std::find_if(all->begin(), all->end(),
                                    [council](const AuthorityCoverage& one) {
                                      return one.authority == council;
                                    });
      ASSERT_NE(got, all->end());
      const AuthorityCoverage expected =
          Expect(council, subject, instant,
                 absl::ToCivilDay(as_of, absl::UTCTimeZone()));
      SCOPED_TRACE(absl::StrCat(council, " ", subject.value(), " ",
                                instant.ToRevision()));
      EXPECT_EQ(got->status, expected.status);
      EXPECT_EQ(got->log, expected.log);
      EXPECT_EQ(got->entries, expected.entries);
      EXPECT_EQ(got->in_date, expected.in_date);
      EXPECT_EQ(got->identified, expected.identified);
      EXPECT_THAT(got->listed_elsewhere,
                  ElementsAreArray(expected.listed_elsewhere));
      ++seen[expected.status];
    }
  }
  // Each was really asked for.
  EXPECT_EQ(seen.size(), 6);
  for (const auto& [status, count] : seen) EXPECT_GT(count, 5);
}

TEST_F(CoverageOracle, AgreesWithTheApiAtATimeAndAtARevision) {
  for (int i = 0; i < kCommits; ++i) Commit();
  const Populations populations = {
      {"E06000023", 100}, {"E06000024", 250}, {"E10000008", 1000}};
  const CoverageReader reader(directory_.store(), directory_.clock().clock(),
                              populations);
  for (int i = 0; i < kQuestions; ++i) {
    const Subject& subject = Subjects()[Below(4)];
    const int at = 1 + Below(static_cast<int>(instants_.size()) - 1);
    v1::CheckCoverageRequest request = RequestOf(subject);
    if (Below(2) == 0) {
      request.set_revision(instants_[at].ToRevision());
    } else {
      *request.mutable_read_time() = entry::ToTimestamp(times_[at]);
    }
    absl::Time judged = times_[at];
    if (Below(3) == 0) {
      judged += absl::Hours(Below(9000));
      *request.mutable_judge_time() = entry::ToTimestamp(judged);
    }
    for (const char* council : kAsked) {
      request.add_authorities(absl::StrCat("authorities/", council));
    }
    const auto response = reader.Check(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->revision(), instants_[at].ToRevision());
    EXPECT_EQ(*entry::FromTimestamp(response->judge_time()), judged);
    ASSERT_EQ(response->coverages_size(), 5);
    std::map<v1::CoverageStatus, int> councils;
    std::map<v1::CoverageStatus, int64_t> people;
    for (const v1::AuthorityCoverage& got : response->coverages()) {
      const std::string council = got.authority().substr(12);
      SCOPED_TRACE(absl::StrCat(council, " ", subject.value(), " ",
                                response->revision()));
      const AuthorityCoverage expected =
          Expect(council, subject, instants_[at],
                 absl::ToCivilDay(judged, absl::UTCTimeZone()));
      EXPECT_EQ(got.status(), MessageOf(expected.status));
      EXPECT_EQ(got.evidence_count(), expected.entries);
      EXPECT_EQ(got.in_date_count(), expected.in_date);
      EXPECT_EQ(got.identified_count(), expected.identified);
      EXPECT_EQ(got.has_harvested(), absl::StrContains(expected.log, "-H-"));
      std::vector<std::string> elsewhere;
      for (const std::string& other : expected.listed_elsewhere) {
        elsewhere.push_back(absl::StrCat("authorities/", other));
      }
      EXPECT_THAT(got.listed_elsewhere(), ElementsAreArray(elsewhere));
      const auto lives = populations.find(council);
      const int64_t here = lives == populations.end() ? 0 : lives->second;
      EXPECT_EQ(got.population(), here);
      ++councils[MessageOf(expected.status)];
      people[MessageOf(expected.status)] += here;
    }
    ASSERT_EQ(response->shares_size(), 6);
    for (const v1::CoverageShare& share : response->shares()) {
      EXPECT_EQ(share.authority_count(), councils[share.status()]);
      EXPECT_EQ(share.population(), people[share.status()]);
      EXPECT_DOUBLE_EQ(share.population_share(),
                       static_cast<double>(people[share.status()]) / 1350);
    }
  }
}

}  // namespace
}  // namespace localoffer::coverage

// Inclusion against the rules written down a second time: over random logs,
// at random past instants, for random questions, without any index.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "services/inclusion/inclusion_check.h"
#include "services/inclusion/testing_oracle.h"
#include "storage/directory/provider_contact.h"
#include "storage/directory/provider_name.h"
#include "storage/testing.h"

namespace localoffer::inclusion {
namespace {

constexpr int kAuthorities = 4;
constexpr int kEntries = 5;
constexpr int kCommits = 160;
constexpr int kQuestions = 400;

class InclusionOracle : public ::testing::Test {
 protected:
  InclusionOracle() {
    storage::StoreOptions options;
    options.directory = folder_.path();
    options.clock = clock_.clock();
    options.random = storage::SeededBytes(1);
    auto store = storage::Store::Open(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  int Below(int n) { return static_cast<int>(random_() % n); }
  // One of a list, or nothing.
  template <typename List>
  int Any(const List& list) {
    return Below(static_cast<int>(list.size()) + 1) - 1;
  }
  template <typename List>
  std::string Spelt(const List& list, int which) {
    return list[which][Below(static_cast<int>(list[which].size()))];
  }

  Facts RandomFacts() {
    Facts facts;
    facts.name = Any(kNames);
    facts.domain = Any(kDomains);
    facts.phone = Any(kPhones);
    facts.postcode = Any(kPostcodes);
    for (size_t i = 0; i < kRegisters.size(); ++i) {
      if (Below(2) == 0) facts.numbers[i] = Any(kNumbers[i]);
    }
    return facts;
  }

  v1::Service ServiceOf(int entry, const Facts& facts) {
    v1::Service service =
        storage::TestService(entry, absl::StrCat("Service ", entry));
    v1::Organization& organization = *service.mutable_organization();
    if (facts.name >= 0) organization.set_name(Spelt(kNames, facts.name));
    if (facts.domain == 0) organization.set_website(kDomains[0]);
    if (facts.domain == 1) service.set_email(kDomains[1]);
    if (facts.phone >= 0) {
      service.add_phones()->set_number(Spelt(kPhones, facts.phone));
    }
    if (facts.postcode >= 0) {
      organization.add_locations()->add_addresses()->set_postal_code(
          Spelt(kPostcodes, facts.postcode));
    }
    for (size_t i = 0; i < kRegisters.size(); ++i) {
      if (facts.numbers[i] < 0) continue;
      auto* identifier = organization.add_organization_identifiers();
      identifier->set_identifier_scheme(kRegisters[i]);
      identifier->set_identifier(kNumbers[i][facts.numbers[i]]);
    }
    return service;
  }

  // One random change to one log.
  void Commit() {
    const int authority = Below(kAuthorities - 1);  // the last stays empty
    const int entry = Below(kEntries);
    std::vector<Revision>& revisions = revisions_[{authority, entry}];
    storage::Proposal proposal;
    proposal.authority = AuthorityId(authority);
    storage::ProposedChange& change = proposal.changes.emplace_back();
    Revision revision;
    const int kind = Below(8);
    const bool withdraws =
        kind == 0 && !revisions.empty() && !revisions.back().withdrawn;
    if (kind == 1) {
      change.kind = log::v1::CHANGE_KIND_NIL_DECLARED;
      change.subject = "LO-C9";
      change.body.mutable_nil_declared()->set_reason("none");
    } else {
      change.subject = storage::TestService(entry, "").id();
      if (!revisions.empty()) {
        change.expected_sequence = revisions.back().sequence;
      }
    }
    if (withdraws) {
      change.kind = log::v1::CHANGE_KIND_ENTRY_WITHDRAWN;
      change.body.mutable_entry_withdrawn()->set_reason("ended");
      revision.withdrawn = true;
    } else if (kind != 1) {
      change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
      revision.facts = RandomFacts();
      auto& published = *change.body.mutable_entry_published();
      *published.mutable_service() = ServiceOf(entry, revision.facts);
      v1::LocalOffer& offer = *published.mutable_local_offer();
      if (kind == 2) offer.add_statutory_items("LO-C9");
      // Which is evidence of no item, and so leaves a declaration as it is.
      if (kind == 3) {
        offer.mutable_palliative_care()->add_components(
            v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
      }
      revision.palliative = kind == 2 || kind == 3;
    }
    clock_.Advance(absl::Minutes(1));
    const auto receipt = store_->committer().Commit(proposal);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    if (kind == 1 || (kind == 2 && !withdraws)) {
      nil_[authority].push_back(
          {receipt->first_sequence, receipt->commit_time, kind == 1});
    }
    if (kind != 1) {
      revision.sequence = receipt->first_sequence;
      revision.time = receipt->commit_time;
      revisions.push_back(revision);
    }
    instants_.push_back(store_->logs().Latest());
  }

  // Sets status and evidence of every authority. Nil under LO-C9 counts where
  // the question says so, or any entry that lists the provider.
  std::vector<Expected> Expect(const Facts& asked, bool says_palliative,
                               const storage::Instant& instant) {
    std::vector<Expected> expected(kAuthorities);
    std::vector<Piece> pieces;
    for (const auto& [key, all] : revisions_) {
      const uint64_t size = instant.SizeOf(AuthorityId(key.first));
      std::vector<Revision> seen;
      for (const Revision& revision : all) {
        if (revision.sequence < size) seen.push_back(revision);
      }
      if (seen.empty()) continue;
      std::vector<Judged> judged;
      for (const Revision& revision : seen) {
        judged.push_back(
            revision.withdrawn ? Judged() : JudgeFacts(asked, revision.facts));
      }
      if (judged.back().other) {
        expected[key.first].look_alikes.insert(
            {seen.back().sequence, v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER});
      }
      int last = static_cast<int>(seen.size()) - 1;
      const auto lists = [&](int i) {
        return judged[i].identified || judged[i].alike;
      };
      while (last >= 0 && !lists(last)) --last;
      if (last < 0) continue;
      int first = last;
      while (first > 0 && lists(first - 1)) --first;
      Piece piece{key.first, seen[last], judged[last], seen[first].time, {}};
      if (last + 1 < static_cast<int>(seen.size())) {
        piece.until = seen[last + 1].time;
      }
      pieces.push_back(piece);
    }
    bool is_palliative = says_palliative;
    for (const Piece& piece : pieces) {
      const v1::LookAlikeReason reason = ObjectionTo(asked, piece, pieces);
      if (reason == v1::LOOK_ALIKE_REASON_UNSPECIFIED) {
        is_palliative = is_palliative || piece.revision.palliative;
        expected[piece.authority].evidence.insert(
            {absl::StrCat("@", piece.revision.sequence),
             absl::ToUnixMicros(piece.since),
             piece.until ? absl::ToUnixMicros(*piece.until) : 0,
             piece.judged.score});
      } else if (!piece.until || reason == v1::LOOK_ALIKE_REASON_AMBIGUOUS) {
        expected[piece.authority].look_alikes.insert(
            {piece.revision.sequence, reason});
      }
    }
    for (int i = 0; i < kAuthorities; ++i) {
      SetStatus(i, instant, is_palliative, expected[i]);
    }
    return expected;
  }

  void SetStatus(int authority, const storage::Instant& instant,
                 bool is_palliative, Expected& expected) {
    const uint64_t size = instant.SizeOf(AuthorityId(authority));
    if (size == 0) {
      expected.status = v1::INCLUSION_STATUS_NO_DATA;
      return;
    }
    int64_t since = 0;
    int64_t until = 0;
    for (const auto& [name, from, to, score] : expected.evidence) {
      if (to == 0 && (since == 0 || from < since)) since = from;
      until = std::max(until, to);
    }
    // What ended when it began, or later, goes before it.
    for (size_t round = 0; round < expected.evidence.size(); ++round) {
      for (const auto& [name, from, to, score] : expected.evidence) {
        if (since != 0 && to >= since && from < since) since = from;
      }
    }
    std::optional<NilChange> nil;
    for (const NilChange& change : nil_[authority]) {
      if (change.sequence < size) nil = change;
    }
    if (since != 0) {
      expected.status = v1::INCLUSION_STATUS_LISTED;
      expected.since = since;
    } else if (until != 0) {
      expected.status = v1::INCLUSION_STATUS_WITHDRAWN;
      expected.since = until;
    } else if (std::any_of(expected.look_alikes.begin(),
                           expected.look_alikes.end(),
                           [](const auto& look_alike) {
                             return look_alike.second ==
                                    v1::LOOK_ALIKE_REASON_AMBIGUOUS;
                           })) {
      expected.status = v1::INCLUSION_STATUS_NO_DATA;
    } else if (is_palliative && nil && nil->nil) {
      expected.status = v1::INCLUSION_STATUS_NIL_DECLARED;
      expected.since = absl::ToUnixMicros(nil->time);
    } else {
      expected.status = v1::INCLUSION_STATUS_NEVER_LISTED;
    }
  }

  static Recognizer RecognizerOf(const Facts& asked) {
    std::vector<Clue> clues;
    for (size_t i = 0; i < kRegisters.size(); ++i) {
      if (asked.numbers[i] < 0) continue;
      clues.push_back(
          {ClueKind::kIdentifier,
           absl::StrCat(kRegisters[i], "-", kNumbers[i][asked.numbers[i]])});
    }
    if (asked.name >= 0) {
      clues.push_back({ClueKind::kName, NormalName(kNames[asked.name][0])});
    }
    if (asked.domain >= 0) {
      clues.push_back({ClueKind::kDomain, WebDomain(kDomains[asked.domain])});
    }
    if (asked.phone >= 0) {
      clues.push_back({ClueKind::kPhone, NormalPhone(kPhones[asked.phone][0])});
    }
    if (asked.postcode >= 0) {
      clues.push_back({ClueKind::kPostcode, kPostcodes[asked.postcode][0]});
    }
    return Recognizer(std::move(clues));
  }

  static uint64_t SequenceOf(const std::string& entry) {
    return std::stoull(entry.substr(entry.find('@') + 1));
  }

  static int64_t Micros(const google::protobuf::Timestamp& time) {
    return time.seconds() * 1'000'000 + time.nanos() / 1000;
  }

  static Expected TakenFrom(const v1::AuthorityInclusion& inclusion) {
    Expected taken;
    taken.status = inclusion.status();
    taken.since = Micros(inclusion.since());
    for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
      taken.evidence.insert(
          {absl::StrCat("@", SequenceOf(evidence.entry())),
           Micros(evidence.listed_since()), Micros(evidence.listed_until()),
           std::lround(evidence.recognition().score() * 100)});
    }
    for (const v1::LookAlike& look_alike : inclusion.look_alikes()) {
      taken.look_alikes.insert(
          {SequenceOf(look_alike.entry()), look_alike.reason()});
    }
    return taken;
  }

  void Ask(unsigned seed, std::map<v1::InclusionStatus, int>& seen) {
    const Facts asked = RandomFacts();
    InclusionQuestion question;
    question.provider = RecognizerOf(asked);
    const int says = Below(4);
    if (says == 0) question.statutory_items = {"LO-C9"};
    if (says == 1) {
      question.statement.emplace();
      question.statement->local_offer.add_statutory_items("LO-C9");
    }
    question.assured_within = absl::Hours(24 * 365);
    question.as_of = clock_.now();
    question.instant = instants_[Below(static_cast<int>(instants_.size()))];
    const std::vector<Expected> expected =
        Expect(asked, says < 2, question.instant);
    // Any selection of authorities, in any order: the answer for one does not
    // depend on which others are asked about.
    std::vector<int> selection;
    for (int i = 0; i < kAuthorities; ++i) {
      if (Below(3) > 0) selection.push_back(i);
    }
    std::shuffle(selection.begin(), selection.end(), random_);
    for (const int i : selection) {
      question.authorities.push_back(AuthorityId(i));
    }
    const auto inclusions = AnswerInclusion(*store_, question);
    ASSERT_TRUE(inclusions.ok()) << inclusions.status();
    ASSERT_EQ(inclusions->size(), selection.size());
    for (size_t i = 0; i < selection.size(); ++i) {
      const v1::AuthorityInclusion& inclusion = (*inclusions)[i];
      const Expected taken = TakenFrom(inclusion);
      const Expected& wanted = expected[selection[i]];
      const std::string where =
          absl::StrCat("seed ", seed, "\n", inclusion.DebugString());
      EXPECT_EQ(taken.status, wanted.status) << where;
      EXPECT_EQ(taken.since, wanted.since) << where;
      EXPECT_EQ(taken.evidence, wanted.evidence) << where;
      EXPECT_EQ(taken.look_alikes, wanted.look_alikes) << where;
      EXPECT_EQ(inclusion.evidence_count(), wanted.evidence.size()) << where;
      ++seen[taken.status];
      nil_of_entries_ +=
          says > 1 && taken.status == v1::INCLUSION_STATUS_NIL_DECLARED;
      look_alikes_ += static_cast<int>(taken.look_alikes.size());
      for (const auto& look_alike : taken.look_alikes) {
        ambiguous_ += look_alike.second == v1::LOOK_ALIKE_REASON_AMBIGUOUS;
      }
    }
  }

  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  std::unique_ptr<storage::Store> store_;
  std::mt19937 random_;
  std::map<std::pair<int, int>, std::vector<Revision>> revisions_;
  std::map<int, std::vector<NilChange>> nil_;
  std::vector<storage::Instant> instants_;
  int look_alikes_ = 0;
  int ambiguous_ = 0;
  // Declared under an item that the provider's entries alone say.
  int nil_of_entries_ = 0;
};

TEST_F(InclusionOracle, AgreesWithTheAnswersAtAnyPastInstant) {
  constexpr unsigned kSeed = 20260901;
  random_.seed(kSeed);
  for (int i = 0; i < kCommits; ++i) Commit();
  std::map<v1::InclusionStatus, int> seen;
  for (int i = 0; i < kQuestions && !HasFailure(); ++i) Ask(kSeed, seen);
  for (const auto status :
       {v1::INCLUSION_STATUS_LISTED, v1::INCLUSION_STATUS_WITHDRAWN,
        v1::INCLUSION_STATUS_NIL_DECLARED, v1::INCLUSION_STATUS_NEVER_LISTED,
        v1::INCLUSION_STATUS_NO_DATA}) {
    EXPECT_GT(seen[status], 10) << v1::InclusionStatus_Name(status);
  }
  EXPECT_GT(look_alikes_, 50);
  EXPECT_GT(ambiguous_, 10);
  EXPECT_GT(nil_of_entries_, 3);
}

}  // namespace
}  // namespace localoffer::inclusion

#include "services/inclusion/finding.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/types/span.h"
#include "storage/in_order.h"
#include "storage/status_macros.h"

namespace localoffer::inclusion {
namespace {

using storage::Listing;

using ListedEntry = storage::Providers::ListedEntry;

// The entries to look at, each once, in the order of authorities and ids.
using Candidates = std::vector<ListedEntry>;

// So many are read by one thread: a third of a millisecond, several times what
// it takes to start one.
constexpr size_t kPiece = 64;

using Piece = absl::Span<const ListedEntry>;

// How many threads there is something to do for beside the one that asks.
int HelpersFor(size_t candidates) {
  return candidates == 0 ? 0 : static_cast<int>((candidates - 1) / kPiece);
}

absl::StatusOr<Candidates> FindCandidates(
    storage::Store& store, const Recognizer& recognizer,
    absl::FunctionRef<bool(absl::string_view authority)> wanted) {
  Candidates candidates;
  for (const Clue& clue : recognizer.asked()) {
    ASSIGN_OR_RETURN(auto entries, store.providers().EverListed(clue));
    for (auto& entry : entries) {
      if (wanted(entry.authority)) candidates.push_back(std::move(entry));
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()),
                   candidates.end());
  return candidates;
}

// Reads the entry's revisions, newest first, no further than to the break
// before the newest listing.
class Reading {
 public:
  explicit Reading(const Recognizer& recognizer) : recognizer_(recognizer) {}

  bool Visit(Listing listing) {
    const absl::Time update_time = listing.update_time;
    Judgement judgement;
    if (!listing.withdrawn) judgement = recognizer_.Judge(listing.clues);
    const bool lists = judgement.verdict == Verdict::kIdentified ||
                       judgement.verdict == Verdict::kAlike;
    if (!later_) {
      finding_.current_sequence = listing.sequence;
      finding_.withdrawn = listing.withdrawn;
      if (judgement.verdict == Verdict::kSomebodyElse) {
        finding_.look_alikes.push_back({{listing, judgement},
                                        v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER,
                                        std::nullopt});
      }
    }
    if (!lists && finding_.evidence) return false;
    if (lists && !finding_.evidence) {
      finding_.evidence = {std::move(listing), std::move(judgement)};
      finding_.listed_until = later_;
    }
    if (lists) finding_.listed_since = update_time;
    later_ = update_time;
    return true;
  }

  Finding Finish(std::string entry_id) && {
    finding_.entry_id = std::move(entry_id);
    return std::move(finding_);
  }

 private:
  const Recognizer& recognizer_;
  Finding finding_;
  // When the revision visited last was made.
  std::optional<absl::Time> later_;
};

// What one entry says.
struct Found {
  const std::string* authority = nullptr;
  Finding finding;
};

absl::StatusOr<std::vector<Found>> Read(storage::Store& store,
                                        const Recognizer& recognizer,
                                        const storage::Instant& instant,
                                        Piece piece) {
  std::vector<Found> all;
  all.reserve(piece.size());
  storage::ListingWalk walk = store.providers().Listings();
  for (const auto& [authority, entry_id] : piece) {
    Reading reading(recognizer);
    RETURN_IF_ERROR(
        walk.ForEachRevision(authority, entry_id, instant.SizeOf(authority),
                             [&reading](Listing listing) {
                               return reading.Visit(std::move(listing));
                             }));
    Finding finding = std::move(reading).Finish(entry_id);
    if (finding.evidence || !finding.look_alikes.empty()) {
      all.push_back({&authority, std::move(finding)});
    }
  }
  return all;
}

using Identifiers = std::set<std::string>;

Identifiers IdentifiersOf(const std::vector<Clue>& clues) {
  Identifiers identifiers;
  for (const Clue& clue : clues) {
    if (clue.kind != ClueKind::kIdentifier) break;
    identifiers.insert(clue.value);
  }
  return identifiers;
}

using ByRegister = std::map<std::string, Identifiers, std::less<>>;

ByRegister RegistersOf(const Identifiers& identifiers) {
  ByRegister registers;
  for (const std::string& identifier : identifiers) {
    registers[std::string(RegisterOf(identifier))].insert(identifier);
  }
  return registers;
}

Identifiers Common(const Identifiers& a, const Identifiers& b) {
  Identifiers common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::inserter(common, common.end()));
  return common;
}

// Tells by identifiers which entries that other clues recognise can be the
// provider's.
class Separation {
 public:
  explicit Separation(const Recognizer& recognizer)
      : certain_(IdentifiersOf(recognizer.asked())),
        is_asked_for_(!certain_.empty()) {}

  void Learn(const JudgedListing& evidence) {
    const Identifiers carried = IdentifiersOf(evidence.listing.clues);
    if (carried.empty()) return;
    if (evidence.judgement.verdict == Verdict::kIdentified) {
      certain_.insert(carried.begin(), carried.end());
      return;
    }
    Join(carried);
    for (const auto& [name, values] : RegistersOf(carried)) {
      const auto [known, is_new] = common_.emplace(name, values);
      if (!is_new) known->second = Common(known->second, values);
    }
  }

  // Why the evidence is not of the provider; UNSPECIFIED when it may be.
  v1::LookAlikeReason Objection(const JudgedListing& evidence) const {
    const Identifiers carried = IdentifiersOf(evidence.listing.clues);
    if (evidence.judgement.verdict == Verdict::kIdentified || carried.empty()) {
      return v1::LOOK_ALIKE_REASON_UNSPECIFIED;
    }
    if (!is_asked_for_) {
      return CanBeOne() ? v1::LOOK_ALIKE_REASON_UNSPECIFIED
                        : v1::LOOK_ALIKE_REASON_AMBIGUOUS;
    }
    const ByRegister certain = RegistersOf(certain_);
    for (const auto& [name, values] : RegistersOf(carried)) {
      const auto known = certain.find(name);
      if (known != certain.end() && Common(known->second, values).empty()) {
        return v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER;
      }
    }
    return Common(certain_, carried).empty()
               ? v1::LOOK_ALIKE_REASON_AMBIGUOUS
               : v1::LOOK_ALIKE_REASON_UNSPECIFIED;
  }

 private:
  // Makes one group of all that share an identifier with `carried`.
  void Join(Identifiers carried) {
    std::vector<Identifiers> apart;
    for (Identifiers& group : groups_) {
      if (Common(group, carried).empty()) {
        apart.push_back(std::move(group));
      } else {
        carried.merge(group);
      }
    }
    apart.push_back(std::move(carried));
    groups_ = std::move(apart);
  }

  // Whether all that was learnt can be of one provider.
  bool CanBeOne() const {
    return groups_.size() <= 1 &&
           std::none_of(common_.begin(), common_.end(), [](const auto& common) {
             return common.second.empty();
           });
  }

  // Those asked for, and those that stand beside one in an entry.
  Identifiers certain_;
  const bool is_asked_for_;
  // Of entries that other clues recognise: what belongs together, and what all
  // entries with identifiers of a register have of it.
  std::vector<Identifiers> groups_;
  ByRegister common_;
};

}  // namespace

absl::StatusOr<Findings> FindListings(
    storage::Store& store, const Recognizer& recognizer,
    const storage::Instant& instant,
    absl::FunctionRef<bool(absl::string_view authority)> wanted) {
  ASSIGN_OR_RETURN(const Candidates candidates,
                   FindCandidates(store, recognizer, wanted));
  Piece left = candidates;
  Findings findings;
  storage::InOrder<Piece, std::vector<Found>> reading(
      [&left]() -> absl::StatusOr<std::optional<Piece>> {
        if (left.empty()) return std::nullopt;
        const Piece piece = left.subspan(0, kPiece);
        left.remove_prefix(piece.size());
        return piece;
      },
      [&](Piece piece) { return Read(store, recognizer, instant, piece); },
      [&findings](std::vector<Found> piece) {
        for (Found& found : piece) {
          findings[*found.authority].push_back(std::move(found.finding));
        }
        return absl::OkStatus();
      });
  const storage::BorrowedCores helpers(HelpersFor(candidates.size()));
  RETURN_IF_ERROR(reading.Run(helpers.count()));
  return findings;
}

void SeparateProviders(const Recognizer& recognizer, Findings& findings) {
  Separation separation(recognizer);
  for (const auto& [authority, entries] : findings) {
    for (const Finding& finding : entries) {
      if (finding.evidence) separation.Learn(*finding.evidence);
    }
  }
  for (auto& [authority, entries] : findings) {
    for (Finding& finding : entries) {
      if (!finding.evidence) continue;
      const v1::LookAlikeReason objection =
          separation.Objection(*finding.evidence);
      if (objection == v1::LOOK_ALIKE_REASON_UNSPECIFIED) continue;
      // That an entry said once and says no longer is told where it may have
      // listed the provider, not where it listed somebody else.
      if (!finding.listed_until ||
          objection == v1::LOOK_ALIKE_REASON_AMBIGUOUS) {
        finding.look_alikes.push_back(
            {*std::move(finding.evidence), objection, finding.listed_until});
      }
      finding.evidence.reset();
    }
    std::erase_if(entries, [](const Finding& finding) {
      return !finding.evidence && finding.look_alikes.empty();
    });
  }
}

}  // namespace localoffer::inclusion

#include "services/inclusion/finding.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "storage/status_macros.h"

namespace localoffer::inclusion {
namespace {

using storage::Listing;

// The entries to look at, each once, in the order of authorities and ids.
using Candidates = std::vector<storage::Providers::ListedEntry>;

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

  bool Visit(const Listing& listing) {
    Judgement judgement;
    if (!listing.withdrawn) judgement = recognizer_.Judge(listing.clues);
    const bool lists = judgement.verdict == Verdict::kIdentified ||
                       judgement.verdict == Verdict::kAlike;
    if (!later_) {
      finding_.current_sequence = listing.sequence;
      finding_.withdrawn = listing.withdrawn;
      if (judgement.verdict == Verdict::kSomebodyElse) {
        finding_.look_alike = {listing, judgement};
        finding_.look_alike_reason = v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER;
      }
    }
    if (!lists && finding_.evidence) return false;
    if (lists && !finding_.evidence) {
      finding_.evidence = {listing, std::move(judgement)};
      finding_.listed_until = later_;
    }
    if (lists) finding_.listed_since = listing.update_time;
    later_ = listing.update_time;
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

// What identifiers a register has for the provider.
struct RegisterView {
  // Those of entries that an identifier asked for recognises.
  std::set<std::string> certain;
  // Those that every other entry with one of the register carries.
  std::optional<std::set<std::string>> common;
};

using Registers = std::map<std::string, RegisterView, std::less<>>;
using Identifiers = std::map<std::string, std::set<std::string>, std::less<>>;

Identifiers ByRegister(const Listing& listing) {
  Identifiers identifiers;
  for (const Clue& clue : listing.clues) {
    if (clue.kind != ClueKind::kIdentifier) break;
    identifiers[std::string(RegisterOf(clue.value))].insert(clue.value);
  }
  return identifiers;
}

std::set<std::string> Common(const std::set<std::string>& a,
                             const std::set<std::string>& b) {
  std::set<std::string> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::inserter(common, common.end()));
  return common;
}

void Learn(const JudgedListing& evidence, Registers& registers) {
  for (auto& [name, values] : ByRegister(evidence.listing)) {
    RegisterView& view = registers[name];
    if (evidence.judgement.verdict == Verdict::kIdentified) {
      view.certain.insert(values.begin(), values.end());
    } else {
      view.common = view.common ? Common(*view.common, values) : values;
    }
  }
}

// Why the evidence is not of the provider; UNSPECIFIED when it may be.
v1::LookAlikeReason Objection(const JudgedListing& evidence,
                              const Registers& registers) {
  if (evidence.judgement.verdict == Verdict::kIdentified) {
    return v1::LOOK_ALIKE_REASON_UNSPECIFIED;
  }
  bool ambiguous = false;
  for (const auto& [name, values] : ByRegister(evidence.listing)) {
    const RegisterView& view = registers.find(name)->second;
    if (view.certain.empty()) {
      ambiguous = ambiguous || view.common->empty();
    } else if (Common(view.certain, values).empty()) {
      return v1::LOOK_ALIKE_REASON_OTHER_IDENTIFIER;
    }
  }
  return ambiguous ? v1::LOOK_ALIKE_REASON_AMBIGUOUS
                   : v1::LOOK_ALIKE_REASON_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Findings> FindListings(
    storage::Store& store, const Recognizer& recognizer,
    const storage::Instant& instant,
    absl::FunctionRef<bool(absl::string_view authority)> wanted) {
  ASSIGN_OR_RETURN(const Candidates candidates,
                   FindCandidates(store, recognizer, wanted));
  Findings findings;
  storage::ListingWalk walk = store.providers().Listings();
  for (const auto& [authority, entry_id] : candidates) {
    Reading reading(recognizer);
    RETURN_IF_ERROR(walk.ForEachRevision(
        authority, entry_id, instant.SizeOf(authority),
        [&reading](const Listing& listing) { return reading.Visit(listing); }));
    Finding finding = std::move(reading).Finish(entry_id);
    if (finding.evidence || finding.look_alike) {
      findings[authority].push_back(std::move(finding));
    }
  }
  return findings;
}

void SeparateProviders(Findings& findings) {
  Registers registers;
  for (const auto& [authority, entries] : findings) {
    for (const Finding& finding : entries) {
      if (finding.evidence) Learn(*finding.evidence, registers);
    }
  }
  for (auto& [authority, entries] : findings) {
    for (Finding& finding : entries) {
      if (!finding.evidence) continue;
      const v1::LookAlikeReason objection =
          Objection(*finding.evidence, registers);
      if (objection == v1::LOOK_ALIKE_REASON_UNSPECIFIED) continue;
      // What an entry said once and says no longer is told of nobody else.
      if (!finding.listed_until) {
        finding.look_alike = std::move(finding.evidence);
        finding.look_alike_reason = objection;
      }
      finding.evidence.reset();
    }
    std::erase_if(entries, [](const Finding& finding) {
      return !finding.evidence && !finding.look_alike;
    });
  }
}

}  // namespace localoffer::inclusion

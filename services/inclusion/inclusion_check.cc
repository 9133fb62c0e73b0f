#include "services/inclusion/inclusion_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "google/protobuf/util/time_util.h"
#include "services/entry/harvested.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/inclusion/finding.h"
#include "services/inclusion/nil_items.h"
#include "storage/directory/editions.h"
#include "storage/speaking_logs.h"
#include "storage/status_macros.h"

namespace localoffer::inclusion {
namespace {

using storage::Listing;

// Listings that are compared with a provider's statement.
constexpr size_t kMostComparisons = 500;

std::string RevisionName(absl::string_view authority, const Finding& finding,
                         const Listing& listing) {
  return entry::FormatEntryName({std::string(authority), finding.entry_id,
                                 static_cast<int64_t>(listing.sequence)});
}

// Of the evidence: what lists the provider now before what did once.
std::vector<const Finding*> EvidenceOf(const std::vector<Finding>& findings) {
  std::vector<const Finding*> evidence;
  for (const bool now : {true, false}) {
    for (const Finding& finding : findings) {
      if (finding.evidence && now == !finding.listed_until) {
        evidence.push_back(&finding);
      }
    }
  }
  return evidence;
}

v1::LookAlike LookAlikeOf(const std::string& authority, const Finding& finding,
                          const Resemblance& resemblance) {
  const auto& [listing, judgement] = resemblance.revision;
  v1::LookAlike look_alike;
  look_alike.set_entry(RevisionName(authority, finding, listing));
  look_alike.set_title(listing.title);
  look_alike.set_organization(listing.organization);
  look_alike.set_reason(resemblance.reason);
  *look_alike.mutable_recognition() = RecognitionOf(judgement);
  for (const Clue& clue : listing.clues) {
    if (clue.kind != ClueKind::kIdentifier) break;
    look_alike.add_providers(entry::FormatProviderName(clue.value));
  }
  if (resemblance.until) {
    *look_alike.mutable_until() = entry::ToTimestamp(*resemblance.until);
  }
  return look_alike;
}

// Whether an entry may list the provider, or have once, and nothing says so.
bool IsAmbiguous(const std::vector<Finding>& findings) {
  return std::any_of(
      findings.begin(), findings.end(), [](const Finding& finding) {
        return std::any_of(
            finding.look_alikes.begin(), finding.look_alikes.end(),
            [](const Resemblance& resemblance) {
              return resemblance.reason == v1::LOOK_ALIKE_REASON_AMBIGUOUS;
            });
      });
}

// Since when something has listed the provider without a gap up to `since`:
// an entry that is published under another id is withdrawn and begins in one
// commit.
absl::Time WithoutGap(const std::vector<const Finding*>& evidence,
                      absl::Time since) {
  const auto reaches = [&since](const Finding* finding) {
    return finding->listed_until && *finding->listed_until >= since &&
           finding->listed_since < since;
  };
  for (auto earlier = std::find_if(evidence.begin(), evidence.end(), reaches);
       earlier != evidence.end();
       earlier = std::find_if(evidence.begin(), evidence.end(), reaches)) {
    since = (*earlier)->listed_since;
  }
  return since;
}

class Answer {
 public:
  Answer(storage::Store& store, const InclusionQuestion& question)
      : store_(store), question_(question) {}

  // Finds everything that the answers are made of.
  absl::Status Prepare();
  absl::StatusOr<v1::AuthorityInclusion> For(const std::string& authority);

 private:
  // Leaves the declarations that matter to the provider.
  absl::Status KeepOwnItems();
  absl::StatusOr<log::v1::EntryPublished> ContentOf(
      const std::string& authority, const Finding& finding) const;
  absl::Status AddEvidence(const std::string& authority,
                           const std::vector<Finding>& findings,
                           v1::AuthorityInclusion& inclusion);
  absl::StatusOr<v1::InclusionEvidence> Tell(const std::string& authority,
                                             const Finding& finding);
  absl::Status Compare(const std::string& authority, const Finding& finding,
                       v1::InclusionEvidence& evidence);
  static void AddLookAlikes(const std::string& authority,
                            const std::vector<Finding>& findings,
                            v1::AuthorityInclusion& inclusion);
  absl::Status AddLastEdition(const std::string& log,
                              v1::AuthorityInclusion& inclusion) const;
  bool OutOfDate(const Listing& listing) const {
    return IsOutOfDate(listing.assured_date, listing.update_time,
                       question_.as_of, question_.assured_within);
  }
  void Judge(const std::vector<const Finding*>& evidence,
             v1::AuthorityInclusion& inclusion) const;

  storage::Store& store_;
  const InclusionQuestion& question_;
  storage::Instant speaking_;
  Findings findings_;
  // Of the logs asked about.
  NilDeclarations nil_;
  // What differences may still take.
  size_t bytes_left_ = kMostDifferencesBytes;
  size_t comparisons_left_ = kMostComparisons;
};

absl::Status Answer::Prepare() {
  ASSIGN_OR_RETURN(speaking_, store_.speaking().At(question_.instant));
  absl::flat_hash_set<std::string> asked;
  for (const std::string& authority : question_.authorities) {
    asked.insert(storage::SpeakingLog(speaking_, authority));
  }
  ASSIGN_OR_RETURN(nil_,
                   NilDeclarations::Find(store_.statements(),
                                         question_.statutory_items, asked));
  const bool needs_own_items =
      question_.statutory_items.empty() && !nil_.empty();
  const bool everywhere = question_.provider.has_details() || needs_own_items;
  const auto wanted = [&](absl::string_view log) {
    return (everywhere && speaking_.SizeOf(log) > 0) || asked.contains(log);
  };
  ASSIGN_OR_RETURN(findings_, FindListings(store_, question_.provider,
                                           question_.instant, wanted));
  SeparateProviders(question_.provider, findings_);
  return needs_own_items ? KeepOwnItems() : absl::OkStatus();
}

absl::Status Answer::KeepOwnItems() {
  std::set<std::string> own;
  if (question_.statement) AddNilItems(question_.statement->local_offer, own);
  size_t read = 0;
  for (const auto& [authority, findings] : findings_) {
    for (const Finding& finding : findings) {
      if (!finding.evidence) continue;
      // Most providers are of one kind, and their first entry tells.
      if (nil_.AreAllIn(own) || ++read > kMostEntriesOfItems) break;
      ASSIGN_OR_RETURN(const log::v1::EntryPublished listed,
                       ContentOf(authority, finding));
      AddNilItems(listed.local_offer(), own);
    }
  }
  nil_.KeepOnly(own);
  return absl::OkStatus();
}

absl::StatusOr<log::v1::EntryPublished> Answer::ContentOf(
    const std::string& authority, const Finding& finding) const {
  storage::EntryRevision revision;
  revision.authority = authority;
  revision.entry_id = finding.entry_id;
  revision.content_sequence = finding.evidence->listing.sequence;
  return store_.entries().Content(revision);
}

// Adds the differences between the listing and the provider's statement.
absl::Status Answer::Compare(const std::string& authority,
                             const Finding& finding,
                             v1::InclusionEvidence& evidence) {
  if (!question_.statement) return absl::OkStatus();
  if (bytes_left_ == 0 || comparisons_left_ == 0) {
    evidence.set_differences_left_out(true);
    return absl::OkStatus();
  }
  --comparisons_left_;
  ASSIGN_OR_RETURN(const log::v1::EntryPublished listed,
                   ContentOf(authority, finding));
  size_t bytes = 0;
  for (v1::FieldDifference& difference :
       DifferencesFrom(*question_.statement, listed)) {
    bytes += difference.ByteSizeLong();
    *evidence.add_differences() = std::move(difference);
  }
  if (bytes > bytes_left_) {
    evidence.clear_differences();
    evidence.set_differences_left_out(true);
  }
  bytes_left_ -= std::min(bytes, bytes_left_);
  return absl::OkStatus();
}

absl::StatusOr<v1::InclusionEvidence> Answer::Tell(const std::string& authority,
                                                   const Finding& finding) {
  const auto& [listing, judgement] = *finding.evidence;
  v1::InclusionEvidence evidence;
  evidence.set_entry(RevisionName(authority, finding, listing));
  evidence.set_title(listing.title);
  evidence.set_organization(listing.organization);
  *evidence.mutable_recognition() = RecognitionOf(judgement);
  if (judgement.verdict == Verdict::kIdentified) {
    evidence.set_provider(
        entry::FormatProviderName(judgement.clues.front().value));
  }
  *evidence.mutable_listed_since() = entry::ToTimestamp(finding.listed_since);
  evidence.set_assured_date(listing.assured_date);
  evidence.set_out_of_date(OutOfDate(listing));
  evidence.set_state(v1::ENTRY_STATE_PUBLISHED);
  if (finding.withdrawn) {
    evidence.set_state(v1::ENTRY_STATE_WITHDRAWN);
    storage::EntryRevision current;
    current.authority = authority;
    current.sequence = finding.current_sequence;
    ASSIGN_OR_RETURN(*evidence.mutable_withdrawal_reason(),
                     store_.entries().WithdrawalReason(current));
  }
  if (finding.listed_until) {
    *evidence.mutable_listed_until() =
        entry::ToTimestamp(*finding.listed_until);
  }
  RETURN_IF_ERROR(Compare(authority, finding, evidence));
  return evidence;
}

// Sets the status that the evidence carries, and since when.
void Answer::Judge(const std::vector<const Finding*>& evidence,
                   v1::AuthorityInclusion& inclusion) const {
  bool in_date = false;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  for (const Finding* finding : evidence) {
    if (finding->listed_until) {
      until = std::max(until.value_or(absl::InfinitePast()),
                       *finding->listed_until);
      continue;
    }
    in_date = in_date || !OutOfDate(finding->evidence->listing);
    // Listed since the first entry that still lists it began to.
    since =
        std::min(since.value_or(absl::InfiniteFuture()), finding->listed_since);
  }
  if (since) since = WithoutGap(evidence, *since);
  inclusion.set_status(in_date ? v1::INCLUSION_STATUS_LISTED
                       : since ? v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE
                               : v1::INCLUSION_STATUS_WITHDRAWN);
  *inclusion.mutable_since() = entry::ToTimestamp(since ? *since : *until);
}

absl::Status Answer::AddEvidence(const std::string& authority,
                                 const std::vector<Finding>& findings,
                                 v1::AuthorityInclusion& inclusion) {
  const std::vector<const Finding*> evidence = EvidenceOf(findings);
  if (evidence.empty()) return absl::OkStatus();
  Judge(evidence, inclusion);
  inclusion.set_evidence_count(static_cast<int>(evidence.size()));
  for (const Finding* finding : evidence) {
    if (inclusion.evidence_size() == kMostEvidence) break;
    ASSIGN_OR_RETURN(*inclusion.add_evidence(), Tell(authority, *finding));
  }
  return absl::OkStatus();
}

void Answer::AddLookAlikes(const std::string& authority,
                           const std::vector<Finding>& findings,
                           v1::AuthorityInclusion& inclusion) {
  int count = 0;
  for (const Finding& finding : findings) {
    for (const Resemblance& resemblance : finding.look_alikes) {
      if (++count > kMostLookAlikes) continue;
      *inclusion.add_look_alikes() =
          LookAlikeOf(authority, finding, resemblance);
    }
  }
  inclusion.set_look_alike_count(count);
}

absl::Status Answer::AddLastEdition(const std::string& log,
                                    v1::AuthorityInclusion& inclusion) const {
  if (!question_.show_last_editions) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<storage::Edition> last,
                   store_.editions().Last(log, question_.instant.SizeOf(log)));
  if (!last) return absl::OkStatus();
  inclusion.set_last_edition(entry::FormatEditionName(log, last->id));
  *inclusion.mutable_last_edition_time() =
      entry::ToTimestamp(last->create_time);
  return absl::OkStatus();
}

absl::StatusOr<v1::AuthorityInclusion> Answer::For(
    const std::string& authority) {
  v1::AuthorityInclusion inclusion;
  inclusion.set_authority(entry::FormatAuthorityName(authority));
  if (const auto record = store_.authorities().Find(authority)) {
    inclusion.set_title(record->title());
  }
  const std::string log = storage::SpeakingLog(speaking_, authority);
  if (question_.instant.SizeOf(log) == 0) {
    inclusion.set_status(v1::INCLUSION_STATUS_NO_DATA);
    return inclusion;
  }
  if (auto harvested = entry::HarvestedFrom(store_.authorities(), log)) {
    *inclusion.mutable_harvested() = *std::move(harvested);
  }
  RETURN_IF_ERROR(AddLastEdition(log, inclusion));
  const auto found = findings_.find(log);
  if (found != findings_.end()) {
    RETURN_IF_ERROR(AddEvidence(log, found->second, inclusion));
    AddLookAlikes(log, found->second, inclusion);
  }
  RETURN_IF_ERROR(nil_.AddTo(store_.statements(), log,
                             question_.instant.SizeOf(log), inclusion));
  if (inclusion.evidence_count() > 0) return inclusion;
  if (found != findings_.end() && IsAmbiguous(found->second)) {
    // "Never" would be said of what may be listed.
    inclusion.set_status(v1::INCLUSION_STATUS_NO_DATA);
  } else if (inclusion.nil_declarations_size() > 0) {
    inclusion.set_status(v1::INCLUSION_STATUS_NIL_DECLARED);
    const auto& nil = inclusion.nil_declarations();
    *inclusion.mutable_since() =
        std::min_element(
            nil.begin(), nil.end(),
            [](const v1::NilDeclaration& a, const v1::NilDeclaration& b) {
              return a.declare_time() < b.declare_time();
            })
            ->declare_time();
  } else {
    inclusion.set_status(v1::INCLUSION_STATUS_NEVER_LISTED);
  }
  return inclusion;
}

}  // namespace

bool IsOutOfDate(const std::string& assured_date, absl::Time update_time,
                 absl::Time as_of, absl::Duration assured_within) {
  absl::Time assured = update_time;
  absl::CivilDay day;
  if (absl::ParseCivilTime(assured_date, &day)) {
    assured = absl::FromCivil(day, absl::UTCTimeZone());
  }
  return assured + assured_within < as_of;
}

absl::StatusOr<std::vector<v1::AuthorityInclusion>> AnswerInclusion(
    storage::Store& store, const InclusionQuestion& question) {
  Answer answer(store, question);
  RETURN_IF_ERROR(answer.Prepare());
  std::vector<v1::AuthorityInclusion> inclusions;
  inclusions.reserve(question.authorities.size());
  for (const std::string& authority : question.authorities) {
    ASSIGN_OR_RETURN(inclusions.emplace_back(), answer.For(authority));
  }
  return inclusions;
}

}  // namespace localoffer::inclusion

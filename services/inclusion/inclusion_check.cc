#include "services/inclusion/inclusion_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "storage/directory/provider_id.h"
#include "storage/status_macros.h"

namespace localoffer::inclusion {
namespace {

using storage::EntryRevision;

// The candidates of one authority: entries that ever listed the provider.
using Candidates = std::map<std::string, std::set<std::string>, std::less<>>;

// What one entry says of the provider, up to the instant.
struct Listing {
  // The newest revision.
  EntryRevision current;
  // The newest that lists the provider, with its content, and which of the
  // provider's ids it lists.
  std::optional<EntryRevision> newest;
  log::v1::EntryPublished content;
  std::string provider;
  // The one after it; nothing while the provider is listed.
  std::optional<EntryRevision> successor;
  // The first of the unbroken period that `newest` ends.
  EntryRevision first;
};

absl::StatusOr<Candidates> FindCandidates(
    storage::Store& store, const std::vector<std::string>& providers) {
  Candidates candidates;
  for (const std::string& provider : providers) {
    ASSIGN_OR_RETURN(const auto listed, store.providers().EverListed(provider));
    for (const auto& [authority, entries] : listed) {
      candidates[authority].insert(entries.begin(), entries.end());
    }
  }
  return candidates;
}

std::string ListedProvider(const v1::Service& service,
                           const std::vector<std::string>& providers) {
  for (const std::string& provider : ProvidersOf(service)) {
    if (std::find(providers.begin(), providers.end(), provider) !=
        providers.end()) {
      return provider;
    }
  }
  return "";
}

// Reads the entry's revisions, newest first, no further than to the break
// before the newest listing.
absl::StatusOr<Listing> ReadListing(storage::Store& store,
                                    const InclusionQuestion& question,
                                    const std::string& authority,
                                    const std::string& entry_id) {
  Listing listing;
  absl::Status failed;
  std::optional<EntryRevision> later;
  const auto visit = [&](EntryRevision revision) {
    if (!later) listing.current = revision;
    absl::StatusOr<log::v1::EntryPublished> content =
        store.entries().Content(revision);
    if (!content.ok()) {
      failed = content.status();
      return false;
    }
    std::string provider =
        revision.withdrawn
            ? ""
            : ListedProvider(content->service(), question.providers);
    if (!provider.empty() && !listing.newest) {
      listing.newest = revision;
      listing.content = *std::move(content);
      listing.provider = std::move(provider);
      listing.successor = later;
      listing.first = revision;
    } else if (!provider.empty()) {
      listing.first = revision;
    } else if (listing.newest) {
      return false;
    }
    later = std::move(revision);
    return true;
  };
  RETURN_IF_ERROR(store.entries().ForEachRevision(
      authority, entry_id, question.instant.SizeOf(authority), visit));
  RETURN_IF_ERROR(failed);
  return listing;
}

// What a listing is evidence of. It must have one.
absl::StatusOr<v1::InclusionEvidence> Evidence(
    storage::Store& store, const InclusionQuestion& question,
    const Listing& listing) {
  const EntryRevision& newest = *listing.newest;
  const v1::Service& service = listing.content.service();
  v1::InclusionEvidence evidence;
  evidence.set_entry(
      entry::FormatEntryName({newest.authority, newest.entry_id,
                              static_cast<int64_t>(newest.sequence)}));
  evidence.set_title(service.name());
  evidence.set_organization(service.organization().name());
  evidence.set_provider(entry::FormatProviderName(listing.provider));
  *evidence.mutable_listed_since() =
      entry::ToTimestamp(listing.first.update_time);
  evidence.set_assured_date(service.assured_date());
  evidence.set_out_of_date(IsOutOfDate(service.assured_date(),
                                       newest.update_time, question.as_of,
                                       question.assured_within));
  evidence.set_state(v1::ENTRY_STATE_PUBLISHED);
  if (listing.current.withdrawn) {
    evidence.set_state(v1::ENTRY_STATE_WITHDRAWN);
    ASSIGN_OR_RETURN(*evidence.mutable_withdrawal_reason(),
                     store.entries().WithdrawalReason(listing.current));
  }
  if (listing.successor) {
    *evidence.mutable_listed_until() =
        entry::ToTimestamp(listing.successor->update_time);
  }
  return evidence;
}

bool Earlier(const google::protobuf::Timestamp& a,
             const google::protobuf::Timestamp& b) {
  return std::make_pair(a.seconds(), a.nanos()) <
         std::make_pair(b.seconds(), b.nanos());
}

// Sets the status that the evidence carries, and since when.
void Judge(v1::AuthorityInclusion& inclusion) {
  bool listed = false;
  bool in_date = false;
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    const bool now = !evidence.has_listed_until();
    listed = listed || now;
    in_date = in_date || (now && !evidence.out_of_date());
  }
  inclusion.set_status(in_date  ? v1::INCLUSION_STATUS_LISTED
                       : listed ? v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE
                                : v1::INCLUSION_STATUS_WITHDRAWN);
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    if (listed && !evidence.has_listed_until()) {
      // Listed since the first entry that still lists it began to.
      if (!inclusion.has_since() ||
          Earlier(evidence.listed_since(), inclusion.since())) {
        *inclusion.mutable_since() = evidence.listed_since();
      }
    } else if (!listed &&
               (!inclusion.has_since() ||
                Earlier(inclusion.since(), evidence.listed_until()))) {
      *inclusion.mutable_since() = evidence.listed_until();
    }
  }
}

absl::Status AddNilDeclarations(storage::Store& store,
                                const InclusionQuestion& question,
                                const std::string& authority,
                                v1::AuthorityInclusion& inclusion) {
  for (const std::string& item : question.statutory_items) {
    ASSIGN_OR_RETURN(const std::optional<storage::NilStatement> nil,
                     store.statements().NilAt(
                         authority, item, question.instant.SizeOf(authority)));
    if (!nil) continue;
    v1::NilDeclaration& declaration = *inclusion.add_nil_declarations();
    declaration.set_statutory_item(item);
    declaration.set_reason(nil->reason);
    *declaration.mutable_declare_time() = entry::ToTimestamp(nil->time);
    declaration.set_sequence(static_cast<int64_t>(nil->sequence));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AuthorityInclusion> AnswerFor(
    storage::Store& store, const InclusionQuestion& question,
    const std::string& authority, const Candidates& candidates) {
  v1::AuthorityInclusion inclusion;
  inclusion.set_authority(entry::FormatAuthorityName(authority));
  if (const auto record = store.authorities().Find(authority)) {
    inclusion.set_title(record->title());
  }
  if (question.instant.SizeOf(authority) == 0) {
    inclusion.set_status(v1::INCLUSION_STATUS_NO_DATA);
    return inclusion;
  }
  if (const auto found = candidates.find(authority);
      found != candidates.end()) {
    for (const std::string& entry_id : found->second) {
      ASSIGN_OR_RETURN(const Listing listing,
                       ReadListing(store, question, authority, entry_id));
      if (!listing.newest) continue;
      ASSIGN_OR_RETURN(*inclusion.add_evidence(),
                       Evidence(store, question, listing));
    }
  }
  RETURN_IF_ERROR(AddNilDeclarations(store, question, authority, inclusion));
  if (inclusion.evidence_size() > 0) {
    Judge(inclusion);
  } else if (inclusion.nil_declarations_size() > 0) {
    inclusion.set_status(v1::INCLUSION_STATUS_NIL_DECLARED);
    *inclusion.mutable_since() = inclusion.nil_declarations(0).declare_time();
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
  ASSIGN_OR_RETURN(const Candidates candidates,
                   FindCandidates(store, question.providers));
  std::vector<v1::AuthorityInclusion> inclusions;
  for (const std::string& authority : question.authorities) {
    ASSIGN_OR_RETURN(inclusions.emplace_back(),
                     AnswerFor(store, question, authority, candidates));
  }
  return inclusions;
}

}  // namespace localoffer::inclusion

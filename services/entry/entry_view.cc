#include "services/entry/entry_view.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "storage/index/text.h"
#include "storage/status_macros.h"

namespace localoffer::entry {
namespace {

constexpr size_t kSummaryBytes = 300;

// The beginning of `text`, ended at a space where one is near.
std::string Beginning(std::string text) {
  if (text.size() <= kSummaryBytes) return text;
  size_t end = text.rfind(' ', kSummaryBytes);
  if (end == std::string::npos || end == 0) {
    end = kSummaryBytes;
    // Not inside a UTF-8 sequence.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
      --end;
    }
  }
  text.resize(end);
  return text + "…";
}

v1::Organization BasicOrganization(const v1::Organization& organization) {
  v1::Organization basic;
  if (organization.has_id()) basic.set_id(organization.id());
  if (organization.has_name()) basic.set_name(organization.name());
  for (const auto& identifier : organization.organization_identifiers()) {
    v1::OrganizationIdentifier& shown = *basic.add_organization_identifiers();
    shown.set_identifier_scheme(identifier.identifier_scheme());
    shown.set_identifier(identifier.identifier());
  }
  return basic;
}

absl::Status ShowErasure(const storage::Entries& entries,
                         const storage::EntryRevision& revision,
                         v1::Entry& entry) {
  ASSIGN_OR_RETURN(const std::optional<storage::ContentErasure> erasure,
                   entries.ErasureOf(revision));
  if (!erasure) return absl::OkStatus();
  entry.mutable_erasure()->set_reason(erasure->reason);
  entry.mutable_erasure()->set_sequence(
      static_cast<int64_t>(erasure->sequence));
  *entry.mutable_erasure()->mutable_erase_time() = ToTimestamp(erasure->time);
  return absl::OkStatus();
}

}  // namespace

std::string EtagOf(const storage::EntryRevision& revision) {
  return absl::StrCat("\"", revision.sequence, "\"");
}

v1::Service BasicService(const v1::Service& service) {
  v1::Service basic;
  if (service.has_id()) basic.set_id(service.id());
  if (service.has_name()) basic.set_name(service.name());
  if (service.has_url()) basic.set_url(service.url());
  if (service.has_minimum_age()) basic.set_minimum_age(service.minimum_age());
  if (service.has_maximum_age()) basic.set_maximum_age(service.maximum_age());
  if (service.has_assured_date()) {
    basic.set_assured_date(service.assured_date());
  }
  basic.set_status(service.status());
  if (service.has_description()) {
    basic.set_description(Beginning(PlainText(service.description())));
  }
  if (service.has_organization()) {
    *basic.mutable_organization() = BasicOrganization(service.organization());
  }
  return basic;
}

v1::Entry NameOf(const storage::EntryRevision& revision) {
  v1::Entry entry;
  entry.set_name(FormatEntryName(revision.authority, revision.entry_id));
  entry.set_sequence(static_cast<int64_t>(revision.sequence));
  entry.set_state(revision.withdrawn ? v1::ENTRY_STATE_WITHDRAWN
                                     : v1::ENTRY_STATE_PUBLISHED);
  return entry;
}

absl::StatusOr<v1::Entry> ToEntry(const storage::Entries& entries,
                                  const storage::EntryRevision& revision,
                                  v1::EntryView view) {
  if (view == v1::ENTRY_VIEW_NAME) return NameOf(revision);
  ASSIGN_OR_RETURN(log::v1::EntryPublished content, entries.Content(revision));
  v1::Entry entry = NameOf(revision);
  if (!content.has_service()) {
    RETURN_IF_ERROR(ShowErasure(entries, revision, entry));
  } else if (view == v1::ENTRY_VIEW_BASIC) {
    *entry.mutable_service() = BasicService(content.service());
  } else {
    *entry.mutable_service() = std::move(*content.mutable_service());
  }
  *entry.mutable_local_offer() = std::move(*content.mutable_local_offer());
  entry.set_etag(EtagOf(revision));
  *entry.mutable_create_time() = ToTimestamp(revision.create_time);
  *entry.mutable_update_time() = ToTimestamp(revision.update_time);
  if (revision.withdrawn) {
    ASSIGN_OR_RETURN(*entry.mutable_withdrawal()->mutable_reason(),
                     entries.WithdrawalReason(revision));
    *entry.mutable_withdrawal()->mutable_withdraw_time() =
        ToTimestamp(revision.update_time);
  }
  return entry;
}

}  // namespace localoffer::entry

#include "services/feed/testing_directory.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/entry/resource_name.h"
#include "services/openreferral/write_json.h"
#include "storage/log/log_id.h"
#include "storage/speaking_logs.h"

namespace localoffer::feed {
namespace {

int Below(int bound, std::mt19937& random) {
  return static_cast<int>(random() % static_cast<unsigned>(bound));
}

}  // namespace

void Apply(const v1::EntryChange& change, Copy& copy) {
  const v1::Entry& entry = change.entry();
  if (change.deleted()) {
    copy.erase(entry.name());
  } else {
    copy[entry.name()] = openreferral::WriteServiceJson(
        entry.service(), entry.local_offer(), {});
  }
}

void TestingDirectory::Open() {
  store_.reset();
  storage::StoreOptions options;
  options.directory = folder_.path();
  options.clock = clock_.clock();
  options.random = storage::SeededBytes(9);
  for (const char* authority : {kBristol, kLeeds}) {
    options.authorities.emplace(authority, storage::v1::AuthorityRecord());
  }
  auto store = storage::Store::Open(std::move(options));
  ASSERT_TRUE(store.ok()) << store.status();
  store_ = *std::move(store);
}

std::optional<storage::EntryRevision> TestingDirectory::Revision(
    const std::string& log, int number) {
  return *store_->entries().At(log, storage::TestService(number, "").id(),
                               store_->logs().Latest().SizeOf(log));
}

storage::ProposedChange TestingDirectory::Change(const std::string& log,
                                                 int number,
                                                 log::v1::ChangeKind kind) {
  storage::ProposedChange change;
  change.kind = kind;
  change.subject = storage::TestService(number, "").id();
  if (const auto revision = Revision(log, number)) {
    change.expected_sequence = revision->sequence;
  }
  return change;
}

void TestingDirectory::Commit(const std::string& log,
                              storage::ProposedChange change) {
  clock_.Advance(absl::Seconds(1));
  storage::Proposal proposal;
  proposal.authority = log;
  proposal.changes.push_back(std::move(change));
  const auto receipt = store_->committer().Commit(proposal);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
}

void TestingDirectory::Publish(const std::string& log, int number,
                               const std::string& name) {
  storage::ProposedChange change =
      Change(log, number, log::v1::CHANGE_KIND_ENTRY_PUBLISHED);
  *change.body.mutable_entry_published()->mutable_service() =
      storage::TestService(number, name);
  Commit(log, std::move(change));
}

void TestingDirectory::PublishMany(const std::string& log, int first,
                                   int count) {
  clock_.Advance(absl::Seconds(1));
  storage::Proposal proposal;
  proposal.authority = log;
  for (int number = first; number < first + count; ++number) {
    storage::ProposedChange& change = proposal.changes.emplace_back();
    change.kind = log::v1::CHANGE_KIND_ENTRY_PUBLISHED;
    change.subject = storage::TestService(number, "").id();
    *change.body.mutable_entry_published()->mutable_service() =
        storage::TestService(number, "one of many");
  }
  const auto receipt = store_->committer().Commit(proposal);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
}

void TestingDirectory::Withdraw(const std::string& log, int number) {
  storage::ProposedChange change =
      Change(log, number, log::v1::CHANGE_KIND_ENTRY_WITHDRAWN);
  change.body.mutable_entry_withdrawn()->set_reason("closed");
  Commit(log, std::move(change));
}

void TestingDirectory::Erase(const std::string& log, uint64_t sequence) {
  storage::ProposedChange change;
  change.kind = log::v1::CHANGE_KIND_BODY_ERASED;
  change.subject = absl::StrCat(sequence);
  change.body.mutable_body_erased()->set_reason("a name");
  Commit(log, std::move(change));
}

void TestingDirectory::Happen(std::mt19937& random) {
  const std::string logs[] = {kHarvested, kOtherHarvest, kLeeds,
                              started_ ? kBristol : kHarvested};
  const std::string& log = logs[Below(4, random)];
  const int number = 1 + Below(8, random);
  const auto revision = Revision(log, number);
  switch (Below(6, random)) {
    case 0:
      if (revision && !revision->withdrawn) return Withdraw(log, number);
      break;
    case 1:
      if (revision && !*store_->entries().ErasureOf(*revision)) {
        return Erase(log, revision->content_sequence);
      }
      break;
    case 2:
      if (Below(10, random) == 0) started_ = true;
      if (Below(10, random) == 0) clock_.Advance(storage::kHarvestGivenUp);
      break;
    default:
      break;
  }
  Publish(log, number, absl::StrCat("name ", random()));
}

Copy TestingDirectory::Shown(const std::string& of) {
  Copy shown;
  const storage::Instant speaking =
      *store_->speaking().At(store_->logs().Latest());
  for (const auto& [log, size] : speaking.sizes()) {
    if (!of.empty() && log::AuthorityOfLog(log) != of) continue;
    EXPECT_TRUE(store_->entries()
                    .ForEach(log, size, "",
                             [&](const storage::EntryRevision& revision) {
                               Show(revision, shown);
                               return true;
                             })
                    .ok());
  }
  return shown;
}

void TestingDirectory::Show(const storage::EntryRevision& revision,
                            Copy& shown) {
  if (revision.withdrawn) return;
  const auto content = store_->entries().Content(revision);
  if (!content->has_service()) return;
  shown[entry::FormatEntryName(revision.authority, revision.entry_id)] =
      openreferral::WriteServiceJson(content->service(), content->local_offer(),
                                     {});
}

}  // namespace localoffer::feed

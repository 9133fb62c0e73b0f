// Changes from peers: a header with the body that it names, or none.
#include "storage/log/change.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/fuzz/log_testing.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

std::string Seed(log::v1::ChangeKind kind, const std::string& subject,
                 const log::v1::ChangeBody& body, bool erased = false) {
  log::v1::ChangeHeader header;
  header.set_authority(kAuthority);
  header.set_sequence(7);
  header.set_commit_time_micros(1'756'684'800'000'000);
  header.set_kind(kind);
  header.set_subject(subject);
  const log::Change change =
      *log::MakeChange(std::move(header), std::string(log::kSaltBytes, 's'),
                       body.SerializeAsString());
  if (erased) return Joined({change.header_bytes});
  return Joined({change.header_bytes, change.salt, change.body_bytes});
}

}  // namespace

void Run(absl::string_view bytes) {
  Pieces pieces(bytes);
  log::Change change;
  change.header_bytes = pieces.Next();
  change.salt = pieces.Next();
  change.body_bytes = pieces.Next();
  const auto header = log::CheckHeader(change.header_bytes, kAuthority);
  const auto checked = log::CheckChange(change, kAuthority,
                                        header.ok() ? header->sequence() : 0);
  // A change is a header and what it names.
  if (checked.ok()) FUZZ_CHECK(header.ok());
  if (!header.ok()) return;
  if (const auto key = log::RotatedKey(*header); key.ok()) {
    FUZZ_CHECK(key->ToString() == header->subject());
  }
  if (const auto erased = log::ErasedSequence(*header); erased.ok()) {
    FUZZ_CHECK(absl::StrCat(*erased) == header->subject());
    FUZZ_CHECK(*erased < header->sequence());
  }
  if (!checked.ok() || change.IsErased()) return;
  FUZZ_CHECK(change.salt.size() == log::kSaltBytes);
  FUZZ_CHECK(log::HashBytes(log::BodyHash(change.salt, change.body_bytes)) ==
             header->body_hash());
  log::ParseBody(*header, change).IgnoreError();
}

std::vector<std::string> Seeds() {
  log::v1::ChangeBody published;
  published.mutable_entry_published()->mutable_service()->set_name("Music");
  log::v1::ChangeBody rotated;
  rotated.mutable_key_rotated()->set_reason("yearly");
  log::v1::ChangeBody erased;
  erased.mutable_body_erased()->set_reason("a name");
  const std::string entry = "00000000-0000-4000-8000-000000000001";
  return {Seed(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, entry, published),
          Seed(log::v1::CHANGE_KIND_ENTRY_PUBLISHED, entry, published, true),
          Seed(log::v1::CHANGE_KIND_KEY_ROTATED,
               KeyOf(2).verifier_key().ToString(), rotated),
          Seed(log::v1::CHANGE_KIND_BODY_ERASED, "3", erased)};
}

}  // namespace localoffer::fuzz

// Proofs as text: RapidJSON's pretty form, two spaces a level, strings as they
// are but for what JSON must escape, numbers in decimal.
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/log/proof.h"
#include "storage/log/proof_members.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

// A part is there exactly where the kind has a use for it.
absl::Status CheckParts(const Proof& proof) {
  const ProofKind kind = proof.claim.kind;
  const bool of_edition = IsOfEdition(kind);
  const bool in_edition = of_edition && IsOfProvider(kind) && IsOfEntry(kind);
  const bool fits =
      proof.claim.edition.empty() != of_edition &&
      proof.claim.provider.empty() != IsOfProvider(kind) &&
      proof.claim.entry.empty() != IsOfEntry(kind) &&
      proof.edition.has_value() == of_edition &&
      proof.provider.has_value() == in_edition &&
      proof.entry_of_provider.has_value() == in_edition &&
      (IsOfEntry(kind) ? !proof.before && !proof.after : true) &&
      proof.entry.has_value() == (of_edition && IsOfEntry(kind)) &&
      proof.publication.has_value() == IsOfEntry(kind) &&
      proof.rotations.size() <= kMostRotations &&
      (!proof.erasure ||
       (proof.publication && proof.publication->change.IsErased())) &&
      // The provider's own leaf says who it is in the claim.
      (!in_edition || proof.provider->provider == proof.claim.provider);
  if (fits) return absl::OkStatus();
  return absl::InvalidArgumentError("its parts are not those of its kind");
}

class Writer {
 public:
  Writer() : json_(buffer_) { json_.SetIndent(' ', 2); }

  void Begin(absl::string_view name = "") {
    if (!name.empty()) Name(name);
    json_.StartObject();
  }
  void End() { json_.EndObject(); }
  void BeginList(absl::string_view name) {
    Name(name);
    json_.StartArray();
  }
  void EndList() { json_.EndArray(); }

  void Text(absl::string_view name, absl::string_view text) {
    Name(name);
    String(text);
  }
  void TextIfAny(absl::string_view name, absl::string_view text) {
    if (!text.empty()) Text(name, text);
  }
  void Number(absl::string_view name, uint64_t number) {
    Name(name);
    json_.Uint64(number);
  }
  void Bytes(absl::string_view name, absl::string_view bytes) {
    Text(name, absl::Base64Escape(bytes));
  }
  void Path(const std::vector<Hash>& path) {
    BeginList(member::kPath);
    for (const Hash& hash : path) String(absl::Base64Escape(HashBytes(hash)));
    EndList();
  }

  absl::string_view text() const {
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  void Name(absl::string_view name) {
    json_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  void String(absl::string_view text) {
    json_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_;
};

void WriteClaim(const Claim& claim, Writer& writer) {
  writer.Begin(member::kClaim);
  writer.Text(member::kKind, NameOf(claim.kind));
  writer.Text(member::kAuthority, claim.authority);
  writer.TextIfAny(member::kEdition, claim.edition);
  writer.TextIfAny(member::kProvider, claim.provider);
  writer.TextIfAny(member::kEntry, claim.entry);
  writer.End();
}

void WriteChange(absl::string_view name, const ProvenChange& proven,
                 Writer& writer) {
  writer.Begin(name);
  writer.Number(member::kSequence, proven.sequence);
  writer.Bytes(member::kHeader, proven.change.header_bytes);
  if (!proven.change.IsErased()) {
    writer.Bytes(member::kSalt, proven.change.salt);
    writer.Bytes(member::kBody, proven.change.body_bytes);
  }
  writer.Path(proven.path);
  writer.End();
}

void WritePlace(absl::string_view name, const TreePlace& place,
                Writer& writer) {
  writer.Begin(name);
  writer.Number(member::kIndex, place.index);
  writer.Path(place.path);
  writer.End();
}

// Of the provider that is claimed, the claim has the identifier.
void WriteProvider(absl::string_view name, const ProviderPlace& provider,
                   bool is_claimed, Writer& writer) {
  writer.Begin(name);
  if (!is_claimed) writer.Text(member::kProvider, provider.provider);
  writer.Number(member::kEntriesCount, provider.naming.count);
  writer.Bytes(member::kEntriesRoot, HashBytes(provider.naming.root));
  writer.Number(member::kIndex, provider.place.index);
  writer.Path(provider.place.path);
  writer.End();
}

void WriteRotations(const std::vector<ChangeProof>& rotations, Writer& writer) {
  writer.BeginList(member::kRotations);
  for (const ChangeProof& rotation : rotations) {
    writer.Begin();
    writer.Text(member::kCheckpoint, rotation.checkpoint);
    writer.Bytes(member::kHeader, rotation.header_bytes);
    writer.Path(rotation.path);
    writer.End();
  }
  writer.EndList();
}

void WriteEarlier(const EarlierCheckpoint& earlier, Writer& writer) {
  writer.Begin(member::kEarlier);
  writer.Text(member::kCheckpoint, earlier.note);
  writer.Path(earlier.path);
  writer.End();
}

}  // namespace

std::string WithDigest(absl::string_view members) {
  return absl::StrCat(members, kDigestBegin, HashHex(Sha256(members)),
                      kDigestEnd);
}

absl::StatusOr<std::string> WriteProof(const Proof& proof) {
  RETURN_IF_ERROR(CheckParts(proof));
  Writer writer;
  writer.Begin();
  writer.Text(member::kFormat, kProofFormat);
  WriteClaim(proof.claim, writer);
  writer.Text(member::kCheckpoint, proof.checkpoint);
  if (!proof.rotations.empty()) WriteRotations(proof.rotations, writer);
  if (proof.earlier) WriteEarlier(*proof.earlier, writer);
  if (proof.edition) WriteChange(member::kEdition, *proof.edition, writer);
  if (proof.provider) {
    WriteProvider(member::kProvider, *proof.provider, true, writer);
  }
  if (proof.entry_of_provider) {
    WritePlace(member::kEntryOfProvider, *proof.entry_of_provider, writer);
  }
  if (proof.before) {
    WriteProvider(member::kBefore, *proof.before, false, writer);
  }
  if (proof.after) WriteProvider(member::kAfter, *proof.after, false, writer);
  if (proof.entry) WritePlace(member::kEntry, *proof.entry, writer);
  if (proof.publication) {
    WriteChange(member::kPublication, *proof.publication, writer);
  }
  if (proof.erasure) WriteChange(member::kErasure, *proof.erasure, writer);
  writer.End();
  absl::string_view text = writer.text();
  text.remove_suffix(absl::string_view("\n}").size());
  return WithDigest(absl::StrCat(text, ",\n"));
}

}  // namespace localoffer::log

// Reading proofs from outside. What can be said clearly is said here; that the
// document is the only spelling of what it says is then checked by writing it
// again, which no trick of JSON, base64 or white space survives.
#include <rapidjson/document.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/log/proof.h"
#include "storage/log/proof_members.h"
#include "storage/log/strict_text.h"
#include "storage/status_macros.h"

namespace localoffer::log {
namespace {

// The document has at most four: itself, its rotations, one of them, a path.
constexpr int kMostLevels = 8;
// A tree has fewer leaves than 2^64.
constexpr size_t kMostHashes = 128;

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("not a proof: ", what));
}

// What happens to files on their way, and what else people take for a proof.
absl::Status CheckBegin(absl::string_view document) {
  if (document.find('\r') != absl::string_view::npos) {
    return Malformed(
        "its line ends were changed on the way; a proof is kept byte for byte");
  }
  absl::string_view rest = document;
  if (!absl::ConsumePrefix(&rest, kProofBegin)) {
    return Malformed("it does not begin as every proof does");
  }
  const absl::string_view number = rest.substr(0, rest.find('"'));
  if (number == kProofNumber) return absl::OkStatus();
  if (!DecodeDecimal(number)) return Malformed("its format has no number");
  return absl::UnimplementedError(
      absl::StrCat("it is of format ", number, ", and this program reads ",
                   kProofNumber, " alone; a newer program may read it"));
}

absl::Status CheckDigest(absl::string_view document) {
  constexpr size_t kHexDigits = 2 * kHashBytes;
  const size_t end_bytes = kDigestBegin.size() + kHexDigits + kDigestEnd.size();
  if (document.size() < end_bytes || !absl::EndsWith(document, kDigestEnd)) {
    return Malformed("it does not end with a digest; part of it is missing");
  }
  const absl::string_view members =
      document.substr(0, document.size() - end_bytes);
  if (WithDigest(members) != document) {
    return Malformed(
        "its bytes do not have the digest in it; it was changed or damaged");
  }
  return absl::OkStatus();
}

// RapidJSON would need memory for every bracket before anybody looks at it.
absl::Status CheckDepth(absl::string_view document) {
  int level = 0;
  bool in_string = false;
  for (size_t i = 0; i < document.size(); ++i) {
    const char c = document[i];
    if (c == '"') in_string = !in_string;
    if (in_string) {
      if (c == '\\') ++i;
    } else if (c == '{' || c == '[') {
      if (++level > kMostLevels) return Malformed("it is nested too deeply");
    } else if (c == '}' || c == ']') {
      --level;
    }
  }
  return absl::OkStatus();
}

// Reads the members of one object. The first thing that is wrong stays in
// `problem`, and what is read from then on means nothing.
class Object {
 public:
  Object(const rapidjson::Value& value, std::string name, absl::Status& problem)
      : value_(value), name_(std::move(name)), problem_(problem) {
    if (!value_.IsObject()) Refuse("", "an object");
  }

  bool Has(absl::string_view name) const { return Find(name) != nullptr; }

  std::string Text(absl::string_view name) {
    const rapidjson::Value* value = Take(name);
    if (value == nullptr || !value->IsString()) {
      Refuse(name, "a text");
      return "";
    }
    return {value->GetString(), value->GetStringLength()};
  }

  std::string TextIfAny(absl::string_view name) {
    return Has(name) ? Text(name) : "";
  }

  uint64_t Number(absl::string_view name) {
    const rapidjson::Value* value = Take(name);
    if (value == nullptr || !value->IsUint64()) {
      Refuse(name, "a whole number");
      return 0;
    }
    return value->GetUint64();
  }

  std::string Bytes(absl::string_view name) {
    std::optional<std::string> bytes = DecodeBase64(Text(name));
    if (!bytes) Refuse(name, "base64");
    return bytes.value_or("");
  }

  Hash OneHash(absl::string_view name) {
    const absl::StatusOr<Hash> hash = HashFromBytes(Bytes(name));
    if (!hash.ok()) Refuse(name, "base64 of 32 bytes");
    return hash.value_or(Hash{});
  }

  std::vector<Hash> Path() {
    const rapidjson::Value* value = Take(member::kPath);
    if (value == nullptr || !value->IsArray() || value->Size() > kMostHashes) {
      Refuse(member::kPath, "a list of at most 128 hashes");
      return {};
    }
    std::vector<Hash> path;
    for (const rapidjson::Value& element : value->GetArray()) {
      path.push_back(HashIn(element));
    }
    return path;
  }

  std::vector<ChangeProof> Rotations() {
    std::vector<ChangeProof> rotations;
    const rapidjson::Value* value = Take(member::kRotations);
    if (value == nullptr || !value->IsArray() || value->Empty() ||
        value->Size() > kMostRotations) {
      Refuse(member::kRotations,
             absl::StrCat("a list of 1 to ", kMostRotations, " rotations"));
      return rotations;
    }
    for (const rapidjson::Value& element : value->GetArray()) {
      Object object(element, PathOf(member::kRotations), problem_);
      ChangeProof& rotation = rotations.emplace_back();
      rotation.checkpoint = object.Text(member::kCheckpoint);
      rotation.header_bytes = object.Bytes(member::kHeader);
      rotation.path = object.Path();
      object.End();
    }
    return rotations;
  }

  Object Part(absl::string_view name) {
    const rapidjson::Value* value = Take(name);
    static const rapidjson::Value kNull;
    return Object(value == nullptr ? kNull : *value, PathOf(name), problem_);
  }

  // Every member has been taken, and each is there once.
  void End() {
    if (!value_.IsObject() || value_.MemberCount() == taken_.size()) return;
    for (const auto& member : value_.GetObject()) {
      const absl::string_view name(member.name.GetString(),
                                   member.name.GetStringLength());
      const auto found = std::find(taken_.begin(), taken_.end(), name);
      if (found == taken_.end()) {
        Say(absl::StrCat("\"", PathOf(name), "\" is unknown here, or there ",
                         "twice"));
        return;
      }
      taken_.erase(found);
    }
  }

 private:
  const rapidjson::Value* Find(absl::string_view name) const {
    if (!value_.IsObject()) return nullptr;
    const auto found = value_.FindMember(rapidjson::Value(
        name.data(), static_cast<rapidjson::SizeType>(name.size())));
    return found == value_.MemberEnd() ? nullptr : &found->value;
  }

  const rapidjson::Value* Take(absl::string_view name) {
    const rapidjson::Value* value = Find(name);
    if (value != nullptr) taken_.push_back(name);
    return value;
  }

  Hash HashIn(const rapidjson::Value& value) {
    const std::optional<std::string> bytes =
        value.IsString()
            ? DecodeBase64({value.GetString(), value.GetStringLength()})
            : std::nullopt;
    const absl::StatusOr<Hash> hash = HashFromBytes(bytes.value_or(""));
    if (!hash.ok()) Refuse(member::kPath, "base64 of 32 bytes each");
    return hash.value_or(Hash{});
  }

  std::string PathOf(absl::string_view name) const {
    return absl::StrCat(name_, name_.empty() || name.empty() ? "" : ".", name);
  }

  void Refuse(absl::string_view name, absl::string_view wanted) {
    Say(absl::StrCat("wanted ", wanted, " in \"", PathOf(name), "\""));
  }

  void Say(absl::string_view what) {
    if (problem_.ok()) problem_ = Malformed(what);
  }

  const rapidjson::Value& value_;
  const std::string name_;
  absl::Status& problem_;
  std::vector<absl::string_view> taken_;
};

Claim ReadClaim(Object object, absl::Status& problem) {
  Claim claim;
  const std::string kind = object.Text(member::kKind);
  const auto known =
      std::find_if(kProofKinds.begin(), kProofKinds.end(),
                   [&kind](const auto& one) { return one.second == kind; });
  if (known != kProofKinds.end()) {
    claim.kind = known->first;
  } else if (problem.ok()) {
    problem = Malformed("wanted a known kind in \"claim.kind\"");
  }
  claim.authority = object.Text(member::kAuthority);
  claim.edition = object.TextIfAny(member::kEdition);
  claim.provider = object.TextIfAny(member::kProvider);
  claim.entry = object.TextIfAny(member::kEntry);
  object.End();
  return claim;
}

ProvenChange ReadChange(Object object) {
  ProvenChange proven;
  proven.sequence = object.Number(member::kSequence);
  proven.change.header_bytes = object.Bytes(member::kHeader);
  if (object.Has(member::kBody) || object.Has(member::kSalt)) {
    proven.change.salt = object.Bytes(member::kSalt);
    proven.change.body_bytes = object.Bytes(member::kBody);
  }
  proven.path = object.Path();
  object.End();
  return proven;
}

TreePlace ReadPlace(Object object) {
  TreePlace place;
  place.index = object.Number(member::kIndex);
  place.path = object.Path();
  object.End();
  return place;
}

// `claimed` is empty for a neighbour, which says itself who it is.
ProviderPlace ReadProvider(Object object, absl::string_view claimed) {
  ProviderPlace provider;
  provider.provider =
      claimed.empty() ? object.Text(member::kProvider) : std::string(claimed);
  provider.naming.count = object.Number(member::kEntriesCount);
  provider.naming.root = object.OneHash(member::kEntriesRoot);
  provider.place.index = object.Number(member::kIndex);
  provider.place.path = object.Path();
  object.End();
  return provider;
}

EarlierCheckpoint ReadEarlier(Object object) {
  EarlierCheckpoint earlier;
  earlier.note = object.Text(member::kCheckpoint);
  earlier.path = object.Path();
  object.End();
  return earlier;
}

absl::StatusOr<Proof> ReadMembers(const rapidjson::Value& document) {
  absl::Status problem;
  Object object(document, "", problem);
  object.Text(member::kFormat);
  Proof proof;
  proof.claim = ReadClaim(object.Part(member::kClaim), problem);
  proof.checkpoint = object.Text(member::kCheckpoint);
  if (object.Has(member::kRotations)) proof.rotations = object.Rotations();
  if (object.Has(member::kEarlier)) {
    proof.earlier = ReadEarlier(object.Part(member::kEarlier));
  }
  if (object.Has(member::kEdition)) {
    proof.edition = ReadChange(object.Part(member::kEdition));
  }
  if (object.Has(member::kProvider)) {
    proof.provider =
        ReadProvider(object.Part(member::kProvider), proof.claim.provider);
  }
  if (object.Has(member::kEntryOfProvider)) {
    proof.entry_of_provider = ReadPlace(object.Part(member::kEntryOfProvider));
  }
  if (object.Has(member::kBefore)) {
    proof.before = ReadProvider(object.Part(member::kBefore), "");
  }
  if (object.Has(member::kAfter)) {
    proof.after = ReadProvider(object.Part(member::kAfter), "");
  }
  if (object.Has(member::kEntry)) {
    proof.entry = ReadPlace(object.Part(member::kEntry));
  }
  if (object.Has(member::kPublication)) {
    proof.publication = ReadChange(object.Part(member::kPublication));
  }
  if (object.Has(member::kErasure)) {
    proof.erasure = ReadChange(object.Part(member::kErasure));
  }
  object.Text(member::kDigest);
  object.End();
  RETURN_IF_ERROR(problem);
  return proof;
}

}  // namespace

absl::StatusOr<Proof> ReadProof(absl::string_view document) {
  if (document.size() > kMaxProofBytes) {
    return Malformed("it has more than 4 MiB");
  }
  RETURN_IF_ERROR(CheckBegin(document));
  if (!IsUtf8(document)) return Malformed("it is not UTF-8");
  RETURN_IF_ERROR(CheckDigest(document));
  RETURN_IF_ERROR(CheckDepth(document));
  rapidjson::Document json;
  json.Parse<rapidjson::kParseIterativeFlag |
             rapidjson::kParseValidateEncodingFlag>(document.data(),
                                                    document.size());
  if (json.HasParseError()) {
    return Malformed(
        absl::StrCat("it is not JSON at byte ", json.GetErrorOffset()));
  }
  ASSIGN_OR_RETURN(Proof proof, ReadMembers(json));
  const absl::StatusOr<std::string> again = WriteProof(proof);
  if (!again.ok()) return Malformed(again.status().message());
  if (*again != document) {
    const size_t at = std::mismatch(again->begin(), again->end(),
                                    document.begin(), document.end())
                          .first -
                      again->begin();
    return Malformed(absl::StrCat("it is written otherwise than the format ",
                                  "has it, from byte ", at, " on"));
  }
  return proof;
}

}  // namespace localoffer::log

#include "storage/log/change.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/hash.h"

namespace localoffer::log {
namespace {

constexpr char kAuthority[] = "E06000023";
constexpr uint64_t kSequence = 41;

v1::ChangeHeader ExampleHeader() {
  v1::ChangeHeader header;
  header.set_authority(kAuthority);
  header.set_sequence(kSequence);
  header.set_commit_time_micros(1'788'220'800'000'000);
  header.set_kind(v1::CHANGE_KIND_ENTRY_WITHDRAWN);
  header.set_subject("3f2b8a52-0c1e-4a1b-9a3e-6f0d3c9a7e11");
  return header;
}

std::string ExampleBody() {
  v1::ChangeBody body;
  body.mutable_entry_withdrawn()->set_reason("closed");
  return body.SerializeAsString();
}

std::string Salt() { return std::string(kSaltBytes, '\x5A'); }

Change Example() {
  auto change = MakeChange(ExampleHeader(), Salt(), ExampleBody());
  EXPECT_TRUE(change.ok()) << change.status();
  return *std::move(change);
}

absl::StatusCode CodeOf(const Change& change) {
  return CheckChange(change, kAuthority, kSequence).status().code();
}

// The example with a header that MakeChange would not make.
template <typename Edit>
Change WithHeader(Edit edit) {
  Change change = Example();
  v1::ChangeHeader header;
  EXPECT_TRUE(header.ParseFromString(change.header_bytes));
  edit(header);
  change.header_bytes = header.SerializeAsString();
  return change;
}

TEST(Change, HasTheseBytes) {
  const Change change = Example();
  EXPECT_EQ(absl::BytesToHexString(change.header_bytes),
            "0a0945303630303030323310291880c0c1cc89cc960320022a24336632623861"
            "35322d306331652d346131622d396133652d3666306433633961376531313220"
            "632e3b75fc55c762cce1ba5fed67817062bb2f212b8f251852c51718f60f1929");
  EXPECT_EQ(absl::BytesToHexString(change.body_bytes), "12080a06636c6f736564");
  EXPECT_EQ(HashHex(change.Leaf()),
            "0cb715261dd98601359f03c2a3707a16e9ed0b595849e716258b83c9cc8bc1ed");
  EXPECT_EQ(change.Leaf(), LeafHash(change.header_bytes));
}

std::string EditionBody() {
  v1::ChangeBody body;
  v1::EditionMade& edition = *body.mutable_edition_made();
  edition.set_title("1 September 2026");
  edition.set_entries_root(std::string(kHashBytes, '\x11'));
  edition.set_entries_count(5000);
  edition.set_providers_root(std::string(kHashBytes, '\x22'));
  edition.set_providers_count(900);
  return body.SerializeAsString();
}

std::string RotationBody() {
  v1::ChangeBody body;
  body.mutable_key_rotated()->set_reason("yearly");
  return body.SerializeAsString();
}

std::string ErasureBody() {
  v1::ChangeBody body;
  body.mutable_body_erased()->set_reason("a person's name");
  return body.SerializeAsString();
}

TEST(Change, OfAnEditionHasTheseBytes) {
  EXPECT_EQ(absl::BytesToHexString(EditionBody()),
            "225c0a10312053657074656d626572203230323612201111111111111111111111"
            "111111111111111111111111111111111111111111188827222022222222222222"
            "22222222222222222222222222222222222222222222222222288407");
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_EDITION_MADE);
  header.set_subject("2026-09-01");
  const auto change = MakeChange(header, Salt(), EditionBody());
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(absl::BytesToHexString(change->header_bytes),
            "0a0945303630303030323310291880c0c1cc89cc960320042a0a323032362d3039"
            "2d3031322066295baa390f506524ece28405f2990cb4c2abeb71bb3d24a3427309"
            "70539287");
  EXPECT_EQ(HashHex(change->Leaf()),
            "7a7ac9796eed96f0a8006c86ed0daa05cd0f898bbb1eee4532aec783cb826595");
}

TEST(Change, OfAKeyRotationHasTheseBytes) {
  EXPECT_EQ(absl::BytesToHexString(RotationBody()), "2a080a06796561726c79");
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_KEY_ROTATED);
  header.set_subject(
      "localoffer/E06000023+2455f7fb+"
      "AYJDQlJ/cm4foVtpJ0/44ZaXQN3qwA9qYM7jD+Hea6Ez");
  const auto change = MakeChange(header, Salt(), RotationBody());
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(absl::BytesToHexString(change->header_bytes),
            "0a0945303630303030323310291880c0c1cc89cc960320052a4a6c6f63616c6f66"
            "6665722f4530363030303032332b32343535663766622b41594a44516c4a2f636d"
            "34666f5674704a302f34345a6158514e337177413971594d376a442b4865613645"
            "7a32200a0ee7283386bc509baa3cd48901028994ceb67209763137f27dc9ca0634"
            "13f0");
  EXPECT_EQ(HashHex(change->Leaf()),
            "9eb88c7c39b3726e6d9af84a4e8d0db6e4207de9d898dba4027bc93306d36399");
}

TEST(Change, OfAnErasureHasTheseBytes) {
  EXPECT_EQ(absl::BytesToHexString(ErasureBody()),
            "32110a0f6120706572736f6e2773206e616d65");
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_BODY_ERASED);
  header.set_subject("7");
  const auto change = MakeChange(header, Salt(), ErasureBody());
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(absl::BytesToHexString(change->header_bytes),
            "0a0945303630303030323310291880c0c1cc89cc960320062a01373220374b1ce9"
            "39734b0f203baf325eda0695d795e9a591a9acbd98da267031c682fa");
  EXPECT_EQ(HashHex(change->Leaf()),
            "a204a56869b3c84b69d3576b7cc74897828008eb00a1aeb8d462febd904640c4");
}

TEST(Change, HasTheHashOfItsSaltAndBody) {
  const auto header = CheckChange(Example(), kAuthority, kSequence);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->body_hash(), HashBytes(Sha256(Salt() + ExampleBody())));
  v1::ChangeHeader rest = *header;
  rest.clear_body_hash();
  EXPECT_EQ(rest.SerializeAsString(), ExampleHeader().SerializeAsString());
}

TEST(Change, MayBeErased) {
  Change change = Example();
  const Hash leaf = change.Leaf();
  change.salt.clear();
  change.body_bytes.clear();
  EXPECT_TRUE(change.IsErased());
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kOk);
  EXPECT_EQ(change.Leaf(), leaf);
  EXPECT_EQ(ParseBody(ExampleHeader(), change).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(Change, HalfErasedIsRefused) {
  Change change = Example();
  change.body_bytes.clear();
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
  change = Example();
  change.salt.clear();
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
}

TEST(Change, OfAnotherPlaceIsRefused) {
  const Change change = Example();
  for (const auto& status :
       {CheckChange(change, "E08000025", kSequence).status(),
        CheckChange(change, kAuthority, kSequence + 1).status(),
        CheckChange(change, kAuthority, 0).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  }
}

TEST(Change, WithAnyChangedBitOfSaltOrBodyIsRefused) {
  Change change = Example();
  for (std::string* bytes : {&change.salt, &change.body_bytes}) {
    for (size_t bit = 0; bit < bytes->size() * 8; ++bit) {
      (*bytes)[bit / 8] ^= 1 << bit % 8;
      EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss) << bit;
      (*bytes)[bit / 8] ^= 1 << bit % 8;
    }
  }
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kOk);
}

TEST(Change, SaltAndBodyHaveOneBoundary) {
  Change change = Example();
  change.body_bytes.insert(0, 1, change.salt.back());
  change.salt.pop_back();
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
}

TEST(Change, MalformedHeadersAreRefused) {
  using Header = v1::ChangeHeader;
  const std::vector<Change> changes = {
      WithHeader([](Header& header) { header.clear_subject(); }),
      WithHeader(
          [](Header& header) { header.set_subject(std::string(257, 's')); }),
      WithHeader([](Header& header) { header.set_subject("a\nb"); }),
      WithHeader([](Header& header) { header.set_subject("a\x01"); }),
      WithHeader([](Header& header) { header.set_commit_time_micros(0); }),
      WithHeader([](Header& header) { header.set_commit_time_micros(-1); }),
      WithHeader(
          [](Header& header) { header.set_commit_time_micros(INT64_MAX); }),
      WithHeader([](Header& header) { header.clear_kind(); }),
      WithHeader([](Header& header) { header.clear_body_hash(); }),
      WithHeader(
          [](Header& header) { header.mutable_body_hash()->pop_back(); }),
      WithHeader([](Header& header) { header.clear_authority(); }),
  };
  for (const Change& change : changes) {
    EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss)
        << absl::CHexEscape(change.header_bytes);
  }
  Change change = Example();
  change.header_bytes.pop_back();
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
  change.header_bytes.clear();
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
  // Field 5, the subject, again, and not UTF-8.
  change.header_bytes = Example().header_bytes + "\x2A\x01\xFF";
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kDataLoss);
}

TEST(Change, OfANewerVersionIsToldFromADamagedOne) {
  EXPECT_EQ(CodeOf(WithHeader([](v1::ChangeHeader& header) {
              header.set_kind(static_cast<v1::ChangeKind>(99));
            })),
            absl::StatusCode::kUnimplemented);
  Change change = Example();
  change.header_bytes += "\x98\x06\x01";  // field 99 = 1
  EXPECT_EQ(CodeOf(change), absl::StatusCode::kUnimplemented);
}

TEST(Change, HasLimitsThatItMayReach) {
  v1::ChangeHeader header = ExampleHeader();
  header.set_subject(std::string(kMaxSubjectBytes, 's'));
  header.set_authority(std::string(48, 'a'));
  header.set_sequence(UINT64_MAX);
  std::string body(kMaxBodyBytes, 'b');
  const auto change = MakeChange(header, Salt(), body);
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_TRUE(CheckChange(*change, header.authority(), UINT64_MAX).ok());
  EXPECT_EQ(MakeChange(header, Salt(), body + "b").status().code(),
            absl::StatusCode::kInvalidArgument);
  Change too_long = Example();
  too_long.body_bytes = body + "b";
  EXPECT_EQ(CodeOf(too_long), absl::StatusCode::kDataLoss);
  too_long = Example();
  too_long.header_bytes.append(kMaxHeaderBytes, '\0');
  EXPECT_EQ(CodeOf(too_long), absl::StatusCode::kDataLoss);
}

TEST(MakeChange, RefusesWhatALogMayNotHold) {
  const auto code = [](auto edit, std::string salt, std::string body) {
    v1::ChangeHeader header = ExampleHeader();
    edit(header);
    return MakeChange(header, std::move(salt), std::move(body)).status().code();
  };
  using Header = v1::ChangeHeader;
  const auto as_is = [](Header&) {};
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code(as_is, Salt(), ExampleBody()), absl::StatusCode::kOk);
  EXPECT_EQ(code(as_is, Salt(), ""), invalid);
  EXPECT_EQ(code(as_is, Salt() + "x", ExampleBody()), invalid);
  EXPECT_EQ(code(as_is, "", ExampleBody()), invalid);
  EXPECT_EQ(code([](Header& header) { header.set_body_hash("x"); }, Salt(),
                 ExampleBody()),
            invalid);
  EXPECT_EQ(code([](Header& header) { header.set_authority("a/b"); }, Salt(),
                 ExampleBody()),
            invalid);
  EXPECT_EQ(code([](Header& header) { header.set_subject("\xFF"); }, Salt(),
                 ExampleBody()),
            invalid);
  EXPECT_EQ(
      code([](Header& header) { header.clear_kind(); }, Salt(), ExampleBody()),
      invalid);
}

TEST(ParseBody, GivesTheBodyThatWentIn) {
  const auto body = ParseBody(ExampleHeader(), Example());
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(body->entry_withdrawn().reason(), "closed");
}

TEST(ParseBody, RefusesAnotherKindAndMalformedBytes) {
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_NIL_DECLARED);
  EXPECT_EQ(ParseBody(header, Example()).status().code(),
            absl::StatusCode::kDataLoss);
  Change change = Example();
  change.body_bytes.pop_back();
  EXPECT_EQ(ParseBody(ExampleHeader(), change).status().code(),
            absl::StatusCode::kDataLoss);
  change.body_bytes = "\x98\x06\x01";  // an unknown field alone
  EXPECT_EQ(ParseBody(ExampleHeader(), change).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(ParseBody, KnowsEveryKind) {
  for (int kind = v1::ChangeKind_MIN + 1; kind <= v1::ChangeKind_MAX; ++kind) {
    v1::ChangeHeader header = ExampleHeader();
    header.set_kind(static_cast<v1::ChangeKind>(kind));
    Change change;
    // Field `kind`, an empty message: kinds and bodies share their numbers.
    change.body_bytes = {static_cast<char>(kind << 3 | 2), '\0'};
    EXPECT_TRUE(ParseBody(header, change).ok()) << kind;
  }
}

TEST(RotatedKey, IsOneOfTheSameLog) {
  constexpr char kKey[] =
      "localoffer/E06000023+4e62473d+"
      "AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_KEY_ROTATED);
  header.set_subject(kKey);
  const auto key = RotatedKey(header);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->ToString(), kKey);
  header.set_authority("E06000022");
  EXPECT_TRUE(absl::IsDataLoss(RotatedKey(header).status()));
  EXPECT_TRUE(absl::IsDataLoss(RotatedKey(ExampleHeader()).status()));
}

TEST(ErasedSequence, IsOneBeforeItsOwn) {
  v1::ChangeHeader header = ExampleHeader();
  header.set_kind(v1::CHANGE_KIND_BODY_ERASED);
  for (const char* text : {"0", "40"}) {
    header.set_subject(text);
    const auto sequence = ErasedSequence(header);
    ASSERT_TRUE(sequence.ok()) << sequence.status();
    EXPECT_EQ(absl::StrCat(*sequence), text);
  }
  for (const char* text : {"41", "42", "-1", "+1", "01", "1 ", "x"}) {
    header.set_subject(text);
    EXPECT_TRUE(absl::IsDataLoss(ErasedSequence(header).status())) << text;
  }
}

TEST(CheckHeader, TakesAnySequenceOfItsLog) {
  const std::string bytes = Example().header_bytes;
  const auto header = CheckHeader(bytes, kAuthority);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->sequence(), kSequence);
  EXPECT_TRUE(absl::IsDataLoss(CheckHeader(bytes, "E06000022").status()));
  EXPECT_TRUE(
      absl::IsDataLoss(CheckHeader(bytes.substr(1), kAuthority).status()));
  EXPECT_TRUE(absl::IsDataLoss(
      CheckHeader(bytes + std::string(kMaxHeaderBytes, 'x'), kAuthority)
          .status()));
}

TEST(Change, RandomBytesNeverPass) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    Change change = Example();
    const size_t place = random() % change.header_bytes.size();
    change.header_bytes[place] = static_cast<char>(random());
    if (random() % 2 == 0) change.header_bytes.resize(place);
    const auto header = CheckChange(change, kAuthority, kSequence);
    if (!header.ok()) continue;
    // Only what the place and the hash don't cover can have changed.
    EXPECT_EQ(header->authority(), kAuthority);
    EXPECT_EQ(header->sequence(), kSequence);
    EXPECT_EQ(header->body_hash(), HashBytes(Sha256(Salt() + ExampleBody())));
  }
}

}  // namespace
}  // namespace localoffer::log

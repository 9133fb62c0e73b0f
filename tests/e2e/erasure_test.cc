// Erasing what an entry said, so that nothing finds it any more.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ErasureTest : public ::testing::Test {
 protected:
  // Publishes an entry's next revision; returns its sequence.
  int64_t Publish(int number, const std::string& name) {
    node_.clock().Advance(absl::Hours(1));
    return node_.MustPublish(kBristol, {TestEntry(number, name)})
        .publication.first_sequence();
  }

  int64_t Withdraw(int number, const std::string& reason) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(kBristol, number));
    request.set_reason(reason);
    v1::WithdrawEntryResponse response;
    const grpc::Status status = node_.publishing().WithdrawEntry(
        With(node_.Token(kBristol)).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.publication().first_sequence();
  }

  int64_t DeclareNil(const std::string& reason) {
    v1::DeclareNilRequest request;
    request.set_parent("authorities/E06000023");
    request.set_statutory_item("LO-C9");
    request.set_reason(reason);
    v1::DeclareNilResponse response;
    const grpc::Status status = node_.publishing().DeclareNil(
        With(node_.Token(kBristol)).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.publication().first_sequence();
  }

  grpc::Status Erase(const v1::EraseBodyRequest& request,
                     v1::EraseBodyResponse& response) {
    return node_.publishing().EraseBody(
        With(node_.Token(kBristol, v1::ROLE_ADMIN)).get(), request, &response);
  }

  static v1::EraseBodyRequest RequestFor(const std::string& name) {
    v1::EraseBodyRequest request;
    request.set_name(name);
    request.set_reason("a person's name");
    return request;
  }
  static std::string RevisionName(int number, int64_t sequence) {
    return absl::StrCat(TestEntryName(kBristol, number), "@", sequence);
  }

  v1::EraseBodyResponse MustErase(const v1::EraseBodyRequest& request) {
    v1::EraseBodyResponse response;
    const grpc::Status status = Erase(request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  v1::Entry Get(const std::string& name) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    const grpc::Status status =
        node_.directory().GetEntry(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.entry();
  }

  // Everything that readers are told, now and as it was at `then`.
  std::string AllThatIsRead(absl::Time then) {
    std::string told;
    v1::ListEntryRevisionsRequest list;
    list.set_name(TestEntryName(kBristol, 1));
    v1::ListEntryRevisionsResponse revisions;
    EXPECT_TRUE(node_.directory()
                    .ListEntryRevisions(With("").get(), list, &revisions)
                    .ok());
    told += revisions.DebugString();
    v1::SearchEntriesRequest search;
    search.set_query("xylophonist");
    *search.mutable_read_time() = entry::ToTimestamp(then);
    v1::SearchEntriesResponse hits;
    EXPECT_TRUE(
        node_.directory().SearchEntries(With("").get(), search, &hits).ok());
    told += hits.DebugString();
    v1::ExportEntriesRequest request;
    request.set_parent("authorities/E06000023");
    request.set_format(v1::EXPORT_FORMAT_OPEN_REFERRAL_3);
    *request.mutable_read_time() = entry::ToTimestamp(then);
    const auto context = With("");
    const auto reader = node_.directory().ExportEntries(context.get(), request);
    v1::ExportEntriesResponse part;
    while (reader->Read(&part)) told += part.chunk();
    EXPECT_TRUE(reader->Finish().ok());
    v1::SuggestTermsRequest suggest;
    suggest.set_text("xyloph");
    v1::SuggestTermsResponse terms;
    EXPECT_TRUE(
        node_.directory().SuggestTerms(With("").get(), suggest, &terms).ok());
    return told + terms.DebugString();
  }

  // The node's files that have these bytes. Compression hides no word of eight
  // letters that stands once.
  std::vector<std::string> FilesWith(const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(node_.folder())) {
      if (!file.is_regular_file()) continue;
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      if (text.find(bytes) != std::string::npos) {
        found.push_back(file.path().filename());
      }
    }
    return found;
  }

  TestNode node_;
};

TEST_F(ErasureTest, WhatWasErasedIsFoundByNoReadAndInNoFile) {
  const int64_t first = Publish(1, "Xylophonist Quenby");
  const absl::Time then = node_.clock().now();
  Publish(1, "Music");
  EXPECT_THAT(AllThatIsRead(then), HasSubstr("Xylophonist Quenby"));
  EXPECT_THAT(FilesWith("uenby"), Not(IsEmpty()));

  const v1::EraseBodyResponse erased =
      MustErase(RequestFor(RevisionName(1, first)));
  EXPECT_THAT(erased.sequences(), ElementsAre(first));
  EXPECT_EQ(erased.publication().change_count(), 1);
  EXPECT_THAT(FilesWith("uenby"), IsEmpty());
  EXPECT_THAT(FilesWith("ylophonist"), IsEmpty());
  for (const bool restarted : {false, true}) {
    if (restarted) node_.Restart();
    const std::string told = AllThatIsRead(then);
    EXPECT_THAT(told, Not(HasSubstr("uenby"))) << told;
    EXPECT_THAT(told, Not(HasSubstr("ylophonist\""))) << told;
    const v1::Entry before = Get(RevisionName(1, first));
    EXPECT_FALSE(before.has_service());
    EXPECT_EQ(before.erasure().reason(), "a person's name");
    EXPECT_EQ(before.erasure().sequence(),
              erased.publication().first_sequence());
    EXPECT_EQ(Get(TestEntryName(kBristol, 1)).service().name(), "Music");
    EXPECT_THAT(FilesWith("uenby"), IsEmpty());
  }
}

TEST_F(ErasureTest, ARevisionIsNamedByItsTimeToo) {
  const int64_t first = Publish(1, "One");
  const absl::Time then = node_.clock().now();
  Publish(1, "Two");
  v1::EraseBodyRequest request = RequestFor(TestEntryName(kBristol, 1));
  *request.mutable_read_time() = entry::ToTimestamp(then);
  EXPECT_THAT(MustErase(request).sequences(), ElementsAre(first));
  *request.mutable_read_time() = entry::ToTimestamp(then - absl::Minutes(1));
  v1::EraseBodyResponse response;
  EXPECT_EQ(Reason(Erase(request, response)), "REVISION_NOT_FOUND");
}

TEST_F(ErasureTest, WhatStandsIsNotErased) {
  const int64_t first = Publish(1, "One");
  v1::EraseBodyResponse response;
  const grpc::Status refused =
      Erase(RequestFor(RevisionName(1, first)), response);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Reason(refused), "REVISION_STANDS");
  EXPECT_THAT(refused.error_message(), HasSubstr("withdraw the entry"));
  EXPECT_EQ(Get(TestEntryName(kBristol, 1)).service().name(), "One");

  Withdraw(1, "closed");
  EXPECT_THAT(MustErase(RequestFor(RevisionName(1, first))).sequences(),
              ElementsAre(first));
  const v1::Entry withdrawn = Get(TestEntryName(kBristol, 1));
  EXPECT_FALSE(withdrawn.has_service());
  EXPECT_EQ(withdrawn.withdrawal().reason(), "closed");
}

TEST_F(ErasureTest, AllThatAWithdrawnEntrySaidIsErasedAtOnce) {
  const int64_t first = Publish(1, "One");
  const int64_t second = Publish(1, "Two");
  const int64_t third = Withdraw(1, "closed by Quenby");
  v1::EraseBodyRequest request = RequestFor(TestEntryName(kBristol, 1));
  request.set_all_earlier(true);
  request.set_validate_only(true);
  v1::EraseBodyResponse planned = MustErase(request);
  EXPECT_THAT(planned.sequences(), ElementsAre(first, second));
  EXPECT_FALSE(planned.has_publication());
  EXPECT_TRUE(Get(RevisionName(1, first)).has_service());

  request.set_validate_only(false);
  EXPECT_EQ(MustErase(request).publication().change_count(), 2);
  EXPECT_FALSE(Get(RevisionName(1, first)).has_service());
  EXPECT_FALSE(Get(RevisionName(1, second)).has_service());
  // The reason of a withdrawal is words, too.
  MustErase(RequestFor(RevisionName(1, third)));
  EXPECT_EQ(Get(TestEntryName(kBristol, 1)).withdrawal().reason(), "");
  EXPECT_THAT(FilesWith("uenby"), IsEmpty());
}

TEST_F(ErasureTest, RepeatedItAnswersAsBeforeAndWritesNothing) {
  const int64_t first = Publish(1, "One");
  Publish(1, "Two");
  const v1::EraseBodyRequest request = RequestFor(RevisionName(1, first));
  const v1::EraseBodyResponse once = MustErase(request);
  EXPECT_FALSE(once.publication().replayed());
  Publish(1, "Three");
  const v1::EraseBodyResponse twice = MustErase(request);
  EXPECT_TRUE(twice.publication().replayed());
  EXPECT_EQ(twice.publication().first_sequence(),
            once.publication().first_sequence());
  EXPECT_EQ(twice.publication().checkpoint(), once.publication().checkpoint());
  EXPECT_EQ(Publish(1, "Four"), once.publication().first_sequence() + 2);
}

TEST_F(ErasureTest, ADeclarationOfNilIsErasedWhenAnotherStands) {
  const int64_t first = DeclareNil("Quenby says so");
  const std::string statement = "authorities/E06000023/statements/LO-C9";
  v1::EraseBodyResponse response;
  const grpc::Status refused =
      Erase(RequestFor(absl::StrCat(statement, "@", first)), response);
  EXPECT_EQ(Reason(refused), "REVISION_STANDS");
  EXPECT_THAT(refused.error_message(), HasSubstr("declare nil again"));
  node_.clock().Advance(absl::Hours(1));
  DeclareNil("none here");
  v1::EraseBodyRequest request = RequestFor(statement);
  request.set_all_earlier(true);
  EXPECT_THAT(MustErase(request).sequences(), ElementsAre(first));
  EXPECT_THAT(FilesWith("uenby"), IsEmpty());
  EXPECT_THAT(FilesWith("none here"), Not(IsEmpty()));
}

TEST_F(ErasureTest, WhatIsNotThereIsSaid) {
  const int64_t first = Publish(1, "One");
  const int64_t other = Publish(2, "Two");
  Publish(1, "Three");
  v1::EraseBodyResponse response;
  EXPECT_EQ(Reason(Erase(RequestFor(RevisionName(7, first)), response)),
            "ENTRY_NOT_FOUND");
  EXPECT_EQ(Reason(Erase(RequestFor(RevisionName(1, other)), response)),
            "REVISION_NOT_FOUND");
  EXPECT_EQ(Reason(Erase(RequestFor(RevisionName(1, 99)), response)),
            "REVISION_NOT_FOUND");
  const grpc::Status nothing_said =
      Erase(RequestFor(TestEntryName(kBristol, 1)), response);
  EXPECT_EQ(nothing_said.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  v1::EraseBodyRequest both = RequestFor(RevisionName(1, first));
  both.set_all_earlier(true);
  EXPECT_EQ(Erase(both, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  v1::EraseBodyRequest no_reason = RequestFor(RevisionName(1, first));
  no_reason.clear_reason();
  EXPECT_EQ(Erase(no_reason, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(Get(RevisionName(1, first)).has_service());
}

// Each of several at a time is gone from the files when it is answered.
TEST_F(ErasureTest, ErasuresAtOnceDoNotTakeEachOthersPlace) {
  constexpr int kMany = 4;
  for (int i = 1; i <= kMany; ++i) {
    Publish(i, absl::StrCat("Quenby", i, i, i));
    Publish(i, "Music");
  }
  std::vector<std::vector<std::string>> left(kMany);
  std::vector<std::thread> threads;
  for (int i = 1; i <= kMany; ++i) {
    threads.emplace_back([this, i, &left] {
      MustErase(RequestFor(RevisionName(i, int64_t{2} * (i - 1))));
      left[i - 1] = FilesWith(absl::StrCat("uenby", i, i, i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(left, Not(Contains(Not(IsEmpty()))));
}

TEST_F(ErasureTest, AProofFromBeforeStillVerifies) {
  const int64_t first = Publish(1, "One");
  const Published second = node_.MustPublish(kBristol, {TestEntry(1, "Two")});
  v1::GetLogKeysRequest request;
  request.set_parent("authorities/E06000023");
  v1::GetLogKeysResponse keys;
  ASSERT_TRUE(node_.keys().GetLogKeys(With("").get(), request, &keys).ok());
  const auto key = log::VerifierKey::Parse(keys.speaking_key());
  ASSERT_TRUE(key.ok());
  const v1::EraseBodyResponse erased =
      MustErase(RequestFor(RevisionName(1, first)));
  for (const std::string& checkpoint :
       {second.publication.checkpoint(), erased.publication().checkpoint()}) {
    EXPECT_TRUE(
        log::OpenCheckpoint(checkpoint, "localoffer/E06000023", {*key}).ok());
  }
}

}  // namespace
}  // namespace localoffer::testing

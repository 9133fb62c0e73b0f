// `erase`, `key` and `trust`.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kKey[] = "localoffer/E06000023+2455f7fb+AYJD";
constexpr char kNextKey[] = "localoffer/E06000023+1b2c3d4e+AZ4b";

class Erasing : public CommandTest {
 protected:
  Erasing() {
    server_.answers.erase_body = [this](const v1::EraseBodyRequest& request,
                                        v1::EraseBodyResponse* response) {
      requests_.push_back(request);
      for (const int64_t sequence : found_) response->add_sequences(sequence);
      if (!request.validate_only() && !found_.empty()) {
        response->mutable_publication()->set_first_sequence(9);
        response->mutable_publication()->mutable_commit_time()->set_seconds(
            1756684800);
      }
      return grpc::Status::OK;
    };
  }

  std::vector<int64_t> found_ = {3};
  std::vector<v1::EraseBodyRequest> requests_;
};

TEST_F(Erasing, OneRevisionIsNamedByItsSequence) {
  const Outcome outcome = Run({"erase", "e1@3", "--authority", "Bristol",
                               "--reason", "A name", "--yes"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "What change 3 of authorities/E06000023/entries/e1 said is erased "
            "since 2025-09-01T00:00:00Z (sequence 9).\n");
  ASSERT_EQ(requests_.size(), 1);
  EXPECT_EQ(requests_[0].name(), "authorities/E06000023/entries/e1@3");
  EXPECT_EQ(requests_[0].reason(), "A name");
  EXPECT_FALSE(requests_[0].validate_only());
}

TEST_F(Erasing, ADeclarationOfNilIsNamedByItsItem) {
  EXPECT_EQ(Run({"erase", "lo-c9@3", "--authority", "Bristol", "--reason", "x",
                 "--yes"})
                .code,
            0);
  EXPECT_EQ(Run({"erase", "authorities/E06000023/statements/LO-C9", "--at",
                 "2025-09-01", "--reason", "x", "--yes"})
                .code,
            0);
  ASSERT_EQ(requests_.size(), 2);
  EXPECT_EQ(requests_[0].name(), "authorities/E06000023/statements/LO-C9@3");
  EXPECT_EQ(requests_[1].name(), "authorities/E06000023/statements/LO-C9");
  EXPECT_EQ(requests_[1].read_time().seconds(), 1756684800);
}

TEST_F(Erasing, AsksBeforeItErasesForEver) {
  is_terminal_ = true;
  input_ = "n\n";
  found_ = {3, 5};
  const std::vector<std::string> arguments = {
      "erase", "authorities/E06000023/entries/e1", "--all-earlier", "--reason",
      "x"};
  EXPECT_THAT(Run(arguments).err,
              AllOf(HasSubstr("Erase for ever what changes 3, 5 of "
                              "authorities/E06000023/entries/e1 said?"),
                    HasSubstr("Nothing was erased.")));
  ASSERT_EQ(requests_.size(), 1);
  EXPECT_TRUE(requests_[0].validate_only());
  input_ = "yes\n";
  EXPECT_THAT(Run(arguments).out, HasSubstr("is erased since"));
  ASSERT_EQ(requests_.size(), 3);
  EXPECT_TRUE(requests_[2].all_earlier());
  EXPECT_FALSE(requests_[2].validate_only());
}

TEST_F(Erasing, ErasesNothingUnaskedWhereNobodyCanAnswer) {
  const Outcome outcome = Run(
      {"erase", "authorities/E06000023/entries/e1@3", "--reason", "A name"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("say --yes"));
  EXPECT_THAT(requests_, IsEmpty());
}

TEST_F(Erasing, CanBeCheckedFirst) {
  EXPECT_EQ(Run({"erase", "authorities/E06000023/entries/e1@3", "--reason", "x",
                 "--check-only"})
                .out,
            "What change 3 of authorities/E06000023/entries/e1 said can be "
            "erased. Nothing is yet.\n");
  EXPECT_TRUE(requests_.at(0).validate_only());
  found_ = {};
  EXPECT_EQ(Run({"erase", "authorities/E06000023/entries/e1", "--all-earlier",
                 "--reason", "x", "--yes"})
                .out,
            "There is nothing to erase.\n");
}

TEST_F(Erasing, SaysWhatToDoFirstAboutWhatStands) {
  server_.answers.erase_body = [](const v1::EraseBodyRequest&,
                                  v1::EraseBodyResponse*) {
    return client::Refusal(grpc::StatusCode::FAILED_PRECONDITION, "It stands.",
                           "REVISION_STANDS");
  };
  const Outcome outcome = Run({"erase", "authorities/E06000023/entries/e1@3",
                               "--reason", "x", "--yes"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("Withdraw the entry"));
}

TEST_F(CommandTest, KeysAreShownWithTheSizesTheySpeakFor) {
  server_.answers.get_log_keys = [](const v1::GetLogKeysRequest& request,
                                    v1::GetLogKeysResponse* response) {
    EXPECT_EQ(request.parent(), "authorities/E06000023");
    v1::LogKey* first = response->add_keys();
    first->set_verifier_key(kKey);
    first->set_source(v1::KEY_SOURCE_LOG);
    v1::LogKey* second = response->add_keys();
    second->set_verifier_key(kNextKey);
    second->set_source(v1::KEY_SOURCE_LOG);
    second->set_after_size(40);
    second->mutable_rotate_time()->set_seconds(1756684800);
    second->set_reason("yearly");
    response->set_speaking_key(kNextKey);
    response->set_home(true);
    return grpc::Status::OK;
  };
  const Outcome outcome = Run({"key", "show", "--authority", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "key                                 log sizes  said by  since     "
            "  reason\n"
            "localoffer/E06000023+2455f7fb+AYJD  0 to 40    log\n"
            "localoffer/E06000023+1b2c3d4e+AZ4b  after 40   log      "
            "2025-09-01  yearly\n");
  EXPECT_THAT(outcome.err, HasSubstr("signs what comes next, here."));
}

TEST_F(CommandTest, AKeyRotatesToOneOfThisNodeOrOfAnother) {
  std::vector<v1::RotateKeyRequest> requests;
  server_.answers.rotate_key = [&](const v1::RotateKeyRequest& request,
                                   v1::RotateKeyResponse* response) {
    requests.push_back(request);
    if (request.validate_only()) return grpc::Status::OK;
    response->mutable_key()->set_verifier_key(kNextKey);
    response->mutable_key()->set_after_size(40);
    response->set_home(request.new_key().empty());
    return grpc::Status::OK;
  };
  const Outcome here =
      Run({"key", "rotate", "--authority", "Bristol", "--reason", "yearly"});
  EXPECT_EQ(here.code, 0) << here.err;
  EXPECT_EQ(here.out,
            "localoffer/E06000023+1b2c3d4e+AZ4b signs the log of "
            "authorities/E06000023 beyond 40 changes.\n");
  EXPECT_EQ(here.err, "");
  const Outcome away = Run({"key", "rotate", "--authority", "Bristol",
                            "--reason", "moves", "--to", kNextKey, "--yes"});
  EXPECT_THAT(away.err, HasSubstr("publishes there from now on"));
  EXPECT_THAT(Run({"key", "rotate", "--authority", "Bristol", "--reason", "x",
                   "--check-only"})
                  .out,
              HasSubstr("Nothing is changed yet."));
  ASSERT_EQ(requests.size(), 3);
  EXPECT_EQ(requests[0].parent(), "authorities/E06000023");
  EXPECT_EQ(requests[0].reason(), "yearly");
  EXPECT_EQ(requests[1].new_key(), kNextKey);
  EXPECT_EQ(Run({"key", "rotate", "--authority", "Bristol"}).code, 2);
}

TEST_F(CommandTest, AMoveToAnotherNodeIsAskedAbout) {
  int calls = 0;
  server_.answers.rotate_key = [&](const v1::RotateKeyRequest&,
                                   v1::RotateKeyResponse* response) {
    ++calls;
    response->mutable_key()->set_verifier_key(kNextKey);
    return grpc::Status::OK;
  };
  const std::vector<std::string> arguments = {
      "key",      "rotate", "--authority", "E06000023",
      "--reason", "moves",  "--to",        kNextKey};
  const Outcome unasked = Run(arguments);
  EXPECT_EQ(unasked.code, 2);
  EXPECT_THAT(unasked.err, HasSubstr("say --yes"));
  is_terminal_ = true;
  input_ = "n\n";
  EXPECT_THAT(Run(arguments).err, AllOf(HasSubstr("publishes only where"),
                                        HasSubstr("Nothing was changed.")));
  EXPECT_EQ(calls, 0);
  input_ = "y\n";
  EXPECT_EQ(Run(arguments).code, 0);
  EXPECT_EQ(calls, 1);
}

TEST_F(CommandTest, AKeyIsMadeForAnAuthorityThatMovesHere) {
  server_.answers.create_key = [](const v1::CreateKeyRequest& request,
                                  v1::CreateKeyResponse* response) {
    EXPECT_EQ(request.parent(), "authorities/E06000023");
    response->set_verifier_key(kNextKey);
    return grpc::Status::OK;
  };
  const Outcome outcome = Run({"key", "create", "--authority", "Bristol"});
  EXPECT_EQ(outcome.out, absl::StrCat(kNextKey, "\n"));
  EXPECT_THAT(outcome.err, HasSubstr("signs nothing yet"));
  EXPECT_EQ(Run({"key", "create", "--authority", "Bristol", "--quiet"}).err,
            "");
}

class Trusting : public CommandTest {
 protected:
  Trusting() {
    server_.answers.add_trust = [this](const v1::AddTrustRequest& request,
                                       v1::AddTrustResponse* response) {
      statements_.push_back(request.statement().ShortDebugString());
      response->set_known(known_);
      response->set_log_size(1300);
      return grpc::Status::OK;
    };
  }

  bool known_ = false;
  std::vector<std::string> statements_;
};

TEST_F(Trusting, AKeySaysItselfForWhichLogItIs) {
  EXPECT_EQ(Run({"trust", "add", kKey}).out,
            "That key is believed for E06000023, and those that it names in "
            "the log as its successors. `localoffer peers` shows the log come "
            "in.\n");
  EXPECT_EQ(Run({"trust", "add", kNextKey, "--after", "1300"}).out,
            "That key is believed for E06000023 beyond 1300 changes.\n");
  const Outcome revoked = Run({"trust", "revoke", kKey, "--after", "1200"});
  EXPECT_EQ(revoked.out,
            "That key is believed for E06000023 up to 1200 changes and no "
            "further.\n");
  EXPECT_THAT(revoked.err, HasSubstr("100 changes beyond that size"));
  EXPECT_EQ(
      Run({"trust", "witness", "localoffer-node/leeds+1b2c3d4e+AZ4b"}).code, 0);
  EXPECT_THAT(
      statements_,
      ElementsAre("key { parent: \"authorities/E06000023\" verifier_key: "
                  "\"localoffer/E06000023+2455f7fb+AYJD\" after_size: 0 }",
                  "key { parent: \"authorities/E06000023\" verifier_key: "
                  "\"localoffer/E06000023+1b2c3d4e+AZ4b\" after_size: 1300 }",
                  "revoke { parent: \"authorities/E06000023\" verifier_key: "
                  "\"localoffer/E06000023+2455f7fb+AYJD\" after_size: 1200 }",
                  "witness: \"localoffer-node/leeds+1b2c3d4e+AZ4b\""));
  known_ = true;
  EXPECT_EQ(Run({"trust", "add", kKey}).out,
            "The trust file said so already.\n");
}

TEST_F(Trusting, WhatIsNoKeyOfALogIsNotSent) {
  for (const char* text :
       {"E06000023", "localoffer-node/leeds+1b2c3d4e+AZ4b"}) {
    const Outcome outcome = Run({"trust", "add", text});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("is not the key of a log"));
  }
  EXPECT_THAT(Run({"trust", "add", "localoffer-node/leeds+1b+AZ"}).err,
              HasSubstr("`localoffer trust witness` takes it"));
  const Outcome witness = Run({"trust", "witness", kKey});
  EXPECT_EQ(witness.code, 2);
  EXPECT_THAT(witness.err, HasSubstr("`localoffer trust add` takes it"));
  EXPECT_EQ(Run({"trust", "revoke", kKey}).code, 2);
  EXPECT_THAT(statements_, IsEmpty());
}

TEST_F(Trusting, IsListed) {
  server_.answers.list_trust = [](const v1::ListTrustRequest&,
                                  v1::ListTrustResponse* response) {
    v1::TrustedKey* key = response->add_statements()->mutable_key();
    key->set_verifier_key(kKey);
    v1::TrustedKey* revoke = response->add_statements()->mutable_revoke();
    revoke->set_verifier_key(kKey);
    revoke->set_after_size(1200);
    response->add_statements()->set_witness("localoffer-node/leeds+1b+AZ");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"trust", "list"}).out,
            "says     after  key\n"
            "key      0      localoffer/E06000023+2455f7fb+AYJD\n"
            "revoke   1200   localoffer/E06000023+2455f7fb+AYJD\n"
            "witness         localoffer-node/leeds+1b+AZ\n");
}

}  // namespace
}  // namespace localoffer::command

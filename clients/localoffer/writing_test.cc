// `withdraw`, `declare-nil`, `authorities` and `token`.
#include <string>
#include <vector>

#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Withdrawing : public CommandTest {
 protected:
  Withdrawing() {
    server_.answers.withdraw_entry =
        [this](const v1::WithdrawEntryRequest& request,
               v1::WithdrawEntryResponse* response) {
          request_ = request;
          response->mutable_entry()->mutable_service()->set_name("Club");
          response->mutable_publication()->set_first_sequence(9);
          response->mutable_publication()->mutable_commit_time()->set_seconds(
              1756684800);
          return grpc::Status::OK;
        };
  }

  v1::WithdrawEntryRequest request_;
};

TEST_F(Withdrawing, SendsReasonAndARequestId) {
  const Outcome outcome = Run({"withdraw", "e1", "--authority", "E06000023",
                               "--reason", "Closed", "--etag", "x"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "\"Club\" is out of the local offer since 2025-09-01T00:00:00Z "
            "(sequence 9).\n");
  EXPECT_EQ(request_.name(), "authorities/E06000023/entries/e1");
  EXPECT_EQ(request_.reason(), "Closed");
  EXPECT_EQ(request_.etag(), "x");
  EXPECT_EQ(request_.request_id(), "000000000000001d000000000000001d");
  EXPECT_FALSE(request_.validate_only());
}

TEST_F(Withdrawing, CanBeCheckedFirst) {
  EXPECT_THAT(Run({"withdraw", "authorities/E06000023/entries/e1", "--reason",
                   "Closed", "--check-only"})
                  .out,
              HasSubstr("Nothing is yet."));
  EXPECT_TRUE(request_.validate_only());
}

TEST_F(Withdrawing, NeedsAReason) {
  const Outcome outcome = Run({"withdraw", "authorities/E06000023/entries/e1"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--reason is required"));
}

TEST_F(Withdrawing, AConflictIsExitOne) {
  server_.answers.withdraw_entry = [](const v1::WithdrawEntryRequest&,
                                      v1::WithdrawEntryResponse*) {
    return client::Refusal(grpc::StatusCode::ABORTED, "It has changed.",
                           "ETAG_MISMATCH");
  };
  const Outcome outcome = Run({"withdraw", "authorities/E06000023/entries/e1",
                               "--reason", "Closed", "--etag", "old"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("Read it again"));
}

TEST_F(CommandTest, DeclareNilSaysWhatItMeans) {
  v1::DeclareNilRequest received;
  server_.answers.declare_nil = [&](const v1::DeclareNilRequest& request,
                                    v1::DeclareNilResponse* response) {
    received = request;
    response->mutable_publication()->mutable_commit_time()->set_seconds(
        1756684800);
    return grpc::Status::OK;
  };
  const Outcome outcome =
      Run({"declare-nil", "Bristol", "LO-C9", "--reason", "None here"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "authorities/E06000023 declares that it expects no provision under "
            "LO-C9, since 2025-09-01T00:00:00Z. It stands until an entry is "
            "published for that item.\n");
  EXPECT_EQ(received.parent(), "authorities/E06000023");
  EXPECT_EQ(received.statutory_item(), "LO-C9");
  EXPECT_EQ(received.reason(), "None here");
  EXPECT_NE(received.request_id(), "");
}

TEST_F(CommandTest, AuthoritiesAreListed) {
  const Outcome outcome = Run({"authorities"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "code       name                          region      entries  "
            "last change\n"
            "E06000022  Bath and North East Somerset  South West\n"
            "E06000023  Bristol                       South West  12       "
            "2025-09-01\n"
            "E06000024  North Somerset                South West\n"
            "E06000066  Somerset                      South West\n");
  EXPECT_EQ(outcome.err, "4 authorities, of which 1 publishes here.\n");
}

TEST_F(CommandTest, OneAuthorityIsShownWhole) {
  server_.answers.get_authority = [](const v1::GetAuthorityRequest& request,
                                     v1::GetAuthorityResponse* response) {
    response->mutable_authority()->set_name(request.name());
    response->mutable_authority()->set_title("Bristol");
    response->mutable_authority()->set_org_id("GB-LAE-BST");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"authorities", "Bristol"}).out,
            "Bristol\n"
            "authority         authorities/E06000023\n"
            "identifier        GB-LAE-BST\n"
            "Publishes nothing here.\n");
}

TEST_F(CommandTest, AnAuthorityIsRegistered) {
  v1::CreateAuthorityRequest received;
  server_.answers.create_authority =
      [&](const v1::CreateAuthorityRequest& request,
          v1::CreateAuthorityResponse* response) {
        received = request;
        *response->mutable_authority() = request.authority();
        response->mutable_authority()->set_name("authorities/EXAMPLE");
        return grpc::Status::OK;
      };
  const Outcome outcome =
      Run({"authorities", "add", "example", "--title", "Exampleshire",
           "--official-name", "Exampleshire County Council", "--type", "County",
           "--region", "South West", "--org-id", "GB-LAE-EXA"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Registered Exampleshire as authorities/EXAMPLE.\n");
  EXPECT_EQ(received.authority_id(), "EXAMPLE");
  EXPECT_EQ(received.authority().official_name(),
            "Exampleshire County Council");
  EXPECT_EQ(received.authority().authority_type(), "County");
  EXPECT_EQ(received.authority().region(), "South West");
  EXPECT_EQ(received.authority().org_id(), "GB-LAE-EXA");
}

class Tokens : public CommandTest {
 protected:
  Tokens() {
    server_.answers.create_token = [this](const v1::CreateTokenRequest& request,
                                          v1::CreateTokenResponse* response) {
      created_ = request;
      response->mutable_token()->set_name(request.parent() + "/tokens/7f");
      *response->mutable_token()->mutable_roles() = request.roles();
      response->set_secret("lo_secret");
      return grpc::Status::OK;
    };
  }

  v1::CreateTokenRequest created_;
};

TEST_F(Tokens, AreMadeWithRoles) {
  const Outcome outcome =
      Run({"token", "create", "--authority", "Bristol", "--role", "publisher",
           "--role", "draft-reader", "--label", "website", "--expires",
           "2025-09-01"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(created_.roles(),
              ElementsAre(v1::ROLE_PUBLISHER, v1::ROLE_DRAFT_READER));
  EXPECT_EQ(created_.label(), "website");
  EXPECT_EQ(created_.expire_time().seconds(), 1756684800);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("secret            lo_secret\n"),
                                 HasSubstr("publisher, draft-reader")));
  EXPECT_THAT(outcome.err, HasSubstr("never shown again"));
}

TEST_F(Tokens, QuietPrintsTheSecretAlone) {
  const Outcome outcome = Run({"token", "create", "--authority", "Bristol",
                               "--role", "admin", "--quiet"});
  EXPECT_EQ(outcome.out, "lo_secret\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Tokens, HaveKnownRolesOnly) {
  EXPECT_EQ(
      Run({"token", "create", "--authority", "Bristol", "--role", "king"}).code,
      2);
  EXPECT_EQ(Run({"token", "create", "--authority", "Bristol"}).code, 2);
  EXPECT_EQ(Run({"token"}).code, 2);
}

TEST_F(Tokens, AreListedWithoutSecrets) {
  server_.answers.list_tokens = [](const v1::ListTokensRequest& request,
                                   v1::ListTokensResponse* response) {
    v1::Token* token = response->add_tokens();
    token->set_name(request.parent() + "/tokens/7f");
    token->add_roles(v1::ROLE_ADMIN);
    token->set_label("team");
    token->mutable_create_time()->set_seconds(1756684800);
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"token", "list", "--authority", "Bristol"}).out,
            "token  roles  label  made        ends\n"
            "7f     admin  team   2025-09-01  never\n");
}

TEST_F(Tokens, AreRevokedByIdOrName) {
  std::vector<std::string> names;
  server_.answers.revoke_token = [&](const v1::RevokeTokenRequest& request,
                                     v1::RevokeTokenResponse*) {
    names.push_back(request.name());
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"token", "revoke", "7f", "--authority", "Bristol"}).code, 0);
  EXPECT_EQ(Run({"token", "revoke", "authorities/E06000023/tokens/8a"}).code,
            0);
  EXPECT_THAT(names, ElementsAre("authorities/E06000023/tokens/7f",
                                 "authorities/E06000023/tokens/8a"));
}

}  // namespace
}  // namespace localoffer::command

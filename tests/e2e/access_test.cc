// Who may call what: every method, with every kind of caller.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/access/policy.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const char* service :
       {"AuthoritiesService", "DirectoryService", "EditionsService",
        "ExchangeService", "HarvestService", "InclusionService", "KeysService",
        "PeersService", "PlacesService", "ProofsService",
        "PublishingService"}) {
    const ServiceDescriptor* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            absl::StrCat("localoffer.v1.", service));
    for (int i = 0; i < descriptor->method_count(); ++i) {
      methods.push_back(descriptor->method(i));
    }
  }
  return methods;
}

std::string PolicyName(const MethodDescriptor* method) {
  return absl::StrCat(method->service()->full_name(), "/", method->name());
}

TEST(Access, EveryMethodOfEveryServiceHasARow) {
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_TRUE(access::AccessOf(PolicyName(method)).has_value())
        << PolicyName(method);
  }
}

TEST(Access, AMethodWithoutARowIsOpenToNobody) {
  EXPECT_FALSE(access::Authorize("localoffer.v1.NewService/New", "E06000023",
                                 access::Identity{"-", {v1::ROLE_OPERATOR}})
                   .ok());
}

TEST(Access, ACertificateSpeaksForTheAuthorityInItsUri) {
  const auto publisher = access::IdentityOfUri(
      "spiffe://example.org/authority/E06000023/publisher");
  ASSERT_TRUE(publisher.has_value());
  EXPECT_EQ(publisher->authority, "E06000023");
  EXPECT_EQ(publisher->roles, std::set<v1::Role>{v1::ROLE_PUBLISHER});
  for (const char* uri :
       {"", "spiffe://example.org/authority/E06000023",
        "spiffe://example.org/authority//publisher",
        "spiffe://example.org/authority/E06000023/operator",
        "spiffe:///authority/E06000023/publisher",
        "https://example.org/authority/E06000023/publisher",
        "spiffe://example.org/authority/E06000023/publisher/more"}) {
    EXPECT_FALSE(access::IdentityOfUri(uri).has_value()) << uri;
  }
}

// The whole matrix over the wire: for each method a request that concerns
// Bristol, for each caller whether it gets past authorisation.
class AccessMatrixTest : public ::testing::Test {
 protected:
  // The smallest request of a method that names Bristol where it names any.
  static std::string RequestFor(const MethodDescriptor* method) {
    const std::string bristol = absl::StrCat("authorities/", kBristol);
    if (method->name() == "PlanPublication" || method->name() == "Publish") {
      v1::PublishRequest request;
      *request.mutable_header() =
          TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL);
      return request.SerializeAsString();
    }
    if (method->name() == "WithdrawEntry" || method->name() == "EraseBody") {
      v1::WithdrawEntryRequest request;
      request.set_name(TestEntryName(kBristol, 1));
      return request.SerializeAsString();
    }
    // These concern no authority.
    if (method->service()->name() == "PlacesService" ||
        method->name() == "AddTrust") {
      return "";
    }
    if (method->name() == "RevokeToken") {
      v1::RevokeTokenRequest request;
      request.set_name(absl::StrCat(bristol, "/tokens/none"));
      return request.SerializeAsString();
    }
    // The field `parent` or `name` is number 1 in all the others that have
    // rights of their own.
    v1::ListTokensRequest request;
    request.set_parent(bristol);
    return request.SerializeAsString();
  }

  // Calls any method, unary or streaming, with one request.
  grpc::StatusCode Call(const MethodDescriptor* method,
                        const std::string& token) {
    grpc::GenericStub stub(node_.channel());
    grpc::CompletionQueue queue;
    const auto context = With(token);
    const auto call = stub.PrepareCall(
        context.get(), absl::StrCat("/", PolicyName(method)), &queue);
    const auto step = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      queue.Next(&tag, &ok);
      return ok;
    };
    call->StartCall(nullptr);
    step();
    const std::string bytes = RequestFor(method);
    const grpc::Slice slice(bytes);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    step();
    grpc::ByteBuffer answer;
    bool more = true;
    while (more) {
      call->Read(&answer, nullptr);
      more = step();
      // It has answered, and would go on for ever.
      if (more && method->name() == "WatchCheckpoints") context->TryCancel();
    }
    grpc::Status status;
    call->Finish(&status, nullptr);
    step();
    return status.error_code();
  }

  TestNode node_;
};

TEST_F(AccessMatrixTest, EveryCallerGetsJustWhatItsRoleAllows) {
  struct Caller {
    std::string description;
    std::string token;
    std::set<access::Access> may;
  };
  using access::Access;
  const std::vector<Caller> callers = {
      {"nobody", "", {Access::kPublic}},
      {"publisher of Bristol",
       node_.Token(kBristol, v1::ROLE_PUBLISHER),
       {Access::kPublic, Access::kPublisher}},
      {"admin of Bristol",
       node_.Token(kBristol, v1::ROLE_ADMIN),
       {Access::kPublic, Access::kAdmin}},
      {"draft reader of Bristol",
       node_.Token(kBristol, v1::ROLE_DRAFT_READER),
       {Access::kPublic}},
      {"publisher of Leeds",
       node_.Token(kLeeds, v1::ROLE_PUBLISHER),
       {Access::kPublic}},
      {"admin of Leeds",
       node_.Token(kLeeds, v1::ROLE_ADMIN),
       {Access::kPublic}},
      {"operator",
       node_.Token("-"),
       {Access::kPublic, Access::kAdmin, Access::kOperator}},
  };
  for (const MethodDescriptor* method : AllMethods()) {
    const Access needed = *access::AccessOf(PolicyName(method));
    for (const Caller& caller : callers) {
      const grpc::StatusCode code = Call(method, caller.token);
      const bool allowed = caller.may.contains(needed);
      const grpc::StatusCode refusal =
          caller.token.empty() ? grpc::StatusCode::UNAUTHENTICATED
                               : grpc::StatusCode::PERMISSION_DENIED;
      EXPECT_EQ(code == refusal, !allowed)
          << PolicyName(method) << " by " << caller.description << ": " << code;
      if (allowed) {
        EXPECT_NE(code, grpc::StatusCode::PERMISSION_DENIED);
        EXPECT_NE(code, grpc::StatusCode::UNAUTHENTICATED);
      }
    }
    // A token that is not known opens nothing, not even what is public.
    EXPECT_EQ(Call(method, "lo_unknown"), grpc::StatusCode::UNAUTHENTICATED)
        << PolicyName(method);
  }
}

TEST_F(AccessMatrixTest, ARevokedOrExpiredTokenOpensNothing) {
  v1::CreateTokenRequest create;
  create.set_parent(absl::StrCat("authorities/", kBristol));
  create.add_roles(v1::ROLE_ADMIN);
  create.mutable_expire_time()->set_seconds(
      absl::ToUnixSeconds(node_.clock().now()) + 60);
  v1::CreateTokenResponse made;
  ASSERT_TRUE(node_.authorities()
                  .CreateToken(With(node_.Token("-")).get(), create, &made)
                  .ok());
  v1::ListTokensRequest list;
  list.set_parent(create.parent());
  v1::ListTokensResponse tokens;
  EXPECT_TRUE(node_.authorities()
                  .ListTokens(With(made.secret()).get(), list, &tokens)
                  .ok());
  node_.clock().Advance(absl::Seconds(60));
  EXPECT_EQ(Reason(node_.authorities().ListTokens(With(made.secret()).get(),
                                                  list, &tokens)),
            "TOKEN_EXPIRED");

  const std::string admin = node_.Token(kBristol, v1::ROLE_ADMIN);
  ASSERT_TRUE(
      node_.authorities().ListTokens(With(admin).get(), list, &tokens).ok());
  for (const v1::Token& token : tokens.tokens()) {
    v1::RevokeTokenRequest revoke;
    revoke.set_name(token.name());
    v1::RevokeTokenResponse revoked;
    ASSERT_TRUE(node_.authorities()
                    .RevokeToken(With(node_.Token("-")).get(), revoke, &revoked)
                    .ok());
  }
  node_.Restart();
  EXPECT_EQ(
      Reason(node_.authorities().ListTokens(With(admin).get(), list, &tokens)),
      "TOKEN_UNKNOWN");
}

// Ends a token in the middle of an upload and says how the upload ended.
class EndedTokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    v1::CreateTokenRequest create;
    create.set_parent(absl::StrCat("authorities/", kBristol));
    create.add_roles(v1::ROLE_PUBLISHER);
    create.mutable_expire_time()->set_seconds(
        absl::ToUnixSeconds(node_.clock().now()) + 60);
    ASSERT_TRUE(node_.authorities()
                    .CreateToken(With(node_.Token("-")).get(), create, &token_)
                    .ok());
  }

  void Revoke() {
    v1::RevokeTokenRequest revoke;
    revoke.set_name(token_.token().name());
    v1::RevokeTokenResponse revoked;
    ASSERT_TRUE(node_.authorities()
                    .RevokeToken(With(node_.Token("-")).get(), revoke, &revoked)
                    .ok());
  }

  // Sends a source that is larger than what gRPC takes in before the server
  // reads: when the last of it is sent, the first message, with the rights
  // that the caller then had, was taken long ago.
  grpc::Status Upload(const std::function<void()>& before_the_end) {
    const auto context = With(token_.secret());
    const auto stream = node_.publishing().Publish(context.get());
    v1::PublishRequest request;
    *request.mutable_header() =
        TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_FULL);
    EXPECT_TRUE(stream->Write(request));
    request.set_source_chunk("reference,name,description\n");
    EXPECT_TRUE(stream->Write(request));
    for (int i = 0; i < 800; ++i) {
      request.set_source_chunk(
          absl::StrCat("R", i, ",Name,", std::string(9000, 'x'), "\n"));
      EXPECT_TRUE(stream->Write(request));
    }
    before_the_end();
    request.set_end(true);
    stream->Write(request);
    stream->WritesDone();
    v1::PublishResponse response;
    while (stream->Read(&response)) {
    }
    return stream->Finish();
  }

  int64_t LogSize() {
    v1::GetAuthorityRequest request;
    request.set_name(absl::StrCat("authorities/", kBristol));
    v1::GetAuthorityResponse response;
    EXPECT_TRUE(node_.authorities()
                    .GetAuthority(With("").get(), request, &response)
                    .ok());
    return response.authority().log_size();
  }

  TestNode node_;
  v1::CreateTokenResponse token_;
};

TEST_F(EndedTokenTest, OneThatIsStillGoodPublishes) {
  const grpc::Status status = Upload([] {});
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(LogSize(), 800);
}

TEST_F(EndedTokenTest, OneThatIsRevokedDuringAnUploadPublishesNothing) {
  EXPECT_EQ(Reason(Upload([this] { Revoke(); })), "TOKEN_UNKNOWN");
  EXPECT_EQ(LogSize(), 0);
}

TEST_F(EndedTokenTest, OneThatExpiresDuringAnUploadPublishesNothing) {
  const grpc::Status status =
      Upload([this] { node_.clock().Advance(absl::Seconds(60)); });
  EXPECT_EQ(Reason(status), "TOKEN_EXPIRED");
  EXPECT_EQ(LogSize(), 0);
}

TEST_F(AccessMatrixTest, SecretsAreNotOnTheDisk) {
  const std::string secret = node_.Token(kBristol);
  node_.Restart();
  ASSERT_FALSE(secret.empty());
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(node_.folder())) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)),
                            std::istreambuf_iterator<char>());
    EXPECT_EQ(bytes.find(secret), std::string::npos) << file.path();
  }
}

}  // namespace
}  // namespace localoffer::testing

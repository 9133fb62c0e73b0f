// Authorities, health and reflection, from the outside.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

v1::Authority Get(TestNode& node, const std::string& id) {
  v1::GetAuthorityRequest request;
  request.set_name(absl::StrCat("authorities/", id));
  v1::GetAuthorityResponse response;
  const grpc::Status status =
      node.authorities().GetAuthority(With("").get(), request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.authority();
}

TEST(Authorities, AllOfEnglandIsRegistered) {
  TestNode node;
  v1::ListAuthoritiesRequest request;
  v1::ListAuthoritiesResponse response;
  const grpc::Status status =
      node.authorities().ListAuthorities(With("").get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_code() << status.error_message();
  EXPECT_EQ(response.authorities_size(), 153);
  // The one whose name has a comma in it.
  EXPECT_EQ(Get(node, "E06000058").title(),
            "Bournemouth, Christchurch and Poole");
}

TEST(Authorities, PagesHoldEveryAuthorityOnce) {
  TestNode node;
  v1::ListAuthoritiesRequest request;
  request.set_page_size(10);
  int total = 0;
  do {
    v1::ListAuthoritiesResponse response;
    ASSERT_TRUE(node.authorities()
                    .ListAuthorities(With("").get(), request, &response)
                    .ok());
    total += response.authorities_size();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(total, 153);
}

TEST(Authorities, TheCheckpointIsVerifiedByTheKeyThatIsShown) {
  TestNode node;
  node.MustPublish(kBristol, {TestEntry(1, "a"), TestEntry(2, "b")});
  const v1::Authority bristol = Get(node, kBristol);
  EXPECT_EQ(bristol.log_size(), 2);
  EXPECT_EQ(bristol.published_entries(), 2);
  const auto key = log::VerifierKey::Parse(bristol.verifier_key());
  ASSERT_TRUE(key.ok()) << key.status();
  const auto checkpoint =
      log::OpenCheckpoint(bristol.checkpoint(), "localoffer/E06000023", {*key});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 2u);
}

TEST(Authorities, OneThatTheRegisterLacksCanBeAddedAndPublishes) {
  TestNode node;
  v1::CreateAuthorityRequest request;
  request.set_authority_id("TEST001");
  request.mutable_authority()->set_title("Exampleton");
  v1::CreateAuthorityResponse response;
  ASSERT_TRUE(
      node.authorities()
          .CreateAuthority(With(node.Token("-")).get(), request, &response)
          .ok());
  EXPECT_EQ(
      node.authorities()
          .CreateAuthority(With(node.Token("-")).get(), request, &response)
          .error_code(),
      grpc::StatusCode::ALREADY_EXISTS);
  node.Restart();
  node.MustPublish("TEST001", {TestEntry(1, "a")});
  EXPECT_EQ(Get(node, "TEST001").published_entries(), 1);
}

// grpc.health.v1 and reflection by their wire names: what a probe or a tool
// without our stubs asks.
TEST(Server, AnswersHealthAndReflection) {
  TestNode node;
  grpc::GenericStub stub(node.channel());
  grpc::CompletionQueue queue;
  for (const char* method :
       {"/grpc.health.v1.Health/Check",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"}) {
    const auto context = With("");
    const auto call = stub.PrepareCall(context.get(), method, &queue);
    void* tag = nullptr;
    bool ok = false;
    call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    const grpc::Slice empty("", 0);
    call->WriteLast(grpc::ByteBuffer(&empty, 1), grpc::WriteOptions(), nullptr);
    queue.Next(&tag, &ok);
    grpc::ByteBuffer answer;
    call->Read(&answer, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_TRUE(ok) << method;
    grpc::Status status;
    call->Finish(&status, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << method;
  }
}

// What grpc.health.v1 says of a service: 1 is SERVING, 2 NOT_SERVING.
int HealthOf(TestNode& node, const std::string& service) {
  grpc::GenericStub stub(node.channel());
  grpc::CompletionQueue queue;
  const auto context = With("");
  // HealthCheckRequest has the service's name as field 1.
  std::string request;
  if (!service.empty()) {
    request =
        absl::StrCat("\x0a", std::string(1, char(service.size())), service);
  }
  const grpc::Slice slice(request);
  const auto call =
      stub.PrepareUnaryCall(context.get(), "/grpc.health.v1.Health/Check",
                            grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  grpc::ByteBuffer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  EXPECT_TRUE(status.ok()) << status.error_message();
  grpc::Slice bytes;
  answer.DumpToSingleSlice(&bytes);
  return bytes.size() == 2 ? bytes.begin()[1] : 0;
}

TEST(Server, SaysWhenItTakesNoMoreWritesAndStillAnswersQuestions) {
  TestNode node;
  node.MustPublish(kBristol, {TestEntry(1, "a")});
  EXPECT_EQ(HealthOf(node, ""), 1);
  EXPECT_EQ(HealthOf(node, "localoffer.v1.PublishingService"), 1);
  ASSERT_TRUE(storage::FillDiskUnder(node.folder() + "/heads"));
  const Published lost =
      node.Publish(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
                   {TestEntry(2, "b")}, node.Token(kBristol));
  EXPECT_EQ(lost.status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(lost.status.error_message(), "storage failed");
  const Published refused =
      node.Publish(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
                   {TestEntry(3, "c")}, node.Token(kBristol));
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(HealthOf(node, "localoffer.v1.PublishingService"), 2);
  EXPECT_EQ(HealthOf(node, ""), 1);
  EXPECT_EQ(Get(node, kBristol).published_entries(), 1);
}

}  // namespace
}  // namespace localoffer::testing

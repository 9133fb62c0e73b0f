#include "clients/connection.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/testing/certificate.h"
#include "clients/testing/fake_server.h"
#include "clients/testing/temporary_folder.h"

namespace localoffer::client {
namespace {

Connection::RandomBits Counter() {
  return [next = uint64_t{0}]() mutable { return ++next; };
}

absl::Status TryOpen(const ConnectionOptions& options) {
  return Connection::Open(options, Counter()).status();
}

grpc::Status Found(const v1::GetEntryRequest& request,
                   v1::GetEntryResponse* response) {
  response->mutable_entry()->set_name(request.name());
  return grpc::Status::OK;
}

v1::GetEntryRequest AnyRequest() {
  v1::GetEntryRequest request;
  request.set_name("authorities/E06000023/entries/e");
  return request;
}

TEST(Connection, WorksOnLoopbackWithoutConfiguration) {
  FakeServer server;
  server.answers.get_entry = Found;
  auto connection =
      Connection::Open({.server = server.address()}, Counter()).value();
  const auto response =
      connection->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->entry().name(), AnyRequest().name());
  EXPECT_EQ(server.calls()[0].authorization, "");
}

TEST(Connection, SendsTheTokenWithEveryCall) {
  FakeServer server;
  server.answers.get_entry = Found;
  auto connection =
      Connection::Open({.server = server.address(), .token = "s3cret"},
                       Counter())
          .value();
  ASSERT_TRUE(
      connection->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest())
          .ok());
  EXPECT_EQ(server.calls()[0].authorization, "Bearer s3cret");
}

TEST(Connection, NeverSendsATokenInPlaintextBeyondLoopbackUnasked) {
  const absl::Status status = TryOpen(
      {.server = "offers.example.org", .token = "s3cret", .plaintext = true});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status.message(), "--allow-plaintext-token"))
      << status;
  EXPECT_FALSE(absl::StrContains(status.message(), "s3cret"));
  EXPECT_TRUE(TryOpen({.server = "offers.example.org",
                       .token = "s3cret",
                       .plaintext = true,
                       .allow_plaintext_token = true})
                  .ok());
}

TEST(Connection, OpensForReadingInPlaintextBeyondLoopback) {
  EXPECT_TRUE(
      TryOpen({.server = "offers.example.org", .plaintext = true}).ok());
}

TEST(Connection, RefusesOptionsThatContradictOneAnother) {
  EXPECT_FALSE(TryOpen({.server = "h", .cert_file = "a.pem"}).ok());
  EXPECT_FALSE(TryOpen({.server = "h", .key_file = "a.pem"}).ok());
  EXPECT_FALSE(
      TryOpen({.server = "h", .ca_file = "a.pem", .plaintext = true}).ok());
  EXPECT_FALSE(TryOpen({.server = "h", .ca_file = "/nowhere/a.pem"}).ok());
  EXPECT_FALSE(TryOpen({.server = "h", .token = "two words"}).ok());
}

TEST(Connection, TrustsTheGivenAuthorityAlone) {
  const TestCertificate certificate = TestCertificate::ForLocalhost();
  FakeServer server(certificate.ServerCredentials());
  server.answers.get_entry = Found;
  const std::string address = absl::StrCat("localhost:", server.port());
  const TemporaryFolder folder;
  const std::string ca_file = folder.path() + "/trusted.pem";
  std::ofstream(ca_file) << certificate.certificate_pem;
  auto trusting = Connection::Open(
      {.server = address, .token = "s3cret", .ca_file = ca_file}, Counter());
  const auto response =
      (*trusting)->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(server.calls()[0].authorization, "Bearer s3cret");

  const std::string other_file = folder.path() + "/other.pem";
  std::ofstream(other_file) << TestCertificate::ForLocalhost().certificate_pem;
  auto doubting =
      Connection::Open({.server = address, .ca_file = other_file}, Counter());
  const auto refused =
      (*doubting)->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(absl::StartsWith(refused.status().message(),
                               "No trusted TLS connection could be made"))
      << refused.status();
  EXPECT_EQ(server.calls().size(), 1u);
}

TEST(Connection, RepeatsAWriteWithTheSameRequestId) {
  FakeServer server;
  std::atomic<int> attempts = 0;
  std::string ids[2];
  server.answers.declare_nil = [&](const v1::DeclareNilRequest& request,
                                   v1::DeclareNilResponse*) {
    const int attempt = attempts++;
    if (attempt < 2) ids[attempt] = request.request_id();
    return attempt == 0 ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "busy")
                        : grpc::Status::OK;
  };
  auto connection =
      Connection::Open({.server = server.address()}, Counter()).value();
  v1::DeclareNilRequest request;
  request.set_request_id(connection->NewRequestId());
  ASSERT_TRUE(
      connection->Call(&v1::PublishingService::Stub::DeclareNil, request).ok());
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(ids[0], "00000000000000010000000000000002");
  EXPECT_EQ(ids[1], ids[0]);
}

TEST(Connection, DoesNotRepeatAWriteWithoutRequestId) {
  FakeServer server;
  std::atomic<int> attempts = 0;
  server.answers.create_token = [&](const v1::CreateTokenRequest&,
                                    v1::CreateTokenResponse*) {
    ++attempts;
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "busy");
  };
  auto connection =
      Connection::Open({.server = server.address()}, Counter()).value();
  EXPECT_FALSE(connection
                   ->Call(&v1::AuthoritiesService::Stub::CreateToken,
                          v1::CreateTokenRequest())
                   .ok());
  EXPECT_EQ(attempts, 1);
}

TEST(Connection, GivesUpWhenTheDeadlineHasPassed) {
  // Outlives the server, whose handler waits for it.
  std::atomic<bool> is_over = false;
  FakeServer server;
  server.answers.get_entry = [&](const v1::GetEntryRequest&,
                                 v1::GetEntryResponse*) {
    is_over.wait(false);
    return grpc::Status::OK;
  };
  auto connection = Connection::Open({.server = server.address(),
                                      .unary_deadline = absl::Milliseconds(50)},
                                     Counter())
                        .value();
  const auto response =
      connection->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  is_over = true;
  is_over.notify_all();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Connection, SaysThatNobodyAnswered) {
  const std::string address = UnusedAddress();
  auto connection = Connection::Open({.server = address}, Counter()).value();
  const auto response =
      connection->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(response.status().message(),
            absl::StrCat("No server answered at ", address, "."));
}

TEST(Connection, TakesAnswersAboveGrpcsOwnLimit) {
  FakeServer server;
  server.answers.get_entry = [](const v1::GetEntryRequest&,
                                v1::GetEntryResponse* response) {
    response->mutable_entry()->set_etag(std::string(6 << 20, 'e'));
    return grpc::Status::OK;
  };
  auto connection =
      Connection::Open({.server = server.address()}, Counter()).value();
  const auto response =
      connection->Call(&v1::DirectoryService::Stub::GetEntry, AnyRequest());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->entry().etag().size(), 6u << 20);
}

}  // namespace
}  // namespace localoffer::client

// TLS, and clients known by their certificates.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/server/config.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(file)),
                     std::istreambuf_iterator<char>());
}

// Certificates as an operator would make them, with the openssl command.
class Certificates {
 public:
  Certificates() {
    Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
        "-subj /CN=test-ca -days 2 -keyout ca.key -out ca.pem");
    Make("server", "DNS:localhost,IP:127.0.0.1");
  }

  // A key and a certificate with these alternative names, signed by the CA.
  void Make(const std::string& name, const std::string& alternative_names) {
    std::ofstream(path(name + ".ext"))
        << "subjectAltName=" << alternative_names << "\n";
    Run(
        absl::StrCat("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
                     "-nodes -subj /CN=",
                     name, " -keyout ", name, ".key -out ", name, ".csr"));
    Run(absl::StrCat("x509 -req -in ", name, ".csr -CA ca.pem -CAkey ca.key ",
                     "-CAcreateserial -days 2 -extfile ", name, ".ext -out ",
                     name, ".pem"));
  }

  std::string path(const std::string& file) const {
    return absl::StrCat(folder_.path(), "/", file);
  }

 private:
  void Run(const std::string& arguments) {
    const std::string command = absl::StrCat(
        "cd ", folder_.path(), " && openssl ", arguments, " 2>/dev/null");
    // NOLINTNEXTLINE(cert-env33-c): a test's own fixed command
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }

  storage::TemporaryFolder folder_;
};

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    certificates_.Make(
        "bristol", "URI:spiffe://example.org/authority/E06000023/publisher");
    certificates_.Make("nobody", "DNS:nobody.example.org");
  }

  void Serve(bool require_client_certificate) {
    server::Config config;
    config.data_dir = folder_.path();
    config.listen = "127.0.0.1:0";
    config.health_listen = "127.0.0.1:0";
    config.min_free_mib = 0;
    config.tls_cert = certificates_.path("server.pem");
    config.tls_key = certificates_.path("server.key");
    config.tls_client_ca = certificates_.path("ca.pem");
    config.tls_refresh_seconds = 1;
    config.require_client_certificate = require_client_certificate;
    environment_.clock = clock_.clock();
    environment_.stopwatch = [] { return absl::ZeroDuration(); };
    environment_.random = storage::SeededBytes(5);
    environment_.log = [](absl::string_view) {};
    auto server = server::Server::Start(config, environment_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // A channel to a server that these certificates are of.
  std::shared_ptr<grpc::Channel> ConnectTo(const Certificates& certificates) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(certificates.path("ca.pem"));
    return grpc::CreateChannel(server_->address(),
                               grpc::SslCredentials(options));
  }

  // A channel that shows the client certificate `name`; none when empty.
  std::shared_ptr<grpc::Channel> Connect(const std::string& name) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(certificates_.path("ca.pem"));
    if (!name.empty()) {
      options.pem_private_key = ReadFile(certificates_.path(name + ".key"));
      options.pem_cert_chain = ReadFile(certificates_.path(name + ".pem"));
    }
    return grpc::CreateChannel(server_->address(),
                               grpc::SslCredentials(options));
  }

  grpc::Status DeclareNil(const std::string& certificate,
                          const std::string& authority) {
    const auto stub = v1::PublishingService::NewStub(Connect(certificate));
    v1::DeclareNilRequest request;
    request.set_parent(absl::StrCat("authorities/", authority));
    request.set_statutory_item("LO-C9");
    request.set_reason("a test");
    v1::DeclareNilResponse response;
    return stub->DeclareNil(With("").get(), request, &response);
  }

  grpc::Status List(const std::shared_ptr<grpc::Channel>& channel) {
    const auto stub = v1::AuthoritiesService::NewStub(channel);
    v1::ListAuthoritiesResponse response;
    return stub->ListAuthorities(With("").get(), {}, &response);
  }

  std::string VerifierKeyOf(const std::string& authority) {
    const auto stub = v1::AuthoritiesService::NewStub(Connect("nobody"));
    v1::GetAuthorityRequest request;
    request.set_name(absl::StrCat("authorities/", authority));
    v1::GetAuthorityResponse response;
    EXPECT_TRUE(stub->GetAuthority(With("").get(), request, &response).ok());
    return response.authority().verifier_key();
  }

  Certificates certificates_;
  storage::TemporaryFolder folder_;
  storage::FakeClock clock_;
  server::Environment environment_;
  std::unique_ptr<server::Server> server_;
};

TEST_F(TlsTest, ACertificateWritesForItsOwnAuthorityOnly) {
  Serve(/*require_client_certificate=*/false);
  EXPECT_TRUE(DeclareNil("bristol", kBristol).ok());
  EXPECT_EQ(DeclareNil("bristol", kLeeds).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(DeclareNil("nobody", kBristol).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(DeclareNil("", kBristol).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_TRUE(List(Connect("")).ok());
}

TEST_F(TlsTest, WhereCertificatesAreRequiredNobodyElseGetsIn) {
  Serve(/*require_client_certificate=*/true);
  EXPECT_TRUE(List(Connect("bristol")).ok());
  EXPECT_EQ(List(Connect("")).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, PlaintextIsNotUnderstoodOnATlsPort) {
  Serve(/*require_client_certificate=*/false);
  EXPECT_EQ(List(grpc::CreateChannel(server_->address(),
                                     grpc::InsecureChannelCredentials()))
                .error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, NewCertificatesAreShownWithoutARestart) {
  Serve(/*require_client_certificate=*/false);
  EXPECT_TRUE(List(ConnectTo(certificates_)).ok());
  const Certificates renewed;
  EXPECT_FALSE(List(ConnectTo(renewed)).ok());
  for (const char* file : {"server.key", "server.pem"}) {
    std::filesystem::rename(renewed.path(file), certificates_.path(file));
  }
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(30);
  bool is_renewed = false;
  while (!is_renewed && std::chrono::steady_clock::now() < deadline) {
    is_renewed = List(ConnectTo(renewed)).ok();
  }
  EXPECT_TRUE(is_renewed);
  EXPECT_FALSE(List(ConnectTo(certificates_)).ok());
}

TEST_F(TlsTest, TheHealthPortAnswersNothingElse) {
  Serve(/*require_client_certificate=*/true);
  EXPECT_EQ(List(grpc::CreateChannel(server_->health_address(),
                                     grpc::InsecureChannelCredentials()))
                .error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(TlsTest, AFollowerShowsItsPeerACertificate) {
  Serve(/*require_client_certificate=*/true);
  ASSERT_TRUE(DeclareNil("bristol", kBristol).ok());
  const storage::TemporaryFolder folder;
  server::Config config;
  config.data_dir = folder.path();
  config.listen = "127.0.0.1:0";
  config.min_free_mib = 0;
  config.peers = {server_->address()};
  config.peer_ca = certificates_.path("ca.pem");
  config.peer_cert = certificates_.path("nobody.pem");
  config.peer_key = certificates_.path("nobody.key");
  std::ofstream(folder.path() + "/trust")
      << "key E06000023 " << VerifierKeyOf(kBristol) << "\n";
  const auto follower = server::Server::Start(config, environment_);
  ASSERT_TRUE(follower.ok()) << follower.status();
  const auto stub = v1::ExchangeService::NewStub(grpc::CreateChannel(
      (*follower)->address(), grpc::InsecureChannelCredentials()));
  const auto context = With("");
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::seconds(30));
  const auto reader = stub->WatchCheckpoints(context.get(), {});
  v1::WatchCheckpointsResponse message;
  bool came = false;
  while (!came && reader->Read(&message)) came = message.logs_size() > 0;
  EXPECT_TRUE(came) << reader->Finish().error_message();
}

TEST(Config, RefusesToListenBeyondLoopbackInTheClear) {
  server::Config config;
  config.data_dir = "/nowhere";
  EXPECT_EQ(server::Objection(config), std::nullopt);
  config.listen = "0.0.0.0:7420";
  EXPECT_THAT(server::Objection(config), Optional(HasSubstr("TLS")));
  config.plaintext_beyond_loopback = true;
  EXPECT_EQ(server::Objection(config), std::nullopt);
  config.tls_cert = "cert.pem";
  EXPECT_THAT(server::Objection(config), Optional(HasSubstr("--tls-key")));
}

TEST(Config, PeersAreOtherNodesAddresses) {
  server::Config config;
  config.data_dir = "/nowhere";
  config.peers = {"leeds.example:7420", "[::1]:7421"};
  EXPECT_EQ(server::Objection(config), std::nullopt);
  for (const char* wrong : {"leeds.example", "leeds.example:", ":7420",
                            "leeds.example:0", "https://leeds.example:7420"}) {
    config.peers = {wrong};
    EXPECT_THAT(server::Objection(config), Optional(HasSubstr("HOST:PORT")))
        << wrong;
  }
  config.peers = {"leeds.example:7420"};
  config.peer_cert = "cert.pem";
  EXPECT_THAT(server::Objection(config), Optional(HasSubstr("--peer-key")));
  config.peer_key = "key.pem";
  EXPECT_THAT(server::Objection(config), Optional(HasSubstr("--peer-ca")));
  config.peer_ca = "ca.pem";
  EXPECT_EQ(server::Objection(config), std::nullopt);
  config.peers = {config.listen};
  EXPECT_THAT(server::Objection(config), Optional(HasSubstr("own address")));
}

TEST(Config, KnowsWhatLoopbackIs) {
  for (const char* address :
       {"127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1"}) {
    EXPECT_TRUE(server::IsLoopback(address)) << address;
  }
  for (const char* address :
       {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example.org:1", ":1",
        "127.example.org:1", "localhost.example.org:1"}) {
    EXPECT_FALSE(server::IsLoopback(address)) << address;
  }
}

}  // namespace
}  // namespace localoffer::testing

#include "services/replica/introduction.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "services/exchange/peer_link.h"
#include "services/exchange/testing_node.h"
#include "storage/log/checkpoint.h"
#include "storage/log/signing_key.h"
#include "storage/log/trust.h"
#include "storage/testing.h"

namespace localoffer::replica {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBristol[] = "E06000023";

std::string KeyText(uint8_t seed) {
  const std::vector<uint8_t> bytes(log::kSeedBytes, seed);
  return log::SigningKey::FromSeed(log::CheckpointOrigin(kBristol), bytes)
      ->verifier_key()
      .ToString();
}

// A node that says what a test wants it to say.
class SaidKeys final : public v1::KeysService::Service {
 public:
  grpc::Status GetLogKeys(grpc::ServerContext*, const v1::GetLogKeysRequest*,
                          v1::GetLogKeysResponse* response) override {
    *response = keys;
    return grpc::Status::OK;
  }
  void Add(const std::string& key, int64_t after_size, v1::KeySource source) {
    v1::LogKey& shown = *keys.add_keys();
    shown.set_verifier_key(key);
    shown.set_after_size(after_size);
    shown.set_source(source);
  }
  v1::GetLogKeysResponse keys;
};

class SaidAuthorities final : public v1::AuthoritiesService::Service {
 public:
  grpc::Status ListAuthorities(grpc::ServerContext*,
                               const v1::ListAuthoritiesRequest* request,
                               v1::ListAuthoritiesResponse* response) override {
    ++pages;
    if (page) page(*request, *response);
    return grpc::Status::OK;
  }
  std::function<void(const v1::ListAuthoritiesRequest&,
                     v1::ListAuthoritiesResponse&)>
      page;
  int pages = 0;
};

class IntroductionTest : public ::testing::Test {
 protected:
  IntroductionTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&keys_);
    builder.RegisterService(&authorities_);
    server_ = builder.BuildAndStart();
    link_ = std::make_unique<exchange::PeerLink>(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
    v1::WatchCheckpointsResponse message;
    message.set_complete(true);
    message.add_logs()->set_log(absl::StrCat("authorities/", kBristol));
    copy_.follower().TakeCheckpoints(0, message);
  }
  ~IntroductionTest() override {
    link_.reset();
    server_->Shutdown();
  }

  void Meet() { introduction_.Meet(*link_); }
  std::vector<log::TrustStatement> Trusted() {
    return copy_.store().trust().Statements();
  }

  storage::FakeClock clock_;
  std::vector<std::string> lines_;
  rpc::Journal journal_{clock_.clock(), [this](absl::string_view line) {
                          lines_.emplace_back(line);
                        }};
  SaidKeys keys_;
  SaidAuthorities authorities_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<exchange::PeerLink> link_;
  exchange::TestingNode copy_{2, clock_.clock(), {"home:1"}};
  Introduction introduction_{copy_.store(), copy_.follower(), clock_.clock(),
                             journal_};
};

TEST_F(IntroductionTest, TheKeysOfALogAreTakenTogether) {
  keys_.Add(KeyText(1), 0, v1::KEY_SOURCE_LOG);
  keys_.keys.mutable_keys(0)->set_revoked_after_size(9);
  keys_.Add(KeyText(2), 4, v1::KEY_SOURCE_LOG);
  keys_.Add(KeyText(3), 7, v1::KEY_SOURCE_TRUST);
  std::vector<size_t> heard;
  copy_.store().trust().AddListener([&] { heard.push_back(Trusted().size()); });
  Meet();
  // Without the rotation, which is in the log.
  EXPECT_THAT(heard, ::testing::ElementsAre(3));
  const log::KeyTimeline keys = copy_.store().trust().KeysOf(kBristol);
  EXPECT_THAT(keys.keys(), SizeIs(2));
  ASSERT_NE(keys.At(8), nullptr);
  EXPECT_EQ(keys.At(8)->ToString(), KeyText(3));
}

TEST_F(IntroductionTest, MoreKeysThanALogCanWantAreNotTaken) {
  keys_.Add(KeyText(1), 0, v1::KEY_SOURCE_LOG);
  for (int64_t size = 1; size < 64; ++size) {
    keys_.Add(KeyText(2), size, v1::KEY_SOURCE_TRUST);
  }
  const v1::GetLogKeysResponse most = keys_.keys;
  keys_.Add(KeyText(3), 64, v1::KEY_SOURCE_TRUST);
  Meet();
  EXPECT_THAT(Trusted(), IsEmpty());
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(lines_[0], HasSubstr("more than 64 keys"));
  // Rotations don't count.
  keys_.keys = most;
  for (int64_t size = 64; size < 200; ++size) {
    keys_.Add(KeyText(4), size, v1::KEY_SOURCE_LOG);
  }
  Meet();
  EXPECT_THAT(Trusted(), SizeIs(64));
}

TEST_F(IntroductionTest, ARegisterThatDoesNotEndIsLeft) {
  const size_t before = copy_.store().authorities().All().size();
  authorities_.page = [this](const v1::ListAuthoritiesRequest&,
                             v1::ListAuthoritiesResponse& page) {
    for (int i = 0; i < 4'000; ++i) {
      // Without a title: nothing of it is written.
      page.add_authorities()->set_name(absl::StrFormat("authorities/E%08d", i));
    }
    page.set_next_page_token(std::string(authorities_.pages, 'x'));
  };
  Meet();
  EXPECT_EQ(authorities_.pages, 3);
  EXPECT_EQ(copy_.store().authorities().All().size(), before);
  ASSERT_THAT(lines_, SizeIs(1));
  EXPECT_THAT(lines_[0], HasSubstr("does not end after 10000 authorities"));
}

TEST_F(IntroductionTest, PagesWithNothingOnThemEnd) {
  authorities_.page = [this](const v1::ListAuthoritiesRequest&,
                             v1::ListAuthoritiesResponse& page) {
    page.set_next_page_token(absl::StrFormat("%08d", authorities_.pages));
  };
  Meet();
  EXPECT_EQ(authorities_.pages, 1000);
}

}  // namespace
}  // namespace localoffer::replica

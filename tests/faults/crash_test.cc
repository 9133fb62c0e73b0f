// kill -9 while many publish: nothing that was acknowledged is lost, nothing
// appears twice, and no node needs repair by hand.
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/faults/acknowledged.h"
#include "tests/faults/node_process.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

constexpr int kPublishers = 8;

int Rounds() {
  const char* rounds = std::getenv("LOCALOFFER_CRASH_ROUNDS");
  int number = 0;
  return rounds != nullptr && absl::SimpleAtoi(rounds, &number) ? number : 20;
}

class CrashTest : public ::testing::Test {
 protected:
  static std::string Authority(int publisher) {
    return publisher % 2 == 0 ? kBristol : kLeeds;
  }

  std::string Token(const std::string& address, const std::string& authority) {
    std::ifstream file(folder_.path() + "/operator-token");
    std::string operator_token;
    std::getline(file, operator_token);
    const auto stub = v1::AuthoritiesService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    v1::CreateTokenRequest request;
    request.set_parent(absl::StrCat("authorities/", authority));
    request.add_roles(v1::ROLE_PUBLISHER);
    v1::CreateTokenResponse response;
    stub->CreateToken(With(operator_token).get(), request, &response);
    return response.secret();
  }

  // Publishes entry after entry until the node is gone.
  void PublishUntilGone(const std::string& address, int publisher,
                        const std::string& token, std::atomic<int>& count) {
    const std::string authority = Authority(publisher);
    const auto stub = v1::PublishingService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    while (true) {
      const int number = next_number_.fetch_add(1);
      const auto context = With(token);
      const auto stream = stub->Publish(context.get());
      v1::PublishRequest request;
      *request.mutable_header() =
          TestNode::Header(authority, v1::PUBLICATION_SCOPE_PARTIAL);
      stream->Write(request);
      *request.mutable_entry() = TestEntry(number, "crash");
      stream->Write(request);
      request.set_end(true);
      stream->Write(request);
      stream->WritesDone();
      v1::PublishResponse response;
      v1::Publication publication;
      while (stream->Read(&response)) {
        if (response.has_publication()) publication = response.publication();
      }
      if (!stream->Finish().ok()) return;
      acknowledged_.Add(TestEntryName(authority, number),
                        publication.first_sequence());
      count.fetch_add(1);
    }
  }

  void ExpectAllThere(const std::string& address) {
    const auto stub = v1::DirectoryService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    for (const auto& [entry, sequence] : acknowledged_.all()) {
      v1::GetEntryRequest request;
      request.set_name(entry);
      v1::GetEntryResponse response;
      const grpc::Status status =
          stub->GetEntry(With("").get(), request, &response);
      ASSERT_TRUE(status.ok()) << entry << ": " << status.error_message();
      EXPECT_EQ(response.entry().sequence(), sequence) << entry;
    }
  }

  storage::TemporaryFolder folder_;
  Acknowledged acknowledged_;
  std::atomic<int> next_number_ = 1;
};

TEST_F(CrashTest, NothingAcknowledgedIsLost) {
  std::mt19937 random(20260901);
  for (int round = 0; round < Rounds(); ++round) {
    NodeProcess node({.folder = folder_.path()});
    ASSERT_FALSE(node.address().empty()) << node.output();
    if (round % 5 == 4) ExpectAllThere(node.address());
    std::atomic<int> count = 0;
    std::atomic<int> running = kPublishers;
    std::vector<std::thread> publishers;
    for (int i = 0; i < kPublishers; ++i) {
      const std::string token = Token(node.address(), Authority(i));
      publishers.emplace_back([&, i, token] {
        PublishUntilGone(node.address(), i, token, count);
        running.fetch_sub(1);
      });
    }
    // Somewhere among the next commits; which one the seed decides.
    const int until = static_cast<int>(random() % 60);
    while (count.load() < until && running.load() > 0) {
      std::this_thread::yield();
    }
    EXPECT_GT(running.load(), 0) << "the node refuses what it should take";
    node.Kill();
    for (std::thread& publisher : publishers) publisher.join();
  }
  NodeProcess node({.folder = folder_.path()});
  ASSERT_FALSE(node.address().empty()) << node.output();
  ExpectAllThere(node.address());
  EXPECT_GT(acknowledged_.all().size(), 10u * Rounds());
  EXPECT_EQ(node.Stop(), 0);
}

}  // namespace
}  // namespace localoffer::testing

// Reads while a commit is under way: whoever must wait for it does so without
// one of the threads on which gRPC takes calls.
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "gtest/gtest.h"
#include "services/entry/timestamp.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

// More than gRPC has threads for calls: at most 16.
constexpr int kReads = 40;

class CommitUnderWayTest : public ::testing::Test {
 protected:
  CommitUnderWayTest() {
    node_.MustPublish(kBristol, {TestEntry(1, "First", "9900001")});
    token_ = node_.Token(kBristol);
    node_.clock().Advance(absl::Seconds(1));
    random_.Close();
    writer_ = std::thread([this] {
      EXPECT_TRUE(node_
                      .Publish(TestNode::Header(kBristol,
                                                v1::PUBLICATION_SCOPE_PARTIAL),
                               {TestEntry(2, "Second", "9900001")}, token_)
                      .status.ok());
    });
    random_.AwaitWaiting();
  }
  ~CommitUnderWayTest() override { EndCommit(); }

  void EndCommit() {
    random_.Open();
    if (writer_.joinable()) writer_.join();
  }

  // A read that needs no waiting is answered, however many others wait.
  void ExpectOthersAreAnswered() {
    const auto context = With("");
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::seconds(10));
    v1::GetEntryRequest request;
    request.set_name(TestEntryName(kBristol, 1));
    v1::GetEntryResponse response;
    const grpc::Status status =
        node_.directory().GetEntry(context.get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  storage::GatedBytes random_{7};
  TestNode node_{random_.source()};
  std::string token_;
  std::thread writer_;
};

template <typename Response>
struct Read {
  std::unique_ptr<grpc::ClientContext> context = With("");
  Response response;
  grpc::Status status;
};

TEST_F(CommitUnderWayTest, ReadsThatWaitForItHoldUpNoOthers) {
  v1::GetEntryRequest request;
  request.set_name(TestEntryName(kBristol, 2));
  *request.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  std::deque<Read<v1::GetEntryResponse>> reads(kReads);
  absl::BlockingCounter unanswered(kReads);
  for (auto& read : reads) {
    node_.directory().async()->GetEntry(read.context.get(), &request,
                                        &read.response,
                                        [&](const grpc::Status& status) {
                                          read.status = status;
                                          unanswered.DecrementCount();
                                        });
  }
  ExpectOthersAreAnswered();
  EndCommit();
  unanswered.Wait();
  for (const auto& read : reads) {
    ASSERT_TRUE(read.status.ok()) << read.status.error_message();
    EXPECT_EQ(read.response.revision(), reads.front().response.revision());
  }
}

TEST_F(CommitUnderWayTest, QuestionsOfInclusionThatWaitForItHoldUpNoOthers) {
  v1::CheckInclusionRequest request;
  request.add_providers("providers/GB-CHC-9900001");
  request.add_authorities(std::string("authorities/") + kBristol);
  *request.mutable_read_time() = entry::ToTimestamp(node_.clock().now());
  std::deque<Read<v1::CheckInclusionResponse>> reads(kReads);
  absl::BlockingCounter unanswered(kReads);
  for (auto& read : reads) {
    node_.inclusion().async()->CheckInclusion(read.context.get(), &request,
                                              &read.response,
                                              [&](const grpc::Status& status) {
                                                read.status = status;
                                                unanswered.DecrementCount();
                                              });
  }
  ExpectOthersAreAnswered();
  EndCommit();
  unanswered.Wait();
  for (const auto& read : reads) {
    ASSERT_TRUE(read.status.ok()) << read.status.error_message();
    ASSERT_EQ(read.response.inclusions_size(), 1);
    EXPECT_EQ(read.response.inclusions(0).evidence_size(), 2);
  }
}

}  // namespace
}  // namespace localoffer::testing

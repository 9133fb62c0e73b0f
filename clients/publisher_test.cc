#include "clients/publisher.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "clients/error.h"
#include "clients/testing/fake_server.h"
#include "clients/testing/temporary_folder.h"

namespace localoffer::client {
namespace {

class PublisherTest : public testing::Test {
 protected:
  PublisherTest() {
    server_.answers.publish = [this](const ReceivedSource& source,
                                     std::vector<v1::PublishResponse>* parts) {
      received_ = source;
      parts->resize(2);
      (*parts)[0].add_repairs()->set_rule("URL_SCHEME_ADDED");
      (*parts)[1].add_changes()->set_title("Short breaks");
      (*parts)[1].mutable_publication()->set_change_count(1);
      return grpc::Status::OK;
    };
  }

  void WriteFile(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }

  FakeServer server_;
  ReceivedSource received_;
  const TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/offer.json";
  std::unique_ptr<Connection> connection_ =
      Connection::Open({.server = server_.address()}, [] {
        return uint64_t{0xabc};
      }).value();
  Publisher publisher_{connection_.get()};
};

TEST_F(PublisherTest, SendsEveryByteInChunks) {
  std::string bytes;
  for (int i = 0; i < 3 * kSourceChunkBytes + 17; ++i) {
    bytes.push_back(static_cast<char>(i * 31));
  }
  WriteFile(bytes);
  v1::PublicationHeader header;
  header.set_parent("authorities/E06000023");
  std::vector<int64_t> progress;
  v1::PublishResponse report;
  ASSERT_TRUE(publisher_
                  .Publish(
                      header, path_,
                      [&](int64_t sent) { progress.push_back(sent); }, &report)
                  .ok());
  EXPECT_EQ(received_.bytes, bytes);
  EXPECT_EQ(received_.chunks, 4);
  EXPECT_EQ(received_.header.parent(), "authorities/E06000023");
  EXPECT_EQ(progress, (std::vector<int64_t>{65536, 131072, 196608, 196625}));
}

TEST_F(PublisherTest, CollectsTheAnswersInOrder) {
  WriteFile("[]");
  v1::PublishResponse report;
  ASSERT_TRUE(publisher_.Publish({}, path_, nullptr, &report).ok());
  EXPECT_EQ(report.repairs(0).rule(), "URL_SCHEME_ADDED");
  EXPECT_EQ(report.changes(0).title(), "Short breaks");
  EXPECT_EQ(report.publication().change_count(), 1);
}

TEST_F(PublisherTest, MakesARequestIdUnlessOneIsGiven) {
  WriteFile("[]");
  v1::PublishResponse report;
  ASSERT_TRUE(publisher_.Publish({}, path_, nullptr, &report).ok());
  EXPECT_EQ(received_.header.request_id(), "0000000000000abc0000000000000abc");
  v1::PublicationHeader header;
  header.set_request_id("mine");
  ASSERT_TRUE(publisher_.Publish(header, path_, nullptr, &report).ok());
  EXPECT_EQ(received_.header.request_id(), "mine");
}

TEST_F(PublisherTest, KeepsTheViolationsOfARefusal) {
  server_.answers.publish = [](const ReceivedSource&,
                               std::vector<v1::PublishResponse>* parts) {
    parts->resize(1);
    (*parts)[0].add_violations()->set_value("abc");
    return Refusal(grpc::StatusCode::INVALID_ARGUMENT, "1 record is refused.",
                   "PUBLICATION_REFUSED");
  };
  WriteFile("[]");
  v1::PublishResponse report;
  const absl::Status status = publisher_.Publish({}, path_, nullptr, &report);
  EXPECT_EQ(Describe(status).reason, "PUBLICATION_REFUSED");
  ASSERT_EQ(report.violations_size(), 1);
  EXPECT_EQ(report.violations(0).value(), "abc");
}

// More answers than flow control lets wait, before the server reads: sending
// all before reading anything would never end.
TEST_F(PublisherTest, ReadsAnswersWhileItSends) {
  server_.answers.early_violations = 2000;
  WriteFile(std::string(4 << 20, 'x'));
  v1::PublishResponse report;
  ASSERT_TRUE(publisher_.Publish({}, path_, nullptr, &report).ok());
  EXPECT_EQ(report.violations_size(), 2000);
  EXPECT_EQ(received_.bytes.size(), 4u << 20);
}

TEST_F(PublisherTest, DoesNotTakeSilenceForAnAcknowledgement) {
  server_.answers.publish = [](const ReceivedSource&,
                               std::vector<v1::PublishResponse>*) {
    return grpc::Status::OK;
  };
  WriteFile("[]");
  v1::PublishResponse report;
  EXPECT_EQ(publisher_.Publish({}, path_, nullptr, &report).code(),
            absl::StatusCode::kInternal);
}

TEST_F(PublisherTest, SaysWhichFileItCannotRead) {
  v1::PublishResponse report;
  EXPECT_EQ(publisher_.Publish({}, "/nowhere/a.csv", nullptr, &report),
            absl::InvalidArgumentError("\"/nowhere/a.csv\" can't be read: No "
                                       "such file or directory."));
  EXPECT_EQ(publisher_.Publish({}, folder_.path(), nullptr, &report).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(server_.calls().empty());
}

TEST_F(PublisherTest, DoesNotSendAnEmptyFile) {
  WriteFile("");
  v1::PlanPublicationResponse report;
  EXPECT_EQ(publisher_.Plan({}, path_, nullptr, &report).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(PublisherTest, PlansWithoutPublishing) {
  server_.answers.plan = [this](
                             const ReceivedSource& source,
                             std::vector<v1::PlanPublicationResponse>* parts) {
    received_ = source;
    parts->resize(1);
    (*parts)[0].mutable_summary()->set_plan_token("token");
    return grpc::Status::OK;
  };
  WriteFile("name\n");
  v1::PlanPublicationResponse report;
  ASSERT_TRUE(publisher_.Plan({}, path_, nullptr, &report).ok());
  EXPECT_EQ(received_.bytes, "name\n");
  EXPECT_EQ(report.summary().plan_token(), "token");
  ASSERT_EQ(server_.calls().size(), 1u);
  EXPECT_EQ(server_.calls()[0].method, "PlanPublication");
}

}  // namespace
}  // namespace localoffer::client

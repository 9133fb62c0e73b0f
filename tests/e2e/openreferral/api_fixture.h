// A node whose Open Referral API is asked, and checked against the schemas.
#ifndef LOCALOFFER_TESTS_E2E_OPENREFERRAL_API_FIXTURE_H_
#define LOCALOFFER_TESTS_E2E_OPENREFERRAL_API_FIXTURE_H_

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "rapidjson/document.h"
#include "services/gateway/testing_http_client.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {

inline constexpr char kBase[] = "/openreferral/v3";

class OpenReferralApiTest : public ::testing::Test {
 protected:
  using Received = gateway::Received;

  Received Get(absl::string_view target, absl::string_view fields = "") {
    const auto received = gateway::HttpGet(node_.http(), target, fields);
    EXPECT_TRUE(received) << target;
    return received.value_or(Received());
  }

  // A method without a body.
  Received Ask(absl::string_view method, absl::string_view target,
               absl::string_view fields = "") {
    gateway::HttpClient client(node_.http());
    client.Send(absl::StrCat(method, " ", target,
                             " HTTP/1.1\r\nHost: example.org\r\n", fields,
                             "\r\n"));
    return client.Receive(method == "HEAD").value_or(Received());
  }

  static rapidjson::Document Parse(const std::string& body) {
    rapidjson::Document json;
    json.Parse(body.c_str());
    EXPECT_FALSE(json.HasParseError()) << body;
    return json;
  }

  rapidjson::Document Json(const std::string& target) {
    const Received received = Get(target);
    EXPECT_EQ(received.status, 200) << target << "\n" << received.body;
    return Parse(received.body);
  }

  // A member of every object of a list, whatever the page.
  std::vector<std::string> All(const std::string& target,
                               const char* member = "id") {
    const Received received = Get(target, "Accept: application/x-ndjson\r\n");
    EXPECT_EQ(received.status, 200) << target << "\n" << received.body;
    EXPECT_EQ(received.Header("content-type"), "application/x-ndjson");
    std::vector<std::string> values;
    for (const absl::string_view line :
         absl::StrSplit(received.body, '\n', absl::SkipEmpty())) {
      values.emplace_back(Parse(std::string(line))[member].GetString());
    }
    return values;
  }

  // Keeps an answer to be checked against a schema at the end of the test;
  // `definition*` for one object a line.
  std::string Keep(const std::string& definition, const std::string& target) {
    const Received received = Get(target);
    EXPECT_EQ(received.status, 200) << target << "\n" << received.body;
    const std::string path =
        absl::StrCat(node_.folder(), "/answer-", ++kept_, ".json");
    std::ofstream(path, std::ios::binary) << received.body;
    absl::StrAppend(&to_check_, " '", definition, "=", path, "'");
    return received.body;
  }

  void TearDown() override {
    if (to_check_.empty()) return;
    EXPECT_EQ(
        std::system(absl::StrCat("/usr/bin/python3 -B " LOCALOFFER_SOURCE_DIR
                                 "/tests/e2e/openreferral/"
                                 "check_open_referral.py",
                                 to_check_)
                        .c_str()),
        0);
  }

  // Publishes one of the demo's offers as a whole.
  void PublishDemo(const std::string& authority, const std::string& file) {
    std::ifstream in(LOCALOFFER_SOURCE_DIR "/tests/demo/offers/" + file);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    const Published published = node_.PublishSource(
        TestNode::Header(authority, v1::PUBLICATION_SCOPE_FULL), source,
        node_.Token(authority));
    EXPECT_TRUE(published.status.ok()) << published.status.error_message();
  }

  void Withdraw(const std::string& authority, int number) {
    v1::WithdrawEntryRequest request;
    request.set_name(TestEntryName(authority, number));
    request.set_reason("closed for good");
    v1::WithdrawEntryResponse response;
    const grpc::Status status = node_.publishing().WithdrawEntry(
        With(node_.Token(authority)).get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  TestNode node_;

 private:
  int kept_ = 0;
  std::string to_check_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_E2E_OPENREFERRAL_API_FIXTURE_H_

// Keys of logs: shown, rotated, moved to another node, trusted.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "localoffer/v1/keys.grpc.pb.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kParent[] = "authorities/E06000023";

class KeysTest : public ::testing::Test {
 protected:
  static v1::GetLogKeysResponse KeysOf(TestNode& node) {
    v1::GetLogKeysRequest request;
    request.set_parent(kParent);
    v1::GetLogKeysResponse response;
    const grpc::Status status =
        node.keys().GetLogKeys(With("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status Rotate(const std::string& new_key,
                      v1::RotateKeyResponse& response,
                      bool validate_only = false) {
    v1::RotateKeyRequest request;
    request.set_parent(kParent);
    request.set_reason("yearly");
    request.set_new_key(new_key);
    request.set_validate_only(validate_only);
    return node_.keys().RotateKey(
        With(node_.Token(kBristol, v1::ROLE_ADMIN)).get(), request, &response);
  }

  v1::RotateKeyResponse MustRotate(const std::string& new_key = "") {
    v1::RotateKeyResponse response;
    const grpc::Status status = Rotate(new_key, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static std::string CreateKey(TestNode& node) {
    v1::CreateKeyRequest request;
    request.set_parent(kParent);
    v1::CreateKeyResponse response;
    const grpc::Status status =
        node.keys().CreateKey(With(node.Token("-")).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.verifier_key();
  }

  static std::string WitnessKeyOf(TestNode& node) {
    v1::ListPeersResponse response;
    const grpc::Status status =
        node.peers().ListPeers(With(node.Token("-")).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.witness_key();
  }

  static grpc::Status AddTrust(TestNode& node,
                               const v1::TrustStatement& statement,
                               v1::AddTrustResponse& response) {
    v1::AddTrustRequest request;
    *request.mutable_statement() = statement;
    return node.keys().AddTrust(With(node.Token("-")).get(), request,
                                &response);
  }

  static v1::TrustStatement KeyStatement(const std::string& key,
                                         int64_t after_size = 0) {
    v1::TrustStatement statement;
    statement.mutable_key()->set_parent(kParent);
    statement.mutable_key()->set_verifier_key(key);
    statement.mutable_key()->set_after_size(after_size);
    return statement;
  }

  static v1::TrustStatement RevokeStatement(const std::string& key,
                                            int64_t after_size) {
    v1::TrustStatement statement;
    *statement.mutable_revoke() = KeyStatement(key, after_size).key();
    return statement;
  }

  static bool Verifies(const std::string& checkpoint, const std::string& key) {
    const auto parsed = log::VerifierKey::Parse(key);
    return parsed.ok() &&
           log::OpenCheckpoint(checkpoint, "localoffer/E06000023", {*parsed})
               .ok();
  }

  std::string Publish(const std::string& name) {
    return node_.MustPublish(kBristol, {TestEntry(1, name)})
        .publication.checkpoint();
  }

  TestNode node_;
};

TEST_F(KeysTest, ALogWithoutChangesHasNoKeyYet) {
  EXPECT_THAT(KeysOf(node_).keys(), SizeIs(0));
  EXPECT_EQ(KeysOf(node_).speaking_key(), "");
  v1::RotateKeyResponse response;
  EXPECT_EQ(Reason(Rotate("", response)), "NOTHING_PUBLISHED");
  v1::GetLogKeysRequest request;
  request.set_parent("authorities/E99999999");
  v1::GetLogKeysResponse unknown;
  EXPECT_EQ(Reason(node_.keys().GetLogKeys(With("").get(), request, &unknown)),
            "AUTHORITY_NOT_FOUND");
}

TEST_F(KeysTest, ANewKeySignsWhatComesAndTheOldOneWhatWasBefore) {
  const std::string before = Publish("One");
  const std::string old_key = KeysOf(node_).speaking_key();
  const v1::RotateKeyResponse rotated = MustRotate();
  EXPECT_TRUE(rotated.home());
  EXPECT_EQ(rotated.key().after_size(), 2);
  EXPECT_EQ(rotated.key().reason(), "yearly");
  const std::string new_key = rotated.key().verifier_key();
  EXPECT_NE(new_key, old_key);
  const std::string after = Publish("Two");

  EXPECT_TRUE(Verifies(before, old_key));
  EXPECT_TRUE(Verifies(rotated.publication().checkpoint(), old_key));
  EXPECT_TRUE(Verifies(after, new_key));
  EXPECT_FALSE(Verifies(after, old_key));

  node_.Restart();
  const v1::GetLogKeysResponse keys = KeysOf(node_);
  ASSERT_THAT(keys.keys(), SizeIs(2));
  EXPECT_EQ(keys.keys(0).verifier_key(), old_key);
  EXPECT_EQ(keys.keys(0).source(), v1::KEY_SOURCE_LOG);
  EXPECT_EQ(keys.keys(0).after_size(), 0);
  EXPECT_FALSE(keys.keys(0).has_rotate_time());
  EXPECT_EQ(keys.keys(1).SerializeAsString(),
            rotated.key().SerializeAsString());
  EXPECT_EQ(keys.log_size(), 3);
  EXPECT_EQ(keys.speaking_key(), new_key);
  EXPECT_TRUE(keys.home());
  EXPECT_TRUE(Verifies(Publish("Three"), new_key));
}

TEST_F(KeysTest, ARotationCanBeCheckedFirst) {
  Publish("One");
  const std::string key = KeysOf(node_).speaking_key();
  v1::RotateKeyResponse response;
  ASSERT_TRUE(Rotate("", response, /*validate_only=*/true).ok());
  EXPECT_TRUE(response.home());
  EXPECT_FALSE(response.has_key());
  EXPECT_EQ(KeysOf(node_).speaking_key(), key);
}

TEST_F(KeysTest, AnAuthorityMovesToTheNodeWhoseKeyItNames) {
  TestNode other(storage::SeededBytes(8));
  Publish("One");
  const std::string first_key = KeysOf(node_).speaking_key();
  // The new node never begins a log of its own.
  v1::AddTrustResponse added;
  ASSERT_TRUE(AddTrust(other, KeyStatement(first_key), added).ok());
  EXPECT_FALSE(KeysOf(other).home());
  const Published refused =
      other.Publish(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
                    {TestEntry(1, "Mine")}, other.Token(kBristol));
  EXPECT_EQ(Reason(refused.status), "NOT_HOME");

  const std::string key = CreateKey(other);
  const v1::RotateKeyResponse moved = MustRotate(key);
  EXPECT_FALSE(moved.home());
  EXPECT_EQ(moved.key().verifier_key(), key);
  EXPECT_FALSE(KeysOf(node_).home());
  for (const bool restarted : {false, true}) {
    if (restarted) node_.Restart();
    const Published late =
        node_.Publish(TestNode::Header(kBristol, v1::PUBLICATION_SCOPE_PARTIAL),
                      {TestEntry(1, "Two")}, node_.Token(kBristol));
    EXPECT_EQ(Reason(late.status), "NOT_HOME");
    v1::RotateKeyResponse response;
    EXPECT_EQ(Reason(Rotate("", response)), "NOT_HOME");
    // Whoever lost the answer asks again.
    const v1::RotateKeyResponse again = MustRotate(key);
    EXPECT_TRUE(again.publication().replayed());
    EXPECT_EQ(again.publication().checkpoint(),
              moved.publication().checkpoint());
  }
}

TEST_F(KeysTest, AKeyThatIsNoneOfTheLogOrHasEndedIsRefused) {
  Publish("One");
  const std::string first_key = KeysOf(node_).speaking_key();
  v1::RotateKeyResponse response;
  for (const char* text : {"nonsense", "localoffer/E06000023+00000000+AAAA"}) {
    const grpc::Status status = Rotate(text, response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(status.error_message(), HasSubstr("new_key"));
  }
  node_.MustPublish(kLeeds, {TestEntry(1, "Leeds")});
  v1::GetLogKeysRequest leeds;
  leeds.set_parent("authorities/E08000035");
  v1::GetLogKeysResponse keys;
  ASSERT_TRUE(node_.keys().GetLogKeys(With("").get(), leeds, &keys).ok());
  EXPECT_EQ(Rotate(keys.speaking_key(), response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);

  MustRotate();
  EXPECT_EQ(Reason(Rotate(first_key, response)), "KEY_RETIRED");
  const std::string stolen = CreateKey(node_);
  v1::AddTrustResponse added;
  ASSERT_TRUE(AddTrust(node_, RevokeStatement(stolen, 0), added).ok());
  EXPECT_EQ(Reason(Rotate(stolen, response)), "KEY_RETIRED");
}

TEST_F(KeysTest, TrustIsWhatWasAddedToIt) {
  TestNode other(storage::SeededBytes(8));
  Publish("One");
  const std::string key = KeysOf(node_).speaking_key();
  const std::string next = CreateKey(node_);
  v1::TrustStatement witness;
  witness.set_witness(WitnessKeyOf(node_));
  const std::vector<v1::TrustStatement> statements = {
      KeyStatement(key), KeyStatement(next, 5), RevokeStatement(key, 4),
      witness};
  v1::AddTrustResponse added;
  for (const v1::TrustStatement& statement : statements) {
    const grpc::Status status = AddTrust(other, statement, added);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_FALSE(added.known());
  }
  ASSERT_TRUE(AddTrust(other, statements[2], added).ok());
  EXPECT_TRUE(added.known());
  other.Restart();
  v1::ListTrustResponse listed;
  ASSERT_TRUE(other.keys()
                  .ListTrust(With(other.Token("-")).get(),
                             v1::ListTrustRequest(), &listed)
                  .ok());
  ASSERT_THAT(listed.statements(), SizeIs(4));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(listed.statements(i).SerializeAsString(),
              statements[i].SerializeAsString());
  }
  const v1::GetLogKeysResponse keys = KeysOf(other);
  ASSERT_THAT(keys.keys(), SizeIs(2));
  EXPECT_EQ(keys.keys(0).source(), v1::KEY_SOURCE_TRUST);
  EXPECT_EQ(keys.keys(0).revoked_after_size(), 4);
  EXPECT_FALSE(keys.keys(1).has_revoked_after_size());
  EXPECT_EQ(keys.keys(1).after_size(), 5);
}

TEST_F(KeysTest, AStatementThatMakesNoSenseIsRefusedWithEveryFieldAtFault) {
  v1::AddTrustResponse added;
  EXPECT_EQ(AddTrust(node_, v1::TrustStatement(), added).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  v1::TrustStatement statement;
  statement.mutable_revoke()->set_parent("Bristol");
  statement.mutable_revoke()->set_verifier_key("none");
  const grpc::Status status = AddTrust(node_, statement, added);
  EXPECT_THAT(status.error_message(), HasSubstr("statement.revoke.parent"));
  EXPECT_THAT(status.error_message(),
              HasSubstr("statement.revoke.verifier_key"));
  EXPECT_THAT(status.error_message(), HasSubstr("statement.revoke.after_size"));
  node_.MustPublish(kBristol, {TestEntry(1, "One")});
  statement.set_witness(KeysOf(node_).speaking_key());
  EXPECT_THAT(AddTrust(node_, statement, added).error_message(),
              HasSubstr("it is not that of a witness"));
  std::string damaged = KeysOf(node_).speaking_key();
  damaged.back() = damaged.back() == 'A' ? 'B' : 'A';
  EXPECT_THAT(AddTrust(node_, KeyStatement(damaged), added).error_message(),
              HasSubstr("every character of it"));
  statement = KeyStatement(KeysOf(node_).speaking_key());
  statement.mutable_key()->set_parent("authorities/E08000035");
  EXPECT_THAT(AddTrust(node_, statement, added).error_message(),
              HasSubstr("wanted a key of localoffer/E08000035"));
}

// The trust file can't make another key have signed what is there.
TEST_F(KeysTest, AKeyIsNotPutUnderChangesThatAnotherSigned) {
  Publish("One");
  Publish("Two");
  const std::string own = KeysOf(node_).speaking_key();
  const std::string next = CreateKey(node_);
  v1::AddTrustResponse added;
  for (const int64_t after_size : {0, 1}) {
    EXPECT_EQ(Reason(AddTrust(node_, KeyStatement(next, after_size), added)),
              "LOG_IS_LONGER");
    EXPECT_TRUE(AddTrust(node_, KeyStatement(own, after_size), added).ok());
  }
  EXPECT_EQ(KeysOf(node_).speaking_key(), own);
}

// The last resort of an authority whose key is stolen and lost to it.
TEST_F(KeysTest, AnOperatorPutsANewKeyInThePlaceOfARevokedOne) {
  Publish("One");
  const std::string stolen = KeysOf(node_).speaking_key();
  v1::AddTrustResponse added;
  ASSERT_TRUE(AddTrust(node_, RevokeStatement(stolen, 1), added).ok());
  EXPECT_EQ(added.log_size(), 1);
  EXPECT_EQ(KeysOf(node_).speaking_key(), "");
  const std::string next = CreateKey(node_);
  ASSERT_TRUE(AddTrust(node_, KeyStatement(next, 1), added).ok());
  node_.Restart();
  EXPECT_EQ(KeysOf(node_).speaking_key(), next);
  EXPECT_TRUE(KeysOf(node_).home());
  EXPECT_TRUE(Verifies(Publish("Two"), next));
}

}  // namespace
}  // namespace localoffer::testing

// `localoffer peers`.
#include <string>

#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Peers : public CommandTest {
 protected:
  Peers() {
    server_.answers.list_peers = [](const v1::ListPeersRequest&,
                                    v1::ListPeersResponse* response) {
      v1::Peer& peer = *response->add_peers();
      peer.set_address("leeds.example:7420");
      peer.set_state(v1::PEER_STATE_UNREACHABLE);
      peer.set_detail("connection refused");
      peer.mutable_contact_time()->set_seconds(1756684800);
      peer.mutable_clock_ahead()->set_seconds(-4);
      v1::PeerLog& behind = *peer.add_logs();
      behind.set_log("authorities/E08000035");
      behind.set_size(10);
      behind.set_peer_size(12);
      behind.set_lag_changes(2);
      behind.mutable_lag()->set_seconds(300);
      v1::PeerLog& refused = *peer.add_logs();
      refused.set_log("authorities/E06000023");
      refused.set_size(9);
      refused.set_peer_size(6);
      refused.set_refusal("FORK");
      refused.set_refusal_detail("two logs are signed");
      peer.add_untrusted_logs("authorities/E06000022");
      response->set_witness_key("localoffer-node/1a2b3c4d+0a0b0c0d+BA==");
      return grpc::Status::OK;
    };
    server_.answers.list_evidence = [this](
                                        const v1::ListEvidenceRequest& request,
                                        v1::ListEvidenceResponse* response) {
      asked_ = request;
      v1::Evidence& evidence = *response->add_evidence();
      evidence.set_log("authorities/E06000023");
      evidence.set_peer("leeds.example:7420");
      evidence.set_smaller_checkpoint("localoffer/E06000023\n1\nAAAA\n");
      evidence.set_larger_checkpoint("localoffer/E06000023\n2\nBBBB\n");
      return grpc::Status::OK;
    };
  }

  v1::ListEvidenceRequest asked_;
};

TEST_F(Peers, AreShownWithTheirLagAndWhatWasRefused) {
  const Outcome outcome = Run({"peers"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("leeds.example:7420"), HasSubstr("unreachable"),
                    HasSubstr("connection refused"), HasSubstr("4 s behind"),
                    HasSubstr("2 here"), HasSubstr("5 min"),
                    HasSubstr("3 there"), HasSubstr("FORK"),
                    HasSubstr("E06000022"), HasSubstr("1a2b3c4d+0a0b0c0d")));
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("`localoffer trust add KEY`"),
                                 Not(HasSubstr("never answered"))));
  EXPECT_EQ(Run({"peers", "--quiet"}).err, "");
}

TEST_F(Peers, AreShownAsJson) {
  const Outcome outcome = Run({"peers", "--output", "json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\"witness_key\""));
}

TEST_F(Peers, ANodeWithoutThemSaysHowToHaveSome) {
  server_.answers.list_peers = [](const v1::ListPeersRequest&,
                                  v1::ListPeersResponse*) {
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"peers"}).err, HasSubstr("--peer HOST:PORT"));
}

TEST_F(Peers, OneThatNeverAnsweredIsAskedAbout) {
  server_.answers.list_peers = [](const v1::ListPeersRequest&,
                                  v1::ListPeersResponse* response) {
    response->add_peers()->set_address("leeds.example:7420");
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"peers"}).err,
              AllOf(HasSubstr("--peer-ca"), Not(HasSubstr("trust add"))));
}

TEST_F(Peers, EvidenceIsBothNotes) {
  const Outcome outcome = Run({"peers", "evidence"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(asked_.log(), "");
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("AAAA"), HasSubstr("BBBB"),
                                 HasSubstr("leeds.example:7420")));
  EXPECT_EQ(Run({"peers", "evidence", "--authority", "E06000023"}).code, 0);
  EXPECT_EQ(asked_.log(), "authorities/E06000023");
}

}  // namespace
}  // namespace localoffer::command

// A node under measurement: the real server, filled through the public API.
#ifndef LOCALOFFER_TESTS_BENCH_NODE_H_
#define LOCALOFFER_TESTS_BENCH_NODE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "localoffer/v1/authorities.grpc.pb.h"
#include "localoffer/v1/coverage.grpc.pb.h"
#include "localoffer/v1/directory.grpc.pb.h"
#include "localoffer/v1/inclusion.grpc.pb.h"
#include "localoffer/v1/publishing.grpc.pb.h"
#include "tests/bench/child_process.h"

namespace localoffer::bench {

// Thread-safe but for Start, Stop and their like. Whatever fails ends the
// benchmark with what the server said.
class Node {
 public:
  // `program` is localofferd; data goes to `folder`, which is made if missing.
  // `flags` are given to it beside those that every node has.
  Node(std::string program, std::string folder,
       std::vector<std::string> flags = {});

  // Starts the server; returns after how many seconds it said SERVING.
  double Start();
  void Stop();
  const ChildProcess& process() const { return *process_; }
  // HOST:PORT, of this start.
  const std::string& address() const { return address_; }
  const std::string& http_address() const { return http_address_; }
  // Returns when it has made its catalogue (services/catalogue), for which it
  // takes both processors from the start on.
  void AwaitCatalogue() const;

  // Publishes entries of one authority, as the whole offer or a part of it;
  // through `publishing`, which is of this node, or a connection that all
  // share.
  void Publish(v1::PublishingService::Stub& publishing,
               const std::string& authority, v1::PublicationScope scope,
               std::vector<v1::Entry> entries);
  void Publish(const std::string& authority, v1::PublicationScope scope,
               std::vector<v1::Entry> entries);

  // The token of a publisher of the authority; made when first asked for.
  std::string TokenFor(const std::string& authority)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // All that are registered.
  std::vector<v1::Authority> Authorities();
  v1::SearchEntriesResponse Search(const v1::SearchEntriesRequest& request);
  v1::CheckInclusionResponse Check(const v1::CheckInclusionRequest& request);
  v1::CheckCoverageResponse Check(const v1::CheckCoverageRequest& request);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const std::string program_;
  const std::string folder_;
  const std::vector<std::string> flags_;
  std::string address_;
  std::string http_address_;
  std::unique_ptr<ChildProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AuthoritiesService::Stub> authorities_;
  std::unique_ptr<v1::CoverageService::Stub> coverage_;
  std::unique_ptr<v1::DirectoryService::Stub> directory_;
  std::unique_ptr<v1::InclusionService::Stub> inclusion_;
  std::unique_ptr<v1::PublishingService::Stub> publishing_;
  absl::Mutex mutex_;
  // By authority.
  std::map<std::string, std::string> tokens_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_NODE_H_

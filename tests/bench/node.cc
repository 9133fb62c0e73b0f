#include "tests/bench/node.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/gateway/testing_http_client.h"
#include "tests/bench/measure.h"
#include "tests/bench/raw_call.h"

namespace localoffer::bench {
namespace {

constexpr char kServes[] = "localofferd serves on ";
constexpr char kHttp[] = "HTTP on ";

void MustBeOk(const grpc::Status& status) {
  if (status.ok()) return;
  std::cerr << status.error_message() << "\n";
  std::exit(1);
}

// A UUID that no other request has, of this run or of those before it over the
// same data.
std::string NewRequestId() {
  static const auto run = static_cast<uint32_t>(
      std::chrono::system_clock::now().time_since_epoch().count() >> 16);
  static std::atomic<int64_t> number = 0;
  return absl::StrFormat("%08x-0000-4000-8000-%012x", run,
                         number.fetch_add(1) + 1);
}

template <typename Stub, typename Request, typename Response>
Response Call(Stub& stub,
              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                           Response*),
              const Request& request) {
  grpc::ClientContext context;
  Response response;
  MustBeOk((stub.*method)(&context, request, &response));
  return response;
}

}  // namespace

Node::Node(std::string program, std::string folder,
           std::vector<std::string> flags)
    : program_(std::move(program)),
      folder_(std::move(folder)),
      flags_(std::move(flags)) {
  std::filesystem::create_directories(folder_);
}

double Node::Start() {
  const double start = Now();
  std::vector<std::string> flags = {
      "--data-dir", folder_ + "/data", "--listen",       "127.0.0.1:0",
      "--http",     "127.0.0.1:0",     "--min-free-mib", "0"};
  flags.insert(flags.end(), flags_.begin(), flags_.end());
  process_ =
      std::make_unique<ChildProcess>(program_, flags, folder_ + "/server.out");
  address_ = process_->WaitForLine(kServes);
  const double seconds = SecondsSince(start);
  http_address_ = process_->WaitForLine(kHttp);
  channel_ = Connect(address_);
  authorities_ = v1::AuthoritiesService::NewStub(channel_);
  coverage_ = v1::CoverageService::NewStub(channel_);
  directory_ = v1::DirectoryService::NewStub(channel_);
  inclusion_ = v1::InclusionService::NewStub(channel_);
  publishing_ = v1::PublishingService::NewStub(channel_);
  return seconds;
}

void Node::AwaitCatalogue() const {
  while (true) {
    // One that is being made is waited for a little, then refused.
    const auto answer =
        gateway::HttpGet(http_address_, "/openreferral/v3/taxonomies");
    if (answer && answer->status == 200) return;
  }
}

void Node::Stop() { process_.reset(); }

std::string Node::TokenFor(const std::string& authority) {
  absl::MutexLock lock(&mutex_);
  std::string& token = tokens_[authority];
  if (!token.empty()) return token;
  std::ifstream file(folder_ + "/data/operator-token");
  std::string operator_token;
  std::getline(file, operator_token);
  grpc::ClientContext context;
  context.AddMetadata("authorization", absl::StrCat("Bearer ", operator_token));
  v1::CreateTokenRequest request;
  request.set_parent(absl::StrCat("authorities/", authority));
  request.add_roles(v1::ROLE_PUBLISHER);
  v1::CreateTokenResponse response;
  MustBeOk(authorities_->CreateToken(&context, request, &response));
  token = response.secret();
  return token;
}

void Node::Publish(const std::string& authority, v1::PublicationScope scope,
                   std::vector<v1::Entry> entries) {
  Publish(*publishing_, authority, scope, std::move(entries));
}

void Node::Publish(v1::PublishingService::Stub& publishing,
                   const std::string& authority, v1::PublicationScope scope,
                   std::vector<v1::Entry> entries) {
  grpc::ClientContext context;
  context.AddMetadata("authorization",
                      absl::StrCat("Bearer ", TokenFor(authority)));
  const auto stream = publishing.Publish(&context);
  v1::PublishRequest request;
  v1::PublicationHeader& header = *request.mutable_header();
  header.set_parent(absl::StrCat("authorities/", authority));
  header.set_scope(scope);
  header.set_request_id(NewRequestId());
  // Messages go out together: a packet for each would cost more than what is in
  // it. In between, so that the server need not wait for the last.
  constexpr int kTogether = 16;
  const grpc::WriteOptions hold = grpc::WriteOptions().set_buffer_hint();
  stream->Write(request, hold);
  int written = 0;
  for (v1::Entry& entry : entries) {
    request.mutable_entry()->Swap(&entry);
    const bool full = ++written % kTogether == 0;
    stream->Write(request, full ? grpc::WriteOptions() : hold);
  }
  request.set_end(true);
  stream->WriteLast(request, grpc::WriteOptions());
  v1::PublishResponse response;
  while (stream->Read(&response)) {
    for (const v1::Violation& violation : response.violations()) {
      std::cerr << violation.ShortDebugString() << "\n";
    }
  }
  MustBeOk(stream->Finish());
}

std::vector<v1::Authority> Node::Authorities() {
  std::vector<v1::Authority> all;
  v1::ListAuthoritiesRequest request;
  do {
    const v1::ListAuthoritiesResponse page = Call(
        *authorities_, &v1::AuthoritiesService::Stub::ListAuthorities, request);
    all.insert(all.end(), page.authorities().begin(), page.authorities().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

v1::SearchEntriesResponse Node::Search(
    const v1::SearchEntriesRequest& request) {
  return Call(*directory_, &v1::DirectoryService::Stub::SearchEntries, request);
}

v1::CheckInclusionResponse Node::Check(
    const v1::CheckInclusionRequest& request) {
  return Call(*inclusion_, &v1::InclusionService::Stub::CheckInclusion,
              request);
}

v1::CheckCoverageResponse Node::Check(const v1::CheckCoverageRequest& request) {
  return Call(*coverage_, &v1::CoverageService::Stub::CheckCoverage, request);
}

}  // namespace localoffer::bench

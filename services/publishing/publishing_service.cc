#include "services/publishing/publishing_service.h"

#include <deque>
#include <utility>

#include "services/entry/resource_name.h"
#include "services/rpc/error.h"
#include "services/rpc/streams.h"
#include "storage/status_macros.h"

namespace localoffer::publishing {
namespace {

// A message of a plan stays well below gRPC's limit of 4 MiB.
constexpr size_t kMessageBytes = 1 << 20;

constexpr absl::string_view kPlan =
    "localoffer.v1.PublishingService/PlanPublication";
constexpr absl::string_view kPublish =
    "localoffer.v1.PublishingService/Publish";
constexpr absl::string_view kWithdraw =
    "localoffer.v1.PublishingService/WithdrawEntry";
constexpr absl::string_view kDeclareNil =
    "localoffer.v1.PublishingService/DeclareNil";
constexpr absl::string_view kErase =
    "localoffer.v1.PublishingService/EraseBody";

// Where the parent's id is in the name of what is its.
constexpr size_t kParentStart = absl::string_view("authorities/").size();

// Spreads the parts of a plan over messages of bearable size.
template <typename Response>
class MessagePacker {
 public:
  explicit MessagePacker(std::deque<Response>& responses)
      : responses_(responses) {}

  // The message into which the next `bytes` go.
  Response& Next(size_t bytes) {
    if (responses_.empty() || bytes_ + bytes > kMessageBytes) {
      responses_.emplace_back();
      bytes_ = 0;
    }
    bytes_ += bytes;
    return responses_.back();
  }

 private:
  std::deque<Response>& responses_;
  size_t bytes_ = 0;
};

template <typename Response>
void SendPlan(Plan& plan, std::deque<Response>& responses) {
  MessagePacker<Response> packer(responses);
  for (v1::PlannedChange& change : plan.changes) {
    *packer.Next(change.ByteSizeLong()).add_changes() = std::move(change);
  }
  for (v1::Repair& repair : plan.repairs) {
    *packer.Next(repair.ByteSizeLong()).add_repairs() = std::move(repair);
  }
  for (v1::Violation& violation : plan.violations) {
    *packer.Next(violation.ByteSizeLong()).add_violations() =
        std::move(violation);
  }
  *packer.Next(plan.summary.ByteSizeLong()).mutable_summary() = plan.summary;
}

// What both streaming methods share: they collect a submission.
template <typename Request, typename Response>
class SubmissionReactor : public rpc::CollectingReactor<Request, Response> {
 public:
  SubmissionReactor(const access::Endpoint& endpoint, absl::string_view method,
                    grpc::CallbackServerContext* context,
                    const Publisher& publisher, size_t most_bytes)
      : rpc::CollectingReactor<Request, Response>(endpoint.runtime(), method),
        publisher_(publisher),
        submission_(most_bytes),
        method_(method),
        context_(*context),
        guard_(endpoint.guard()) {}

 protected:
  // Whether the caller may still do what it began: its token may have been
  // revoked, or have expired, since the first message.
  absl::Status CheckAgain() const {
    if (this->cancelled()) return absl::CancelledError("the caller went away");
    return guard_.Check(context_, method_, submission_.authority());
  }

  const Publisher& publisher_;
  Submission submission_;

 private:
  absl::Status Take(Request& request) override {
    const bool first = !submission_.has_header();
    RETURN_IF_ERROR(submission_.Add(request));
    if (!first) return absl::OkStatus();
    return guard_.Check(context_, method_, submission_.authority());
  }

  const absl::string_view method_;
  const grpc::CallbackServerContext& context_;
  const access::Guard& guard_;
};

class PlanReactor : public SubmissionReactor<v1::PlanPublicationRequest,
                                             v1::PlanPublicationResponse> {
 public:
  using SubmissionReactor::SubmissionReactor;

 private:
  absl::Status Work(
      std::deque<v1::PlanPublicationResponse>& responses) override {
    ASSIGN_OR_RETURN(Plan plan, publisher_.MakePlan(submission_));
    SendPlan(plan, responses);
    return absl::OkStatus();
  }
};

class PublishReactor
    : public SubmissionReactor<v1::PublishRequest, v1::PublishResponse> {
 public:
  using SubmissionReactor::SubmissionReactor;

 private:
  absl::Status Work(std::deque<v1::PublishResponse>& responses) override {
    ASSIGN_OR_RETURN(Outcome outcome, publisher_.Publish(submission_, [this] {
      return CheckAgain();
    }));
    SendPlan(outcome.plan, responses);
    if (outcome.publication) {
      *responses.back().mutable_publication() = *std::move(outcome.publication);
    }
    return outcome.status;
  }
};

}  // namespace

grpc::ServerBidiReactor<v1::PlanPublicationRequest,
                        v1::PlanPublicationResponse>*
PublishingService::PlanPublication(grpc::CallbackServerContext* context) {
  return new PlanReactor(endpoint_, kPlan, context, publisher_, most_bytes_);
}

grpc::ServerBidiReactor<v1::PublishRequest, v1::PublishResponse>*
PublishingService::Publish(grpc::CallbackServerContext* context) {
  return new PublishReactor(endpoint_, kPublish, context, publisher_,
                            most_bytes_);
}

grpc::ServerUnaryReactor* PublishingService::WithdrawEntry(
    grpc::CallbackServerContext* context,
    const v1::WithdrawEntryRequest* request,
    v1::WithdrawEntryResponse* response) {
  const absl::StatusOr<entry::EntryName> name =
      entry::ParseEntryName("name", request->name());
  return endpoint_.Write(
      kWithdraw, name.ok() ? name->authority : "", context, response,
      [this, request] { return publisher_.Withdraw(*request); });
}

grpc::ServerUnaryReactor* PublishingService::DeclareNil(
    grpc::CallbackServerContext* context, const v1::DeclareNilRequest* request,
    v1::DeclareNilResponse* response) {
  return endpoint_.Write(
      kDeclareNil,
      entry::ParseAuthorityName("parent", request->parent()).value_or(""),
      context, response,
      [this, request] { return publisher_.DeclareNil(*request); });
}

grpc::ServerUnaryReactor* PublishingService::EraseBody(
    grpc::CallbackServerContext* context, const v1::EraseBodyRequest* request,
    v1::EraseBodyResponse* response) {
  // Whatever it names is of one log.
  const absl::string_view name = request->name();
  return endpoint_.Write(
      kErase,
      entry::ParseLogName("name", name.substr(0, name.find('/', kParentStart)))
          .value_or(""),
      context, response, [this, request] { return eraser_.Erase(*request); });
}

}  // namespace localoffer::publishing

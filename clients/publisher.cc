#include "clients/publisher.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace localoffer::client {
namespace {

absl::Status Unreadable(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", path, "\" can't be read",
      errno != 0 ? absl::StrCat(": ", std::strerror(errno)) : "", "."));
}

// Sends the header and the file. OK also when the server has stopped
// listening: what it answers then says why.
template <typename Request, typename Response>
absl::Status Send(grpc::ClientReaderWriter<Request, Response>& stream,
                  const v1::PublicationHeader& header, std::ifstream& source,
                  const std::string& path,
                  const Publisher::Progress& progress) {
  Request request;
  *request.mutable_header() = header;
  if (!stream.Write(request)) return absl::OkStatus();
  std::vector<char> buffer(kSourceChunkBytes);
  int64_t bytes_sent = 0;
  while (source) {
    source.read(buffer.data(), kSourceChunkBytes);
    if (source.bad()) return Unreadable(path);
    if (source.gcount() == 0) break;
    request.set_source_chunk(buffer.data(), source.gcount());
    if (!stream.Write(request)) return absl::OkStatus();
    bytes_sent += source.gcount();
    if (progress) progress(bytes_sent);
  }
  request.set_end(true);
  stream.Write(request);
  return absl::OkStatus();
}

// The answers are read while the source is sent: a server that reports as it
// reads would otherwise wait for us while we wait for it.
template <typename Request, typename Response>
absl::Status Exchange(
    Connection& connection, grpc::ClientContext& context,
    std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream,
    const std::function<absl::Status()>& send, Response* report) {
  std::thread reader([&] {
    Response part;
    while (stream->Read(&part)) report->MergeFrom(part);
  });
  const absl::Status sent = send();
  if (sent.ok()) {
    stream->WritesDone();
  } else {
    context.TryCancel();
  }
  reader.join();
  const grpc::Status finished = stream->Finish();
  return sent.ok() ? connection.Outcome(finished) : sent;
}

absl::Status OpenSource(const std::string& path, std::ifstream& source) {
  errno = 0;
  source.open(path, std::ios::binary);
  if (!source || source.peek() == std::ifstream::traits_type::eof()) {
    if (source.is_open() && !source.bad()) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", path, "\" is empty."));
    }
    return Unreadable(path);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Publisher::Plan(const v1::PublicationHeader& header,
                             const std::string& path, const Progress& progress,
                             v1::PlanPublicationResponse* report) {
  std::ifstream source;
  absl::Status opened = OpenSource(path, source);
  if (!opened.ok()) return opened;
  grpc::ClientContext context;
  connection_.PrepareStream(context);
  auto stream =
      connection_.stub<v1::PublishingService::Stub>().PlanPublication(&context);
  auto& writer = *stream;
  return Exchange(
      connection_, context, std::move(stream),
      [&] { return Send(writer, header, source, path, progress); }, report);
}

absl::Status Publisher::Publish(const v1::PublicationHeader& header,
                                const std::string& path,
                                const Progress& progress,
                                v1::PublishResponse* report) {
  std::ifstream source;
  absl::Status opened = OpenSource(path, source);
  if (!opened.ok()) return opened;
  v1::PublicationHeader identified = header;
  if (identified.request_id().empty()) {
    identified.set_request_id(connection_.NewRequestId());
  }
  grpc::ClientContext context;
  connection_.PrepareStream(context);
  auto stream =
      connection_.stub<v1::PublishingService::Stub>().Publish(&context);
  auto& writer = *stream;
  absl::Status status = Exchange(
      connection_, context, std::move(stream),
      [&] { return Send(writer, identified, source, path, progress); }, report);
  if (status.ok() && !report->has_publication()) {
    return absl::InternalError(
        "The server ended without saying whether it published. Send the same "
        "file with the same request id to find out.");
  }
  return status;
}

}  // namespace localoffer::client

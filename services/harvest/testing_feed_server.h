// A feed's server for tests: on a free port of this machine, it answers as it
// is told, well or badly.
#ifndef LOCALOFFER_SERVICES_HARVEST_TESTING_FEED_SERVER_H_
#define LOCALOFFER_SERVICES_HARVEST_TESTING_FEED_SERVER_H_

#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace localoffer::harvest {

struct FeedRequest {
  // Without the query.
  std::string path;
  std::map<std::string, std::string> parameters = {};
  // Names in lower case.
  std::map<std::string, std::string> headers = {};

  std::string Parameter(const std::string& name) const {
    const auto found = parameters.find(name);
    return found == parameters.end() ? "" : found->second;
  }
  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

struct FeedAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  // So many bytes less than the header promises are sent.
  size_t held_back = 0;
  // After what is sent the connection stays open, and silent, until the client
  // goes away; otherwise it is closed.
  bool hangs = false;
  // One byte of the body after the other, a millisecond apart.
  bool drips = false;
};

// Thread-safe. A connection carries one request.
class FeedServer {
 public:
  using Script = std::function<FeedAnswer(const FeedRequest&)>;

  explicit FeedServer(Script script = nullptr);
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  // From the next request on.
  void Follow(Script script);
  // http://127.0.0.1:{port}
  const std::string& url() const { return url_; }
  int port() const { return port_; }
  // All so far, in their order.
  std::vector<FeedRequest> requests() const;
  void Forget();

 private:
  void Accept();
  void Serve(int connection);
  FeedAnswer AnswerTo(absl::string_view text);

  int listener_ = -1;
  int port_ = 0;
  std::string url_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Script script_ ABSL_GUARDED_BY(mutex_);
  std::vector<FeedRequest> requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<int> connections_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  std::thread acceptor_;
};

// A council's feed that behaves, served page by page. Change it between
// requests only.
struct TestFeed {
  // Ids and names.
  std::vector<std::pair<std::string, std::string>> services;
  bool version_1 = false;
  // A page has as many as are asked for, and so many at most.
  int page_size = 3;
  // The list has summaries; descriptions are at /services/{id}.
  bool summaries = false;
  bool honours_modified_after = false;
  // By id; shown as `last_modified`, and compared with modified_after.
  std::map<std::string, std::string> modified;
  // Each page has its hash as ETag, and 304 is answered to that.
  bool etags = false;

  FeedAnswer Answer(const FeedRequest& request) const;
  FeedServer::Script script() {
    return [this](const FeedRequest& request) { return Answer(request); };
  }
  // A service's JSON, whole or as in a list of summaries.
  std::string Service(const std::string& id, const std::string& name,
                      bool whole) const;

 private:
  FeedAnswer List(const FeedRequest& request) const;
};

// "00000000-0000-4000-8000-000000000007"
std::string TestId(int number);

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_TESTING_FEED_SERVER_H_

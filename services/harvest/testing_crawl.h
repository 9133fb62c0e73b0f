// A crawler and the server that it reads, where time passes only in waits.
#ifndef LOCALOFFER_SERVICES_HARVEST_CRAWL_FIXTURE_H_
#define LOCALOFFER_SERVICES_HARVEST_CRAWL_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "services/harvest/crawl.h"
#include "services/harvest/page.h"
#include "services/harvest/testing_feed_server.h"

namespace localoffer::harvest {

class CrawlTest : public ::testing::Test {
 protected:
  CrawlTest()
      : server_(feed_.script()),
        client_(HttpRules{.user_agent = "test", .may_connect = IsAnyAddress},
                [] { return absl::ZeroDuration(); }),
        fetcher_(client_, {},
                 {.clock = [this] { return now_; },
                  .wait =
                      [this](absl::Duration duration) {
                        now_ += duration;
                        return true;
                      },
                  .random = [] { return 0.5; }}) {
    request_.feed = server_.url();
    Fill(8);
  }

  void Fill(int services) {
    feed_.services.clear();
    for (int i = 0; i < services; ++i) {
      feed_.services.emplace_back(TestId(i), absl::StrCat("Service ", i));
    }
  }

  Crawl Read() {
    request_.now = now_;
    return Crawler(fetcher_, rules_).Read(request_);
  }

  // The ids in what was read, in their order.
  static std::vector<std::string> Ids(const Crawl& crawl) {
    std::vector<std::string> ids;
    if (crawl.source.empty()) return ids;
    const Page page = *ReadPage(crawl.source);
    for (const PageRecord& record : page.records) {
      ids.push_back(record.id);
    }
    return ids;
  }
  std::vector<std::string> AllIds() const {
    std::vector<std::string> ids;
    for (const auto& [id, name] : feed_.services) ids.push_back(id);
    return ids;
  }

  // Answers as the feed, its body changed.
  void Change(
      const std::vector<std::pair<std::string, std::string>>& replacements) {
    server_.Follow([this, replacements](const FeedRequest& request) {
      FeedAnswer answer = feed_.Answer(request);
      answer.body = absl::StrReplaceAll(answer.body, replacements);
      return answer;
    });
  }
  // Answers as the feed, but to the page `number` with `answer`.
  void Spoil(int number, const FeedAnswer& spoilt) {
    server_.Follow([this, number, spoilt](const FeedRequest& request) {
      return request.Parameter("page") == absl::StrCat(number)
                 ? spoilt
                 : feed_.Answer(request);
    });
  }

  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 9, 1, 9, 0, 0),
                                    absl::UTCTimeZone());
  TestFeed feed_;
  FeedServer server_;
  HttpClient client_;
  Fetcher fetcher_;
  CrawlRules rules_;
  CrawlRequest request_;
};

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_CRAWL_FIXTURE_H_

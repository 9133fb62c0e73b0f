#include "clients/directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/testing/fake_server.h"
#include "clients/testing/temporary_folder.h"

namespace localoffer::client {
namespace {

class DirectoryTest : public testing::Test {
 protected:
  // Answers a search over `count` hits in pages, as the contract says.
  void ServeHits(int count) {
    server_.answers.search_entries =
        [count, this](const v1::SearchEntriesRequest& request,
                      v1::SearchEntriesResponse* response) {
          page_sizes_.push_back(request.page_size());
          int begin = request.skip();
          if (!request.page_token().empty() &&
              !absl::SimpleAtoi(request.page_token(), &begin)) {
            return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT,
                                "page_token");
          }
          const int end =
              std::min(begin + std::min(request.page_size(), 40), count);
          for (int i = begin; i < end; ++i) {
            response->add_hits()->mutable_entry()->set_name(absl::StrCat(i));
          }
          response->set_total_size(count);
          if (end < count) response->set_next_page_token(absl::StrCat(end));
          return grpc::Status::OK;
        };
  }

  void ServeExport(const grpc::Status& status) {
    server_.answers.export_entries =
        [status](const v1::ExportEntriesRequest&,
                 std::vector<v1::ExportEntriesResponse>* parts) {
          parts->resize(2);
          (*parts)[0].set_revision("r1");
          (*parts)[0].set_chunk("name,");
          (*parts)[1].set_chunk(std::string("url\0\n", 5));
          return status;
        };
  }

  std::set<std::string> Files() const {
    std::set<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      names.insert(file.path().filename());
    }
    return names;
  }

  FakeServer server_;
  std::vector<int> page_sizes_;
  const TemporaryFolder temporary_folder_;
  const std::string folder_ = temporary_folder_.path();
  std::unique_ptr<Connection> connection_ =
      Connection::Open({.server = server_.address()}, [] {
        return uint64_t{7};
      }).value();
};

TEST_F(DirectoryTest, SearchReadsAsManyPagesAsTheLimitTakes) {
  ServeHits(95);
  for (const int limit : {1, 2, 40, 41, 95, 1000}) {
    const auto found = Search(*connection_, {}, limit);
    ASSERT_TRUE(found.ok()) << found.status();
    ASSERT_EQ(found->hits_size(), std::min(limit, 95)) << limit;
    for (int i = 0; i < found->hits_size(); ++i) {
      EXPECT_EQ(found->hits(i).entry().name(), absl::StrCat(i));
    }
    EXPECT_EQ(found->total_size(), 95);
  }
}

TEST_F(DirectoryTest, WhatIsPassedOverIsPassedOverOnce) {
  ServeHits(95);
  std::vector<int> skips;
  const auto serve = server_.answers.search_entries;
  server_.answers.search_entries = [&](const v1::SearchEntriesRequest& request,
                                       v1::SearchEntriesResponse* response) {
    skips.push_back(request.skip());
    return serve(request, response);
  };
  v1::SearchEntriesRequest request;
  request.set_skip(10);
  const auto found = Search(*connection_, request, 50);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->hits_size(), 50);
  EXPECT_EQ(found->hits(0).entry().name(), "10");
  EXPECT_EQ(skips, (std::vector<int>{10, 0}));
}

TEST_F(DirectoryTest, SearchAsksForNoMoreThanAPageMayHold) {
  ServeHits(3);
  ASSERT_TRUE(Search(*connection_, {}, 5000).ok());
  EXPECT_EQ(page_sizes_, std::vector<int>{100});
}

TEST_F(DirectoryTest, AServerThatRepeatsItsPageIsAnError) {
  server_.answers.search_entries = [](const v1::SearchEntriesRequest&,
                                      v1::SearchEntriesResponse* response) {
    response->set_next_page_token("again");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Search(*connection_, {}, 10).status().code(),
            absl::StatusCode::kInternal);
}

TEST_F(DirectoryTest, EntriesBeyondOneBatchAreReadAtOneRevision) {
  std::vector<std::string> revisions;
  server_.answers.batch_get_entries =
      [&](const v1::BatchGetEntriesRequest& request,
          v1::BatchGetEntriesResponse* response) {
        revisions.push_back(request.revision());
        if (request.names_size() > 100) {
          return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "names");
        }
        for (const auto& name : request.names()) {
          response->add_entries()->set_name(name);
        }
        response->set_revision("r9");
        return grpc::Status::OK;
      };
  v1::BatchGetEntriesRequest request;
  for (int i = 0; i < 230; ++i) request.add_names(absl::StrCat(i));
  const auto entries = GetEntries(*connection_, request);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->entries_size(), 230);
  EXPECT_EQ(entries->entries(229).name(), "229");
  EXPECT_EQ(revisions, (std::vector<std::string>{"", "r9", "r9"}));
}

TEST_F(DirectoryTest, ExportsBytesAsTheyCome) {
  ServeExport(grpc::Status::OK);
  std::ostringstream out;
  const auto exported = ExportTo(*connection_, {}, out);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(out.str(), std::string("name,url\0\n", 10));
  EXPECT_EQ(exported->bytes, 10);
  EXPECT_EQ(exported->revision, "r1");
}

TEST_F(DirectoryTest, ExportsToAFileAndLeavesNothingBeside) {
  ServeExport(grpc::Status::OK);
  ASSERT_TRUE(ExportToFile(*connection_, {}, folder_ + "/offer.csv").ok());
  EXPECT_EQ(Files(), std::set<std::string>{"offer.csv"});
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/offer.csv"), 10u);
}

TEST_F(DirectoryTest, AFailedExportLeavesTheOldFile) {
  ServeExport(grpc::Status(grpc::StatusCode::INTERNAL, "storage failed"));
  std::ofstream(folder_ + "/offer.csv") << "old";
  EXPECT_EQ(
      ExportToFile(*connection_, {}, folder_ + "/offer.csv").status().code(),
      absl::StatusCode::kInternal);
  EXPECT_EQ(Files(), std::set<std::string>{"offer.csv"});
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/offer.csv"), 3u);
}

TEST_F(DirectoryTest, AFileThatCannotBeCreatedIsTheCallersMistake) {
  ServeExport(grpc::Status::OK);
  EXPECT_EQ(
      ExportToFile(*connection_, {}, folder_ + "/no/offer.csv").status().code(),
      absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(server_.calls().empty());
}

}  // namespace
}  // namespace localoffer::client

#include "tests/bench/relevance.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/bench/child_process.h"
#include "tests/relevance/feed.h"

namespace localoffer::bench {
namespace {

constexpr char kBristol[] = "E06000023";

// By what an entry is judged.
using AnswerOf = std::function<std::string(const v1::Entry&)>;

relevance::HitRate Ask(Node& node, const char* questions, v1::EntryView view,
                       const AnswerOf& answer_of) {
  return relevance::Measure(
      relevance::ReadQuestions(questions), [&](const std::string& text) {
        v1::SearchEntriesRequest request;
        request.set_query(text);
        request.set_page_size(relevance::kFirstHits);
        request.set_view(view);
        std::vector<relevance::Shown> shown;
        const v1::SearchEntriesResponse found = node.Search(request);
        for (const v1::SearchHit& hit : found.hits()) {
          const std::vector<std::string> parts =
              absl::StrSplit(hit.entry().name(), '/');
          shown.push_back({answer_of(hit.entry()), parts.at(1)});
        }
        return shown;
      });
}

void PublishFeed(Node& node, const std::string& command,
                 const std::string& feed, const std::string& folder) {
  const std::string output = folder + "/publish.out";
  ChildProcess publish(command,
                       {"publish", feed, "--server", node.address(), "--token",
                        node.TokenFor(kBristol), "--authority", kBristol,
                        "--full", "--leave-out-refused", "--yes"},
                       output);
  if (publish.Wait() == 0) return;
  std::cerr << "the feed was not published; see " << output << " and .err\n";
  std::exit(1);
}

}  // namespace

relevance::HitRate AskGeneratedOffers(Node& node,
                                      const generator::Generator& generator) {
  std::map<std::string, std::string> kinds;
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachFate(authority, [&](const generator::Fate& fate) {
      kinds[fate.name] = std::string(fate.kind);
    });
  }
  return Ask(node, "generated.tsv", v1::ENTRY_VIEW_BASIC,
             [&](const v1::Entry& entry) { return kinds[entry.name()]; });
}

std::optional<relevance::HitRate> AskFeed(const std::string& server,
                                          const std::string& command,
                                          const std::string& folder) {
  const std::string feed = relevance::BristolFeedPath();
  if (!std::filesystem::exists(feed)) {
    std::cerr << "no relevance.feed.hit_rate and no relevance.hit_rate: "
              << feed << " is not here\n";
    return std::nullopt;
  }
  std::filesystem::remove_all(folder);
  Node node(server, folder);
  node.Start();
  PublishFeed(node, command, feed, folder);
  // What the feed calls a service is in the whole entry alone.
  return Ask(node, "bristol.tsv", v1::ENTRY_VIEW_FULL,
             [](const v1::Entry& entry) {
               return relevance::IdInFeed(entry.service());
             });
}

}  // namespace localoffer::bench

#include "tests/relevance/feed.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/openreferral/read_json.h"

namespace localoffer::relevance {

std::string BristolFeedPath() {
  const char* const shared = std::getenv("LOCALOFFER_SHARED_DIR");
  return absl::StrCat(
      shared != nullptr ? shared : LOCALOFFER_SOURCE_DIR "/../shared",
      "/data/feeds/bristol-v1-services.json");
}

std::string IdInFeed(const v1::Service& service) {
  for (const v1::VerbatimMember& member : service.verbatim().replaced()) {
    if (member.name() == "id" && !member.json().empty()) {
      return absl::StrReplaceAll(member.json(), {{"\"", ""}});
    }
  }
  return service.id();
}

std::vector<FeedRecord> ReadBristolFeed() {
  std::ifstream file(BristolFeedPath(), std::ios::binary);
  const std::string json((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  std::vector<FeedRecord> records;
  if (json.empty()) return records;
  openreferral::Source source = openreferral::ReadJson(
      json, {openreferral::Format::kUnspecified, "feed", "E06000023"});
  for (openreferral::Record& record : source.records) {
    records.push_back({IdInFeed(record.service), std::move(record.service),
                       std::move(record.local_offer)});
  }
  return records;
}

}  // namespace localoffer::relevance

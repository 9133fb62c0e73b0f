#include "tests/bench/question.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace localoffer::bench {
namespace {

constexpr size_t kQuestions = 1000;
// What the API and the pages take when nothing is said.
constexpr int kApiPageSize = 50;
constexpr int kPagePageSize = 10;

std::string QueryText(const std::string& text) {
  return absl::StrReplaceAll(text, {{" ", "+"}});
}

}  // namespace

std::vector<Question> QuestionsOf(const generator::Generator& generator) {
  std::mt19937 random(kQuestions);
  std::vector<Question> questions;
  while (questions.size() < kQuestions) {
    const auto& kinds = generator.kinds();
    const auto& areas = generator.areas();
    const generator::Kind& kind = kinds[questions.size() % kinds.size()];
    const std::vector<std::string>& outcodes =
        areas[random() % areas.size()].outcodes;
    if (outcodes.empty()) continue;
    questions.push_back({absl::StrReplaceAll(kind.id, {{"-", " "}}),
                         outcodes[random() % outcodes.size()]});
  }
  return questions;
}

std::string ApiTarget(const Question& question) {
  return absl::StrCat(
      "/openreferral/v3/services?search=", QueryText(question.words),
      "&postcode=", QueryText(question.postcode));
}

std::string PageTarget(const Question& question) {
  return absl::StrCat("/?need=", QueryText(question.words),
                      "&postcode=", QueryText(question.postcode));
}

v1::SearchEntriesRequest ApiRequest(const Question& question,
                                    v1::EntryView view) {
  v1::SearchEntriesRequest request;
  request.set_query(question.words);
  request.mutable_filter()->mutable_serves()->set_postcode(question.postcode);
  request.set_page_size(kApiPageSize);
  request.set_view(view);
  return request;
}

v1::SearchEntriesRequest PageRequest(const Question& question) {
  v1::SearchEntriesRequest request = ApiRequest(question, v1::ENTRY_VIEW_FULL);
  request.set_page_size(kPagePageSize);
  request.add_facets(v1::FACET_SETTING);
  return request;
}

}  // namespace localoffer::bench

#include "tests/relevance/questions.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace localoffer::relevance {

std::vector<Question> ReadQuestions(absl::string_view file) {
  const std::string path =
      absl::StrCat(LOCALOFFER_SOURCE_DIR, "/tests/relevance/", file);
  std::ifstream in(path);
  std::vector<Question> questions;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    if (cells.size() < 2) continue;
    questions.push_back({cells[0],
                         absl::StrSplit(cells[1], ',', absl::SkipEmpty()),
                         cells.size() > 2 ? cells[2] : ""});
  }
  if (questions.empty()) {
    std::cerr << "no questions in " << path << "\n";
    std::exit(1);
  }
  return questions;
}

HitRate Measure(
    const std::vector<Question>& questions,
    absl::FunctionRef<std::vector<Shown>(const std::string& text)> search) {
  HitRate rate;
  for (const Question& question : questions) {
    std::vector<Shown> shown = search(question.text);
    if (shown.size() > kFirstHits) shown.resize(kFirstHits);
    const bool answered =
        std::any_of(shown.begin(), shown.end(), [&](const Shown& hit) {
          return question.answers.count(hit.answer) > 0 &&
                 (question.authority.empty() ||
                  question.authority == hit.authority);
        });
    ++rate.asked;
    if (answered) {
      ++rate.answered;
    } else {
      rate.unanswered.push_back(question);
    }
  }
  return rate;
}

HitRate operator+(HitRate left, const HitRate& right) {
  left.answered += right.answered;
  left.asked += right.asked;
  left.unanswered.insert(left.unanswered.end(), right.unanswered.begin(),
                         right.unanswered.end());
  return left;
}

}  // namespace localoffer::relevance

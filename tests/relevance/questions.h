// The questions of families, and how many of them are answered.
#ifndef LOCALOFFER_TESTS_RELEVANCE_QUESTIONS_H_
#define LOCALOFFER_TESTS_RELEVANCE_QUESTIONS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace localoffer::relevance {

struct Question {
  std::string text;
  // What answers it: kinds of generated entries, or ids of services.
  std::set<std::string> answers;
  // The authority whose entries alone answer it; empty when any do.
  std::string authority;
};

// The lines of generated.tsv or bristol.tsv beside this file: question,
// answers with commas between them and, perhaps, an authority, with tabs
// between them. Ends the program when the file is not there.
std::vector<Question> ReadQuestions(absl::string_view file);

// What a search showed, best first: for each hit the kind or id, and the
// authority.
struct Shown {
  std::string answer;
  std::string authority;
};

struct HitRate {
  // Questions with an answer among the first five hits, of all.
  int answered = 0;
  int asked = 0;
  // The questions without.
  std::vector<Question> unanswered;

  double share() const {
    return asked == 0 ? 0 : static_cast<double>(answered) / asked;
  }
};

// Of the questions of both.
HitRate operator+(HitRate left, const HitRate& right);

inline constexpr int kFirstHits = 5;

// Asks every question of `search`, which gives the first five hits.
HitRate Measure(
    const std::vector<Question>& questions,
    absl::FunctionRef<std::vector<Shown>(const std::string& text)> search);

}  // namespace localoffer::relevance

#endif  // LOCALOFFER_TESTS_RELEVANCE_QUESTIONS_H_

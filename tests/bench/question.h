// What families ask, in each of the ways in which a node can be asked.
#ifndef LOCALOFFER_TESTS_BENCH_QUESTION_H_
#define LOCALOFFER_TESTS_BENCH_QUESTION_H_

#include <string>
#include <vector>

#include "localoffer/v1/directory.pb.h"
#include "tests/generator/generator.h"

namespace localoffer::bench {

// What is needed, and where.
struct Question {
  std::string words;
  // The first part of a postcode: a node knows those of all of England.
  std::string postcode;
};

// Many different ones, of every kind of service and of every part of England;
// always the same for the same generator.
std::vector<Question> QuestionsOf(const generator::Generator& generator);

// Addresses that ask it over HTTP.
std::string ApiTarget(const Question& question);
std::string PageTarget(const Question& question);

// The same over gRPC: the words, what serves the postcode, and a page as long
// as that of the API or of the pages for people. The latter need whole entries,
// and count their settings. A list of the API has whole descriptions and
// organisations, but not what a service has several of: BASIC has less than
// that, FULL more.
v1::SearchEntriesRequest ApiRequest(const Question& question,
                                    v1::EntryView view);
v1::SearchEntriesRequest PageRequest(const Question& question);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_QUESTION_H_

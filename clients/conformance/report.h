// What a server was found to do.
#ifndef LOCALOFFER_CLIENTS_CONFORMANCE_REPORT_H_
#define LOCALOFFER_CLIENTS_CONFORMANCE_REPORT_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::conformance {

enum class Outcome {
  kPassed,
  // Something that the standard asks for is not so.
  kFailed,
  // Something that apps would like is not so.
  kRemark,
  kSkipped,
};

// "passed"
absl::string_view OutcomeWord(Outcome outcome);

// One thing that was not as it should be.
struct Failure {
  // Whole address.
  std::string asked;
  std::string wanted;
  std::string came;
};

// One property of a server, tried as often as there is something to try it
// with.
class Check {
 public:
  Check(std::string name, bool required)
      : name_(std::move(name)), required_(required) {}

  // Counts one try, and keeps the failure if it is not `so`.
  void Expect(bool so, const Failure& failure);
  void Pass() { ++tried_; }
  void Fail(const Failure& failure) { Expect(false, failure); }
  // Why there is nothing to try, or not more. The first reason is kept.
  void Skip(absl::string_view why);

  const std::string& name() const { return name_; }
  bool required() const { return required_; }
  int tried() const { return tried_; }
  int failed() const { return failed_; }
  // The first few.
  const std::vector<Failure>& failures() const { return failures_; }
  const std::string& skipped() const { return skipped_; }
  Outcome outcome() const;

 private:
  std::string name_;
  bool required_;
  int tried_ = 0;
  int failed_ = 0;
  std::vector<Failure> failures_;
  std::string skipped_;
};

struct Report {
  std::string url;
  // Repeats the choice of records.
  uint64_t seed = 0;
  // What the server says it has; of these so many were looked at closely.
  int64_t services = 0;
  int sampled = 0;
  int requests = 0;
  // In the order in which they were made.
  std::deque<Check> checks;

  int Count(Outcome outcome) const;
  // Whether nothing required failed, and something required passed.
  bool Conforms() const;
};

// One JSON document, with a newline at its end.
std::string ReportJson(const Report& report);

}  // namespace localoffer::conformance

#endif  // LOCALOFFER_CLIENTS_CONFORMANCE_REPORT_H_

// What a proof has shown, in plain words, and as JSON.
#ifndef LOCALOFFER_CLIENTS_VERIFY_REPORT_H_
#define LOCALOFFER_CLIENTS_VERIFY_REPORT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/verify/verify.h"

namespace localoffer::verify {

// A part of the report: a heading, and sentences.
struct Paragraph {
  std::string heading;
  std::vector<std::string> sentences;
};

// What is shown, by whom it is signed, and what is not shown. What the
// authority wrote is in it as it wrote it: not safe for a terminal.
std::vector<Paragraph> Report(const Shown& shown);

// Why nothing is shown, as a sentence: the error of VerifyDocument, for people.
// As unsafe.
std::string WhyNot(const absl::Status& error);

// One JSON document with a newline at its end.
std::string ReportJson(const Shown& shown);

}  // namespace localoffer::verify

#endif  // LOCALOFFER_CLIENTS_VERIFY_REPORT_H_

// A plan, or what came of it, in words.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_PLAN_REPORT_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_PLAN_REPORT_H_

#include <string>

#include "clients/localoffer/printer.h"
#include "localoffer/v1/publishing.pb.h"

namespace localoffer::command {

struct ReportDetail {
  // Every change and every repair, instead of the first of each kind.
  bool all_changes = false;
  bool all_repairs = false;
  // Violations and the summary alone.
  bool quiet = false;
};

// Changes, repairs by rule, all violations, and last the summary.
void PrintReport(const v1::PlanPublicationResponse& report,
                 const ReportDetail& detail, Printer& out);

// The same parts of a publication's answer, taken out of it.
v1::PlanPublicationResponse TakeReport(v1::PublishResponse& response);

// "3 added, 2 changed, 0 withdrawn, 12 unchanged"; ", 1 refused" if any.
std::string SummaryInWords(const v1::PlanSummary& summary);

// "offer.csv row 12, column minimum_age: "abc": wanted a number of years".
std::string ViolationInWords(const v1::Violation& violation, bool is_csv);

// "5 changes", "1 change".
std::string Counted(int64_t count, const std::string& singular);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_PLAN_REPORT_H_

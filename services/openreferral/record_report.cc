#include "services/openreferral/record_report.h"

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/openreferral/repair.h"

namespace localoffer::openreferral {

RecordReport::RecordReport(v1::SourcePosition record, std::string field)
    : record_(std::move(record)),
      pointer_(record_.json_pointer()),
      field_(std::move(field)) {}

RecordReport::Step::Step(RecordReport* report, absl::string_view member,
                         std::string field)
    : report_(report),
      pointer_length_(report->pointer_.size()),
      field_(std::exchange(report->field_, std::move(field))) {
  absl::StrAppend(&report_->pointer_, "/",
                  absl::StrReplaceAll(member, {{"~", "~0"}, {"/", "~1"}}));
}

RecordReport::Step::Step(RecordReport* report, size_t element, int index)
    : report_(report),
      pointer_length_(report->pointer_.size()),
      field_(report->field_) {
  absl::StrAppend(&report_->pointer_, "/", element);
  absl::StrAppend(&report_->field_, "[", index, "]");
}

RecordReport::Step::~Step() {
  report_->pointer_.resize(pointer_length_);
  report_->field_ = std::move(field_);
}

std::string RecordReport::FieldOf(absl::string_view name) const {
  return absl::StrCat(field_, ".", name);
}

v1::SourcePosition RecordReport::Position() const {
  v1::SourcePosition position = record_;
  position.set_json_pointer(pointer_);
  return position;
}

void RecordReport::AddRepair(absl::string_view before, absl::string_view after,
                             absl::string_view rule,
                             absl::string_view explanation) {
  if (repairs_.size() >= kMaximumFindings) {
    ++untold_repairs_;
    return;
  }
  v1::Repair& repair = repairs_.emplace_back();
  *repair.mutable_position() = Position();
  repair.set_field(field_);
  repair.set_before(Excerpt(before));
  repair.set_after(Excerpt(after));
  repair.set_rule(std::string(rule));
  repair.set_explanation(std::string(explanation));
}

void RecordReport::AddViolation(absl::string_view value,
                                absl::string_view wanted,
                                absl::string_view reason) {
  if (violations_.size() >= kMaximumFindings) {
    ++untold_violations_;
    return;
  }
  v1::Violation& violation = violations_.emplace_back();
  *violation.mutable_position() = Position();
  violation.set_field(field_);
  violation.set_value(Excerpt(value));
  violation.set_wanted(std::string(wanted));
  violation.set_reason(std::string(reason));
}

void RecordReport::NoteEmpty() { empty_.push_back(field_); }

void RecordReport::NoteDerivedId(absl::string_view supplied,
                                 absl::string_view derived) {
  supplied_ids_.push_back(absl::StrCat(field_, " ", supplied));
  derived_ids_.push_back(absl::StrCat(field_, " ", derived));
}

void RecordReport::AddEmptyRepair() {
  if (empty_.empty()) return;
  const std::string members = absl::StrJoin(
      empty_, ", ", [this](std::string* out, absl::string_view field) {
        absl::ConsumePrefix(&field, absl::StrCat(field_, "."));
        out->append(field.data(), field.size());
      });
  AddRepair(members, "", "EMPTY_OMITTED",
            "Members without a value were left out, as the standard asks.");
}

void RecordReport::AddDerivedIdsRepair() {
  if (supplied_ids_.empty()) return;
  AddRepair(absl::StrJoin(supplied_ids_, ", "),
            absl::StrJoin(derived_ids_, ", "), "NESTED_IDS_DERIVED",
            absl::StrCat(supplied_ids_.size(),
                         supplied_ids_.size() == 1 ? " id inside the record is"
                                                   : " ids inside the record "
                                                     "are",
                         " no lower-case RFC 4122 UUID. UUIDs derived from "
                         "them are published; the ids supplied are kept."));
}

void RecordReport::AddUntold() {
  if (untold_repairs_ > 0) {
    v1::Repair& repair = repairs_.emplace_back();
    *repair.mutable_position() = Position();
    repair.set_field(field_);
    repair.set_before(absl::StrCat(untold_repairs_));
    repair.set_rule("MORE_REPAIRS");
    repair.set_explanation(absl::StrCat(
        untold_repairs_, " more repairs were made in this record."));
  }
  if (untold_violations_ > 0) {
    v1::Violation& violation = violations_.emplace_back();
    *violation.mutable_position() = Position();
    violation.set_field(field_);
    violation.set_value(absl::StrCat(untold_violations_));
    violation.set_wanted("a record without that many errors");
    violation.set_reason("MORE_VIOLATIONS");
  }
}

void RecordReport::Finish(absl::string_view title, Record* record) && {
  AddEmptyRepair();
  AddDerivedIdsRepair();
  AddUntold();
  const std::string short_title = Excerpt(title);
  for (v1::Repair& repair : repairs_) repair.set_title(short_title);
  for (v1::Violation& violation : violations_) {
    violation.set_title(short_title);
  }
  record->position = std::move(record_);
  record->repairs = std::move(repairs_);
  record->violations = std::move(violations_);
}

}  // namespace localoffer::openreferral

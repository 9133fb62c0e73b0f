// What a reader found to say about one record, and where.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_REPORT_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_REPORT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// Repairs, and violations, that are told one by one of a record. Of more the
// last says how many there are; no record made by people comes near.
inline constexpr size_t kMaximumFindings = 1000;

// Collects repairs and violations of one record. Knows at which value the
// reader stands, as RFC 6901 pointer and as field path. Not thread-safe.
class RecordReport {
 public:
  // `pointer` leads to the record, such as "/contents/3"; `field` is its path,
  // such as "service".
  RecordReport(v1::SourcePosition record, std::string field);
  RecordReport(const RecordReport&) = delete;
  RecordReport& operator=(const RecordReport&) = delete;

  // While it lives, the report stands at a value inside the current one.
  class Step {
   public:
    // At the member `member`, whose field path from the entry is `field`.
    Step(RecordReport* report, absl::string_view member, std::string field);
    // At element `element` of the current array, which is element `index` of
    // the repeated field.
    Step(RecordReport* report, size_t element, int index);
    ~Step();
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    RecordReport* report_;
    size_t pointer_length_;
    std::string field_;
  };

  // Path of the current field, such as `service.contacts[0].email`.
  const std::string& field() const { return field_; }
  // Path of the member `name` of the current field.
  std::string FieldOf(absl::string_view name) const;

  // The current value was changed from `before` to `after`, or set aside where
  // `after` is empty.
  void AddRepair(absl::string_view before, absl::string_view after,
                 absl::string_view rule, absl::string_view explanation);
  void AddViolation(absl::string_view value, absl::string_view wanted,
                    absl::string_view reason);

  // The current value is null, empty text or an empty array. All of a record
  // make one repair, EMPTY_OMITTED.
  void NoteEmpty();
  // The id at the current value was derived. All of a record make one repair,
  // NESTED_IDS_DERIVED.
  void NoteDerivedId(absl::string_view supplied, absl::string_view derived);

  // Moves everything into `record`, with `title` as the record's name.
  void Finish(absl::string_view title, Record* record) &&;

 private:
  v1::SourcePosition Position() const;
  void AddEmptyRepair();
  void AddDerivedIdsRepair();
  void AddUntold();

  v1::SourcePosition record_;
  std::string pointer_;
  std::string field_;
  std::vector<v1::Repair> repairs_;
  std::vector<v1::Violation> violations_;
  // Findings beyond kMaximumFindings.
  size_t untold_repairs_ = 0;
  size_t untold_violations_ = 0;
  std::vector<std::string> empty_;
  // Field and supplied id; field and derived id.
  std::vector<std::string> supplied_ids_;
  std::vector<std::string> derived_ids_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_RECORD_REPORT_H_

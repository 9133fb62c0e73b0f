#include "storage/geography/postcodes.h"

#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/status_macros.h"

namespace localoffer::geography {
namespace {

using storage::Table;

constexpr double kPerDegree = 1e6;
// Table kMeta: how many records the table has, in decimal. DURABLE.
constexpr absl::string_view kCountKey = "postcode_count";
constexpr absl::string_view kGenerationKey = "postcodes_generation";

std::string Encode(const PostcodeRow& row) {
  storage::v1::PostcodeRecord record;
  record.set_latitude_e6(
      static_cast<int32_t>(std::lround(row.point.latitude * kPerDegree)));
  record.set_longitude_e6(
      static_cast<int32_t>(std::lround(row.point.longitude * kPerDegree)));
  record.set_district(row.district);
  record.set_authority(row.authority);
  record.set_integrated_care_board(row.integrated_care_board);
  return record.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::optional<PostcodeRow>> Postcodes::Find(
    absl::string_view postcode) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                   engine_.Get(Table::kPostcode, postcode));
  if (!bytes) return std::nullopt;
  storage::v1::PostcodeRecord record;
  if (!record.ParseFromString(*bytes)) {
    return absl::DataLossError("a record of the table postcode is malformed");
  }
  PostcodeRow row;
  row.postcode = std::string(postcode);
  row.point = {record.latitude_e6() / kPerDegree,
               record.longitude_e6() / kPerDegree};
  row.district = std::move(*record.mutable_district());
  row.authority = std::move(*record.mutable_authority());
  row.integrated_care_board =
      std::move(*record.mutable_integrated_care_board());
  return row;
}

absl::Status Postcodes::Write(absl::Span<const PostcodeRow> rows) {
  RETURN_IF_ERROR(engine_.CheckFreeSpace());
  absl::MutexLock lock(&writing_);
  ASSIGN_OR_RETURN(int64_t count, Count());
  storage::Batch batch(engine_);
  std::set<absl::string_view> added;
  bool changes = false;
  for (const PostcodeRow& row : rows) {
    ASSIGN_OR_RETURN(const std::optional<std::string> present,
                     engine_.Get(Table::kPostcode, row.postcode));
    if (!present && added.insert(row.postcode).second) ++count;
    const std::string encoded = Encode(row);
    changes = changes || !present || *present != encoded;
    batch.Put(Table::kPostcode, row.postcode, encoded);
  }
  if (!changes) return absl::OkStatus();
  batch.Put(Table::kMeta, kCountKey, absl::StrCat(count));
  ASSIGN_OR_RETURN(const int64_t generation, Generation());
  batch.Put(Table::kMeta, kGenerationKey, absl::StrCat(generation + 1));
  RETURN_IF_ERROR(engine_.Commit(batch));
  generation_ = generation + 1;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Postcodes::Count() const {
  return ReadNumber(kCountKey);
}

absl::StatusOr<int64_t> Postcodes::Generation() const {
  int64_t known = generation_;
  if (known != kUnread) return known;
  ASSIGN_OR_RETURN(const int64_t read, ReadNumber(kGenerationKey));
  // Unless Write() has meanwhile made a newer one.
  return generation_.compare_exchange_strong(known, read) ? read : known;
}

absl::StatusOr<int64_t> Postcodes::ReadNumber(absl::string_view key) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> text,
                   engine_.Get(Table::kMeta, key));
  int64_t number = 0;
  if (text && !absl::SimpleAtoi(*text, &number)) {
    return absl::DataLossError(absl::StrCat("the record ", key,
                                            " of the table of postcodes is "
                                            "malformed"));
  }
  return number;
}

}  // namespace localoffer::geography

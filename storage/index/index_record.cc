#include "storage/index/index_record.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "localoffer/storage/v1/records.pb.h"
#include "s2/s2cell_id.h"
#include "s2/s2latlng.h"
#include "storage/status_macros.h"

namespace localoffer {
namespace {

using Numbers = google::protobuf::RepeatedField<uint32_t>;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("a record of the search index is damaged: ", what));
}

// Writes rising numbers as differences, which are short.
class DifferenceWriter {
 public:
  explicit DifferenceWriter(Numbers& differences) : differences_(differences) {}

  void Add(uint32_t number) {
    differences_.Add(number - last_);
    last_ = number;
  }

 private:
  Numbers& differences_;
  uint32_t last_ = 0;
};

void EncodeOpening(const OpeningTime& time,
                   storage::v1::IndexRecord::OpeningTime& encoded) {
  constexpr OpeningTime kUsual;
  encoded.set_begin(time.begin);
  encoded.set_end(time.end);
  if (time.first_day != kUsual.first_day) {
    encoded.set_first_day(time.first_day);
  }
  if (time.last_day != kUsual.last_day) encoded.set_last_day(time.last_day);
  if (time.interval != kUsual.interval) encoded.set_interval(time.interval);
  encoded.set_anchor(time.anchor);
  encoded.set_monthly(time.is_monthly);
  encoded.set_ordinal(time.ordinal);
  encoded.set_counted(static_cast<uint32_t>(time.counted));
  encoded.set_week_start(time.week_start);
}

void EncodeRow(const DocumentRow& row, storage::v1::IndexRecord& encoded) {
  encoded.set_folded_name(row.folded_name);
  if (row.minimum_age.has_value()) encoded.set_minimum_age(*row.minimum_age);
  if (row.maximum_age.has_value()) encoded.set_maximum_age(*row.maximum_age);
  encoded.set_assured_day(row.assured_day);
  for (const OpeningTime& time : row.opening_hours) {
    EncodeOpening(time, *encoded.add_opening_times());
  }
}

absl::StatusOr<OpeningTime> DecodeOpening(
    const storage::v1::IndexRecord::OpeningTime& encoded) {
  if (encoded.begin() >= kMinutesOfWeek || encoded.end() <= encoded.begin() ||
      encoded.end() > kLastEnd ||
      encoded.interval() > std::numeric_limits<uint16_t>::max() ||
      std::abs(encoded.ordinal()) > std::numeric_limits<int16_t>::max() ||
      encoded.counted() > static_cast<uint32_t>(Counted::kWeeksOfYear) ||
      encoded.week_start() >= kMinutesOfWeek / kMinutesOfDay) {
    return Damaged("opening hours");
  }
  OpeningTime time;
  time.begin = static_cast<uint16_t>(encoded.begin());
  time.end = static_cast<uint16_t>(encoded.end());
  if (encoded.has_first_day()) time.first_day = encoded.first_day();
  if (encoded.has_last_day()) time.last_day = encoded.last_day();
  // None is 0, which divides nothing.
  time.interval = std::max<uint16_t>(1, encoded.interval());
  time.anchor = encoded.anchor();
  time.is_monthly = encoded.monthly();
  time.ordinal = static_cast<int16_t>(encoded.ordinal());
  time.counted = static_cast<Counted>(encoded.counted());
  time.week_start = static_cast<uint8_t>(encoded.week_start());
  return time;
}

absl::Status DecodeRow(storage::v1::IndexRecord& encoded, DocumentRow& row) {
  row.folded_name = std::move(*encoded.mutable_folded_name());
  if (encoded.has_minimum_age()) row.minimum_age = encoded.minimum_age();
  if (encoded.has_maximum_age()) row.maximum_age = encoded.maximum_age();
  row.assured_day = encoded.assured_day();
  for (const auto& opening : encoded.opening_times()) {
    ASSIGN_OR_RETURN(row.opening_hours.emplace_back(), DecodeOpening(opening));
  }
  return absl::OkStatus();
}

absl::Status DecodeTerms(const storage::v1::IndexRecord& encoded,
                         IndexRecord& record) {
  const std::string& weights = encoded.weights();
  if (weights.size() != 2 * static_cast<size_t>(encoded.terms_size())) {
    return Damaged("weights");
  }
  record.terms.reserve(encoded.terms_size());
  uint32_t term = 0;
  for (int i = 0; i < encoded.terms_size(); ++i) {
    term += encoded.terms(i);
    const size_t at = 2 * static_cast<size_t>(i);
    const auto low = static_cast<unsigned char>(weights[at]);
    const auto high = static_cast<unsigned char>(weights[at + 1]);
    record.terms.push_back({term, static_cast<uint16_t>(high << 8 | low)});
  }
  return absl::OkStatus();
}

absl::Status DecodePlaces(const storage::v1::IndexRecord& encoded,
                          IndexRecord& record) {
  if (encoded.locations_size() % 2 != 0) return Damaged("locations");
  for (int i = 0; i < encoded.locations_size(); i += 2) {
    const geography::Point point = {encoded.locations(i),
                                    encoded.locations(i + 1)};
    if (!geography::IsValid(point)) return Damaged("locations");
    record.locations.push_back(point);
  }
  if (encoded.coverings_size() != encoded.shapes_size()) {
    return Damaged("coverings");
  }
  for (int i = 0; i < encoded.shapes_size(); ++i) {
    const auto& cells = encoded.coverings(i).cells();
    if (!absl::c_all_of(
            cells, [](uint64_t cell) { return S2CellId(cell).is_valid(); })) {
      return Damaged("coverings");
    }
    ASSIGN_OR_RETURN(geography::Shape shape,
                     geography::Shape::Decode(encoded.shapes(i)));
    record.shapes.push_back({std::move(shape), {cells.begin(), cells.end()}});
  }
  return absl::OkStatus();
}

// That of the place, on a curve that seldom leaves a neighbourhood before it
// has been everywhere in it. https://s2geometry.io/devguide/s2cell_hierarchy
uint64_t NumberOnCurve(const geography::Point& point) {
  return S2CellId(S2LatLng::FromDegrees(point.latitude, point.longitude)).id();
}

void PutInOrder(absl::optional<ValueNumber> first,
                std::vector<IndexRecord>& records) {
  using Key = std::tuple<bool, absl::string_view, uint64_t, uint32_t>;
  std::vector<Key> keys;
  keys.reserve(records.size());
  for (const IndexRecord& record : records) {
    const bool is_behind =
        !first.has_value() || !absl::c_binary_search(record.values, *first);
    const uint64_t place =
        record.locations.empty() ? 0 : NumberOnCurve(record.locations.front());
    keys.emplace_back(is_behind, record.authority, place,
                      static_cast<uint32_t>(keys.size()));
  }
  absl::c_sort(keys);
  std::vector<IndexRecord> ordered;
  ordered.reserve(records.size());
  for (const Key& key : keys) {
    ordered.push_back(std::move(records[std::get<uint32_t>(key)]));
  }
  records = std::move(ordered);
}

}  // namespace

std::string EncodeRecord(const IndexRecord& record) {
  storage::v1::IndexRecord encoded;
  encoded.set_entry_id(record.entry_id);
  encoded.set_ended(record.ended);
  if (record.ended) return encoded.SerializeAsString();
  EncodeRow(record.row, encoded);
  DifferenceWriter terms(*encoded.mutable_terms());
  std::string& weights = *encoded.mutable_weights();
  for (const WeightedTerm& term : record.terms) {
    terms.Add(term.term);
    weights.push_back(static_cast<char>(term.weight & 0xff));
    weights.push_back(static_cast<char>(term.weight >> 8));
  }
  DifferenceWriter words(*encoded.mutable_words());
  for (const uint32_t word : record.words) words.Add(word);
  encoded.mutable_values()->Add(record.values.begin(), record.values.end());
  for (const geography::Point& point : record.locations) {
    encoded.add_locations(point.latitude);
    encoded.add_locations(point.longitude);
  }
  for (const CoveredShape& shape : record.shapes) {
    encoded.add_shapes(shape.shape.Encode());
    encoded.add_coverings()->mutable_cells()->Add(shape.cells.begin(),
                                                  shape.cells.end());
  }
  return encoded.SerializeAsString();
}

absl::StatusOr<IndexRecord> DecodeRecord(absl::string_view authority,
                                         uint64_t sequence,
                                         absl::string_view bytes) {
  storage::v1::IndexRecord encoded;
  if (!encoded.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Damaged("not a record");
  }
  IndexRecord record;
  record.authority = std::string(authority);
  record.sequence = sequence;
  record.entry_id = std::move(*encoded.mutable_entry_id());
  record.ended = encoded.ended();
  if (record.ended) return record;
  RETURN_IF_ERROR(DecodeRow(encoded, record.row));
  RETURN_IF_ERROR(DecodeTerms(encoded, record));
  uint32_t word = 0;
  record.words.reserve(encoded.words_size());
  for (const uint32_t difference : encoded.words()) {
    word += difference;
    record.words.push_back(word);
  }
  record.values.assign(encoded.values().begin(), encoded.values().end());
  RETURN_IF_ERROR(DecodePlaces(encoded, record));
  return record;
}

IndexRecordBatch BatchOf(std::vector<IndexRecord> records,
                         absl::optional<ValueNumber> first) {
  PutInOrder(first, records);
  IndexRecordBatch batch;
  size_t postings = 0;
  for (const IndexRecord& record : records) postings += record.terms.size();
  batch.postings.reserve(postings);
  for (size_t i = 0; i < records.size(); ++i) {
    for (const WeightedTerm& term : records[i].terms) {
      batch.postings.push_back(
          {term.term, static_cast<DocumentNumber>(i), term.weight});
    }
    records[i].terms = {};
  }
  SortByTerm(batch.postings);
  batch.records = std::move(records);
  return batch;
}

std::string EncodeValue(const PropertyValue& value) {
  storage::v1::IndexValue encoded;
  encoded.set_property(static_cast<uint32_t>(value.property));
  encoded.set_value(value.value);
  encoded.set_title(value.title);
  for (const std::string& alias : value.aliases) encoded.add_aliases(alias);
  return encoded.SerializeAsString();
}

absl::StatusOr<PropertyValue> DecodeValue(absl::string_view bytes) {
  storage::v1::IndexValue encoded;
  if (!encoded.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      encoded.property() >= kPropertyCount) {
    return Damaged("not a value");
  }
  return PropertyValue{static_cast<Property>(encoded.property()),
                       encoded.value(),
                       encoded.title(),
                       {encoded.aliases().begin(), encoded.aliases().end()}};
}

}  // namespace localoffer

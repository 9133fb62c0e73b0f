// What the search index keeps: what was read is written as the same.
#include "storage/index/index_record.h"

#include "storage/geography/shape.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  if (const auto record = DecodeRecord("E06000023", 7, bytes); record.ok()) {
    const std::string once = EncodeRecord(*record);
    const auto again = DecodeRecord("E06000023", 7, once);
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(EncodeRecord(*again) == once);
    BatchOf({*record});
  }
  if (const auto value = DecodeValue(bytes); value.ok()) {
    const auto again = DecodeValue(EncodeValue(*value));
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(*again == *value);
  }
}

std::vector<std::string> Seeds() {
  IndexRecord record;
  record.entry_id = "00000000-0000-4000-8000-000000000001";
  record.terms = {{3, 10}, {5, 1}, {400, 65535}};
  record.words = {1, 2, 70};
  record.values = {4, 9};
  record.locations = {{51.45, -2.58}};
  const auto shape = geography::Shape::Circle({51.45, -2.58}, 5000);
  record.shapes.push_back({*shape, shape->Covering(4)});
  IndexRecord ended;
  ended.entry_id = record.entry_id;
  ended.ended = true;
  PropertyValue value{};
  value.value = "LO-C9";
  value.title = "Short breaks";
  value.aliases = {"respite"};
  return {EncodeRecord(record), EncodeRecord(ended), EncodeValue(value)};
}

}  // namespace localoffer::fuzz

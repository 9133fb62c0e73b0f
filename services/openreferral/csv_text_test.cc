#include "services/openreferral/csv_text.h"

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::openreferral {
namespace {

using ::testing::HasSubstr;

absl::string_view Bytes(const char* bytes, size_t size) {
  return absl::string_view(bytes, size);
}

TEST(DecodeCsv, TakesUtf8WithAndWithoutByteOrderMark) {
  for (absl::string_view bytes : {"caf\xc3\xa9 \xc2\xa3"
                                  "5",
                                  "\xef\xbb\xbf"
                                  "caf\xc3\xa9 \xc2\xa3"
                                  "5"}) {
    const CsvText text = *DecodeCsv(bytes);
    EXPECT_EQ(text.text,
              "caf\xc3\xa9 \xc2\xa3"
              "5");
    EXPECT_EQ(text.encoding, "utf-8");
  }
  EXPECT_EQ(DecodeCsv("")->text, "");
}

TEST(DecodeCsv, TakesWindows1252WhenItIsNotUtf8) {
  const CsvText text = *DecodeCsv(
      "\xa3"
      "5 \x93hi\x94 it\x92s \x80 \x96 \xe9\xff");
  EXPECT_EQ(text.text,
            "\xc2\xa3"
            "5 \xe2\x80\x9chi\xe2\x80\x9d it\xe2\x80\x99s "
            "\xe2\x82\xac \xe2\x80\x93 \xc3\xa9\xc3\xbf");
  EXPECT_EQ(text.encoding, "windows-1252");
}

TEST(DecodeCsv, RefusesBytesThatWindows1252DoesNotAssign) {
  for (absl::string_view bytes : {"\x81", "\x8d", "\x8f", "\x90", "\x9d"}) {
    const auto text = DecodeCsv(bytes);
    EXPECT_FALSE(text.ok());
    EXPECT_THAT(std::string(text.status().message()), HasSubstr("CSV UTF-8"));
  }
}

TEST(DecodeCsv, TakesUtf16OfBothByteOrders) {
  // £, € and a character outside the basic plane.
  const CsvText little =
      *DecodeCsv(Bytes("\xff\xfe\xa3\x00\xac\x20\x3d\xd8\x00\xde\n\x00", 12));
  EXPECT_EQ(little.text, "\xc2\xa3\xe2\x82\xac\xf0\x9f\x98\x80\n");
  EXPECT_EQ(little.encoding, "utf-16");
  const CsvText big =
      *DecodeCsv(Bytes("\xfe\xff\x00\xa3\x20\xac\xd8\x3d\xde\x00\x00\n", 12));
  EXPECT_EQ(big.text, little.text);
}

TEST(DecodeCsv, RefusesBrokenUtf16) {
  EXPECT_FALSE(DecodeCsv(Bytes("\xff\xfe\x41", 3)).ok());
  EXPECT_FALSE(DecodeCsv(Bytes("\xff\xfe\x3d\xd8", 4)).ok());
  EXPECT_FALSE(DecodeCsv(Bytes("\xff\xfe\x3d\xd8\x41\x00", 6)).ok());
  EXPECT_FALSE(DecodeCsv(Bytes("\xff\xfe\x00\xde", 4)).ok());
}

TEST(DecodeCsv, TellsAWorkbookFromText) {
  EXPECT_THAT(std::string(DecodeCsv("PK\x03\x04 rest").status().message()),
              HasSubstr("workbook"));
  EXPECT_THAT(std::string(DecodeCsv(Bytes("n\0a\0", 4)).status().message()),
              HasSubstr("not text"));
}

}  // namespace
}  // namespace localoffer::openreferral

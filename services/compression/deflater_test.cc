#include "services/compression/deflater.h"

#include <zlib.h>

#include <random>

#include "gtest/gtest.h"

namespace localoffer::compression {
namespace {

// What zlib makes of it; "" when it is not one whole stream.
std::string Inflated(const std::string& bytes, int window_bits) {
  z_stream z = {};
  inflateInit2(&z, window_bits);
  std::string out(bytes.size() * 1100 + 1000, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&z, Z_FINISH);
  out.resize(out.size() - z.avail_out);
  const bool whole = result == Z_STREAM_END && z.avail_in == 0;
  inflateEnd(&z);
  return whole ? out : "";
}

constexpr int kGzipBits = 15 + 16;
constexpr int kRawBits = -15;

TEST(DeflaterTest, WhatWentInComesOutHoweverItIsCut) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < 300000) {
    text += random() % 3 == 0 ? "respite " : std::to_string(random());
  }
  for (const size_t piece : {size_t{1000}, size_t{65536}, text.size()}) {
    Deflater deflater(Wrapping::kNone);
    std::string out;
    for (size_t at = 0; at < text.size(); at += piece) {
      deflater.Add(absl::string_view(text).substr(at, piece), out);
    }
    deflater.Finish(out);
    EXPECT_LT(out.size(), text.size());
    EXPECT_EQ(Inflated(out, kRawBits), text) << piece;
  }
}

TEST(DeflaterTest, GzipIsReadAsGzip) {
  const std::string text(100000, 'a');
  const std::string gzip = Gzip(text);
  EXPECT_LT(gzip.size(), 1000u);
  EXPECT_EQ(Inflated(gzip, kGzipBits), text);
  EXPECT_EQ(Inflated(gzip, kRawBits), "");
}

TEST(DeflaterTest, NothingIsAStreamToo) { EXPECT_FALSE(Gzip("").empty()); }

}  // namespace
}  // namespace localoffer::compression

#include "services/rpc/bytes.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace localoffer::rpc {
namespace {

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

TEST(ToBuffer, HasTheBytesForAsLongAsAnyCopyLives) {
  for (const size_t size : {0, 1, 15, 16, 100'000}) {
    const std::string bytes(size, 'x');
    auto buffer = std::make_unique<grpc::ByteBuffer>(ToBuffer(bytes));
    const grpc::ByteBuffer copy = *buffer;
    EXPECT_EQ(BytesOf(*buffer), bytes);
    buffer.reset();
    EXPECT_EQ(BytesOf(copy), bytes);
  }
}

}  // namespace
}  // namespace localoffer::rpc

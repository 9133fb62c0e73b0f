#include "services/directory/hit_page.h"

#include <array>
#include <cstdint>
#include <utility>

#include "google/protobuf/io/coded_stream.h"

namespace localoffer::directory {
namespace {

using google::protobuf::io::CodedOutputStream;

// What stands before a field that is a message: its number and wire type, then
// its length. https://protobuf.dev/programming-guides/encoding/
class FieldHead {
 public:
  FieldHead(int field, size_t length) {
    constexpr uint32_t kLengthDelimited = 2;
    uint8_t* end = CodedOutputStream::WriteVarint32ToArray(
        static_cast<uint32_t>(field) << 3 | kLengthDelimited, bytes_.data());
    end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(length),
                                                  end);
    size_ = static_cast<size_t>(end - bytes_.data());
  }

  size_t size() const { return size_; }
  void AppendTo(std::string& out) const {
    out.append(reinterpret_cast<const char*>(bytes_.data()), size_);
  }

 private:
  // Two numbers of 32 bits, seven bits a byte.
  std::array<uint8_t, 10> bytes_;
  size_t size_;
};

}  // namespace

void HitPage::Add(absl::string_view entry, absl::string_view part,
                  const v1::SearchHit& hit) {
  const FieldHead entry_head(v1::SearchHit::kEntryFieldNumber, entry.size());
  const FieldHead hit_head(
      v1::SearchEntriesResponse::kHitsFieldNumber,
      entry_head.size() + entry.size() + part.size() + hit.ByteSizeLong());
  hit_head.AppendTo(bytes_);
  entry_head.AppendTo(bytes_);
  bytes_.append(entry.data(), entry.size());
  bytes_.append(part.data(), part.size());
  const size_t before = bytes_.size();
  bytes_.resize(before + static_cast<size_t>(hit.GetCachedSize()));
  hit.SerializeWithCachedSizesToArray(
      reinterpret_cast<uint8_t*>(&bytes_[before]));
  ++hits_;
}

std::string HitPage::Finish(const v1::SearchEntriesResponse& response) {
  response.AppendToString(&bytes_);
  return std::move(bytes_);
}

}  // namespace localoffer::directory

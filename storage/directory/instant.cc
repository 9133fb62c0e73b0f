#include "storage/directory/instant.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/log/hash.h"
#include "storage/log/log_id.h"

namespace localoffer::storage {
namespace {

// A token is this, a checksum, and a RevisionToken. It is never empty, so that
// the revision of an empty directory is a token too.
constexpr char kKind = 's';
constexpr size_t kChecksumBytes = 4;
constexpr uint32_t kLargestGssNumber = 99'999'999;

// The number of `E06000023`, 6000023; nothing for ids of other forms.
std::optional<uint32_t> GssNumber(absl::string_view authority) {
  uint32_t number = 0;
  if (authority.size() != 9 || authority[0] != 'E' ||
      !std::all_of(authority.begin() + 1, authority.end(),
                   [](unsigned char c) { return absl::ascii_isdigit(c); }) ||
      !absl::SimpleAtoi(authority.substr(1), &number)) {
    return std::nullopt;
  }
  return number;
}

std::string GssCode(uint32_t number) {
  return absl::StrCat("E", absl::Dec(number, absl::kZeroPad8));
}

std::string Encode(const Instant::Sizes& sizes) {
  v1::RevisionToken token;
  uint32_t before = 0;
  for (const auto& [authority, size] : sizes) {
    if (const std::optional<uint32_t> number = GssNumber(authority)) {
      token.add_gss_steps(*number - before);
      token.add_gss_sizes(size);
      before = *number;
    } else {
      token.add_other_ids(authority);
      token.add_other_sizes(size);
    }
  }
  const std::string bytes = token.SerializeAsString();
  const log::Hash hash = log::Sha256(bytes);
  return absl::WebSafeBase64Escape(
      absl::StrCat(absl::string_view(&kKind, 1),
                   log::HashBytes(hash).substr(0, kChecksumBytes), bytes));
}

// The sizes in a token's bytes, which may come from anybody; nothing when they
// name what no token does.
std::optional<Instant::Sizes> Decode(absl::string_view bytes) {
  v1::RevisionToken token;
  if (!token.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
      token.gss_steps_size() != token.gss_sizes_size() ||
      token.other_ids_size() != token.other_sizes_size()) {
    return std::nullopt;
  }
  Instant::Sizes sizes;
  uint64_t number = 0;
  for (int i = 0; i < token.gss_steps_size(); ++i) {
    number += token.gss_steps(i);
    if (number > kLargestGssNumber) return std::nullopt;
    sizes.emplace_hint(sizes.end(), GssCode(static_cast<uint32_t>(number)),
                       token.gss_sizes(i));
  }
  for (int i = 0; i < token.other_ids_size(); ++i) {
    // Ids are parts of keys; see keys.h.
    if (token.other_ids(i).find('\0') != std::string::npos) {
      return std::nullopt;
    }
    sizes.emplace(token.other_ids(i), token.other_sizes(i));
  }
  return sizes;
}

}  // namespace

Instant::Instant() {
  static const Instant& kNothing = *new Instant(Sizes());
  contents_ = kNothing.contents_;
}

Instant::Instant(Sizes sizes) {
  std::erase_if(sizes, [](const auto& size) { return size.second == 0; });
  std::string revision = Encode(sizes);
  const bool has_harvested_logs = std::any_of(
      sizes.begin(), sizes.end(),
      [](const auto& size) { return log::IsHarvestedLog(size.first); });
  contents_ = std::make_shared<const Contents>(
      Contents{std::move(sizes), std::move(revision), has_harvested_logs});
}

uint64_t Instant::SizeOf(absl::string_view authority) const {
  const auto found = sizes().find(authority);
  return found == sizes().end() ? 0 : found->second;
}

absl::StatusOr<Instant> Instant::FromRevision(absl::string_view revision) {
  const absl::Status malformed = absl::InvalidArgumentError(
      "revision: wanted the revision of an earlier answer, unchanged");
  std::string bytes;
  if (revision.size() > kMostRevisionBytes ||
      !absl::WebSafeBase64Unescape(revision, &bytes) ||
      bytes.size() < 1 + kChecksumBytes) {
    return malformed;
  }
  std::optional<Sizes> sizes =
      Decode(absl::string_view(bytes).substr(1 + kChecksumBytes));
  if (!sizes) return malformed;
  Instant instant(*std::move(sizes));
  // An instant has one token. So this compares the kind and the checksum too,
  // and refuses whatever is out of order, repeated or not needed.
  if (instant.ToRevision() != revision) return malformed;
  return instant;
}

}  // namespace localoffer::storage

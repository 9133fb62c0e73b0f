#include "services/gateway/target.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/entry/forms.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::gateway {
namespace {

absl::Status BadTarget(absl::string_view why) {
  return rpc::CallerError(absl::StatusCode::kInvalidArgument, "BAD_TARGET",
                          absl::StrCat("the address of the request ", why));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

absl::StatusOr<std::string> Decode(absl::string_view text, bool plus_is_space) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
      if (low < 0) return BadTarget("has a broken percent code");
      c = static_cast<char>(high << 4 | low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      return BadTarget("has a control character");
    }
    decoded.push_back(c);
  }
  return decoded;
}

}  // namespace

std::optional<std::string> Target::Parameter(const std::string& name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Target::Parameters(const std::string& name) const {
  std::vector<std::string> values;
  if (const auto first = query.find(name); first != query.end()) {
    values.push_back(first->second);
  }
  const auto [begin, end] = further.equal_range(name);
  for (auto at = begin; at != end; ++at) values.push_back(at->second);
  return values;
}

absl::Status Target::EachOnce() const {
  if (further.empty()) return absl::OkStatus();
  return BadTarget(absl::StrCat("has \"", further.begin()->first, "\" twice"));
}

absl::Status Target::Allow(absl::Span<const absl::string_view> names) const {
  std::vector<rpc::FieldError> errors;
  for (const auto& [name, value] : query) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    errors.push_back(
        {name, names.empty()
                   ? std::string("unknown; no parameters are taken here")
                   : absl::StrCat("unknown; taken here: ",
                                  absl::StrJoin(names, ", "))});
  }
  return errors.empty() ? absl::OkStatus() : rpc::InvalidFields(errors);
}

absl::StatusOr<uint64_t> Target::Number(const std::string& name, uint64_t least,
                                        uint64_t most,
                                        uint64_t otherwise) const {
  const std::optional<std::string> text = Parameter(name);
  if (!text) return otherwise;
  uint64_t number = 0;
  const bool digits =
      !text->empty() && std::all_of(text->begin(), text->end(), [](char c) {
        return absl::ascii_isdigit(static_cast<unsigned char>(c));
      });
  if (digits && absl::SimpleAtoi(*text, &number) && number >= least &&
      number <= most) {
    return number;
  }
  return rpc::InvalidField(
      name, absl::StrCat("\"", *text, "\": wanted a whole number from ", least,
                         " to ", most));
}

absl::StatusOr<Target> ParseTarget(absl::string_view target) {
  const size_t question = target.find('?');
  absl::string_view path = target.substr(0, question);
  if (path.empty() || path.front() != '/') {
    return BadTarget("does not begin with /");
  }
  // What clients make of an address by joining it with `/`.
  if (path.size() > 1 && !absl::EndsWith(path, "//")) {
    absl::ConsumeSuffix(&path, "/");
  }
  Target parsed;
  if (path.size() > 1) {
    for (const absl::string_view piece : absl::StrSplit(path.substr(1), '/')) {
      ASSIGN_OR_RETURN(std::string segment, Decode(piece, false));
      if (!entry::IsUtf8(segment))
        return BadTarget("has bytes that are no UTF-8");
      if (segment.empty() || segment == "." || segment == "..") {
        return BadTarget("has an empty or relative segment");
      }
      parsed.path.push_back(std::move(segment));
    }
  }
  if (question == absl::string_view::npos) return parsed;
  std::vector<rpc::FieldError> errors;
  for (const absl::string_view piece :
       absl::StrSplit(target.substr(question + 1), '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(piece, absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(std::string name, Decode(halves.first, true));
    ASSIGN_OR_RETURN(std::string value, Decode(halves.second, true));
    if (!entry::IsUtf8(name) || !entry::IsUtf8(value)) {
      errors.push_back({name, absl::StrCat("\"", value, "\": wanted UTF-8")});
    }
    if (parsed.query.contains(name)) {
      parsed.further.emplace(std::move(name), std::move(value));
    } else {
      parsed.query.emplace(std::move(name), std::move(value));
    }
  }
  if (!errors.empty()) return rpc::InvalidFields(errors);
  return parsed;
}

}  // namespace localoffer::gateway

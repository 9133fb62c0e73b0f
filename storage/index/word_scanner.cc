#include "storage/index/word_scanner.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"

namespace localoffer {
namespace {

constexpr UChar32 kZeroWidthSpace = 0x200B;

bool IsApostrophe(UChar32 c) {
  return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0xFF07;
}

}  // namespace

WordScanner::WordScanner(absl::string_view text)
    : text_(text.substr(0, std::numeric_limits<int32_t>::max())),
      size_(static_cast<int32_t>(text_.size())) {}

bool WordScanner::Next(size_t max_size, std::string& word) {
  word.clear();
  needs_folding_ = false;
  is_cut_ = false;
  Character character{Kind::kOther, end_};
  do {
    begin_ = character.end;
    if (begin_ >= size_) return false;
    character = At(begin_);
  } while (character.kind != Kind::kLetter &&
           character.kind != Kind::kIdeograph);
  Take(begin_, character, max_size, word);
  if (character.kind == Kind::kIdeograph) return true;
  while (end_ < size_) {
    character = At(end_);
    const bool belongs =
        character.kind == Kind::kLetter || character.kind == Kind::kMark ||
        (character.kind == Kind::kApostrophe && IsLetterAt(character.end)) ||
        (character.kind == Kind::kAmpersand && JoinsLetters(end_));
    if (!belongs) break;
    Take(end_, character, max_size, word);
  }
  return true;
}

absl::string_view WordScanner::original() const {
  return text_.substr(begin_, end_ - begin_);
}

WordScanner::Kind WordScanner::KindOf(int32_t code_point) {
  if (code_point < 0) return Kind::kOther;
  if (IsApostrophe(code_point)) return Kind::kApostrophe;
  const uint32_t category = U_GET_GC_MASK(code_point);
  if ((category & (U_GC_L_MASK | U_GC_N_MASK)) != 0) {
    return u_hasBinaryProperty(code_point, UCHAR_IDEOGRAPHIC) ? Kind::kIdeograph
                                                              : Kind::kLetter;
  }
  // Soft hyphens and joiners are invisible, and folded away.
  const bool is_mark = (category & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
  return is_mark && code_point != kZeroWidthSpace ? Kind::kMark : Kind::kOther;
}

WordScanner::Character WordScanner::At(int32_t at) const {
  const char byte = text_[at];
  if (absl::ascii_isalnum(byte)) return {Kind::kLetter, at + 1};
  if (byte == '\'') return {Kind::kApostrophe, at + 1};
  if (byte == '&') return {Kind::kAmpersand, at + 1};
  if (absl::ascii_isascii(byte)) return {Kind::kOther, at + 1};
  UChar32 code_point;
  const char* const bytes = text_.data();
  U8_NEXT(bytes, at, size_, code_point);
  return {KindOf(code_point), at};
}

bool WordScanner::IsLetterAt(int32_t at) const {
  return at < size_ && At(at).kind == Kind::kLetter;
}

bool WordScanner::JoinsLetters(int32_t at) const {
  return at == begin_ + 1 && at + 1 < size_ &&
         absl::ascii_isalpha(text_[begin_]) &&
         absl::ascii_isalpha(text_[at + 1]) && !IsLetterAt(at + 2);
}

void WordScanner::Take(int32_t begin, const Character& character,
                       size_t max_size, std::string& word) {
  end_ = character.end;
  const size_t size = end_ - begin;
  const bool is_apostrophe = character.kind == Kind::kApostrophe;
  needs_folding_ = needs_folding_ || (size > 1 && !is_apostrophe);
  is_cut_ = is_cut_ || word.size() + size > max_size;
  if (is_cut_) return;
  if (is_apostrophe) {
    word.push_back('\'');
  } else if (size == 1) {
    word.push_back(absl::ascii_tolower(text_[begin]));
  } else {
    word.append(text_.data() + begin, size);
  }
}

}  // namespace localoffer

#include "storage/index/text.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/types/optional.h"
#include "storage/index/html_entities.h"

namespace localoffer {
namespace {

constexpr size_t kNone = absl::string_view::npos;

// A word this long that could be base64 is: lines of base64 have 64 or 76
// bytes, and no name or web address is so long without punctuation.
constexpr size_t kMinEncodedWord = 60;

// Tags that may stand within a word. All others end it: a word broken in two
// is found by neither half, two words joined are found by neither of them,
// and unknown tags are more often blocks.
constexpr absl::string_view kInlineTags[] = {
    "a",    "abbr", "acronym", "b",    "bdi",   "bdo",  "big",    "cite",
    "code", "del",  "dfn",     "em",   "font",  "i",    "ins",    "kbd",
    "mark", "q",    "s",       "samp", "small", "span", "strike", "strong",
    "sub",  "sup",  "tt",      "u",    "var",   "wbr",  "o:p"};

bool MayBeInBase64(char c) {
  return absl::ascii_isalnum(c) || c == '+' || c == '/' || c == '=';
}

bool IsBase64(absl::string_view word) {
  return word.size() >= kMinEncodedWord && absl::c_all_of(word, MayBeInBase64);
}

// True when `text` is `type/subtype;…,` or `;base64,` and what follows.
bool IsAfterDataScheme(absl::string_view text) {
  bool typed = false;
  for (const char c : text) {
    if (c == ',') return typed;
    typed = typed || c == '/' || c == ';';
    if (!MayBeInBase64(c) && c != ';' && c != '-' && c != '.' && c != '_') {
      return false;
    }
  }
  return false;
}

// Where a data URI (RFC 2397) begins in `word`, or kNone.
size_t FindDataUri(absl::string_view word) {
  constexpr absl::string_view kScheme = "data:";
  for (size_t colon = word.find(':'); colon != kNone;
       colon = word.find(':', colon + 1)) {
    if (absl::EndsWithIgnoreCase(word.substr(0, colon + 1), kScheme) &&
        IsAfterDataScheme(word.substr(colon + 1))) {
      return colon + 1 - kScheme.size();
    }
  }
  return kNone;
}

// Collects text, one separator between words.
class TextWriter {
 public:
  void Append(absl::string_view text) {
    while (!text.empty()) {
      const size_t size = SizeOfWord(text);
      if (size > 0) Put(text.substr(0, size));
      text.remove_prefix(size);
      const size_t space = SizeOfSpace(text);
      if (space > 0) Separate(' ');
      text.remove_prefix(space);
    }
  }

  void AppendCharacter(char32_t character) {
    std::array<char, U8_MAX_LENGTH> bytes;
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, character);
    Append(absl::string_view(bytes.data(), length));
  }

  void BreakLine() { Separate('\n'); }

  std::string Finish() && {
    Separate(' ');
    return std::move(out_);
  }

 private:
  // The size of the space that `text` begins with, no-break ones included.
  static size_t SizeOfSpace(absl::string_view text) {
    if (absl::StartsWith(text, "\xC2\xA0")) return 2;
    return !text.empty() && absl::ascii_isspace(text[0]) ? 1 : 0;
  }

  static size_t SizeOfWord(absl::string_view text) {
    size_t size = 0;
    while (size < text.size() && SizeOfSpace(text.substr(size)) == 0) ++size;
    return size;
  }

  void Put(absl::string_view word) {
    if (separator_ != 0) {
      if (!out_.empty()) out_.push_back(separator_);
      separator_ = 0;
      word_ = out_.size();
    }
    out_.append(word.data(), word.size());
  }

  void Separate(char separator) {
    if (separator_ == 0) DropIfEncoded();
    // A line feed is never weakened to a space.
    if (separator_ != '\n') separator_ = separator;
  }

  void DropIfEncoded() {
    const absl::string_view word = absl::string_view(out_).substr(word_);
    const size_t uri = FindDataUri(word);
    if (uri != kNone) {
      out_.resize(word_ + uri);
    } else if (IsBase64(word)) {
      out_.resize(word_);
    }
    // Nothing left of the word: its separator stands for the next.
    if (out_.size() == word_ && word_ > 0) {
      separator_ = out_.back();
      out_.pop_back();
      word_ = out_.size();
    }
  }

  std::string out_;
  // What goes before the next byte; 0 within a word.
  char separator_ = 0;
  // Where the word being written begins.
  size_t word_ = 0;
};

// Whether `text` says the same with markup and without: words with one space
// between them, of which none could be data. Most fields are such, and to see
// that takes a fraction of reading them.
bool IsPlain(absl::string_view text) {
  size_t word = 0;
  char previous = ' ';
  for (const char c : text) {
    if (c == ' ') {
      if (word == 0) return false;
      word = 0;
    } else {
      const bool is_no_break_space = previous == '\xC2' && c == '\xA0';
      // The end of `data:`.
      const bool may_be_scheme =
          c == ':' && (previous == 'a' || previous == 'A');
      if (c == '<' || c == '&' || is_no_break_space || may_be_scheme ||
          absl::ascii_isspace(c) || ++word == kMinEncodedWord) {
        return false;
      }
    }
    previous = c;
  }
  return text.empty() || word > 0;
}

class HtmlReader {
 public:
  explicit HtmlReader(absl::string_view html)
      : html_(html), last_close_(html.rfind('>')) {}

  std::string Read() && {
    while (at_ < html_.size()) {
      const size_t special =
          std::min(html_.find_first_of("<&", at_), html_.size());
      writer_.Append(html_.substr(at_, special - at_));
      at_ = special;
      if (at_ == html_.size()) break;
      const bool read = html_[at_] == '<' ? ReadMarkup() : ReadReference();
      if (!read) writer_.Append(html_.substr(at_++, 1));
    }
    return std::move(writer_).Finish();
  }

 private:
  bool ReadReference() {
    const absl::optional<CharacterReference> reference =
        ReadCharacterReference(html_.substr(at_));
    if (!reference.has_value()) return false;
    writer_.AppendCharacter(reference->character);
    at_ += reference->length;
    return true;
  }

  bool ReadMarkup() {
    const absl::string_view rest = html_.substr(at_);
    if (absl::StartsWith(rest, "<!--")) {
      SkipPast(html_.find("-->", at_ + 2), 3);
      return true;
    }
    if (rest.size() < 2) return false;
    if (rest[1] == '!' || rest[1] == '?') {
      if (NothingCloses()) return false;
      SkipPast(html_.find('>', at_), 1);
      return true;
    }
    return ReadTag();
  }

  bool ReadTag() {
    const bool closing = html_.substr(at_ + 1, 1) == "/";
    const std::string name = TagName(at_ + (closing ? 2 : 1));
    if (name.empty()) return false;
    const size_t end = TagEnd();
    if (end == kNone) return false;
    at_ = end;
    if (!absl::c_linear_search(kInlineTags, name)) {
      writer_.BreakLine();
    }
    if (!closing && (name == "script" || name == "style")) SkipTo(name);
    return true;
  }

  // In lower case, cut at a length that no tag of HTML has. Empty when no
  // letter stands at `begin`.
  std::string TagName(size_t begin) const {
    constexpr size_t kMaxTagName = 16;
    const absl::string_view text = html_.substr(begin, kMaxTagName);
    if (text.empty() || !absl::ascii_isalpha(text[0])) return std::string();
    return absl::AsciiStrToLower(
        text.substr(0, text.find_first_of(" \t\r\n\f/>")));
  }

  bool NothingCloses() const {
    return last_close_ == kNone || at_ > last_close_;
  }

  // The position behind the tag at `at_`, or kNone when nothing ends it.
  size_t TagEnd() {
    if (NothingCloses()) return kNone;
    if (quotes_close_) {
      const size_t end = QuotedTagEnd();
      if (end != kNone) return end;
      // A value without its closing quote swallows the rest. This is seen
      // once; from here on quotes mean nothing, which keeps reading linear.
      quotes_close_ = false;
    }
    return html_.find('>', at_) + 1;
  }

  // A `>` within the quotes of an attribute's value does not end the tag.
  size_t QuotedTagEnd() const {
    char quote = 0;
    char previous = 0;
    for (size_t i = at_ + 1; i < html_.size(); ++i) {
      const char c = html_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && previous == '=') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
      if (!absl::ascii_isspace(c)) previous = c;
    }
    return kNone;
  }

  void SkipPast(size_t found, size_t length) {
    at_ = found == kNone ? html_.size() : found + length;
  }

  // To the closing tag `name`, or the end.
  void SkipTo(absl::string_view name) {
    for (;;) {
      at_ = html_.find("</", at_);
      if (at_ == kNone) break;
      if (absl::StartsWithIgnoreCase(html_.substr(at_ + 2), name)) return;
      at_ += 2;
    }
    at_ = html_.size();
  }

  absl::string_view html_;
  // The last `>`: no tag ends behind it.
  size_t last_close_;
  size_t at_ = 0;
  bool quotes_close_ = true;
  TextWriter writer_;
};

}  // namespace

std::string PlainText(absl::string_view html) {
  if (IsPlain(html)) return std::string(html);
  return HtmlReader(html).Read();
}

}  // namespace localoffer

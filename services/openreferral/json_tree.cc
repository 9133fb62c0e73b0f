#include "services/openreferral/json_tree.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace localoffer::openreferral {
namespace {

// Numbers come as text, so that none loses digits here.
constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                            rapidjson::kParseNumbersAsStringsFlag |
                            rapidjson::kParseValidateEncodingFlag;

// RapidJSON 1.1 encodes a low surrogate that stands alone ("\udc00") into
// bytes that are no UTF-8. The source's own bytes it has checked.
bool HasSurrogate(absl::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) == 0xed &&
        static_cast<unsigned char>(text[i + 1]) >= 0xa0) {
      return true;
    }
  }
  return false;
}

}  // namespace

// Receives RapidJSON's events. Where a value begins is found by looking past
// the white space and punctuation that follow the last token.
class JsonTree::Builder {
 public:
  Builder(absl::string_view text, const rapidjson::MemoryStream* stream,
          JsonTree* tree)
      : text_(text), stream_(stream), tree_(tree) {}

  bool Null() { return Add(JsonKind::kNull); }
  bool Bool(bool value) {
    return Add(value ? JsonKind::kTrue : JsonKind::kFalse);
  }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

  bool RawNumber(const char*, rapidjson::SizeType, bool) {
    if (!Add(JsonKind::kNumber)) return false;
    tree_->nodes_.back().text = tree_->nodes_.back().raw;
    return true;
  }

  bool String(const char* text, rapidjson::SizeType length, bool) {
    if (!Add(JsonKind::kString)) return false;
    return Keep(tree_->nodes_.back().raw, {text, length},
                &tree_->nodes_.back().text);
  }

  bool Key(const char* text, rapidjson::SizeType length, bool) {
    const size_t begin = TokenBegin();
    last_end_ = stream_->Tell();
    return Keep(text_.substr(begin, last_end_ - begin), {text, length}, &name_);
  }

  bool StartObject() { return Open(JsonKind::kObject); }
  bool StartArray() { return Open(JsonKind::kArray); }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  // Why the last event was refused; empty if none was.
  const std::string& refusal() const { return refusal_; }

 private:
  size_t TokenBegin() const {
    size_t begin = last_end_;
    while (absl::ascii_isspace(static_cast<unsigned char>(text_[begin])) ||
           text_[begin] == ',' || text_[begin] == ':') {
      ++begin;
    }
    return begin;
  }

  JsonNode* Append(JsonKind kind) {
    tree_->nodes_.emplace_back();
    JsonNode* node = &tree_->nodes_.back();
    node->kind = kind;
    node->name = name_;
    name_ = {};
    return node;
  }

  bool Add(JsonKind kind) {
    const size_t begin = TokenBegin();
    last_end_ = stream_->Tell();
    JsonNode* node = Append(kind);
    node->raw = text_.substr(begin, last_end_ - begin);
    node->end = tree_->nodes_.size();
    return true;
  }

  // A string without escapes is as long as its text between the quotes.
  bool Keep(absl::string_view raw, absl::string_view text,
            absl::string_view* kept) {
    if (text.size() + 2 == raw.size()) {
      *kept = raw.substr(1, text.size());
      return true;
    }
    if (HasSurrogate(text)) {
      refusal_ = "half of a surrogate pair stands alone";
      return false;
    }
    *kept = tree_->unescaped_.emplace_back(text);
    return true;
  }

  // At these events the bracket has not been taken from the stream yet.
  bool Open(JsonKind kind) {
    if (open_.size() == kMaximumJsonDepth) {
      refusal_ = absl::StrCat("arrays and objects are nested deeper than ",
                              kMaximumJsonDepth, " levels");
      return false;
    }
    open_.push_back(tree_->nodes_.size());
    Append(kind)->raw = text_.substr(stream_->Tell());
    last_end_ = stream_->Tell() + 1;
    return true;
  }

  bool Close() {
    last_end_ = stream_->Tell() + 1;
    JsonNode& node = tree_->nodes_[open_.back()];
    open_.pop_back();
    node.end = tree_->nodes_.size();
    const size_t begin = static_cast<size_t>(node.raw.data() - text_.data());
    node.raw = text_.substr(begin, last_end_ - begin);
    return true;
  }

  absl::string_view text_;
  const rapidjson::MemoryStream* stream_;
  JsonTree* tree_;
  // Containers that are not complete.
  std::vector<size_t> open_;
  absl::string_view name_;
  size_t last_end_ = 0;
  std::string refusal_;
};

std::optional<JsonError> JsonTree::Parse(absl::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  Builder builder(text, &stream, this);
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    if (!builder.refusal().empty()) {
      return JsonError{stream.Tell(), builder.refusal()};
    }
    if (stream.Tell() >= text.size()) {
      return JsonError{text.size(), "the text ends before it is complete"};
    }
    std::string problem = rapidjson::GetParseError_En(result.Code());
    return JsonError{result.Offset(), problem};
  }
  // RapidJSON takes a NUL for the end of the text.
  if (stream.Tell() != text.size()) {
    return JsonError{stream.Tell(), "a NUL character stands in the text"};
  }
  return std::nullopt;
}

std::vector<size_t> JsonTree::Children(size_t index) const {
  std::vector<size_t> children;
  for (size_t i = index + 1; i < nodes_[index].end; i = nodes_[i].end) {
    children.push_back(i);
  }
  return children;
}

const JsonNode* JsonTree::Member(size_t index, absl::string_view name) const {
  const JsonNode* found = nullptr;
  if (nodes_[index].kind != JsonKind::kObject) return found;
  for (size_t i = index + 1; i < nodes_[index].end; i = nodes_[i].end) {
    if (nodes_[i].name == name) found = &nodes_[i];
  }
  return found;
}

bool IsJson(absl::string_view text) {
  JsonTree tree;
  return !tree.Parse(text).has_value();
}

}  // namespace localoffer::openreferral

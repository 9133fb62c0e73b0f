// A JSON text, parsed: values in the order of the text, with the text of each.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_JSON_TREE_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_JSON_TREE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// Arrays and objects within one another, at most. No real document comes near.
inline constexpr int kMaximumJsonDepth = 64;

enum class JsonKind : uint8_t {
  kNull,
  kFalse,
  kTrue,
  kNumber,
  kString,
  kArray,
  kObject
};

// One value. Views stay valid as long as the tree and the parsed text.
struct JsonNode {
  JsonKind kind = JsonKind::kNull;
  // Index one past the last node of this value; the next sibling, if any.
  size_t end = 0;
  // Name as a member of an object.
  absl::string_view name;
  // The characters of a string, or the text of a number.
  absl::string_view text;
  // The value as it stands in the source.
  absl::string_view raw;
};

// Why a text is no JSON.
struct JsonError {
  // Byte in the text, from 0.
  size_t offset = 0;
  // "the text ends in the middle of a value"
  std::string problem;
};

// Values of one JSON text in document order: a container is followed by its
// elements. Immutable after Parse, so safe to read from several threads.
class JsonTree {
 public:
  JsonTree() = default;
  JsonTree(const JsonTree&) = delete;
  JsonTree& operator=(const JsonTree&) = delete;

  // Parses `text`, exactly one JSON value (RFC 8259) in UTF-8 without byte
  // order mark. Iterative: memory grows with the text, the call stack does not.
  // Returns the error if `text` is no JSON, holds invalid UTF-8 (surrogates
  // in \u escapes too), is nested deeper than kMaximumJsonDepth or holds a
  // number beyond the range of a double. To be called once; `text` must
  // outlive the tree.
  std::optional<JsonError> Parse(absl::string_view text);

  const JsonNode& node(size_t index) const { return nodes_[index]; }
  const JsonNode& root() const { return nodes_.front(); }

  // The elements or members of the container at `index`, as indexes.
  std::vector<size_t> Children(size_t index) const;

  // The member called `name` of the object at `index`, if that is an object
  // and has one; the last of several.
  const JsonNode* Member(size_t index, absl::string_view name) const;

 private:
  class Builder;

  std::vector<JsonNode> nodes_;
  // Strings that had escapes in them.
  std::deque<std::string> unescaped_;
};

// Whether `text` is one JSON value that JsonTree would parse. Keeps nothing.
bool IsJson(absl::string_view text);

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_JSON_TREE_H_

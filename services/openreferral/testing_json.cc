#include "services/openreferral/testing_json.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/read_json.h"

namespace localoffer::openreferral {
namespace {

// Where two values first differ; empty if they do not.
class Comparison {
 public:
  Comparison(const JsonTree* expected, const JsonTree* actual)
      : expected_(*expected), actual_(*actual) {}

  std::string Difference(size_t a, size_t b, const std::string& path) const {
    const JsonNode& expected = expected_.node(a);
    const JsonNode& actual = actual_.node(b);
    if (expected.kind != actual.kind) return Say(path, expected, actual);
    switch (expected.kind) {
      case JsonKind::kObject:
        return ObjectDifference(a, b, path);
      case JsonKind::kArray:
        return ArrayDifference(a, b, path);
      case JsonKind::kNumber:
        return Number(expected) == Number(actual) ? ""
                                                  : Say(path, expected, actual);
      default:
        return expected.text == actual.text ? "" : Say(path, expected, actual);
    }
  }

 private:
  static double Number(const JsonNode& node) {
    double number = 0;
    EXPECT_TRUE(absl::SimpleAtod(node.text, &number));
    return number;
  }

  static std::string Say(const std::string& path, const JsonNode& expected,
                         const JsonNode& actual) {
    return absl::StrCat("at ", path, ": expected ", expected.raw.substr(0, 300),
                        ", got ", actual.raw.substr(0, 300));
  }

  static std::map<std::string, size_t> Members(const JsonTree& tree, size_t i) {
    std::map<std::string, size_t> members;
    for (const size_t child : tree.Children(i)) {
      members[std::string(tree.node(child).name)] = child;
    }
    return members;
  }

  std::string ObjectDifference(size_t a, size_t b,
                               const std::string& path) const {
    const auto expected = Members(expected_, a);
    auto actual = Members(actual_, b);
    for (const auto& [name, child] : expected) {
      const std::string inner = absl::StrCat(path, "/", name);
      const auto found = actual.find(name);
      if (found == actual.end()) return absl::StrCat("missing: ", inner);
      std::string difference = Difference(child, found->second, inner);
      if (!difference.empty()) return difference;
      actual.erase(found);
    }
    return actual.empty()
               ? ""
               : absl::StrCat("extra: ", path, "/", actual.begin()->first);
  }

  std::string ArrayDifference(size_t a, size_t b,
                              const std::string& path) const {
    const auto expected = expected_.Children(a);
    const auto actual = actual_.Children(b);
    if (expected.size() != actual.size()) {
      return Say(path, expected_.node(a), actual_.node(b));
    }
    for (size_t i = 0; i < expected.size(); ++i) {
      std::string difference =
          Difference(expected[i], actual[i], absl::StrCat(path, "/", i));
      if (!difference.empty()) return difference;
    }
    return "";
  }

  const JsonTree& expected_;
  const JsonTree& actual_;
};

}  // namespace

testing::AssertionResult SameJson(absl::string_view expected,
                                  absl::string_view actual) {
  JsonTree expected_tree;
  JsonTree actual_tree;
  if (const auto error = expected_tree.Parse(expected)) {
    return testing::AssertionFailure() << "expected: " << error->problem;
  }
  if (const auto error = actual_tree.Parse(actual)) {
    return testing::AssertionFailure()
           << "got no JSON: " << error->problem << " in " << actual;
  }
  const std::string difference =
      Comparison(&expected_tree, &actual_tree).Difference(0, 0, "");
  if (difference.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << difference;
}

std::string SharedPath(absl::string_view path) {
  const char* const folder = std::getenv("LOCALOFFER_SHARED_DIR");
  return absl::StrCat(
      folder != nullptr ? folder : LOCALOFFER_SOURCE_DIR "/../shared", "/",
      path);
}

std::string SharedFile(absl::string_view path) {
  std::ifstream file(SharedPath(path), std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return file ? content.str() : "";
}

std::vector<v1::Repair> RepairsOf(const std::vector<v1::Repair>& repairs,
                                  absl::string_view rule) {
  std::vector<v1::Repair> found;
  for (const v1::Repair& repair : repairs) {
    if (absl::string_view(repair.rule()) == rule) found.push_back(repair);
  }
  return found;
}

Record ReadOne(absl::string_view json, Format format) {
  ReadOptions options;
  options.format = format;
  options.authority = "E06000023";
  Source source = ReadJson(json, options);
  EXPECT_TRUE(source.violations.empty()) << source.violations[0].DebugString();
  EXPECT_EQ(source.records.size(), 1);
  return source.records.empty() ? Record() : source.records[0];
}

}  // namespace localoffer::openreferral

#include "services/harvest/page.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/openreferral/json_tree.h"
#include "storage/status_macros.h"

namespace localoffer::harvest {
namespace {

using openreferral::Format;
using openreferral::JsonKind;
using openreferral::JsonNode;
using openreferral::JsonTree;

// Longer ones are no ids and names of services.
constexpr size_t kMostIdBytes = 500;

absl::Status Parse(absl::string_view& bytes, JsonTree& tree) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  if (const auto error = tree.Parse(bytes)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the answer is no JSON: byte ", error->offset, ", ", error->problem));
  }
  return absl::OkStatus();
}

size_t IndexOf(const JsonTree& tree, const JsonNode& node) {
  return static_cast<size_t>(&node - &tree.root());
}

// The member called `name`, if it is a string or a number.
std::string TextOf(const JsonTree& tree, size_t index, absl::string_view name) {
  const JsonNode* const node = tree.Member(index, name);
  if (node == nullptr || node->text.size() > kMostIdBytes ||
      (node->kind != JsonKind::kString && node->kind != JsonKind::kNumber)) {
    return "";
  }
  return std::string(node->text);
}

// The first of the root's members called one of `names` that is a count; some
// feeds write it as a string.
std::optional<int64_t> Count(const JsonTree& tree,
                             std::initializer_list<absl::string_view> names) {
  for (const absl::string_view name : names) {
    const JsonNode* const node = tree.Member(0, name);
    int64_t count = 0;
    if (node != nullptr && absl::SimpleAtoi(node->text, &count) && count >= 0) {
      return count;
    }
  }
  return std::nullopt;
}

std::optional<bool> Flag(const JsonTree& tree,
                         std::initializer_list<absl::string_view> names) {
  for (const absl::string_view name : names) {
    const JsonNode* const node = tree.Member(0, name);
    if (node == nullptr) continue;
    if (node->kind == JsonKind::kTrue) return true;
    if (node->kind == JsonKind::kFalse) return false;
  }
  return std::nullopt;
}

void AddRecords(const JsonTree& tree, const JsonNode& array, Page& page) {
  for (const size_t index : tree.Children(IndexOf(tree, array))) {
    PageRecord record;
    record.id = TextOf(tree, index, "id");
    record.name = TextOf(tree, index, "name");
    const JsonNode* const modified = tree.Member(index, "last_modified");
    record.has_last_modified = modified != nullptr && !modified->text.empty();
    record.json = std::string(tree.node(index).raw);
    page.records.push_back(std::move(record));
  }
}

}  // namespace

absl::StatusOr<Page> ReadPage(absl::string_view bytes) {
  JsonTree tree;
  RETURN_IF_ERROR(Parse(bytes, tree));
  Page page;
  if (tree.root().kind == JsonKind::kArray) {
    page.is_bare = true;
    AddRecords(tree, tree.root(), page);
    page.total_items = static_cast<int64_t>(page.records.size());
    page.last_page = true;
    return page;
  }
  const JsonNode* const contents = tree.Member(0, "contents");
  const JsonNode* const content = tree.Member(0, "content");
  const JsonNode* const records = contents != nullptr ? contents : content;
  page.total_items = Count(tree, {"total_items", "totalElements"});
  page.total_pages = Count(tree, {"total_pages", "totalPages"});
  page.first_page = Flag(tree, {"first_page", "first"});
  page.last_page = Flag(tree, {"last_page", "last"});
  if (records == nullptr && Flag(tree, {"empty"}) == true) return page;
  if (records == nullptr || records->kind != JsonKind::kArray) {
    return absl::InvalidArgumentError(
        "the answer is no page of Open Referral: it has no list called "
        "contents or content");
  }
  page.format =
      contents != nullptr ? Format::kOpenReferral3 : Format::kOpenReferral1;
  AddRecords(tree, *records, page);
  return page;
}

absl::StatusOr<std::string> ReadService(absl::string_view bytes,
                                        absl::string_view id) {
  JsonTree tree;
  RETURN_IF_ERROR(Parse(bytes, tree));
  if (tree.root().kind != JsonKind::kObject || TextOf(tree, 0, "id") != id) {
    return absl::InvalidArgumentError(
        "the answer is not the service that was asked for");
  }
  return std::string(tree.root().raw);
}

std::set<std::string> MemberNames(absl::string_view json) {
  std::set<std::string> names;
  JsonTree tree;
  if (tree.Parse(json) || tree.root().kind != JsonKind::kObject) return names;
  for (const size_t index : tree.Children(0)) {
    names.emplace(tree.node(index).name);
  }
  return names;
}

}  // namespace localoffer::harvest

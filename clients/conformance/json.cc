#include "clients/conformance/json.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "absl/strings/str_cat.h"
#include "services/openreferral/json_tree.h"

namespace localoffer::conformance {
namespace {

constexpr size_t kMostShownBytes = 200;

absl::string_view View(const Json& text) {
  return {text.GetString(), text.GetStringLength()};
}

bool IncludesAt(const Json& whole, const Json& part, const std::string& path,
                std::string* where) {
  if (part.IsObject() && whole.IsObject()) {
    for (const auto& member : part.GetObject()) {
      const std::string inner = absl::StrCat(path, "/", View(member.name));
      const Json* const other = Member(whole, View(member.name));
      if (other == nullptr) {
        *where = inner;
        return false;
      }
      if (!IncludesAt(*other, member.value, inner, where)) return false;
    }
    return true;
  }
  if (part.IsArray() && whole.IsArray() && part.Size() == whole.Size()) {
    for (rapidjson::SizeType i = 0; i < part.Size(); ++i) {
      if (!IncludesAt(whole[i], part[i], absl::StrCat(path, "/", i), where)) {
        return false;
      }
    }
    return true;
  }
  if (whole == part) return true;
  *where = path;
  return false;
}

}  // namespace

absl::StatusOr<JsonDocument> ParseJson(absl::string_view text) {
  openreferral::JsonTree tree;
  if (const auto error = tree.Parse(text)) {
    return absl::InvalidArgumentError(
        absl::StrCat(error->problem, ", at byte ", error->offset));
  }
  auto document = std::make_shared<rapidjson::Document>();
  document->Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document->HasParseError()) {
    return absl::InvalidArgumentError("the text is no JSON");
  }
  return document;
}

const Json* Member(const Json& json, absl::string_view name) {
  if (!json.IsObject()) return nullptr;
  const auto found =
      json.FindMember(rapidjson::StringRef(name.data(), name.size()));
  return found == json.MemberEnd() ? nullptr : &found->value;
}

std::vector<const Json*> Elements(const Json& json, absl::string_view name) {
  std::vector<const Json*> elements;
  const Json* const array = Member(json, name);
  if (array == nullptr || !array->IsArray()) return elements;
  for (const Json& element : array->GetArray()) elements.push_back(&element);
  return elements;
}

std::string TextOf(const Json& json, absl::string_view name) {
  const Json* const member = Member(json, name);
  if (member == nullptr || !member->IsString()) return "";
  return std::string(View(*member));
}

std::optional<double> NumberOf(const Json& json, absl::string_view name) {
  const Json* const member = Member(json, name);
  if (member == nullptr || !member->IsNumber()) return std::nullopt;
  return member->GetDouble();
}

std::optional<int64_t> CountOf(const Json& json, absl::string_view name) {
  const Json* const member = Member(json, name);
  if (member == nullptr || !member->IsInt64() || member->GetInt64() < 0) {
    return std::nullopt;
  }
  return member->GetInt64();
}

std::string JsonText(const Json& json) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  json.Accept(writer);
  std::string text(buffer.GetString(), buffer.GetSize());
  if (text.size() <= kMostShownBytes) return text;
  size_t end = kMostShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end) + "…";
}

bool Includes(const Json& whole, const Json& part, std::string* where) {
  return IncludesAt(whole, part, "", where);
}

}  // namespace localoffer::conformance

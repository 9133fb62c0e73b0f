#include "services/entry/differences.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/entry/json_text.h"

namespace localoffer::entry {
namespace {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr int kWhole = -1;

// JSON text of a single value, or of element `index` of a list of them; empty
// when `message` is null or does not have it.
std::string ValueText(const Message* message, const FieldDescriptor& field,
                      int index = kWhole) {
  if (message == nullptr) return "";
  const auto& reflection = *message->GetReflection();
  if (index == kWhole ? !reflection.HasField(*message, &field)
                      : index >= reflection.FieldSize(*message, &field)) {
    return "";
  }
  const bool whole = index == kWhole;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return JsonString(
          whole ? reflection.GetString(*message, &field)
                : reflection.GetRepeatedString(*message, &field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return JsonString(EnumWord(
          *field.enum_type(),
          whole ? reflection.GetEnumValue(*message, &field)
                : reflection.GetRepeatedEnumValue(*message, &field, index)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(*message, &field) ? "true" : "false";
    default:
      return JsonNumber(reflection.GetDouble(*message, &field));
  }
}

bool IsAbsent(const Message* message, const FieldDescriptor& field) {
  if (message == nullptr) return true;
  const auto& reflection = *message->GetReflection();
  return field.is_repeated() ? reflection.FieldSize(*message, &field) == 0
                             : !reflection.HasField(*message, &field);
}

// Whether it is plain, before any path or value is written out, that both
// sides have the same: so it is of most fields of most entries.
bool IsPlainlyTheSame(const FieldDescriptor& field, const Message* before,
                      const Message* after) {
  const bool absent = IsAbsent(before, field);
  if (absent || IsAbsent(after, field)) return absent == IsAbsent(after, field);
  if (field.is_repeated() ||
      field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return false;
  }
  std::string scratch_before;
  std::string scratch_after;
  return before->GetReflection()->GetStringReference(*before, &field,
                                                     &scratch_before) ==
         after->GetReflection()->GetStringReference(*after, &field,
                                                    &scratch_after);
}

// The elements of a list of messages, each under the name that it has in
// paths.
using NamedElements = std::vector<std::pair<std::string, const Message*>>;

std::string IdOf(const Message& element) {
  const FieldDescriptor* id = element.GetDescriptor()->FindFieldByName("id");
  return id == nullptr ? "" : element.GetReflection()->GetString(element, id);
}

NamedElements ElementsOf(const Message* message, const FieldDescriptor& field) {
  NamedElements elements;
  if (message == nullptr) return elements;
  const auto& reflection = *message->GetReflection();
  absl::flat_hash_set<std::string> names;
  int without_id = 0;
  for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
    const Message& element = reflection.GetRepeatedMessage(*message, &field, i);
    std::string name = IdOf(element);
    while (name.empty() || !names.insert(name).second) {
      name = absl::StrCat(without_id++);
    }
    elements.emplace_back(std::move(name), &element);
  }
  return elements;
}

// The members kept verbatim, each under the name that it has in paths.
std::vector<std::pair<std::string, std::string>> MembersOf(
    const v1::Verbatim* verbatim) {
  std::vector<std::pair<std::string, std::string>> members;
  if (verbatim == nullptr) return members;
  absl::flat_hash_map<std::string, int> seen;
  for (const auto* list : {&verbatim->unrecognized(), &verbatim->replaced()}) {
    for (const v1::VerbatimMember& member : *list) {
      const int earlier = seen[member.name()]++;
      std::string name = absl::StrCat("[", member.name(), "]");
      if (earlier > 0) absl::StrAppend(&name, "[", earlier, "]");
      members.emplace_back(std::move(name), member.json());
    }
  }
  return members;
}

// Calls `compare(name, before, after)` for each name of either list: those of
// `before` in their order, then those that `after` adds. A missing side is
// `absent`.
template <typename Named, typename Value, typename Compare>
void ForEachName(const Named& before, const Named& after, const Value& absent,
                 Compare compare) {
  absl::flat_hash_map<absl::string_view, const Value*> by_name;
  for (const auto& [name, value] : after) by_name.emplace(name, &value);
  for (const auto& [name, value] : before) {
    const auto other = by_name.find(name);
    const bool found = other != by_name.end();
    compare(name, value, found ? *other->second : absent);
    if (found) by_name.erase(other);
  }
  for (const auto& [name, value] : after) {
    if (by_name.contains(name)) compare(name, absent, value);
  }
}

class Comparison {
 public:
  // Either side may be null: the message is absent there.
  void Compare(const std::string& path, const Message* before,
               const Message* after);
  std::vector<v1::FieldDifference> Finish() &&;

 private:
  void CompareValue(const std::string& path, std::string before,
                    std::string after);
  void CompareField(const std::string& path, const FieldDescriptor& field,
                    const Message* before, const Message* after);
  void CompareWords(const std::string& path, const FieldDescriptor& field,
                    const Message* before, const Message* after);
  void CompareVerbatim(const std::string& path, const v1::Verbatim* before,
                       const v1::Verbatim* after);

  std::vector<v1::FieldDifference> differences_;
  size_t left_out_ = 0;
};

void Comparison::CompareValue(const std::string& path, std::string before,
                              std::string after) {
  if (before == after) return;
  if (differences_.size() >= kMostDifferences) {
    ++left_out_;
    return;
  }
  v1::FieldDifference& difference = differences_.emplace_back();
  difference.set_path(path);
  difference.set_before(std::move(before));
  difference.set_after(std::move(after));
}

void Comparison::Compare(const std::string& path, const Message* before,
                         const Message* after) {
  const Message* present = before != nullptr ? before : after;
  if (present == nullptr) return;
  if (present->GetDescriptor() == v1::Verbatim::descriptor()) {
    CompareVerbatim(path, DynamicCastToGenerated<v1::Verbatim>(before),
                    DynamicCastToGenerated<v1::Verbatim>(after));
    return;
  }
  const auto* type = present->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (IsPlainlyTheSame(field, before, after)) continue;
    CompareField(absl::StrCat(path, ".", field.name()), field, before, after);
  }
}

void Comparison::CompareField(const std::string& path,
                              const FieldDescriptor& field,
                              const Message* before, const Message* after) {
  const bool message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (!message && !field.is_repeated()) {
    CompareValue(path, ValueText(before, field), ValueText(after, field));
    return;
  }
  if (!message) {
    CompareWords(path, field, before, after);
    return;
  }
  if (field.is_repeated()) {
    const Message* const absent = nullptr;
    ForEachName(
        ElementsOf(before, field), ElementsOf(after, field), absent,
        [&](const std::string& name, const Message* from, const Message* to) {
          Compare(absl::StrCat(path, "[", name, "]"), from, to);
        });
    return;
  }
  auto child = [&](const Message* of) -> const Message* {
    const bool has =
        of != nullptr && of->GetReflection()->HasField(*of, &field);
    return has ? &of->GetReflection()->GetMessage(*of, &field) : nullptr;
  };
  Compare(path, child(before), child(after));
}

void Comparison::CompareWords(const std::string& path,
                              const FieldDescriptor& field,
                              const Message* before, const Message* after) {
  auto size = [&](const Message* of) {
    return of == nullptr ? 0 : of->GetReflection()->FieldSize(*of, &field);
  };
  for (int i = 0; i < std::max(size(before), size(after)); ++i) {
    CompareValue(absl::StrCat(path, "[", i, "]"), ValueText(before, field, i),
                 ValueText(after, field, i));
  }
}

void Comparison::CompareVerbatim(const std::string& path,
                                 const v1::Verbatim* before,
                                 const v1::Verbatim* after) {
  ForEachName(MembersOf(before), MembersOf(after), std::string(),
              [&](const std::string& name, const std::string& from,
                  const std::string& to) {
                CompareValue(absl::StrCat(path, name), from, to);
              });
}

std::vector<v1::FieldDifference> Comparison::Finish() && {
  if (left_out_ > 0) {
    differences_.emplace_back().set_path(
        absl::StrCat("and ", left_out_, " more"));
  }
  return std::move(differences_);
}

}  // namespace

std::vector<v1::FieldDifference> Differences(
    const v1::Service& before_service, const v1::LocalOffer& before_local_offer,
    const v1::Service& after_service, const v1::LocalOffer& after_local_offer) {
  Comparison comparison;
  comparison.Compare("service", &before_service, &after_service);
  comparison.Compare("local_offer", &before_local_offer, &after_local_offer);
  return std::move(comparison).Finish();
}

}  // namespace localoffer::entry

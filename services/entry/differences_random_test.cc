// Differences of random records: exactly the edits that were made to them.
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/entry/differences.h"

namespace localoffer::entry {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

// A random record, and edits to it whose paths are known.
class RandomRecord {
 public:
  explicit RandomRecord(int seed) : random_(seed) {}

  void Fill(Message* message, int depth) {
    const auto* type = message->GetDescriptor();
    const auto* reflection = message->GetReflection();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (field->message_type() == v1::Verbatim::descriptor()) continue;
      const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (!OneIn(nested ? 4 : 2) || (nested && depth == 0)) continue;
      const int count = field->is_repeated() ? 1 + Below(3) : 1;
      for (int k = 0; k < count; ++k) {
        if (nested && field->is_repeated()) {
          Fill(reflection->AddMessage(message, field), depth - 1);
        } else if (nested) {
          Fill(reflection->MutableMessage(message, field), depth - 1);
        } else {
          SetValue(message, field);
        }
      }
    }
  }

  int Below(int limit) {
    return std::uniform_int_distribution<int>(0, limit - 1)(random_);
  }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  void SetValue(Message* message, const FieldDescriptor* field) {
    const auto* reflection = message->GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const std::string value = absl::StrCat("v", next_++);
        if (field->is_repeated()) {
          reflection->AddString(message, field, value);
        } else {
          reflection->SetString(message, field, value);
        }
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int number = 1 + Below(field->enum_type()->value_count() - 1);
        if (field->is_repeated()) {
          reflection->AddEnumValue(message, field, number);
        } else {
          reflection->SetEnumValue(message, field, number);
        }
        return;
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection->SetBool(message, field, OneIn(2));
        return;
      default:
        reflection->SetDouble(message, field, Below(1000) / 8.0);
    }
  }

  std::mt19937 random_;
  int next_ = 0;
};

struct Leaf {
  Message* message;
  const FieldDescriptor* field;
  int index;
  std::string path;
};

// Every value in `message`, with the path that the contract gives it.
void CollectLeaves(Message* message, const std::string& path,
                   std::vector<Leaf>* leaves) {
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message->GetReflection();
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrCat(path, ".", field->name());
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_repeated()) {
      if (nested) {
        CollectLeaves(reflection->MutableMessage(message, field), name, leaves);
      } else {
        leaves->push_back({message, field, -1, name});
      }
      continue;
    }
    int without_id = 0;
    for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
      if (!nested) {
        leaves->push_back({message, field, i, absl::StrCat(name, "[", i, "]")});
        continue;
      }
      Message* element = reflection->MutableRepeatedMessage(message, field, i);
      const auto* id = element->GetDescriptor()->FindFieldByName("id");
      const bool has_id =
          id != nullptr && element->GetReflection()->HasField(*element, id);
      CollectLeaves(
          element,
          has_id ? absl::StrCat(
                       name, "[",
                       element->GetReflection()->GetString(*element, id), "]")
                 : absl::StrCat(name, "[", without_id++, "]"),
          leaves);
    }
  }
}

std::string Next(const std::string& value) { return value + "'"; }

void Edit(const Leaf& leaf) {
  const auto* reflection = leaf.message->GetReflection();
  const bool whole = leaf.index < 0;
  switch (leaf.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (whole) {
        reflection->SetString(
            leaf.message, leaf.field,
            Next(reflection->GetString(*leaf.message, leaf.field)));
      } else {
        reflection->SetRepeatedString(
            leaf.message, leaf.field, leaf.index,
            Next(reflection->GetRepeatedString(*leaf.message, leaf.field,
                                               leaf.index)));
      }
      return;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int values = leaf.field->enum_type()->value_count() - 1;
      if (whole) {
        const int old = reflection->GetEnumValue(*leaf.message, leaf.field);
        reflection->SetEnumValue(leaf.message, leaf.field, old % values + 1);
      } else {
        const int old = reflection->GetRepeatedEnumValue(
            *leaf.message, leaf.field, leaf.index);
        reflection->SetRepeatedEnumValue(leaf.message, leaf.field, leaf.index,
                                         old % values + 1);
      }
      return;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(leaf.message, leaf.field,
                          !reflection->GetBool(*leaf.message, leaf.field));
      return;
    default:
      reflection->SetDouble(
          leaf.message, leaf.field,
          reflection->GetDouble(*leaf.message, leaf.field) + 1);
  }
}

// Turns every list whose elements all have ids round.
void ReverseLists(Message* message) {
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message->GetReflection();
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ReverseLists(reflection->MutableMessage(message, field));
      continue;
    }
    const int size = reflection->FieldSize(*message, field);
    bool all_have_ids = true;
    for (int i = 0; i < size; ++i) {
      Message* element = reflection->MutableRepeatedMessage(message, field, i);
      ReverseLists(element);
      const auto* id = element->GetDescriptor()->FindFieldByName("id");
      all_have_ids &=
          id != nullptr && element->GetReflection()->HasField(*element, id);
    }
    for (int i = 0; all_have_ids && i < size / 2; ++i) {
      reflection->SwapElements(message, field, i, size - 1 - i);
    }
  }
}

TEST(Differences, AreExactlyTheEditsToARandomRecord) {
  int compared = 0;
  for (int seed = 0; seed < 300; ++seed) {
    RandomRecord random(seed);
    v1::Service before, after;
    v1::LocalOffer before_offer, after_offer;
    random.Fill(&before, 3);
    random.Fill(&before_offer, 3);
    after = before;
    after_offer = before_offer;
    std::vector<Leaf> leaves;
    CollectLeaves(&after, "service", &leaves);
    CollectLeaves(&after_offer, "local_offer", &leaves);
    std::set<std::string> edited;
    for (int k = random.Below(20); k > 0 && !leaves.empty(); --k) {
      const Leaf& leaf = leaves[random.Below(static_cast<int>(leaves.size()))];
      if (leaf.field->name() == "id" && leaf.path != "service.id") continue;
      if (edited.insert(leaf.path).second) Edit(leaf);
    }
    ReverseLists(&after);
    std::set<std::string> paths;
    for (const auto& difference :
         Differences(before, before_offer, after, after_offer)) {
      EXPECT_NE(difference.before(), difference.after());
      paths.insert(difference.path());
    }
    EXPECT_EQ(paths, edited) << "seed " << seed;
    compared += static_cast<int>(edited.size());
  }
  EXPECT_GT(compared, 1000);
}

TEST(Differences, OfARandomRecordFromNothingAreAllItsValues) {
  for (int seed = 0; seed < 200; ++seed) {
    RandomRecord random(seed);
    v1::Service service;
    random.Fill(&service, 2);
    std::vector<Leaf> leaves;
    CollectLeaves(&service, "service", &leaves);
    std::set<std::string> expected;
    for (const Leaf& leaf : leaves) expected.insert(leaf.path);
    if (expected.size() > kMostDifferences) continue;
    std::set<std::string> added, removed;
    for (const auto& d : Differences({}, {}, service, {})) {
      EXPECT_EQ(d.before(), "");
      added.insert(d.path());
    }
    for (const auto& d : Differences(service, {}, {}, {})) {
      EXPECT_EQ(d.after(), "");
      removed.insert(d.path());
    }
    EXPECT_EQ(added, expected);
    EXPECT_EQ(removed, expected);
  }
}

}  // namespace
}  // namespace localoffer::entry

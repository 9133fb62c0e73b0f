#include "services/entry/differences.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

namespace localoffer::entry {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFirstId[] = "2a3483ea-8966-4f50-9dc3-7bafa1e5c623";
constexpr char kSecondId[] = "60ee5b89-5656-4f13-ba6b-a91078590699";

// "path: before -> after" for each difference.
std::vector<std::string> Lines(
    const std::vector<v1::FieldDifference>& differences) {
  std::vector<std::string> lines;
  for (const auto& difference : differences) {
    lines.push_back(absl::StrCat(difference.path(), ": ", difference.before(),
                                 " -> ", difference.after()));
  }
  return lines;
}

std::vector<std::string> ServiceLines(const v1::Service& before,
                                      const v1::Service& after) {
  return Lines(Differences(before, {}, after, {}));
}

TEST(Differences, AreNoneBetweenEqualRevisions) {
  v1::Service service;
  service.set_name("Example Short Breaks");
  service.add_contacts()->set_id(kFirstId);
  EXPECT_THAT(Differences(service, {}, service, {}), IsEmpty());
}

TEST(Differences, ShowValuesAsJson) {
  v1::Service before, after;
  before.set_name("Example");
  after.set_name("Say \"hi\"\n");
  after.set_status(v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  before.set_minimum_age(0);
  after.set_minimum_age(2.5);
  v1::LocalOffer before_offer, after_offer;
  before_offer.set_no_diagnosis_needed(false);
  after_offer.set_ehc_plan(v1::EHC_PLAN_NOT_NEEDED);
  EXPECT_THAT(Lines(Differences(before, before_offer, after, after_offer)),
              ElementsAre("service.name: \"Example\" -> \"Say \\\"hi\\\"\\n\"",
                          "service.status:  -> \"temporarily closed\"",
                          "service.minimum_age: 0 -> 2.5",
                          "local_offer.ehc_plan:  -> \"not_needed\"",
                          "local_offer.no_diagnosis_needed: false -> "));
}

TEST(Differences, TellAbsentFromEmpty) {
  v1::Service before, after;
  after.set_url("");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.url:  -> \"\""));
}

TEST(Differences, MatchElementsByIdWhateverTheirOrder) {
  v1::Service before, after;
  auto* first = before.add_contacts();
  first->set_id(kFirstId);
  first->set_name("Front desk");
  before.add_contacts()->set_id(kSecondId);
  *after.add_contacts() = before.contacts(1);
  *after.add_contacts() = before.contacts(0);
  EXPECT_THAT(Differences(before, {}, after, {}), IsEmpty());
  after.mutable_contacts(1)->set_name("Reception");
  after.mutable_contacts(1)->add_phones()->set_number("01632 960001");
  EXPECT_THAT(
      ServiceLines(before, after),
      ElementsAre(absl::StrCat("service.contacts[", kFirstId,
                               "].name: \"Front desk\" -> \"Reception\""),
                  absl::StrCat("service.contacts[", kFirstId,
                               "].phones[0].number:  -> \"01632 960001\"")));
}

TEST(Differences, MatchElementsWithoutIdByPosition) {
  v1::Service before, after;
  before.add_phones()->set_number("1");
  before.add_phones()->set_number("2");
  after.add_phones()->set_number("2");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\"",
                          "service.phones[1].number: \"2\" -> "));
}

TEST(Differences, CountElementsWithoutIdApartFromThoseWithOne) {
  v1::Service before, after;
  before.add_phones()->set_id(kFirstId);
  before.add_phones()->set_number("1");
  after.add_phones()->set_number("2");
  after.add_phones()->set_id(kFirstId);
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\""));
}

TEST(Differences, KeepElementsThatShareAnIdApart) {
  v1::Service before, after;
  before.add_phones()->set_id(kFirstId);
  *before.add_phones() = before.phones(0);
  before.mutable_phones(1)->set_number("1");
  after = before;
  after.mutable_phones(1)->set_number("2");
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.phones[0].number: \"1\" -> \"2\""));
}

TEST(Differences, ShowAnAddedMessageAsItsValues) {
  v1::Service before, after;
  auto* identifier =
      after.mutable_organization()->add_organization_identifiers();
  after.mutable_organization()->set_name("Example Children's Hospice");
  identifier->set_identifier_scheme("GB-CHC");
  identifier->set_identifier("9900001");
  EXPECT_THAT(
      ServiceLines(before, after),
      ElementsAre(
          "service.organization.name:  -> \"Example Children's Hospice\"",
          "service.organization.organization_identifiers[0].identifier_scheme:"
          "  -> \"GB-CHC\"",
          "service.organization.organization_identifiers[0].identifier:"
          "  -> \"9900001\""));
  before.mutable_organization();
  EXPECT_THAT(Differences(before, {}, {}, {}), IsEmpty());
}

TEST(Differences, CompareWordsByPosition) {
  v1::LocalOffer before, after;
  before.add_limbs(v1::LIMB_IN_AREA);
  after.add_limbs(v1::LIMB_OUT_DISABLED);
  after.add_limbs(v1::LIMB_IN_AREA);
  before.add_statutory_items("LO-C9");
  EXPECT_THAT(
      Lines(Differences({}, before, {}, after)),
      ElementsAre("local_offer.statutory_items[0]: \"LO-C9\" -> ",
                  "local_offer.limbs[0]: \"in_area\" -> \"out_disabled\"",
                  "local_offer.limbs[1]:  -> \"in_area\""));
}

void AddMember(const char* name, const char* json,
               google::protobuf::RepeatedPtrField<v1::VerbatimMember>* list) {
  auto* member = list->Add();
  member->set_name(name);
  member->set_json(json);
}

TEST(Differences, CompareVerbatimMembersByName) {
  v1::Service before, after;
  AddMember("pc_a", "1", before.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_b", "{}", before.mutable_verbatim()->mutable_unrecognized());
  AddMember("url", "\"www.example.org\"",
            before.mutable_verbatim()->mutable_replaced());
  AddMember("pc_b", "{}", after.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_a", "[1]", after.mutable_verbatim()->mutable_unrecognized());
  AddMember("pc_a", "2", after.mutable_verbatim()->mutable_unrecognized());
  EXPECT_THAT(ServiceLines(before, after),
              ElementsAre("service.verbatim[pc_a]: 1 -> [1]",
                          "service.verbatim[url]: \"www.example.org\" -> ",
                          "service.verbatim[pc_a][1]:  -> 2"));
}

TEST(Differences, EndWithTheNumberOfThoseNotListed) {
  v1::Service before, after;
  for (int i = 0; i < 200; ++i) after.add_phones()->set_number("1");
  EXPECT_EQ(Differences(before, {}, after, {}).size(), 200u);
  for (int i = 0; i < 7; ++i) after.add_phones()->set_number("1");
  const auto differences = Differences(before, {}, after, {});
  ASSERT_EQ(differences.size(), 201u);
  EXPECT_EQ(differences.back().path(), "and 7 more");
  EXPECT_EQ(differences.back().before() + differences.back().after(), "");
}

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

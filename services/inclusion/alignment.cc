#include "services/inclusion/alignment.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/inclusion/recognition.h"
#include "services/inclusion/statement.h"
#include "storage/directory/provider_contact.h"
#include "storage/directory/provider_id.h"
#include "storage/directory/provider_name.h"
#include "storage/index/analyzer.h"
#include "storage/index/text.h"
#include "storage/index/word_scanner.h"

namespace localoffer::inclusion {
namespace {

using ::google::protobuf::DynamicCastToGenerated;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

// About 100 metres.
constexpr double kSamePlaceDegrees = 0.001;
constexpr size_t kLongestWord = 256;
// Of a long text, so much is shown before where it differs.
constexpr size_t kShownBefore = 60;

bool IsIgnored(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (absl::EndsWith(name, "_id")) return name != "tax_id";
  for (const absl::string_view ignored :
       {"id", "metadata", "verbatim", "last_modified", "assured_date",
        "assurer_email", "logo", "identifier_type"}) {
    if (name == ignored) return true;
  }
  return false;
}

// The words of a text, as a reader would compare them.
std::string Words(absl::string_view text) {
  const std::string plain = PlainText(text);
  std::string words;
  std::string word;
  WordScanner scanner(plain);
  while (scanner.Next(kLongestWord, word)) {
    words += scanner.needs_folding() ? FoldText(word) : word;
    words += ' ';
  }
  return words;
}

std::string NormalUrl(absl::string_view url) {
  std::string text(absl::StripAsciiWhitespace(url));
  absl::string_view rest = text;
  if (const size_t scheme = rest.find("://"); scheme != rest.npos) {
    rest.remove_prefix(scheme + 3);
  }
  const size_t host_end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string host = absl::AsciiStrToLower(rest.substr(0, host_end));
  absl::string_view path = rest.substr(host_end);
  absl::ConsumeSuffix(&path, "/");
  return absl::StrCat(absl::StripPrefix(host, "www."), path);
}

// Whether both have a normal form, and the same.
bool SameForm(std::string (*normal)(absl::string_view), const std::string& a,
              const std::string& b) {
  const std::string form = normal(a);
  return !form.empty() && form == normal(b);
}

bool IsInsideCharacter(absl::string_view text, size_t at) {
  return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// At most kMostDifferenceBytes of a text, from `begin` on.
std::string Shown(absl::string_view plain, size_t begin = 0) {
  std::string shown(begin == 0 ? "" : "…");
  absl::string_view rest = plain.substr(begin);
  if (rest.size() <= kMostDifferenceBytes) return absl::StrCat(shown, rest);
  size_t end = kMostDifferenceBytes;
  while (end > 0 && IsInsideCharacter(rest, end)) --end;
  return absl::StrCat(shown, rest.substr(0, end), "…");
}

// Where to begin to show two texts, so that what differs is seen.
size_t ShownFrom(absl::string_view a, absl::string_view b) {
  const size_t common = static_cast<size_t>(
      std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  if (common < kMostDifferenceBytes) return 0;
  size_t begin = common - kShownBefore;
  while (begin > 0 && IsInsideCharacter(a, begin)) --begin;
  return begin;
}

void AlignText(const FieldDescriptor& field, Message& listed, Message& stated) {
  const auto* reflection = stated.GetReflection();
  const std::string text = reflection->GetString(stated, &field);
  const std::string plain = PlainText(text);
  size_t begin = 0;
  if (reflection->HasField(listed, &field)) {
    const std::string was = reflection->GetString(listed, &field);
    if (MeansTheSame(field.containing_type()->name(), field.name(), was,
                     text)) {
      reflection->SetString(&listed, &field, Shown(plain));
    } else {
      const std::string plain_was = PlainText(was);
      begin = ShownFrom(plain_was, plain);
      reflection->SetString(&listed, &field, Shown(plain_was, begin));
    }
  }
  reflection->SetString(&stated, &field, Shown(plain, begin));
}

void AlignNumber(const FieldDescriptor& field, Message& listed,
                 Message& stated) {
  if (field.name() != "latitude" && field.name() != "longitude") return;
  const auto* reflection = stated.GetReflection();
  const double value = reflection->GetDouble(stated, &field);
  if (reflection->HasField(listed, &field) &&
      std::abs(reflection->GetDouble(listed, &field) - value) <=
          kSamePlaceDegrees) {
    reflection->SetDouble(&listed, &field, value);
  }
}

bool SameElement(const FieldDescriptor& field, const Message& a, int i,
                 const Message& b, int k) {
  const auto* reflection = a.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection->GetRepeatedEnumValue(a, &field, i) ==
           reflection->GetRepeatedEnumValue(b, &field, k);
  }
  return MeansTheSame(field.containing_type()->name(), field.name(),
                      reflection->GetRepeatedString(a, &field, i),
                      reflection->GetRepeatedString(b, &field, k));
}

void RemoveElement(const FieldDescriptor& field, int at, Message& message) {
  const auto* reflection = message.GetReflection();
  for (int i = at; i + 1 < reflection->FieldSize(message, &field); ++i) {
    reflection->SwapElements(&message, &field, i, i + 1);
  }
  reflection->RemoveLast(&message, &field);
}

// Leaves of two lists of words what only one has.
void AlignWords(const FieldDescriptor& field, Message& listed,
                Message& stated) {
  const auto* reflection = stated.GetReflection();
  for (int i = 0; i < reflection->FieldSize(stated, &field);) {
    int k = 0;
    const int size = reflection->FieldSize(listed, &field);
    while (k < size && !SameElement(field, stated, i, listed, k)) ++k;
    if (k == size) {
      ++i;
      continue;
    }
    RemoveElement(field, i, stated);
    RemoveElement(field, k, listed);
  }
}

// How many values of `stated` an aligned `listed` has otherwise.
int Unlike(const Message& listed, const Message& stated) {
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = stated.GetReflection();
  reflection->ListFields(stated, &fields);
  int unlike = 0;
  for (const FieldDescriptor* field : fields) {
    const bool message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!message) {
      unlike += field->is_repeated() ? reflection->FieldSize(stated, field)
                : field->cpp_type() == FieldDescriptor::CPPTYPE_STRING
                    ? reflection->GetString(listed, field) !=
                          reflection->GetString(stated, field)
                : field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                    ? reflection->GetEnumValue(listed, field) !=
                          reflection->GetEnumValue(stated, field)
                : field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL
                    ? reflection->GetBool(listed, field) !=
                          reflection->GetBool(stated, field)
                    : reflection->GetDouble(listed, field) !=
                          reflection->GetDouble(stated, field);
    } else if (!field->is_repeated()) {
      unlike += Unlike(reflection->GetMessage(listed, field),
                       reflection->GetMessage(stated, field));
    } else {
      for (int i = 0; i < reflection->FieldSize(stated, field); ++i) {
        unlike += Unlike(reflection->GetRepeatedMessage(listed, field, i),
                         reflection->GetRepeatedMessage(stated, field, i));
      }
    }
  }
  return unlike;
}

struct Pair {
  std::unique_ptr<Message> listed;
  std::unique_ptr<Message> stated;
  int unlike = 0;
};

Pair Aligned(const Message* listed, const Message& stated) {
  Pair pair;
  pair.listed.reset(stated.New());
  if (listed != nullptr) pair.listed->CopyFrom(*listed);
  pair.stated.reset(stated.New());
  pair.stated->CopyFrom(stated);
  Align(*pair.listed, *pair.stated);
  pair.unlike = Unlike(*pair.listed, *pair.stated);
  return pair;
}

// No list of an entry is longer in earnest.
constexpr int kMostListedElements = 500;

// The elements of a list of records. A statement's are few: its reader sees to
// that.
std::vector<const Message*> ElementsOf(const FieldDescriptor& field,
                                       const Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const Message*> elements;
  const int size =
      std::min(reflection->FieldSize(message, &field), kMostListedElements);
  elements.reserve(size);
  for (int i = 0; i < size; ++i) {
    elements.push_back(&reflection->GetRepeatedMessage(message, &field, i));
  }
  return elements;
}

// The pair of `stated` and what of `listed` is most like it, which is taken
// out. With `exact`, only what is no different; otherwise what is left, and a
// pair with nothing where nothing is.
std::unique_ptr<Pair> TakeMostAlike(const Message& stated, bool exact,
                                    std::vector<const Message*>& listed) {
  std::unique_ptr<Pair> best;
  auto taken = listed.end();
  for (auto element = listed.begin(); element != listed.end(); ++element) {
    auto pair = std::make_unique<Pair>(Aligned(*element, stated));
    if (best && best->unlike <= pair->unlike) continue;
    best = std::move(pair);
    taken = element;
    if (best->unlike == 0) break;
  }
  if (exact && (!best || best->unlike > 0)) return nullptr;
  if (!best) return std::make_unique<Pair>(Aligned(nullptr, stated));
  listed.erase(taken);
  return best;
}

void AlignRecords(const FieldDescriptor& field, Message& listed,
                  Message& stated) {
  std::vector<const Message*> left = ElementsOf(field, listed);
  const std::vector<const Message*> wanted = ElementsOf(field, stated);
  std::vector<std::unique_ptr<Pair>> pairs(wanted.size());
  for (const bool exact : {true, false}) {
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (!pairs[i]) pairs[i] = TakeMostAlike(*wanted[i], exact, left);
    }
  }
  const auto* reflection = stated.GetReflection();
  reflection->ClearField(&listed, &field);
  reflection->ClearField(&stated, &field);
  for (const std::unique_ptr<Pair>& pair : pairs) {
    reflection->AddMessage(&listed, &field)->CopyFrom(*pair->listed);
    reflection->AddMessage(&stated, &field)->CopyFrom(*pair->stated);
  }
}

bool Has(const FieldDescriptor& field, const Message& message) {
  const auto* reflection = message.GetReflection();
  return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                             : reflection->HasField(message, &field);
}

void AlignField(const FieldDescriptor& field, Message& listed,
                Message& stated) {
  const auto* reflection = stated.GetReflection();
  const bool message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (field.is_repeated()) {
    message ? AlignRecords(field, listed, stated)
            : AlignWords(field, listed, stated);
  } else if (message) {
    Align(*reflection->MutableMessage(&listed, &field),
          *reflection->MutableMessage(&stated, &field));
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    AlignText(field, listed, stated);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    AlignNumber(field, listed, stated);
  }
}

// Gives a register identifier its one spelling.
void NormalizeIdentifier(Message& message) {
  auto* identifier =
      DynamicCastToGenerated<v1::OrganizationIdentifier>(&message);
  if (identifier == nullptr) return;
  const auto provider =
      ProviderId(identifier->identifier_scheme(), identifier->identifier());
  if (!provider) return;
  const absl::string_view scheme = RegisterOf(*provider);
  identifier->set_identifier_scheme(std::string(scheme));
  identifier->set_identifier(provider->substr(scheme.size() + 1));
}

}  // namespace

bool MeansTheSame(absl::string_view type, absl::string_view field,
                  const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (field == "url" || field == "website" || field == "uri" ||
      absl::EndsWith(field, "_url")) {
    return NormalUrl(a) == NormalUrl(b);
  }
  if (field == "email") {
    return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(a),
                                  absl::StripAsciiWhitespace(b));
  }
  if (field == "number" && SameForm(NormalPhone, a, b)) return true;
  if (field == "postal_code") return SameForm(NormalPostcode, a, b);
  if (type == "Organization" && absl::EndsWith(field, "name") &&
      SameForm(NormalName, a, b)) {
    return true;
  }
  const std::string words = Words(a);
  return !words.empty() && words == Words(b);
}

void Align(Message& listed, Message& stated) {
  NormalizeIdentifier(listed);
  NormalizeIdentifier(stated);
  const auto* type = stated.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (IsIgnored(field)) stated.GetReflection()->ClearField(&stated, &field);
    if (Has(field, stated)) {
      AlignField(field, listed, stated);
    } else {
      listed.GetReflection()->ClearField(&listed, &field);
    }
  }
}

}  // namespace localoffer::inclusion

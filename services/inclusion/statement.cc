#include "services/inclusion/statement.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "services/entry/differences.h"
#include "services/inclusion/alignment.h"
#include "services/openreferral/read_json.h"

namespace localoffer::inclusion {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr absl::string_view kJsonField = "statement.open_referral_json";

void Refuse(absl::string_view field, absl::string_view description,
            std::vector<rpc::FieldError>& errors) {
  errors.push_back({std::string(field), std::string(description)});
}

// Clears the members that the reader filled in because the record had none.
void ForgetFillings(v1::Service& service) {
  for (const v1::VerbatimMember& member : service.verbatim().replaced()) {
    const FieldDescriptor* field =
        service.GetDescriptor()->FindFieldByName(member.name());
    if (member.json().empty() && field != nullptr) {
      service.GetReflection()->ClearField(&service, field);
    }
  }
}

Statement ReadJsonStatement(const std::string& json,
                            std::vector<rpc::FieldError>& errors) {
  openreferral::Source source = openreferral::ReadJson(
      json, {openreferral::Format::kUnspecified, "statement", "statement"});
  for (const v1::Violation& violation : source.violations) {
    Refuse(kJsonField, violation.wanted(), errors);
  }
  if (source.records.size() != 1) {
    if (source.violations.empty()) {
      Refuse(kJsonField, "wanted one service", errors);
    }
    return {};
  }
  openreferral::Record& record = source.records[0];
  for (const v1::Violation& violation : record.violations) {
    Refuse(kJsonField,
           absl::StrCat(violation.field(), ": \"", violation.value(),
                        "\": ", violation.wanted()),
           errors);
  }
  ForgetFillings(record.service);
  return {std::move(record.service), std::move(record.local_offer)};
}

// Adds an error for every list that is too long.
void CheckLists(const std::string& path, const Message& message,
                std::vector<rpc::FieldError>& errors) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = absl::StrCat(path, ".", field->name());
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_repeated()) {
      if (nested) {
        CheckLists(name, reflection->GetMessage(message, field), errors);
      }
      continue;
    }
    const int size = reflection->FieldSize(message, field);
    if (size > kMostStatementElements) {
      Refuse(name,
             absl::StrCat(size, " elements: wanted at most ",
                          kMostStatementElements),
             errors);
    } else if (nested) {
      for (int i = 0; i < size; ++i) {
        CheckLists(absl::StrCat(name, "[", i, "]"),
                   reflection->GetRepeatedMessage(message, field, i), errors);
      }
    }
  }
}

}  // namespace

Statement ReadStatement(const v1::ProviderStatement& supplied,
                        std::vector<rpc::FieldError>& errors) {
  if (supplied.ByteSizeLong() > kMostStatementBytes) {
    Refuse("statement",
           absl::StrCat("wanted at most ", kMostStatementBytes, " bytes"),
           errors);
    return {};
  }
  Statement statement{supplied.service(), supplied.local_offer()};
  if (!supplied.open_referral_json().empty()) {
    if (supplied.has_service() || supplied.has_local_offer()) {
      Refuse(kJsonField, "cannot be combined with service and local_offer",
             errors);
      return {};
    }
    statement = ReadJsonStatement(supplied.open_referral_json(), errors);
  }
  statement.service.clear_verbatim();
  statement.local_offer.clear_verbatim();
  CheckLists("statement.service", statement.service, errors);
  CheckLists("statement.local_offer", statement.local_offer, errors);
  return statement;
}

std::vector<v1::FieldDifference> DifferencesFrom(
    const Statement& statement, const log::v1::EntryPublished& listed) {
  v1::Service listed_service = listed.service();
  v1::LocalOffer listed_offer = listed.local_offer();
  Statement stated = statement;
  Align(listed_service, stated.service);
  Align(listed_offer, stated.local_offer);
  return entry::Differences(listed_service, listed_offer, stated.service,
                            stated.local_offer);
}

}  // namespace localoffer::inclusion

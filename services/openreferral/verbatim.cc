#include "services/openreferral/verbatim.h"

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* VerbatimField(const Message& message) {
  return message.GetDescriptor()->FindFieldByName("verbatim");
}

}  // namespace

const v1::Verbatim& VerbatimOf(const Message& message) {
  const FieldDescriptor* field = VerbatimField(message);
  if (field == nullptr) return v1::Verbatim::default_instance();
  return static_cast<const v1::Verbatim&>(
      message.GetReflection()->GetMessage(message, field));
}

v1::Verbatim* MutableVerbatim(Message* message) {
  const FieldDescriptor* field = VerbatimField(*message);
  if (field == nullptr) return nullptr;
  return static_cast<v1::Verbatim*>(
      message->GetReflection()->MutableMessage(message, field));
}

void KeepReplaced(absl::string_view name, absl::string_view json,
                  v1::Verbatim* verbatim) {
  for (const v1::VerbatimMember& member : verbatim->replaced()) {
    if (absl::string_view(member.name()) == name) return;
  }
  v1::VerbatimMember* member = verbatim->add_replaced();
  member->set_name(std::string(name));
  member->set_json(std::string(json));
}

}  // namespace localoffer::openreferral

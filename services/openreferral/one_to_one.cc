#include "services/openreferral/one_to_one.h"

#include <vector>

#include "google/protobuf/descriptor.h"

namespace localoffer::openreferral {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void CopyOneToOne(const Message& from, Message& to) {
  const Reflection& reflection = *from.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(from, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated() || field->name() == "verbatim") continue;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CopyOneToOne(reflection.GetMessage(from, field),
                     *reflection.MutableMessage(&to, field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.SetString(&to, field, reflection.GetString(from, field));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(&to, field,
                                reflection.GetEnumValue(from, field));
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(&to, field, reflection.GetBool(from, field));
        break;
      default:
        reflection.SetDouble(&to, field, reflection.GetDouble(from, field));
    }
  }
}

}  // namespace localoffer::openreferral

#include "services/openreferral/csv_path.h"

#include "absl/strings/str_split.h"

namespace localoffer::openreferral {

using ::google::protobuf::Descriptor;
using ::google::protobuf::Message;

CsvPath::CsvPath(absl::string_view text) : text_(text) {
  const std::vector<std::string> names = absl::StrSplit(text, '.');
  in_local_offer_ = names[0] == "local_offer";
  const Descriptor* type = in_local_offer_ ? v1::LocalOffer::descriptor()
                                           : v1::Service::descriptor();
  for (size_t i = 1; i < names.size(); ++i) {
    steps_.push_back(type->FindFieldByName(names[i]));
    type = steps_.back()->message_type();
  }
}

const Message* CsvPath::FindBelow(const Message* message,
                                  size_t first_step) const {
  for (size_t i = first_step; i + 1 < steps_.size(); ++i) {
    const auto& reflection = *message->GetReflection();
    const auto* step = steps_[i];
    if (step->is_repeated()) {
      if (reflection.FieldSize(*message, step) == 0) return nullptr;
      message = &reflection.GetRepeatedMessage(*message, step, 0);
    } else {
      if (!reflection.HasField(*message, step)) return nullptr;
      message = &reflection.GetMessage(*message, step);
    }
  }
  return message;
}

Message* CsvPath::MakeBelow(Message* message, size_t first_step) const {
  for (size_t i = first_step; i + 1 < steps_.size(); ++i) {
    const auto& reflection = *message->GetReflection();
    const auto* step = steps_[i];
    if (!step->is_repeated()) {
      message = reflection.MutableMessage(message, step);
    } else if (reflection.FieldSize(*message, step) == 0) {
      message = reflection.AddMessage(message, step);
    } else {
      message = reflection.MutableRepeatedMessage(message, step, 0);
    }
  }
  return message;
}

const Message* CsvPath::Find(const v1::Service& service,
                             const v1::LocalOffer& local_offer) const {
  if (in_local_offer_) return FindBelow(&local_offer, 0);
  return FindBelow(&service, 0);
}

Message* CsvPath::Make(v1::Service* service,
                       v1::LocalOffer* local_offer) const {
  if (in_local_offer_) return MakeBelow(local_offer, 0);
  return MakeBelow(service, 0);
}

std::vector<const Message*> CsvPath::Elements(
    const v1::Service& service) const {
  std::vector<const Message*> elements;
  const auto& reflection = *service.GetReflection();
  const int size = reflection.FieldSize(service, steps_[0]);
  elements.reserve(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    elements.push_back(&reflection.GetRepeatedMessage(service, steps_[0], i));
  }
  return elements;
}

Message* CsvPath::AddElement(v1::Service* service) const {
  return service->GetReflection()->AddMessage(service, steps_[0]);
}

std::string CsvPath::TextIn(const Message& element) const {
  const Message* holder = FindBelow(&element, 1);
  if (holder == nullptr) return "";
  return holder->GetReflection()->GetString(*holder, &leaf());
}

void CsvPath::SetTextIn(absl::string_view text, Message* element) const {
  Message* holder = MakeBelow(element, 1);
  holder->GetReflection()->SetString(holder, &leaf(), std::string(text));
}

}  // namespace localoffer::openreferral

// A way through the model: from an entry to one of its values.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_CSV_PATH_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_CSV_PATH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/open_referral.pb.h"

namespace localoffer::openreferral {

// Field names without positions, as in `service.phones.number`. Where the way
// leads through a list, Find and Make take its first element. Immutable.
class CsvPath {
 public:
  // The path must exist in the model.
  explicit CsvPath(absl::string_view text);

  const std::string& text() const { return text_; }
  const google::protobuf::FieldDescriptor& leaf() const {
    return *steps_.back();
  }

  // The message that holds the value; null when there is none.
  const google::protobuf::Message* Find(
      const v1::Service& service, const v1::LocalOffer& local_offer) const;
  // The same, made where there is none. It belongs to the entry.
  google::protobuf::Message* Make(v1::Service* service,
                                  v1::LocalOffer* local_offer) const;

  // For paths of which each element of a service's list has one text:

  // The list's elements.
  std::vector<const google::protobuf::Message*> Elements(
      const v1::Service& service) const;
  google::protobuf::Message* AddElement(v1::Service* service) const;
  // The text in an element; empty when it has none.
  std::string TextIn(const google::protobuf::Message& element) const;
  void SetTextIn(absl::string_view text,
                 google::protobuf::Message* element) const;

 private:
  google::protobuf::Message* MakeBelow(google::protobuf::Message* message,
                                       size_t first_step) const;
  const google::protobuf::Message* FindBelow(
      const google::protobuf::Message* message, size_t first_step) const;

  std::string text_;
  bool in_local_offer_ = false;
  std::vector<const google::protobuf::FieldDescriptor*> steps_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_CSV_PATH_H_

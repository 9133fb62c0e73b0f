// JSON objects into messages of the model, driven by the descriptors.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_READER_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_READER_H_

#include <cstddef>
#include <string>

#include "google/protobuf/message.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/record.h"
#include "services/openreferral/record_report.h"

namespace localoffer::openreferral {

// What reading a message depends on.
struct ReadContext {
  Format format = Format::kOpenReferral3;
  // Namespace of derived ids; see EntryIdFromSource.
  std::string authority;
  // The id that the record had in its source, and what it became. References
  // to the record follow it.
  std::string source_id;
  std::string entry_id;
};

// Reads objects of one tree. Every member is either taken as it is, or kept
// with its supplied text in the `verbatim` of its message: in `unrecognized` if
// the dialect does not know it, in `replaced` if its value was repaired or set
// aside. What has no `verbatim` of its own (parts of a local offer) is kept
// whole by the message around it. Every change goes to the report.
//
// Call depth is bounded by kMaximumJsonDepth. Not thread-safe.
class MessageReader {
 public:
  // All must outlive the reader.
  MessageReader(const JsonTree* tree, const ReadContext* context,
                RecordReport* report);

  // Reads the object at `index` into the empty `message`. Where that is a
  // Service and `local_offer` is given, its member `local_offer` is read into
  // that; what is wrong there is a violation, since those words are ours.
  void Read(size_t index, google::protobuf::Message* message,
            v1::LocalOffer* local_offer = nullptr);

 private:
  using Message = google::protobuf::Message;
  using FieldDescriptor = google::protobuf::FieldDescriptor;

  // These return whether writing what was read gives back what was supplied.
  bool ReadObject(size_t index, Message* message);
  bool ReadMember(size_t index, Message* message);
  bool ReadField(size_t index, const FieldDescriptor& field, Message* message);
  bool ReadRepeated(size_t index, const FieldDescriptor& field,
                    Message* message);
  bool ReadValue(size_t index, const FieldDescriptor& field, Message* message);
  bool ReadMessage(size_t index, const FieldDescriptor& field,
                   Message* message);
  bool ReadString(const JsonNode& node, const FieldDescriptor& field,
                  Message* message);
  bool ReadId(const JsonNode& node, const FieldDescriptor& field,
              Message* message);
  bool ReadNumber(const JsonNode& node, const FieldDescriptor& field,
                  Message* message);
  bool ReadEnum(const JsonNode& node, const FieldDescriptor& field,
                Message* message);
  bool ReadBool(const JsonNode& node, const FieldDescriptor& field,
                Message* message);
  bool ReadLocalOffer(size_t index, Message* service);

  bool IsEmpty(size_t index) const;
  // Reports that `node` cannot fill `field`: a repair, or a violation within a
  // local offer. Returns false.
  bool SetNodeAside(const JsonNode& node, const FieldDescriptor& field,
                    absl::string_view rule, absl::string_view explanation);

  const JsonTree& tree_;
  const ReadContext& context_;
  RecordReport& report_;
  v1::LocalOffer* local_offer_ = nullptr;
  bool in_local_offer_ = false;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_MESSAGE_READER_H_

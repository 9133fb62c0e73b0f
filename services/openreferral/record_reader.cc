#include "services/openreferral/record_reader.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/eligibility.h"
#include "services/openreferral/message_reader.h"
#include "services/openreferral/record_report.h"
#include "services/openreferral/repair.h"
#include "services/openreferral/service_id.h"
#include "services/openreferral/verbatim.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kNoName = "Unnamed service";

// The text of a member that is a string or number; empty for others.
std::string TextOf(const JsonNode* node) {
  if (node == nullptr) return "";
  return RepairText(node->text).value.value_or("");
}

std::string OrganizationName(const JsonTree& tree, size_t index) {
  const JsonNode* organization = tree.Member(index, "organization");
  if (organization == nullptr) return "";
  return TextOf(
      tree.Member(static_cast<size_t>(organization - &tree.root()), "name"));
}

// What identifies a service within its source: its id, or else its names.
std::string SourceKey(const JsonTree& tree, size_t index) {
  std::string id = TextOf(tree.Member(index, "id"));
  if (!id.empty()) return id;
  return absl::StrCat(TextOf(tree.Member(index, "name")), "\n",
                      OrganizationName(tree, index));
}

// Why the value at `index` cannot be a service; empty if it can.
absl::string_view WhyNoService(const JsonTree& tree, size_t index) {
  const bool named = tree.Member(index, "name") != nullptr;
  const JsonNode* service = tree.Member(index, "service");
  if (service != nullptr && service->kind == JsonKind::kObject && !named) {
    return "a service; this is a service at a location";
  }
  const JsonNode* services = tree.Member(index, "services");
  if (services != nullptr && services->kind == JsonKind::kArray &&
      tree.Member(index, "status") == nullptr) {
    return "a service; this is an organisation with its services";
  }
  if (TextOf(tree.Member(index, "id")).empty() &&
      TextOf(tree.Member(index, "name")).empty()) {
    return "a service, with an id or a name";
  }
  return {};
}

// The steps of reading a service that concern it as a whole.
class ServiceReading {
 public:
  ServiceReading(const JsonTree* tree, size_t index, Format format,
                 RecordReport* report, Record* record)
      : tree_(*tree),
        index_(index),
        format_(format),
        report_(*report),
        service_(record->service),
        local_offer_(record->local_offer) {}

  void Run(const std::string& authority, IdentityRegister* identities) {
    const std::string supplied = TextOf(tree_.Member(index_, "id"));
    const std::string name = TextOf(tree_.Member(index_, "name"));
    const std::string key = SourceKey(tree_, index_);
    const Identity identity =
        identities->Decide(key, name, tree_.node(index_).raw);
    const ReadContext context{format_, authority, key, identity.id};
    MessageReader(&tree_, &context, &report_)
        .Read(index_, &service_, &local_offer_);
    Identify(supplied, identity);
    RequireName();
    RequireOrganizationAndStatus();
    if (format_ == Format::kOpenReferral1) {
      MapEligibility(tree_, index_, &service_, &report_);
    }
    DropZeroCoordinates();
  }

 private:
  void Identify(const std::string& supplied, const Identity& identity) {
    RecordReport::Step step(&report_, "id", report_.FieldOf("id"));
    if (identity.repeats_record) {
      report_.AddViolation(identity.id,
                           "each record once; this one is the same as an "
                           "earlier one",
                           "DUPLICATE_RECORD");
    }
    service_.set_id(identity.id);
    if (supplied.empty()) {
      KeepReplaced("id", "", service_.mutable_verbatim());
      report_.AddRepair("", identity.id, "ID_MISSING",
                        "The id was derived from the names of the service and "
                        "its organisation; it changes when they do.");
    } else if (identity.id_was_taken) {
      report_.AddRepair(supplied, identity.id, "DUPLICATE_ID",
                        "Another service has this id; one was derived from id "
                        "and name.");
    } else if (IsRfcUuid(supplied) && supplied != identity.id) {
      report_.AddRepair(supplied, identity.id, "ID_LOWER_CASED",
                        "UUIDs are written in lower case.");
    } else if (supplied != identity.id) {
      report_.AddRepair(supplied, identity.id, "ID_DERIVED",
                        "The id is no RFC 4122 UUID; one was derived from it "
                        "and the authority, and the id supplied is kept.");
    }
    // Also covers an id with white space around a good UUID.
    const JsonNode* node = tree_.Member(index_, "id");
    if (node != nullptr && node->text != absl::string_view(identity.id)) {
      KeepReplaced("id", node->raw, service_.mutable_verbatim());
    }
  }

  void RequireName() {
    if (service_.has_name()) return;
    RecordReport::Step step(&report_, "name", report_.FieldOf("name"));
    service_.set_name(std::string(kNoName));
    KeepReplaced("name", "", service_.mutable_verbatim());
    report_.AddRepair("", kNoName, "NAME_MISSING",
                      "Every service needs a name that families see.");
  }

  void RequireOrganizationAndStatus() {
    if (!service_.has_organization() && !service_.has_organization_id()) {
      RecordReport::Step step(&report_, "organization",
                              report_.FieldOf("organization"));
      report_.AddRepair("", "", "ORGANIZATION_MISSING",
                        "Nothing says who provides the service.");
    }
    if (service_.status() == v1::SERVICE_STATUS_UNSPECIFIED) {
      RecordReport::Step step(&report_, "status", report_.FieldOf("status"));
      report_.AddRepair("", "", "STATUS_MISSING",
                        "Nothing says whether the service is running.");
    }
  }

  // Feeds write 0, 0, in the sea off Ghana, for "not known".
  void DropZeroCoordinates() {
    for (int i = 0; i < service_.service_at_locations_size(); ++i) {
      auto* at_location = service_.mutable_service_at_locations(i);
      const v1::Location& location = at_location->location();
      if (!location.has_latitude() || !location.has_longitude() ||
          location.latitude() != 0 || location.longitude() != 0) {
        continue;
      }
      RecordReport::Step step(
          &report_, "service_at_locations",
          absl::StrCat("service.service_at_locations[", i, "].location"));
      v1::Location* place = at_location->mutable_location();
      place->clear_latitude();
      place->clear_longitude();
      KeepReplaced("latitude", "0", place->mutable_verbatim());
      KeepReplaced("longitude", "0", place->mutable_verbatim());
      report_.AddRepair("0, 0", "", "COORDINATES_ZERO",
                        "Latitude 0 and longitude 0 stand for an unknown "
                        "place, so both were left empty.");
    }
  }

  const JsonTree& tree_;
  const size_t index_;
  const Format format_;
  RecordReport& report_;
  v1::Service& service_;
  v1::LocalOffer& local_offer_;
};

}  // namespace

RecordReader::RecordReader(std::string authority, Format format)
    : authority_(std::move(authority)),
      format_(format),
      identities_(authority_) {}

void RecordReader::Announce(const JsonTree& tree, size_t index) {
  if (tree.node(index).kind != JsonKind::kObject) return;
  identities_.Announce(SourceKey(tree, index),
                       TextOf(tree.Member(index, "name")));
}

Record RecordReader::Read(const JsonTree& tree, size_t index,
                          v1::SourcePosition position) {
  const JsonNode& node = tree.node(index);
  if (node.kind != JsonKind::kObject) {
    return Refused(std::move(position), node.raw, "an object, one service",
                   "NOT_AN_OBJECT");
  }
  if (node.raw.size() > kMaximumRecordBytes) {
    return Refused(
        std::move(position), TextOf(tree.Member(index, "name")),
        absl::StrCat("at most ", kMaximumRecordBytes,
                     " bytes a record; this one has ", node.raw.size()),
        "RECORD_TOO_LARGE");
  }
  if (const auto wanted = WhyNoService(tree, index); !wanted.empty()) {
    return Refused(std::move(position), TextOf(tree.Member(index, "name")),
                   wanted, "NOT_A_SERVICE");
  }
  Record record;
  RecordReport report(std::move(position), "service");
  ServiceReading(&tree, index, format_, &report, &record)
      .Run(authority_, &identities_);
  std::move(report).Finish(record.service.name(), &record);
  return record;
}

Record RecordReader::Refused(v1::SourcePosition position,
                             absl::string_view value, absl::string_view wanted,
                             absl::string_view reason) const {
  Record record;
  // Every record has an id, this one for as long as it is being refused.
  record.service.set_id(EntryIdFromSource(
      authority_, absl::StrCat(position.source(), "\n", position.record())));
  RecordReport report(std::move(position), "service");
  report.AddViolation(value, wanted, reason);
  std::move(report).Finish("", &record);
  return record;
}

}  // namespace localoffer::openreferral

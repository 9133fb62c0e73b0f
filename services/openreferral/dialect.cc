#include "services/openreferral/dialect.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// A member of Open Referral UK 1.0 that has another name than its field.
struct Rename {
  absl::string_view type;
  absl::string_view member;
  absl::string_view field;
};

constexpr Rename kRenames[] = {
    {"Service", "service_taxonomys", "attributes"},
    {"Service", "regular_schedules", "schedules"},
    {"Service", "fundings", "funding"},
    {"Organization", "url", "website"},
    {"Organization", "link_taxonomies", "attributes"},
    {"CostOption", "link_taxonomies", "attributes"},
    {"ServiceArea", "link_taxonomies", "attributes"},
    {"ServiceAtLocation", "regular_schedule", "schedules"},
    {"Location", "physical_addresses", "addresses"},
    {"Location", "accessibility_for_disabilities", "accessibility"},
    {"Attribute", "taxonomy", "taxonomy_term"},
    {"TaxonomyTerm", "vocabulary", "taxonomy"},
    {"Language", "language", "name"},
};

constexpr absl::string_view kOnlyIn1[] = {
    "attending_access", "attending_type",    "deliverable_type",
    "eligibilitys",     "fundings",          "holiday_schedules",
    "link_taxonomies",  "regular_schedules", "service_taxonomys",
    "reviews",
};
constexpr absl::string_view kOnlyIn3[] = {
    "alert",         "assurer_email", "attributes",         "funding",
    "last_modified", "maximum_age",   "minimum_age",        "organization_id",
    "phones",        "program",       "required_documents", "schedules",
};

template <size_t N>
bool IsOneOf(const absl::string_view (&names)[N], absl::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

const FieldDescriptor* FieldOfMember(Format format, const Descriptor& type,
                                     absl::string_view name) {
  const FieldDescriptor* field = type.FindFieldByName(std::string(name));
  if (format == Format::kOpenReferral1) {
    for (const Rename& rename : kRenames) {
      if (rename.type != type.name()) continue;
      if (rename.member == name) {
        return type.FindFieldByName(std::string(rename.field));
      }
      // The field belongs to the member of the other name.
      if (rename.field == name) field = nullptr;
    }
  }
  return field == nullptr || field->name() == "verbatim" ? nullptr : field;
}

std::string MemberOfField(Format format, const FieldDescriptor& field) {
  if (format == Format::kOpenReferral1) {
    for (const Rename& rename : kRenames) {
      if (rename.type == field.containing_type()->name() &&
          rename.field == field.name()) {
        return std::string(rename.member);
      }
    }
  }
  return field.name();
}

Format DetectDialect(const JsonTree& tree, const std::vector<size_t>& indexes) {
  size_t of1 = 0;
  size_t of3 = 0;
  for (const size_t index : indexes) {
    for (const size_t child : tree.Children(index)) {
      if (IsOneOf(kOnlyIn1, tree.node(child).name)) ++of1;
      if (IsOneOf(kOnlyIn3, tree.node(child).name)) ++of3;
    }
  }
  return of1 > of3 ? Format::kOpenReferral1 : Format::kOpenReferral3;
}

}  // namespace localoffer::openreferral

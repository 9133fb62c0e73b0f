#include "services/gateway/openreferral/endpoint.h"

#include <algorithm>

namespace localoffer::gateway {
namespace {

using Names = const absl::string_view[];

constexpr ApiParameter kParameters[] = {
    {"search", ParameterType::kText,
     "Words, in any form; other words for the same thing and near spellings "
     "are found too. Entries with more of them come first. Of organizations, "
     "taxonomies and terms: names that have all of the words."},
    {"page", ParameterType::kWhole, "Number of the page, from 1."},
    {"per_page", ParameterType::kWhole,
     "How many of a page, 1 to 100; 50 when absent. With minimal, all."},
    {"format", ParameterType::kFormat,
     "json, or ndjson: everything at once, one object a line. The Accept "
     "header application/x-ndjson asks for the same."},
    {"taxonomy_term_id", ParameterType::kText,
     "Services that have the taxonomy term: its id, code or name."},
    {"taxonomy_id", ParameterType::kText,
     "Services that have any term of the taxonomy; of terms: those of it. Its "
     "id or name."},
    {"organization_id", ParameterType::kText,
     "Services of the organization: its id, or a register identifier such as "
     "GB-CHC-9900001."},
    {"modified_after", ParameterType::kTime,
     "Services whose entry has changed in the directory since then, or at that "
     "moment: last_modified says when. What was withdrawn meanwhile is not "
     "told; the change feed tells it."},
    {"minimal", ParameterType::kFlag,
     "Only id, name, status and last_modified of each, all on one page."},
    {"full", ParameterType::kFlag,
     "Everything that the objects of the list have, nested."},
    {"full_service", ParameterType::kFlag,
     "With the organization's services, nested."},
    {"postcode", ParameterType::kText,
     "A postcode or the beginning of one. Alone: what serves it, by the "
     "service's area. With proximity: what is near it."},
    {"proximity", ParameterType::kNumber,
     "Metres from the postcode: only what has a location within them."},
    {"coverage", ParameterType::kText,
     "A postcode that the service's area has to cover, beside postcode and "
     "proximity."},
    {"minimum_age", ParameterType::kNumber,
     "Years: services for people of this age or older."},
    {"maximum_age", ParameterType::kNumber,
     "Years: services for people of this age or younger."},
    {"day", ParameterType::kDay,
     "Open on this day of the week: monday, or MO."},
    {"start_time", ParameterType::kClock,
     "With day: open at some time from HH:MM on."},
    {"end_time", ParameterType::kClock,
     "With day: open at some time before HH:MM."},
    {"top_only", ParameterType::kFlag, "Only terms that have no parent."},
    {"parent_id", ParameterType::kText, "Only terms with this parent."},
    // Of 1.0 alone.
    {"need", ParameterType::kText,
     "Services that have any of these terms: ids, codes or names."},
    {"circumstance", ParameterType::kText, "The same, beside need."},
    {"service_type", ParameterType::kText, "The same, beside both."},
    {"taxonomy_type", ParameterType::kText,
     "What has the term: service, the service itself."},
    {"include", ParameterType::kText,
     "Fields to include; lists have all of them anyway."},
};

constexpr Names kOfServices = {
    "search",           "page",        "per_page",        "format",
    "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after",
    "minimal",          "full",        "postcode",        "proximity",
    "coverage",         "minimum_age", "maximum_age",     "day",
    "start_time",       "end_time"};

constexpr Names kOfAtLocations = {"search",
                                  "page",
                                  "per_page",
                                  "format",
                                  "taxonomy_term_id",
                                  "taxonomy_id",
                                  "organization_id",
                                  "modified_after",
                                  "full",
                                  "postcode",
                                  "proximity",
                                  "coverage",
                                  "minimum_age",
                                  "maximum_age",
                                  "day",
                                  "start_time",
                                  "end_time"};

constexpr Names kOfOrganizations = {"search", "full_service", "full",
                                    "page",   "per_page",     "format"};
constexpr Names kOfOrganization = {"full_service"};
constexpr Names kOfTaxonomies = {"search", "page", "per_page", "format"};
constexpr Names kOfTerms = {"search",      "page",     "per_page", "format",
                            "taxonomy_id", "top_only", "parent_id"};

constexpr Endpoint kEndpoints[] = {
    {"/openreferral/v3",
     "/openreferral/v3/authorities/{gss}",
     "getApiDetails",
     "About this API",
     {},
     "api_details"},
    {"/openreferral/v3/services", "/openreferral/v3/authorities/{gss}/services",
     "listServices", "Services, without what they have several of", kOfServices,
     "service_list"},
    {"/openreferral/v3/services/{id}",
     "/openreferral/v3/authorities/{gss}/services/{id}",
     "getService",
     "A service with all it has",
     {},
     "service"},
    {"/openreferral/v3/organizations",
     "/openreferral/v3/authorities/{gss}/organizations", "listOrganizations",
     "Organizations by name", kOfOrganizations, "organization_list"},
    {"/openreferral/v3/organizations/{id}",
     "/openreferral/v3/authorities/{gss}/organizations/{id}", "getOrganization",
     "An organization with its services", kOfOrganization, "organization"},
    {"/openreferral/v3/taxonomies",
     "/openreferral/v3/authorities/{gss}/taxonomies", "listTaxonomies",
     "Taxonomies by name", kOfTaxonomies, "taxonomy_list"},
    {"/openreferral/v3/taxonomies/{id}",
     "/openreferral/v3/authorities/{gss}/taxonomies/{id}",
     "getTaxonomy",
     "A taxonomy",
     {},
     "taxonomy"},
    {"/openreferral/v3/taxonomy_terms",
     "/openreferral/v3/authorities/{gss}/taxonomy_terms", "listTaxonomyTerms",
     "Taxonomy terms by name", kOfTerms, "taxonomy_term_list"},
    {"/openreferral/v3/taxonomy_terms/{id}",
     "/openreferral/v3/authorities/{gss}/taxonomy_terms/{id}",
     "getTaxonomyTerm",
     "A taxonomy term",
     {},
     "taxonomy_term"},
    {"/openreferral/v3/service_at_locations",
     "/openreferral/v3/authorities/{gss}/service_at_locations",
     "listServiceAtLocations", "Services at their locations", kOfAtLocations,
     "service_at_location_list"},
    {"/openreferral/v3/service_at_locations/{id}",
     "/openreferral/v3/authorities/{gss}/service_at_locations/{id}",
     "getServiceAtLocation",
     "A service at a location with all it has",
     {},
     "service_at_location"},
};

constexpr Names kOfServices1 = {
    "text",       "page",       "per_page",     "taxonomy_type", "taxonomy_id",
    "vocabulary", "need",       "circumstance", "service_type",  "include",
    "postcode",   "proximity",  "coverage",     "minimum_age",   "maximum_age",
    "day",        "start_time", "end_time"};
// Those whose type is an array there, and of which any may be met.
constexpr Names kSeveralOfServices1 = {
    "taxonomy_type", "taxonomy_id", "vocabulary", "need",       "circumstance",
    "service_type",  "include",     "day",        "start_time", "end_time"};
constexpr Names kOfTaxonomies1 = {"text",      "page",       "per_page",
                                  "parent_id", "vocabulary", "root_only"};
constexpr Names kOfOrganizations1 = {"text", "page", "per_page"};

// In 1.0 a taxonomy is what a term is in 3.0, and a vocabulary is a taxonomy.
constexpr OtherName kNames1[] = {{"search", "text"},
                                 {"taxonomy_term_id", "taxonomy_id"},
                                 {"taxonomy_id", "vocabulary"},
                                 {"top_only", "root_only"}};

constexpr Endpoint kEndpoints1[] = {
    {"/openreferral/v1/services", "/openreferral/v1/authorities/{gss}/services",
     "listServices", "Services with all they have", kOfServices1, "", kNames1,
     kSeveralOfServices1},
    {"/openreferral/v1/services/{id}",
     "/openreferral/v1/authorities/{gss}/services/{id}",
     "getService",
     "A service with all it has",
     {},
     "",
     kNames1},
    {"/openreferral/v1/taxonomies",
     "/openreferral/v1/authorities/{gss}/taxonomies", "listTaxonomies",
     "Terms by name", kOfTaxonomies1, "", kNames1},
    {"/openreferral/v1/taxonomies/{id}",
     "/openreferral/v1/authorities/{gss}/taxonomies/{id}",
     "getTaxonomy",
     "A term",
     {},
     "",
     kNames1},
    {"/openreferral/v1/vocabularies",
     "/openreferral/v1/authorities/{gss}/vocabularies",
     "getVocabularies",
     "Names of all taxonomies",
     {},
     "",
     kNames1},
    {"/openreferral/v1/organizations",
     "/openreferral/v1/authorities/{gss}/organizations", "listOrganizations",
     "Organizations by name", kOfOrganizations1, "", kNames1},
    {"/openreferral/v1/organizations/{id}",
     "/openreferral/v1/authorities/{gss}/organizations/{id}",
     "getOrganization",
     "An organization with its services",
     {},
     "",
     kNames1},
};

}  // namespace

absl::Span<const Endpoint> OpenReferralEndpoints() { return kEndpoints; }

absl::Span<const Endpoint> OpenReferral1Endpoints() { return kEndpoints1; }

const ApiParameter& ParameterNamed(absl::string_view name) {
  return *std::find_if(
      std::begin(kParameters), std::end(kParameters),
      [name](const ApiParameter& parameter) { return parameter.name == name; });
}

}  // namespace localoffer::gateway

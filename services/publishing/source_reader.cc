#include "services/publishing/source_reader.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/entry/excerpt.h"
#include "services/entry/resource_name.h"
#include "services/entry/validate.h"
#include "services/openreferral/csv_columns.h"
#include "services/openreferral/csv_reader.h"
#include "services/openreferral/read_json.h"
#include "services/openreferral/repair.h"
#include "services/openreferral/service_id.h"
#include "storage/geography/service_area.h"
#include "storage/log/log_id.h"

namespace localoffer::publishing {
namespace {

using openreferral::Format;
using openreferral::Record;
using openreferral::Source;

bool LooksLikeJson(absl::string_view bytes) {
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  bytes = absl::StripLeadingAsciiWhitespace(bytes);
  return !bytes.empty() && (bytes[0] == '{' || bytes[0] == '[');
}

Source ReadFile(const Submission& submission) {
  const auto format = static_cast<Format>(submission.header().format());
  // A service has the same id in the authority's own log and in one harvested
  // for it.
  const std::string authority(log::AuthorityOfLog(submission.authority()));
  const std::string& name = submission.header().source_name();
  const bool csv =
      format == Format::kCsv ||
      (format == Format::kUnspecified && !LooksLikeJson(submission.source()));
  if (!csv) {
    return openreferral::ReadJson(submission.source(),
                                  {format, name, authority});
  }
  openreferral::CsvOptions options;
  options.source_name = name;
  options.entry_id_from_reference = [&authority](absl::string_view reference) {
    return openreferral::EntryIdFromSource(authority, reference);
  };
  return openreferral::ReadCsv(submission.source(), options);
}

v1::Violation NameMismatch(const Record& record, const v1::Entry& entry,
                           const std::string& wanted) {
  v1::Violation violation;
  *violation.mutable_position() = record.position;
  violation.set_title(entry::Excerpt(record.service.name()));
  violation.set_field("name");
  violation.set_value(entry::Excerpt(entry.name()));
  violation.set_wanted(absl::StrCat(
      "wanted ", wanted, ", the authority with the service's id, or nothing"));
  violation.set_reason("NAME_MISMATCH");
  return violation;
}

Source ReadEntries(const Submission& submission) {
  Source source;
  int64_t number = 0;
  for (const v1::Entry& entry : submission.entries()) {
    Record record;
    record.position.set_source(submission.header().source_name());
    record.position.set_record(++number);
    record.service = entry.service();
    record.local_offer = entry.local_offer();
    const std::string name =
        entry::FormatEntryName(submission.authority(), entry.service().id());
    if (!entry.name().empty() && entry.name() != name) {
      record.violations.push_back(NameMismatch(record, entry, name));
    }
    source.records.push_back(std::move(record));
  }
  return source;
}

// What the rules say of the record, except of fields that could not even be
// read: those have been told of, with their place in the source.
void AddRuleViolations(absl::Time now, Format format, Record& record) {
  std::set<std::string> unread;
  for (const v1::Violation& violation : record.violations) {
    unread.insert(violation.field());
  }
  for (v1::Violation& violation :
       entry::Validate(record.service, record.local_offer,
                       {.position = record.position, .now = now})) {
    if (!unread.contains(violation.field())) {
      if (format == Format::kCsv) {
        violation.mutable_position()->set_column(
            std::string(openreferral::CsvColumnOfField(violation.field())));
      }
      record.violations.push_back(std::move(violation));
    }
  }
}

// Tells of service areas by which nobody will find the service.
void NoteUnrecognisedAreas(const geography::Gazetteer& gazetteer, Format format,
                           Record& record) {
  const geography::ServiceAreas areas =
      geography::ServiceAreasOf(gazetteer, record.service);
  for (const geography::UnrecognisedArea& area : areas.unrecognised) {
    v1::Repair& repair = record.repairs.emplace_back();
    *repair.mutable_position() = record.position;
    repair.set_title(openreferral::Excerpt(record.service.name()));
    repair.set_field(absl::StrCat("service.service_areas[", area.position, "].",
                                  area.member));
    if (format == Format::kCsv) {
      repair.mutable_position()->set_column(
          std::string(openreferral::CsvColumnOfField(repair.field())));
    } else if (format != Format::kUnspecified) {
      absl::StrAppend(repair.mutable_position()->mutable_json_pointer(),
                      "/service_areas/", area.position, "/", area.member);
    }
    repair.set_before(openreferral::Excerpt(area.text));
    repair.set_after(repair.before());
    repair.set_rule("AREA_NOT_RECOGNISED");
    repair.set_explanation(
        "No area is known by this: wanted the name or code of an authority, a "
        "district or an integrated care board, a postcode or its first part, "
        "England, a polygon, or a point and a radius. It is published as it "
        "is; searches for what serves a home go by the service's other areas, "
        "or by that of the authority where there are none.");
  }
}

// One page of several is not the whole local offer: taken for it, it would
// withdraw the services of the other pages.
void RefusePageOfMany(Source& source) {
  for (const v1::Repair& repair : source.repairs) {
    if (repair.rule() != "PAGE_OF_MANY") continue;
    v1::Violation& violation = source.violations.emplace_back();
    *violation.mutable_position() = repair.position();
    violation.set_value(entry::Excerpt(repair.before()));
    violation.set_wanted(absl::StrCat(
        "wanted all pages in a publication of the whole local offer; ",
        repair.explanation()));
    violation.set_reason("PAGE_OF_MANY");
  }
}

v1::Violation SentTwice(const Record& record, const Record& earlier) {
  v1::Violation violation;
  *violation.mutable_position() = record.position;
  violation.set_title(entry::Excerpt(record.service.name()));
  violation.set_field("service.id");
  violation.set_value(entry::Excerpt(record.service.id()));
  violation.set_wanted(absl::StrCat(
      "wanted each service once; record ", earlier.position.record(), ", \"",
      earlier.service.name(), "\", has the same id"));
  violation.set_reason("DUPLICATE_ENTRY");
  return violation;
}

}  // namespace

Source ReadSubmission(const Submission& submission, absl::Time now,
                      const geography::Gazetteer& gazetteer) {
  Source source =
      submission.has_source() ? ReadFile(submission) : ReadEntries(submission);
  if (submission.header().scope() == v1::PUBLICATION_SCOPE_FULL) {
    RefusePageOfMany(source);
  }
  std::map<std::string, const Record*> seen;
  for (Record& record : source.records) {
    AddRuleViolations(now, source.format, record);
    const auto [earlier, first] = seen.emplace(record.service.id(), &record);
    if (!first && record.violations.empty()) {
      record.violations.push_back(SentTwice(record, *earlier->second));
    }
    NoteUnrecognisedAreas(gazetteer, source.format, record);
  }
  return source;
}

}  // namespace localoffer::publishing

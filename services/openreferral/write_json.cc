#include "services/openreferral/write_json.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/message_writer.h"

namespace localoffer::openreferral {
namespace {

// How a dialect calls the members of its page envelope.
struct Envelope {
  absl::string_view total_items;
  absl::string_view total_pages;
  absl::string_view page_number;
  absl::string_view first_page;
  absl::string_view last_page;
  absl::string_view contents;
};

constexpr Envelope kEnvelope3 = {"total_items", "total_pages", "page_number",
                                 "first_page",  "last_page",   "contents"};
constexpr Envelope kEnvelope1 = {"totalElements", "totalPages", "number",
                                 "first",         "last",       "content"};

absl::string_view Bool(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string WriteServiceJson(const v1::Service& service,
                             const v1::LocalOffer& local_offer,
                             const WriteOptions& options) {
  return MessageJson(service, &local_offer, options);
}

void PageWriter::AddMember(absl::string_view name, absl::string_view json) {
  absl::StrAppend(&members_, ",\"", name, "\":", json);
}

std::string PageWriter::Begin(int64_t total) {
  return Begin(Page{total, 1, 1, total});
}

std::string PageWriter::Begin(const Page& page) {
  const Envelope& names =
      options_.format == Format::kOpenReferral1 ? kEnvelope1 : kEnvelope3;
  return absl::StrCat(
      "{\"", names.total_items, "\":", page.total_items, ",\"",
      names.total_pages, "\":", page.total_pages, ",\"", names.page_number,
      "\":", page.page_number, ",\"size\":", page.size, ",\"", names.first_page,
      "\":", Bool(page.page_number <= 1), ",\"", names.last_page,
      "\":", Bool(page.page_number >= page.total_pages),
      ",\"empty\":", Bool(page.size == 0), members_, ",\"", names.contents,
      "\":[");
}

std::string PageWriter::Next(const v1::Service& service,
                             const v1::LocalOffer& local_offer) {
  return Next(WriteServiceJson(service, local_offer, options_));
}

std::string PageWriter::Next(absl::string_view json) {
  const absl::string_view separator = first_ ? "\n" : ",\n";
  first_ = false;
  return absl::StrCat(separator, json);
}

std::string PageWriter::End() { return "\n]}\n"; }

}  // namespace localoffer::openreferral

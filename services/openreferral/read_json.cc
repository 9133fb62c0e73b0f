#include "services/openreferral/read_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/openreferral/dialect.h"
#include "services/openreferral/json_tree.h"
#include "services/openreferral/record_reader.h"
#include "services/openreferral/repair.h"

namespace localoffer::openreferral {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// Part of a source: a text, and where it begins.
struct Extract {
  absl::string_view text;
  // Bytes and lines of the source before it.
  size_t skipped = 0;
  size_t lines_before = 0;
};

// Why `extract` is no JSON.
std::string Explain(const Extract& extract, const JsonError& error) {
  const absl::string_view before = extract.text.substr(0, error.offset);
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto line =
      extract.lines_before + std::count(before.begin(), before.end(), '\n') + 1;
  const absl::string_view in_line = before.substr(line_begin);
  const auto column = std::count_if(in_line.begin(), in_line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
  return absl::StrCat("JSON; at byte ", error.offset + extract.skipped,
                      " (line ", line, ", column ", column + 1,
                      "): ", error.problem);
}

// One service a line: two lines that begin an object can't follow one another
// in any other JSON text whose first line ends with a bracket.
bool HasOneServiceALine(absl::string_view text) {
  std::vector<absl::string_view> first;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) continue;
    first.push_back(line);
    if (first.size() == 2) break;
  }
  return first.size() == 2 && first[0].front() == '{' &&
         first[0].back() == '}' && first[1].front() == '{';
}

// Reads one source; see ReadJson.
class SourceReader {
 public:
  SourceReader(absl::string_view bytes, const ReadOptions& options)
      : text_(bytes), options_(options) {
    if (absl::ConsumePrefix(&text_, kByteOrderMark)) {
      skipped_ = kByteOrderMark.size();
    }
  }

  Source Run() && {
    // A table is no JSON, whatever the caller took it for.
    if (options_.format != Format::kCsv) source_.format = options_.format;
    if (absl::StripAsciiWhitespace(text_).empty()) {
      AddViolation("", "JSON; the source is empty", "EMPTY_SOURCE");
    } else if (HasOneServiceALine(text_)) {
      ReadLines();
    } else {
      ReadText();
    }
    return std::move(source_);
  }

 private:
  void ReadText() {
    JsonTree tree;
    if (const auto error = tree.Parse(text_)) {
      AddViolation(text_.substr(std::min(error->offset, text_.size())),
                   Explain({text_, skipped_}, *error), "INVALID_JSON");
      return;
    }
    if (tree.root().kind == JsonKind::kArray) {
      ReadRecords(tree, tree.Children(0), "");
    } else if (tree.root().kind != JsonKind::kObject) {
      AddViolation(tree.root().raw, "services, as an object or an array",
                   "NOT_OPEN_REFERRAL");
    } else if (!ReadPage(tree)) {
      SetFormat(DetectDialect(tree, {0}));
      RecordReader reader(options_.authority, source_.format);
      source_.records.push_back(reader.Read(tree, 0, Position(1, "")));
    }
  }

  // False if the root is no page. A service may well have a member called
  // `content`; a page has no name.
  bool ReadPage(const JsonTree& tree) {
    if (tree.Member(0, "name") != nullptr) return false;
    const JsonNode* contents = tree.Member(0, "contents");
    const JsonNode* content = tree.Member(0, "content");
    const JsonNode* empty = tree.Member(0, "empty");
    const JsonNode* records = contents != nullptr ? contents : content;
    if (records == nullptr) {
      // The standard's answer to a search that found nothing.
      return empty != nullptr && empty->kind == JsonKind::kTrue;
    }
    if (records->kind != JsonKind::kArray) {
      AddViolation(records->raw, "a page whose services are an array",
                   "NOT_OPEN_REFERRAL");
      return true;
    }
    SetFormat(contents != nullptr ? Format::kOpenReferral3
                                  : Format::kOpenReferral1);
    const auto index = static_cast<size_t>(records - &tree.root());
    const std::vector<size_t> children = tree.Children(index);
    ReadRecords(tree, children, contents != nullptr ? "/contents" : "/content");
    ReportPageOfMany(tree, children.size());
    return true;
  }

  void ReportPageOfMany(const JsonTree& tree, size_t size) {
    for (const absl::string_view name : {"total_items", "totalElements"}) {
      const JsonNode* node = tree.Member(0, name);
      int64_t total = 0;
      if (node == nullptr || !absl::SimpleAtoi(node->text, &total) ||
          total <= static_cast<int64_t>(size)) {
        continue;
      }
      v1::Repair& repair = source_.repairs.emplace_back();
      *repair.mutable_position() = Position(0, absl::StrCat("/", name));
      repair.set_before(Excerpt(node->raw));
      repair.set_after(absl::StrCat(size));
      repair.set_rule("PAGE_OF_MANY");
      repair.set_explanation(
          absl::StrCat("The source is one page with ", size, " of ", total,
                       " services. The others were not supplied."));
    }
  }

  void ReadRecords(const JsonTree& tree, const std::vector<size_t>& indexes,
                   absl::string_view pointer) {
    SetFormat(DetectDialect(tree, indexes));
    RecordReader reader(options_.authority, source_.format);
    for (const size_t index : indexes) reader.Announce(tree, index);
    source_.records.reserve(indexes.size());
    for (size_t i = 0; i < indexes.size(); ++i) {
      source_.records.push_back(
          reader.Read(tree, indexes[i],
                      Position(static_cast<int64_t>(i) + 1,
                               absl::StrCat(pointer, "/", i))));
    }
  }

  // A line, parsed or not.
  struct Line {
    Extract extract;
    JsonTree tree;
    std::optional<JsonError> error;
  };

  void ReadLines() {
    std::deque<Line> lines;
    size_t lines_before = 0;
    for (const absl::string_view text : absl::StrSplit(text_, '\n')) {
      const size_t number = lines_before++;
      if (absl::StripAsciiWhitespace(text).empty()) continue;
      Line& line = lines.emplace_back();
      const auto begin = static_cast<size_t>(text.data() - text_.data());
      line.extract = {text, begin + skipped_, number};
      line.error = line.tree.Parse(text);
    }
    SetFormat(DetectDialectOf(lines));
    ReadRecordsOf(lines);
  }

  static Format DetectDialectOf(const std::deque<Line>& lines) {
    for (const Line& line : lines) {
      if (!line.error &&
          DetectDialect(line.tree, {0}) == Format::kOpenReferral1) {
        return Format::kOpenReferral1;
      }
    }
    return Format::kOpenReferral3;
  }

  void ReadRecordsOf(const std::deque<Line>& lines) {
    RecordReader reader(options_.authority, source_.format);
    for (const Line& line : lines) {
      if (!line.error) reader.Announce(line.tree, 0);
    }
    int64_t number = 0;
    for (const Line& line : lines) {
      v1::SourcePosition position = Position(++number, "");
      source_.records.push_back(
          line.error ? reader.Refused(
                           std::move(position), ValidExcerpt(line.extract.text),
                           Explain(line.extract, *line.error), "INVALID_JSON")
                     : reader.Read(line.tree, 0, std::move(position)));
    }
  }

  // The first to say counts: the caller, then the page, then the members.
  void SetFormat(Format format) {
    if (source_.format == Format::kUnspecified) source_.format = format;
  }

  v1::SourcePosition Position(int64_t record, std::string pointer) const {
    v1::SourcePosition position;
    position.set_source(options_.source_name);
    position.set_record(record);
    position.set_json_pointer(std::move(pointer));
    return position;
  }

  void AddViolation(absl::string_view value, std::string wanted,
                    absl::string_view reason) {
    v1::Violation& violation = source_.violations.emplace_back();
    *violation.mutable_position() = Position(0, "");
    violation.set_value(ValidExcerpt(value));
    violation.set_wanted(std::move(wanted));
    violation.set_reason(std::string(reason));
  }

  // What could not be parsed may be no UTF-8, which messages must be.
  static std::string ValidExcerpt(absl::string_view value) {
    std::string excerpt;
    for (const char c : Excerpt(value)) {
      const bool ascii = static_cast<unsigned char>(c) < 0x80;
      excerpt.push_back(ascii ? c : '?');
    }
    return excerpt;
  }

  absl::string_view text_;
  size_t skipped_ = 0;
  const ReadOptions& options_;
  Source source_;
};

}  // namespace

Source ReadJson(absl::string_view bytes, const ReadOptions& options) {
  return SourceReader(bytes, options).Run();
}

}  // namespace localoffer::openreferral

#include "clients/postcode_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace localoffer::client {
namespace {

constexpr absl::string_view kEngland = "E92000001";
constexpr size_t kLongestLine = 64 << 10;
// The Office for National Statistics' latitude of a postcode that has none.
constexpr double kNoLatitude = 99;

absl::Status Unreadable(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", path, "\" can't be read: ", why, "."));
}

const std::string& Cell(const std::vector<std::string>& cells, int column) {
  static const std::string* const kNone = new std::string();
  return column < 0 ? *kNone : cells[static_cast<size_t>(column)];
}

// Codes of nothing, such as E99999999 for "no county", are left out.
std::string AreaCell(const std::vector<std::string>& cells, int column) {
  const std::string& cell = Cell(cells, column);
  return absl::StartsWith(cell, "E99") ? "" : cell;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostcodeFile>> PostcodeFile::Open(
    const std::string& path) {
  std::unique_ptr<PostcodeFile> file(new PostcodeFile());
  file->path_ = path;
  errno = 0;
  file->file_.reset(gzopen(path.c_str(), "rb"));
  if (file->file_ == nullptr) {
    return Unreadable(path, errno != 0 ? std::strerror(errno) : "no memory");
  }
  const absl::StatusOr<bool> is_read = file->ReadLine();
  if (!is_read.ok()) return is_read.status();
  absl::string_view first = file->text_;
  absl::ConsumePrefix(&first, "\xEF\xBB\xBF");
  const auto columns = ColumnsOf(CellsOf(first));
  if (!*is_read || !columns) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", path,
        "\" is no table of postcodes that is known: wanted OS Code-Point Open "
        "(CSV), the ONS Postcode Directory (CSV), or a CSV with a heading that "
        "has postcode, lat and lon."));
  }
  file->columns_ = *columns;
  file->is_first_kept_ = columns->easting >= 0;
  return file;
}

absl::StatusOr<bool> PostcodeFile::ReadLine() {
  text_.clear();
  std::array<char, 4096> buffer;
  while (gzgets(file_.get(), buffer.data(), static_cast<int>(buffer.size())) !=
         nullptr) {
    text_ += buffer.data();
    if (absl::EndsWith(text_, "\n")) break;
    if (text_.size() > kLongestLine) {
      return Unreadable(path_, "a line has no end");
    }
  }
  int error = Z_OK;
  const char* const why = gzerror(file_.get(), &error);
  if (error != Z_OK && error != Z_STREAM_END) {
    return Unreadable(path_, error == Z_ERRNO ? std::strerror(errno) : why);
  }
  if (text_.empty()) return false;
  ++number_;
  absl::StripTrailingAsciiWhitespace(&text_);
  return true;
}

absl::StatusOr<bool> PostcodeFile::Next(PostcodeLine* line) {
  do {
    if (is_first_kept_) {
      is_first_kept_ = false;
      continue;
    }
    absl::StatusOr<bool> is_read = ReadLine();
    if (!is_read.ok() || !*is_read) return is_read;
  } while (text_.empty());
  *line = PostcodeLine();
  line->number = number_;
  Fill(CellsOf(text_), line);
  return true;
}

void PostcodeFile::Fill(const std::vector<std::string>& cells,
                        PostcodeLine* line) {
  if (cells.size() != static_cast<size_t>(columns_.count)) {
    line->left_out = LeftOut::kMalformed;
    line->value = text_.substr(0, 100);
    line->problem = absl::StrCat(columns_.count, " columns");
    return;
  }
  const std::string& country = Cell(cells, columns_.country);
  if (!country.empty() && country != kEngland) {
    line->left_out = LeftOut::kNotInEngland;
    return;
  }
  if (!Cell(cells, columns_.end_date).empty()) {
    line->left_out = LeftOut::kEnded;
    return;
  }
  line->row.set_postcode(Cell(cells, columns_.postcode));
  line->row.set_district(AreaCell(cells, columns_.district));
  line->row.set_authority(AreaCell(cells, columns_.authority));
  line->row.set_integrated_care_board(AreaCell(cells, columns_.care_board));
  line->row.set_line(line->number);
  Locate(cells, line);
}

void PostcodeFile::Locate(const std::vector<std::string>& cells,
                          PostcodeLine* line) const {
  const bool is_on_grid = columns_.easting >= 0;
  const std::string& north =
      Cell(cells, is_on_grid ? columns_.northing : columns_.latitude);
  const std::string& east =
      Cell(cells, is_on_grid ? columns_.easting : columns_.longitude);
  if (north.empty() && east.empty()) {
    line->left_out = LeftOut::kNoCoordinates;
    return;
  }
  double y = 0;
  double x = 0;
  if (!absl::SimpleAtod(north, &y) || !absl::SimpleAtod(east, &x)) {
    line->left_out = LeftOut::kMalformed;
    line->value = absl::StrCat(north, ", ", east);
    line->problem = "two numbers as coordinates";
    return;
  }
  if ((y == 0 && x == 0) || (!is_on_grid && y > kNoLatitude)) {
    line->left_out = LeftOut::kNoCoordinates;
    return;
  }
  if (!is_on_grid) {
    line->row.mutable_point()->set_latitude(y);
    line->row.mutable_point()->set_longitude(x);
    return;
  }
  line->row.mutable_grid_point()->set_easting(x);
  line->row.mutable_grid_point()->set_northing(y);
}

int64_t PostcodeFile::bytes_read() const {
  return static_cast<int64_t>(gzoffset(file_.get()));
}

absl::StatusOr<std::vector<std::string>> PostcodeFilesAt(
    const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  fs::recursive_directory_iterator at(path, error);
  for (; !error && at != fs::recursive_directory_iterator();
       at.increment(error)) {
    const std::string name =
        absl::AsciiStrToLower(at->path().filename().string());
    if (name == "multi_csv") at.disable_recursion_pending();
    if (absl::EndsWith(name, ".csv") || absl::EndsWith(name, ".csv.gz")) {
      files.push_back(at->path().string());
    }
  }
  if (error) return Unreadable(path, error.message());
  if (files.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("There is no CSV file in \"", path, "\"."));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace localoffer::client

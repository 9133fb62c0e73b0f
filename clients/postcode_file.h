// Files of postcodes, in the layouts in which they are published.
#ifndef LOCALOFFER_CLIENTS_POSTCODE_FILE_H_
#define LOCALOFFER_CLIENTS_POSTCODE_FILE_H_

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/postcode_columns.h"
#include "localoffer/v1/places.pb.h"

namespace localoffer::client {

// Why a line is not sent.
enum class LeftOut {
  // It is sent.
  kNot,
  // The postcode is in another country than England.
  kNotInEngland,
  // The postcode has ended.
  kEnded,
  // Nobody knows where it is.
  kNoCoordinates,
  // The line is not in order: see `problem`.
  kMalformed,
};

// A line below the heading.
struct PostcodeLine {
  // Line of the file, from 1.
  int64_t number = 0;
  LeftOut left_out = LeftOut::kNot;
  v1::PostcodeRow row;
  // Of a malformed line: what was found, and what was wanted.
  std::string value;
  std::string problem;
};

// Reads one file from its beginning to its end, plain or compressed with
// gzip. Not thread-safe.
class PostcodeFile {
 public:
  // Opens the file and finds out its layout. INVALID_ARGUMENT when it can't
  // be read or is of no layout that is known.
  static absl::StatusOr<std::unique_ptr<PostcodeFile>> Open(
      const std::string& path);

  PostcodeLayout layout() const { return columns_.layout; }

  // The next line that holds anything; false at the end. INVALID_ARGUMENT
  // when the file is damaged.
  absl::StatusOr<bool> Next(PostcodeLine* line);

  // Of the file as it lies on the disk.
  int64_t bytes_read() const;

 private:
  struct Close {
    void operator()(gzFile_s* file) const { gzclose(file); }
  };

  PostcodeFile() = default;
  // False at the end.
  absl::StatusOr<bool> ReadLine();
  void Fill(const std::vector<std::string>& cells, PostcodeLine* line);
  void Locate(const std::vector<std::string>& cells, PostcodeLine* line) const;

  std::string path_;
  std::unique_ptr<gzFile_s, Close> file_;
  PostcodeColumns columns_;
  std::string text_;
  int64_t number_ = 0;
  // The first line is one of data, and not read again.
  bool is_first_kept_ = false;
};

// The files that `path` stands for: itself, or of a folder all that end in
// .csv or .csv.gz, sorted, without those under multi_csv, where the Office for
// National Statistics repeats its directory. INVALID_ARGUMENT when there are
// none.
absl::StatusOr<std::vector<std::string>> PostcodeFilesAt(
    const std::string& path);

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_POSTCODE_FILE_H_

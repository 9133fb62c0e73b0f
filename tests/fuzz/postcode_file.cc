// Files of postcodes, in any layout: a line that is sent has a postcode and a
// point.
#include "clients/postcode_file.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

const std::string& Path() {
  static const auto* const path = [] {
    const std::string folder =
        std::filesystem::exists("/dev/shm")
            ? "/dev/shm"
            : std::filesystem::temp_directory_path().string();
    return new std::string(
        absl::StrCat(folder, "/localoffer-fuzz-", getpid(), ".csv"));
  }();
  return *path;
}

}  // namespace

void Run(absl::string_view bytes) {
  std::ofstream(Path(), std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto file = client::PostcodeFile::Open(Path());
  // It stays open without its name.
  std::filesystem::remove(Path());
  if (!file.ok()) return;
  client::PostcodeLine line;
  int64_t last = 0;
  while ((*file)->Next(&line).value_or(false)) {
    FUZZ_CHECK(line.number > last);
    last = line.number;
    if (line.left_out == client::LeftOut::kMalformed) {
      FUZZ_CHECK(!line.problem.empty());
    }
    if (line.left_out != client::LeftOut::kNot) continue;
    FUZZ_CHECK(!line.row.postcode().empty());
    FUZZ_CHECK(std::isfinite(line.row.point().latitude()));
    FUZZ_CHECK(std::isfinite(line.row.point().longitude()));
  }
}

std::vector<std::string> Seeds() {
  return {
      "\"BS1 4DJ\",10,358100,172700,\"E92000001\",\"E19000002\",\"E18000010\","
      "\"\",\"E06000023\",\"E05010885\"\r\n"
      "\"CF101AA\",10,318000,176000,\"W92000004\",\"\",\"W11000029\",\"\","
      "\"W06000015\",\"W05000863\"\r\n",
      "pcds,doterm,lat,long,laua,cty,icb,ctry\n"
      "BS1 4DJ,,51.45,-2.58,E06000023,E99999999,E54000039,E92000001\n"
      "BS1 9ZZ,200001,99.99,0,,,,E92000001\n",
      "postcode,lat,lon,district,county_or_ua\nBS1 4DJ,51.45,-2.58,Bristol,\n"};
}

}  // namespace localoffer::fuzz

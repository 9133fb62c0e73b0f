#include "clients/postcode_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/testing/temporary_folder.h"

namespace localoffer::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PostcodeFileTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& bytes) const {
    std::string path = absl::StrCat(folder_, "/", name);
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  static std::vector<PostcodeLine> ReadAll(PostcodeFile& file) {
    std::vector<PostcodeLine> lines;
    PostcodeLine line;
    absl::StatusOr<bool> is_read = file.Next(&line);
    for (; is_read.ok() && *is_read; is_read = file.Next(&line)) {
      lines.push_back(line);
    }
    EXPECT_TRUE(is_read.ok()) << is_read.status();
    return lines;
  }

  const TemporaryFolder temporary_folder_;
  const std::string folder_ = temporary_folder_.path();
};

TEST_F(PostcodeFileTest, ReadsCodePointOpen) {
  const auto file = PostcodeFile::Open(Write(
      "bs.csv",
      "\"BS1 4DJ\",10,358100,172700,\"E92000001\",\"E19000002\",\"E18000010\","
      "\"\",\"E06000023\",\"E05010885\"\r\n"
      "\"EX1 1HS\",10,292200,92600,\"E92000001\",\"E19000002\",\"E18000010\","
      "\"E10000008\",\"E07000041\",\"E05003506\"\r\n"
      "\"CF101AA\",10,318000,176000,\"W92000004\",\"\",\"W11000029\",\"\","
      "\"W06000015\",\"W05000863\"\r\n"
      "\"BS1 9ZZ\",90,0,0,\"E92000001\",\"\",\"\",\"\",\"\",\"\"\r\n"
      "\"BS1 9ZY\",10,9999999,0,\"E92000001\",\"\",\"\",\"\",\"\",\"\"\r\n"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->layout(), PostcodeLayout::kCodePointOpen);
  const std::vector<PostcodeLine> lines = ReadAll(**file);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0].number, 1);
  EXPECT_EQ(lines[0].row.postcode(), "BS1 4DJ");
  EXPECT_EQ(lines[0].row.district(), "E06000023");
  EXPECT_FALSE(lines[0].row.has_point());
  EXPECT_EQ(lines[0].row.grid_point().easting(), 358100);
  EXPECT_EQ(lines[0].row.grid_point().northing(), 172700);
  EXPECT_EQ(lines[1].row.authority(), "E10000008");
  EXPECT_EQ(lines[1].row.district(), "E07000041");
  EXPECT_EQ(lines[2].left_out, LeftOut::kNotInEngland);
  EXPECT_EQ(lines[3].left_out, LeftOut::kNoCoordinates);
  // Whether it is on the grid is for the node to say.
  EXPECT_EQ(lines[4].left_out, LeftOut::kNot);
  EXPECT_EQ(lines[4].row.grid_point().easting(), 9999999);
}

TEST_F(PostcodeFileTest, ReadsEditionsOfTheOnsPostcodeDirectory) {
  for (const char* heading :
       {"pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,ctry,lat,long,icb",
        "pcd,pcd2,pcds,dointr,doterm,cty,laua,ctry,lat,long,icb",
        "\xEF\xBB\xBFpcd7,pcd8,pcds,dointr,doterm,cty25cd,lad25cd,ctry25cd,"
        "lat,long,icb24cd"}) {
    const auto file = PostcodeFile::Open(Write(
        "onspd.csv",
        absl::StrCat(
            heading,
            "\n"
            "EX1 1HS,EX1  1HS,EX1 1HS,198001,,E10000008,E07000041,E92000001,"
            "50.7256,-3.5269,E54000037\n"
            "BS1 4DJ,BS1  4DJ,BS1 4DJ,198001,,E99999999,E06000023,E92000001,"
            "51.4527,-2.6028,E54000039\n"
            "BS1 4DP,BS1  4DK,BS1 4DP,198001,200106,E99999999,E06000023,"
            "E92000001,51.4527,-2.6028,E54000039\n"
            "CF101AA,CF10 1AA,CF10 1AA,198001,,W99999999,W06000015,W92000004,"
            "51.48,-3.18,W11000029\n"
            "BS1 9ZZ,BS1  9ZZ,BS1 9ZZ,198001,,E99999999,E06000023,E92000001,"
            "99.999999,0.000000,E54000039\n"
            "BS1 9ZY,BS1  9ZY\n"
            "BS1 9ZX,BS1  9ZX,BS1 9ZX,198001,,E99999999,E06000023,E92000001,"
            "north,east,E54000039\n")));
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ((*file)->layout(), PostcodeLayout::kOnsPostcodeDirectory);
    const std::vector<PostcodeLine> lines = ReadAll(**file);
    ASSERT_EQ(lines.size(), 7u);
    EXPECT_EQ(lines[0].number, 2);
    EXPECT_EQ(lines[0].row.authority(), "E10000008");
    EXPECT_EQ(lines[0].row.district(), "E07000041");
    EXPECT_EQ(lines[0].row.integrated_care_board(), "E54000037");
    EXPECT_EQ(lines[0].row.point().latitude(), 50.7256);
    EXPECT_EQ(lines[1].row.authority(), "");
    std::vector<LeftOut> left_out;
    for (const PostcodeLine& line : lines) left_out.push_back(line.left_out);
    EXPECT_THAT(left_out,
                ElementsAre(LeftOut::kNot, LeftOut::kNot, LeftOut::kEnded,
                            LeftOut::kNotInEngland, LeftOut::kNoCoordinates,
                            LeftOut::kMalformed, LeftOut::kMalformed));
  }
}

TEST_F(PostcodeFileTest, ReadsAPlainTableCompressedOrNot) {
  const std::string table =
      "postcode,lat,lon,populated_place,district,county_or_ua,region\n"
      "B49 5AA,52.21399,-1.87022,,Stratford-on-Avon,Warwickshire,West "
      "Midlands\n"
      "\n"
      "BH1 1AA,50.72,-1.88,,,\"Bournemouth, Christchurch and Poole\",South "
      "West";
  const std::string plain = Write("plain.csv", table);
  const std::string compressed = absl::StrCat(folder_, "/table.csv.gz");
  gzFile out = gzopen(compressed.c_str(), "wb");
  gzwrite(out, table.data(), static_cast<unsigned>(table.size()));
  gzclose(out);
  for (const std::string& path : {plain, compressed}) {
    const auto file = PostcodeFile::Open(path);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ((*file)->layout(), PostcodeLayout::kPlain);
    const std::vector<PostcodeLine> lines = ReadAll(**file);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].row.district(), "Stratford-on-Avon");
    EXPECT_EQ(lines[1].row.authority(), "Bournemouth, Christchurch and Poole");
    EXPECT_EQ(lines[1].number, 4);
    EXPECT_EQ((*file)->bytes_read(),
              static_cast<int64_t>(std::filesystem::file_size(path)));
  }
}

TEST_F(PostcodeFileTest, RefusesWhatIsNoTableOfPostcodes) {
  for (const char* bytes : {"", "name,town\na,b\n", "{}", "a"}) {
    const auto file = PostcodeFile::Open(Write("other.csv", bytes));
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument)
        << bytes;
    EXPECT_THAT(std::string(file.status().message()),
                HasSubstr("Code-Point Open"));
  }
  EXPECT_EQ(PostcodeFile::Open(folder_ + "/none.csv").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(
      PostcodeFile::Open(Write("endless.csv", std::string(1 << 20, 'a'))).ok());
}

TEST_F(PostcodeFileTest, SaysWhenACompressedFileIsCutShort) {
  const std::string path = absl::StrCat(folder_, "/cut.csv.gz");
  gzFile out = gzopen(path.c_str(), "wb");
  std::string table = "postcode,lat,lon\n";
  for (int i = 0; i < 100'000; ++i) {
    absl::StrAppend(&table, "BS1 4DJ,51.", i * 7919 % 99991, ",-2.6\n");
  }
  gzwrite(out, table.data(), static_cast<unsigned>(table.size()));
  gzclose(out);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const auto file = PostcodeFile::Open(path);
  ASSERT_TRUE(file.ok()) << file.status();
  PostcodeLine line;
  absl::StatusOr<bool> is_read = true;
  while (is_read.ok() && *is_read) is_read = (*file)->Next(&line);
  EXPECT_EQ(is_read.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PostcodeFileTest, AFolderStandsForTheTablesInIt) {
  Write("Data/b.csv", "x");
  Write("Data/a.CSV", "x");
  Write("Data/multi_csv/c.csv", "x");
  Write("read me.txt", "x");
  EXPECT_THAT(PostcodeFilesAt(folder_).value(),
              ElementsAre(folder_ + "/Data/a.CSV", folder_ + "/Data/b.csv"));
  EXPECT_FALSE(PostcodeFilesAt(folder_ + "/Data/multi_csv/none").ok() &&
               PostcodeFile::Open(folder_ + "/Data/multi_csv/none").ok());
}

}  // namespace
}  // namespace localoffer::client

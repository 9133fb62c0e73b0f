#include "services/compression/zip_archive.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::compression {
namespace {

std::string Archive() {
  std::string out;
  ZipArchive archive;
  ZipMember first("made while it is sent.csv");
  archive.Begin(first, out);
  for (int i = 0; i < 1000; ++i) first.Add(absl::StrCat(i, "\n"), out);
  first.Finish(out);
  archive.End(first, out);

  ZipMember second("made before/é.csv");
  std::string content;
  second.Add("id\r\n", content);
  second.Finish(content);
  archive.AddFinished(second, out);
  out += content;

  ZipMember empty("empty");
  content.clear();
  empty.Finish(content);
  archive.AddFinished(empty, out);
  out += content;
  EXPECT_TRUE(archive.Finish(out).ok());
  return out;
}

TEST(ZipArchiveTest, EqualContentsGiveEqualArchives) {
  EXPECT_EQ(Archive(), Archive());
}

// Python's zipfile reads the directory and checks every member.
TEST(ZipArchiveTest, AnotherProgramReadsIt) {
  char path[] = "/tmp/localoffer-zip-XXXXXX";
  close(mkstemp(path));
  std::ofstream(path, std::ios::binary) << Archive();
  const std::string script = absl::StrCat(
      "/usr/bin/python3 -c 'import zipfile,sys\n"
      "z = zipfile.ZipFile(sys.argv[1])\n"
      "assert z.testzip() is None\n"
      "assert z.namelist() == [\"made while it is sent.csv\",\n"
      "  \"made before/\\u00e9.csv\", \"empty\"], z.namelist()\n"
      "text = \"\".join(\"%d\\n\" % i for i in range(1000)).encode()\n"
      "assert z.read(\"made while it is sent.csv\") == text\n"
      "assert z.read(\"made before/\\u00e9.csv\") == b\"id\\r\\n\"\n"
      "assert z.read(\"empty\") == b\"\"' ",
      path);
  EXPECT_EQ(std::system(script.c_str()), 0);
  std::remove(path);
}

// DURABLE in no sense, but a change here should be meant.
TEST(ZipArchiveTest, AnEmptyArchiveIsItsDirectoryAlone) {
  std::string out;
  ZipArchive archive;
  ASSERT_TRUE(archive.Finish(out).ok());
  EXPECT_EQ(absl::BytesToHexString(out),
            "504b0506000000000000000000000000000000000000");
}

}  // namespace
}  // namespace localoffer::compression

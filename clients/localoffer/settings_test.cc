#include "clients/localoffer/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "clients/testing/temporary_folder.h"

namespace localoffer::command {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() {
    surroundings_.environment =
        [this](absl::string_view name) -> absl::optional<std::string> {
      const auto found = environment_.find(std::string(name));
      if (found == environment_.end()) return absl::nullopt;
      return found->second;
    };
  }

  std::string File(const std::string& name, const std::string& text) const {
    std::string path = folder_.path() + "/" + name;
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    return path;
  }

  absl::StatusOr<Settings> Resolve() const {
    return ResolveSettings(flags_, surroundings_);
  }

  client::TemporaryFolder folder_;
  GlobalFlags flags_;
  Surroundings surroundings_;
  std::map<std::string, std::string> environment_;
};

TEST_F(SettingsTest, NeedNothing) {
  const auto settings = Resolve();
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->connection.server, "127.0.0.1:7420");
  EXPECT_EQ(settings->connection.token, "");
  EXPECT_FALSE(settings->json);
}

TEST_F(SettingsTest, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  flags_.config_file = File("order", "server = file.example.org\n");
  EXPECT_EQ(Resolve()->connection.server, "file.example.org");
  environment_["LOCALOFFER_SERVER"] = "environment.example.org";
  EXPECT_EQ(Resolve()->connection.server, "environment.example.org");
  flags_.values["server"] = "flag.example.org";
  EXPECT_EQ(Resolve()->connection.server, "flag.example.org");
}

TEST_F(SettingsTest, TokenAndTokenFileAreOneSetting) {
  flags_.config_file = File("token_config", "token = from-config\n");
  EXPECT_EQ(Resolve()->connection.token, "from-config");
  environment_["LOCALOFFER_TOKEN"] = "from-environment";
  EXPECT_EQ(Resolve()->connection.token, "from-environment");
  flags_.values["token_file"] = File("token", "from-file\n");
  EXPECT_EQ(Resolve()->connection.token, "from-file");
  flags_.values["token"] = "from-flag";
  EXPECT_THAT(std::string(Resolve().status().message()), HasSubstr("Both"));
}

TEST_F(SettingsTest, EveryVariableIsRead) {
  environment_ = {{"LOCALOFFER_CA", "ca.pem"},
                  {"LOCALOFFER_CERT", "cert.pem"},
                  {"LOCALOFFER_KEY", "key.pem"},
                  {"LOCALOFFER_AUTHORITY", "Bristol"},
                  {"LOCALOFFER_TOKEN_FILE", File("variable", " t \n")}};
  const auto settings = Resolve();
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->connection.ca_file, "ca.pem");
  EXPECT_EQ(settings->connection.cert_file, "cert.pem");
  EXPECT_EQ(settings->connection.key_file, "key.pem");
  EXPECT_EQ(settings->authority, "Bristol");
  EXPECT_EQ(settings->connection.token, "t");
}

TEST_F(SettingsTest, TheUsualFileIsUnderXdgElseHome) {
  File("home/.config/localoffer/config", "server = home.example.org\n");
  File("xdg/localoffer/config", "server = xdg.example.org\n");
  environment_["HOME"] = folder_.path() + "/home";
  EXPECT_EQ(Resolve()->connection.server, "home.example.org");
  environment_["XDG_CONFIG_HOME"] = folder_.path() + "/xdg";
  EXPECT_EQ(Resolve()->connection.server, "xdg.example.org");
}

TEST_F(SettingsTest, ANamedFileMustExist) {
  flags_.config_file = "/nowhere/config";
  EXPECT_THAT(std::string(Resolve().status().message()),
              HasSubstr("/nowhere/config"));
}

TEST_F(SettingsTest, AnEmptyTokenFileIsAMistake) {
  flags_.values["token_file"] = File("empty", "\n");
  EXPECT_EQ(Resolve().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(SettingsTest, OutputIsTableOrJson) {
  flags_.values["output"] = "json";
  EXPECT_TRUE(Resolve()->json);
  flags_.values["output"] = "xml";
  EXPECT_EQ(Resolve().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(SettingsTest, ColoursNeedATerminalAndLeave) {
  EXPECT_FALSE(Resolve()->in_colour);
  surroundings_.out_is_terminal = true;
  EXPECT_TRUE(Resolve()->in_colour);
  environment_["NO_COLOR"] = "1";
  EXPECT_FALSE(Resolve()->in_colour);
  environment_.clear();
  flags_.no_colour = true;
  EXPECT_FALSE(Resolve()->in_colour);
}

TEST(ParseConfig, ReadsKeysCommentsAndBlanks) {
  const auto values = ParseConfig(
      "# mine\n\n server=a.example.org:1 \r\ntoken = a=b\n", "config");
  ASSERT_TRUE(values.ok()) << values.status();
  EXPECT_EQ(values->at("server"), "a.example.org:1");
  EXPECT_EQ(values->at("token"), "a=b");
  EXPECT_EQ(values->size(), 2u);
}

TEST(ParseConfig, NamesTheLineButNotItsSecret) {
  const auto status =
      ParseConfig("server = a\ntokken = s3cret\n", "config").status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("config line 2"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace localoffer::command

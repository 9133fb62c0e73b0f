#include "clients/localoffer/settings.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace localoffer::command {
namespace {

using Values = std::map<std::string, std::string>;

constexpr absl::string_view kKeys[] = {"server", "token",    "token_file",
                                       "ca",     "cert",     "key",
                                       "output", "authority"};

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     absl::string_view what) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file && file.peek() != std::ifstream::traits_type::eof()) {
    text << file.rdbuf();
  }
  if (!file.is_open() || file.bad()) {
    return absl::InvalidArgumentError(
        absl::StrCat("The ", what, " \"", path,
                     "\" can't be read: ", std::strerror(errno), "."));
  }
  return text.str();
}

Values FromEnvironment(const Surroundings& surroundings) {
  Values values;
  for (const absl::string_view key : kKeys) {
    if (key == "output") continue;
    const auto value = surroundings.environment(
        absl::StrCat("LOCALOFFER_", absl::AsciiStrToUpper(key)));
    if (value.has_value() && !value->empty()) {
      values[std::string(key)] = *value;
    }
  }
  return values;
}

std::string UsualConfigFile(const Surroundings& surroundings) {
  const auto xdg = surroundings.environment("XDG_CONFIG_HOME");
  if (xdg.has_value() && !xdg->empty()) {
    return absl::StrCat(*xdg, "/localoffer/config");
  }
  const auto home = surroundings.environment("HOME");
  if (!home.has_value() || home->empty()) return "";
  return absl::StrCat(*home, "/.config/localoffer/config");
}

absl::StatusOr<Values> FromConfigFile(const GlobalFlags& flags,
                                      const Surroundings& surroundings) {
  const std::string path = flags.config_file.empty()
                               ? UsualConfigFile(surroundings)
                               : flags.config_file;
  if (flags.config_file.empty() && !std::ifstream(path).is_open()) {
    return Values();
  }
  absl::StatusOr<std::string> text = ReadFile(path, "configuration file");
  if (!text.ok()) return text.status();
  return ParseConfig(*text, path);
}

// The settings of one origin after the other, the strongest first.
class Layers {
 public:
  explicit Layers(std::vector<Values> layers) : layers_(std::move(layers)) {}

  std::string Get(const std::string& key, const std::string& otherwise) const {
    for (const Values& layer : layers_) {
      const auto found = layer.find(key);
      if (found != layer.end()) return found->second;
    }
    return otherwise;
  }

  absl::StatusOr<std::string> Token() const {
    for (const Values& layer : layers_) {
      const auto token = layer.find("token");
      const auto file = layer.find("token_file");
      if (token != layer.end() && file != layer.end()) {
        return absl::InvalidArgumentError(
            "Both a token and a token file are given. Leave out one.");
      }
      if (token != layer.end()) return token->second;
      if (file != layer.end()) return ReadToken(file->second);
    }
    return std::string();
  }

 private:
  static absl::StatusOr<std::string> ReadToken(const std::string& path) {
    absl::StatusOr<std::string> text = ReadFile(path, "token file");
    if (!text.ok()) return text.status();
    absl::StripAsciiWhitespace(&*text);
    if (text->empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("The token file \"", path, "\" is empty."));
    }
    return text;
  }

  std::vector<Values> layers_;
};

absl::StatusOr<bool> IsJson(const Layers& layers) {
  const std::string output = layers.Get("output", "table");
  if (output != "table" && output != "json") {
    return absl::InvalidArgumentError(
        absl::StrCat("output is \"", output, "\": wanted table or json."));
  }
  return output == "json";
}

}  // namespace

absl::StatusOr<Values> ParseConfig(absl::string_view text,
                                   absl::string_view path) {
  Values values;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    const absl::string_view key = absl::StripAsciiWhitespace(parts.first);
    if (std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) {
      // The line may hold a secret, so it isn't repeated.
      return absl::InvalidArgumentError(absl::StrCat(
          path, " line ", number,
          " is not understood: wanted key = value, where key is one of ",
          absl::StrJoin(kKeys, ", "), "."));
    }
    values[std::string(key)] =
        std::string(absl::StripAsciiWhitespace(parts.second));
  }
  return values;
}

absl::StatusOr<Settings> ResolveSettings(const GlobalFlags& flags,
                                         const Surroundings& surroundings) {
  absl::StatusOr<Values> config = FromConfigFile(flags, surroundings);
  if (!config.ok()) return config.status();
  const Layers layers(
      {flags.values, FromEnvironment(surroundings), *std::move(config)});
  absl::StatusOr<std::string> token = layers.Token();
  if (!token.ok()) return token.status();
  absl::StatusOr<bool> is_json = IsJson(layers);
  if (!is_json.ok()) return is_json.status();

  Settings settings;
  client::ConnectionOptions& connection = settings.connection;
  connection.server = layers.Get("server", connection.server);
  connection.token = *std::move(token);
  connection.ca_file = layers.Get("ca", "");
  connection.cert_file = layers.Get("cert", "");
  connection.key_file = layers.Get("key", "");
  connection.plaintext = flags.plaintext;
  connection.allow_plaintext_token = flags.allow_plaintext_token;
  settings.authority = layers.Get("authority", "");
  settings.json = *is_json;
  settings.quiet = flags.quiet;
  const auto no_color = surroundings.environment("NO_COLOR");
  settings.in_colour = surroundings.out_is_terminal && !flags.no_colour &&
                       (!no_color.has_value() || no_color->empty());
  return settings;
}

}  // namespace localoffer::command

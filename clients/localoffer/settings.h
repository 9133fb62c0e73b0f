// What was set by flags, environment and configuration file.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_SETTINGS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_SETTINGS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/connection.h"
#include "clients/localoffer/surroundings.h"

namespace localoffer::command {

struct Settings {
  client::ConnectionOptions connection;
  // As given: a code or a name. Empty when nothing said.
  std::string authority;
  bool json = false;
  bool quiet = false;
  bool in_colour = false;
};

// The global flags as they were given.
struct GlobalFlags {
  // By the key that the flag has in the configuration file: server, token,
  // token_file, ca, cert, key, output; authority where the verb has it.
  std::map<std::string, std::string> values;
  // Path of the configuration file; empty: the usual place.
  std::string config_file;
  bool quiet = false;
  bool no_colour = false;
  bool plaintext = false;
  bool allow_plaintext_token = false;
};

// Flag, else environment, else configuration file, else default. The file is
// `$XDG_CONFIG_HOME/localoffer/config` or `~/.config/localoffer/config`, lines
// of `key = value` and comments that begin with #; it need not exist unless
// --config names it. A token and a token file are one setting: whichever
// stands on the higher level counts. INVALID_ARGUMENT with the place of the
// mistake.
absl::StatusOr<Settings> ResolveSettings(const GlobalFlags& flags,
                                         const Surroundings& surroundings);

// Reads a configuration file's text. Exposed for its tests.
absl::StatusOr<std::map<std::string, std::string>> ParseConfig(
    absl::string_view text, absl::string_view path);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_SETTINGS_H_

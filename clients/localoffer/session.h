// What a verb works with: settings, printers, the connection.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_SESSION_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_SESSION_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "clients/connection.h"
#include "clients/localoffer/printer.h"
#include "clients/localoffer/settings.h"
#include "clients/localoffer/surroundings.h"

namespace localoffer::command {

// Lives for one verb. Not thread-safe. Does not own the surroundings.
class Session {
 public:
  Session(Settings settings, const Surroundings* surroundings);

  const Settings& settings() const { return settings_; }
  const Surroundings& surroundings() const { return surroundings_; }

  // For results.
  Printer& out() { return out_; }
  // For remarks and questions: stderr, so that results can be piped.
  Printer& err() { return err_; }

  // The connection, opened on first use.
  absl::StatusOr<client::Connection*> Connect();

  // All authorities, asked for once.
  absl::StatusOr<const v1::ListAuthoritiesResponse*> Authorities();

  // `authorities/{authority}` for a code, a resource name or a name.
  absl::StatusOr<std::string> AuthorityName(absl::string_view text);

  // As AuthorityName, for each.
  absl::StatusOr<std::vector<std::string>> AuthorityNames(
      const std::vector<std::string>& texts);

  // The authority of --authority, or of the settings. INVALID_ARGUMENT when
  // neither names one.
  absl::StatusOr<std::string> WritingAuthority(absl::string_view flag);

  // An entry's resource name from that (with `@{sequence}` perhaps) or from a
  // bare id and the authority.
  absl::StatusOr<std::string> EntryName(absl::string_view text,
                                        absl::string_view authority_flag);

  // "Bristol" for `authorities/E06000023…`, "Bristol (harvested)" for a log
  // that is harvested for it; its id when the name can't be had.
  std::string AuthorityTitle(absl::string_view resource_name);

  // Asks a yes-or-no question; anything but yes is no.
  bool Confirm(absl::string_view question);

  // Writes one JSON document: `message` with the names of its fields. `zeros`:
  // with fields that hold zero or nothing, too.
  absl::Status PrintJson(const google::protobuf::Message& message, bool zeros);

 private:
  const Settings settings_;
  const Surroundings& surroundings_;
  Printer out_;
  Printer err_;
  std::unique_ptr<client::Connection> connection_;
  absl::optional<v1::ListAuthoritiesResponse> authorities_;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_SESSION_H_

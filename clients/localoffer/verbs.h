// The verbs of the command. Each is one file, which adds its flags and its
// body here.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_VERBS_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_VERBS_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "clients/localoffer/exit_code.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/session.h"
#include "clients/localoffer/verb.h"

namespace localoffer::command {

// What --help says of a verb.
struct VerbText {
  std::string name;
  std::string summary;
  // A whole command line, and perhaps more of them.
  std::string example;
};

// Not thread-safe. The app outlives it.
class Verbs {
 public:
  using Body = std::function<absl::StatusOr<ExitCode>(Session&)>;

  explicit Verbs(CLI::App* app) : root_(app) {}

  // The command itself, of which all verbs are.
  Verb root() const { return root_; }

  // Adds a verb, under another one if `parent` is given.
  Verb Add(const VerbText& text) { return Add(text, root_); }
  Verb Add(const VerbText& text, Verb parent);

  // Says what `verb` does. Of nested verbs the innermost named one runs.
  void Run(Verb verb, Body body);

  // The body of the verb that the arguments named; empty before parsing.
  const Body& chosen() const { return chosen_; }

 private:
  const Verb root_;
  Body chosen_;
};

// --authority, for verbs that work on one authority.
void AddAuthorityFlag(Verb verb, std::string* authority);

// --limit, for lists. `what` is in the plural.
void AddLimitFlag(Verb verb, int* limit, const std::string& what);

// --at, for reads.
void AddAtFlag(Verb verb, std::string* at);

// Sets `read_time` of a request from --at, unless it is empty.
template <typename Request>
absl::Status SetReadTime(const std::string& at, Request& request) {
  if (at.empty()) return absl::OkStatus();
  auto instant = ParseInstant(at, "--at");
  if (!instant.ok()) return instant.status();
  *request.mutable_read_time() = *std::move(instant);
  return absl::OkStatus();
}

void AddPlan(Verbs& verbs);
void AddPublish(Verbs& verbs);
void AddWithdraw(Verbs& verbs);
void AddDeclareNil(Verbs& verbs);
void AddErase(Verbs& verbs);
void AddGet(Verbs& verbs);
void AddSearch(Verbs& verbs);
void AddSuggest(Verbs& verbs);
void AddHistory(Verbs& verbs);
void AddChanges(Verbs& verbs);
void AddCheck(Verbs& verbs);
void AddCoverage(Verbs& verbs);
void AddCatalogue(Verbs& verbs);
void AddExport(Verbs& verbs);
void AddAuthorities(Verbs& verbs);
void AddHarvest(Verbs& verbs);
void AddPeers(Verbs& verbs);
void AddPlace(Verbs& verbs);
void AddImportPostcodes(Verbs& verbs);
void AddEdition(Verbs& verbs);
void AddProve(Verbs& verbs);
void AddVerify(Verbs& verbs);
void AddToken(Verbs& verbs);
void AddKey(Verbs& verbs);
void AddTrust(Verbs& verbs);
void AddConformance(Verbs& verbs);
void AddCompletion(Verbs& verbs);
void AddVersion(Verbs& verbs);

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_VERBS_H_

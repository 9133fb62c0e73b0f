#include "clients/localoffer/command.h"

#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::grpc::StatusCode;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const char* const kVerbs[] = {
    "edition",  "prove",       "verify",        "import-postcodes",
    "place",    "suggest",     "plan",          "publish",
    "withdraw", "declare-nil", "search",        "get",
    "history",  "check",       "coverage",      "export",
    "token",    "version",     "authorities",   "completion",
    "erase",    "key",         "trust",         "harvest",
    "peers",    "conformance", "organizations", "taxonomies",
    "terms",    "changes"};

class Command : public CommandTest {
 protected:
  // What `get` answers.
  void Refuse(const grpc::Status& status) {
    server_.answers.get_entry = [status](const v1::GetEntryRequest&,
                                         v1::GetEntryResponse*) {
      return status;
    };
  }

  Outcome Get() { return Run({"get", "authorities/E06000023/entries/e"}); }
};

TEST_F(Command, HelpNamesEveryVerbAndExitCode) {
  const Outcome outcome = Run({"--help"});
  EXPECT_EQ(outcome.code, 0);
  for (const std::string verb : kVerbs) {
    EXPECT_THAT(outcome.out, HasSubstr("\n  " + verb));
  }
  for (int code = 0; code <= 6; ++code) {
    EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("\n  ", code, "  ")));
  }
}

TEST_F(Command, HelpOfEveryVerbHasAnExample) {
  for (const std::string verb : kVerbs) {
    const Outcome outcome = Run({verb, "--help"});
    EXPECT_EQ(outcome.code, 0) << verb;
    EXPECT_THAT(outcome.out, HasSubstr("Example:\n  localoffer " + verb));
  }
  EXPECT_THAT(Run({"token", "create", "--help"}).out,
              HasSubstr("Example:\n  localoffer token create"));
}

TEST_F(Command, SaysThatAVerbIsMissing) {
  const Outcome outcome = Run({});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err,
            "localoffer: Say what to do: a verb is missing. `localoffer "
            "--help` says how it goes.\n");
}

TEST_F(Command, GuessesAMistypedVerb) {
  const Outcome outcome = Run({"serch", "respite"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(
      outcome.err,
      HasSubstr("There is no verb \"serch\". Did you mean \"search\"?"));
  EXPECT_THAT(Run({"frobnicate"}).err,
              AllOf(HasSubstr("no verb"), Not(HasSubstr("Did you mean"))));
}

TEST_F(Command, SaysWhichFlagItDoesNotKnow) {
  const Outcome outcome = Run({"search", "respite", "--agee", "7"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("--agee"),
                                 HasSubstr("`localoffer search --help`")));
}

TEST_F(Command, SaysThatNoServerAnswersAndHowToStartOne) {
  const std::string address = client::UnusedAddress();
  environment_["LOCALOFFER_SERVER"] = address;
  const Outcome outcome = Run({"search", "respite"});
  EXPECT_EQ(outcome.code, 5);
  EXPECT_EQ(outcome.err,
            absl::StrCat("localoffer: No server answered at ", address,
                         ".\nStart one with `localofferd --data-dir DIR`, or "
                         "name it with --server.\n"));
}

TEST_F(Command, ExitCodesFollowTheServersAnswer) {
  const std::pair<StatusCode, int> expected[] = {
      {StatusCode::ABORTED, 1},           {StatusCode::FAILED_PRECONDITION, 1},
      {StatusCode::ALREADY_EXISTS, 1},    {StatusCode::RESOURCE_EXHAUSTED, 1},
      {StatusCode::INVALID_ARGUMENT, 2},  {StatusCode::NOT_FOUND, 3},
      {StatusCode::OUT_OF_RANGE, 3},      {StatusCode::UNAUTHENTICATED, 4},
      {StatusCode::PERMISSION_DENIED, 4}, {StatusCode::DEADLINE_EXCEEDED, 5},
      {StatusCode::INTERNAL, 6},          {StatusCode::DATA_LOSS, 6},
      {StatusCode::UNIMPLEMENTED, 6}};
  for (const auto& [code, exit_code] : expected) {
    Refuse(client::Refusal(code, "no", "SOME_REASON"));
    EXPECT_EQ(Get().code, exit_code) << code;
  }
}

TEST_F(Command, ShowsFieldsAtFaultAndTheNextStep) {
  v1::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("name");
  violation->set_description("\"x\": wanted authorities/{authority}");
  Refuse(client::Refusal(StatusCode::PERMISSION_DENIED, "Not yours.",
                         "ROLE_MISSING", {}, bad));
  EXPECT_EQ(Get().err,
            "localoffer: Not yours.\n"
            "  name: \"x\": wanted authorities/{authority}\n"
            "Give a token of this authority that has the role needed, with "
            "--token-file or LOCALOFFER_TOKEN. An administrator of the "
            "authority makes one with `localoffer token create`.\n");
}

TEST_F(Command, ErrorsAreJsonWhenResultsAre) {
  Refuse(client::Refusal(StatusCode::NOT_FOUND, "No such entry \"e\".",
                         "ENTRY_NOT_FOUND", {{"entry", "e"}}));
  const Outcome outcome =
      Run({"get", "authorities/E06000023/entries/e", "--output", "json"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, R"({
 "error": {
  "code": "NOT_FOUND",
  "reason": "ENTRY_NOT_FOUND",
  "message": "No such entry \"e\".",
  "metadata": {
   "entry": "e"
  },
  "field_violations": [],
  "next_step": "Check the name. `localoffer search` finds entries, `localoffer authorities` lists authorities."
 },
 "exit_code": 3
}
)");
}

TEST_F(Command, WrongUsageIsJsonToo) {
  const Outcome outcome = Run({"--output", "json", "search", "--nonsense"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, StartsWith("{\n \"error\": {"));
}

TEST_F(Command, ErrorsOfAServerCannotSteerTheTerminal) {
  Refuse(grpc::Status(StatusCode::INTERNAL, "bad\x1b[2J\nnews"));
  EXPECT_THAT(Get().err, AllOf(StartsWith("localoffer: bad news\n"),
                               Not(HasSubstr("\x1b"))));
}

TEST_F(Command, GlobalFlagsMayStandBeforeAndBehindTheVerb) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--token", "t0k", "authorities"},
        {"authorities", "--token", "t0k"}}) {
    EXPECT_EQ(Run(arguments).code, 0);
    EXPECT_EQ(server_.calls().back().authorization, "Bearer t0k");
  }
}

TEST_F(Command, WordsOfASearchMayBeVerbs) {
  std::string query;
  server_.answers.search_entries = [&](const v1::SearchEntriesRequest& request,
                                       v1::SearchEntriesResponse*) {
    query = request.query();
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"search", "get", "publish", "token", "list"}).code, 0);
  EXPECT_EQ(query, "get publish token list");
}

TEST_F(Command, ATokenIsNotSentInPlaintextBeyondLoopback) {
  const Outcome outcome = Run({"authorities", "--server", "192.0.2.1",
                               "--plaintext", "--token", "s3cret"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("--allow-plaintext-token"),
                                 Not(HasSubstr("s3cret"))));
}

TEST_F(Command, PrintsItsVersion) {
  EXPECT_THAT(Run({"version"}).out, StartsWith("localoffer 0."));
  EXPECT_THAT(Run({"version", "--output", "json"}).out,
              StartsWith("{\"version\":\"0."));
}

// Runs the script in a real shell, with the words that were typed so far.
class Completion : public CommandTest {
 protected:
  std::set<std::string> Complete(const std::vector<std::string>& words) {
    std::string typed;
    for (const std::string& word : words)
      absl::StrAppend(&typed, " '", word, "'");
    const std::string script =
        File("completion.bash", Run({"completion", "bash"}).out);
    const std::string command =
        absl::StrCat("bash -c 'set -e; . ", script, "; COMP_WORDS=(localoffer ",
                     absl::StrReplaceAll(typed, {{"'", "\""}}),
                     "); COMP_CWORD=", words.size(),
                     "; _localoffer; printf \"%s\\n\" \"${COMPREPLY[@]}\"'");
    FILE* shell = popen(command.c_str(), "r");
    std::string output;
    char buffer[4096];
    while (const size_t size = fread(buffer, 1, sizeof buffer, shell)) {
      output.append(buffer, size);
    }
    EXPECT_EQ(pclose(shell), 0) << command;
    return absl::StrSplit(output, '\n', absl::SkipEmpty());
  }
};

TEST_F(Completion, OffersVerbs) {
  EXPECT_EQ(Complete({"p"}), (std::set<std::string>{"peers", "place", "plan",
                                                    "prove", "publish"}));
  EXPECT_EQ(Complete({""}).size(), std::size(kVerbs));
  EXPECT_EQ(Complete({"token", ""}),
            (std::set<std::string>{"create", "list", "revoke"}));
  EXPECT_EQ(Complete({"edition", ""}),
            (std::set<std::string>{"compare", "create", "list"}));
  EXPECT_EQ(Complete({"key", ""}),
            (std::set<std::string>{"create", "rotate", "show"}));
  EXPECT_EQ(Complete({"trust", ""}),
            (std::set<std::string>{"add", "list", "revoke", "witness"}));
  EXPECT_EQ(Complete({"prove", ""}),
            (std::set<std::string>{"absent", "listed"}));
  EXPECT_EQ(Complete({"completion", ""}), std::set<std::string>{"bash"});
}

TEST_F(Completion, OffersFlagsOfTheVerbAndGlobalOnes) {
  EXPECT_EQ(Complete({"publish", "--confirm"}),
            std::set<std::string>{"--confirm-withdrawals"});
  EXPECT_EQ(Complete({"token", "create", "--ro"}),
            std::set<std::string>{"--role"});
  EXPECT_EQ(Complete({"search", "--tok"}),
            (std::set<std::string>{"--token", "--token-file"}));
}

TEST_F(Completion, OffersValuesOfFlags) {
  EXPECT_EQ(Complete({"--output", ""}),
            (std::set<std::string>{"table", "json"}));
  EXPECT_EQ(Complete({"search", "--output", "j"}),
            std::set<std::string>{"json"});
  // No file: the global flag of that name is another.
  EXPECT_THAT(Complete({"verify", "--key", ""}), IsEmpty());
  EXPECT_EQ(Complete({"export", "--format", "open"}),
            (std::set<std::string>{"open-referral-1", "open-referral-3"}));
  EXPECT_EQ(Complete({"token", "create", "--role", ""}),
            (std::set<std::string>{"admin", "draft-reader", "publisher"}));
}

TEST_F(Completion, OffersFilesWhereAFileIsDue) {
  const std::string path = File("my offer.csv", "name\n");
  const std::string begin = path.substr(0, path.size() - 5);
  EXPECT_EQ(Complete({"plan", begin}), std::set<std::string>{path});
  EXPECT_EQ(Complete({"search", "--ca", begin}), std::set<std::string>{path});
  EXPECT_TRUE(Complete({"search", begin}).empty());
}

}  // namespace
}  // namespace localoffer::command

// `edition`, `prove` and `verify`.
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/command_fixture.h"
#include "clients/verify/testing_log.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class Editing : public CommandTest {
 protected:
  Editing() {
    server_.answers.create_edition =
        [this](const v1::CreateEditionRequest& request,
               v1::CreateEditionResponse* response) {
          created_ = request;
          *response->mutable_edition() = Example();
          return grpc::Status::OK;
        };
    server_.answers.list_editions = [](const v1::ListEditionsRequest& request,
                                       v1::ListEditionsResponse* response) {
      *response->add_editions() = Example();
      response->set_next_page_token(request.page_token().empty() ? "more" : "");
      return grpc::Status::OK;
    };
    server_.answers.compare_editions =
        [this](const v1::CompareEditionsRequest& request,
               std::vector<v1::CompareEditionsResponse>* parts) {
          compared_ = request;
          v1::EditionChange& change = *parts->emplace_back().add_changes();
          change.set_action(v1::CHANGE_ACTION_CHANGED);
          change.set_entry("authorities/E06000023/entries/e1");
          change.set_title("Club");
          change.add_differences()->set_path("service.name");
          change.mutable_differences(0)->set_before("\"Old\"");
          v1::EditionChange& gone = *parts->emplace_back().add_changes();
          gone.set_action(v1::CHANGE_ACTION_WITHDRAWN);
          gone.set_entry("authorities/E06000023/entries/e2");
          gone.set_withdrawal_reason("closed");
          parts->emplace_back().mutable_summary()->set_changed(1);
          return grpc::Status::OK;
        };
  }

  static v1::Edition Example() {
    v1::Edition edition;
    edition.set_name("authorities/E06000023/editions/2026-09-01");
    edition.set_title("1 September 2026");
    edition.mutable_create_time()->set_seconds(1756684800);
    edition.set_entries_count(12);
    edition.set_providers_count(7);
    return edition;
  }

  v1::CreateEditionRequest created_;
  v1::CompareEditionsRequest compared_;
};

TEST_F(Editing, CreatesOne) {
  const Outcome outcome =
      Run({"edition", "create", "1 September 2026", "--authority", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("authorities/E06000023/editions/2026-09-01"),
                    HasSubstr("12"), HasSubstr("2025-09-01T00:00:00Z")));
  EXPECT_EQ(created_.parent(), "authorities/E06000023");
  EXPECT_EQ(created_.title(), "1 September 2026");
  EXPECT_EQ(created_.request_id(), "000000000000001d000000000000001d");
  EXPECT_FALSE(created_.validate_only());
  Run({"edition", "create", "Autumn", "--id", "autumn", "--check-only",
       "--authority", "Bristol", "--request-id", "again"});
  EXPECT_EQ(created_.edition_id(), "autumn");
  EXPECT_EQ(created_.request_id(), "again");
  EXPECT_TRUE(created_.validate_only());
}

TEST_F(Editing, ListsAllPages) {
  const Outcome outcome = Run({"edition", "list", "--authority", "E06000023"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 3);
  EXPECT_THAT(
      Run({"edition", "list", "--authority", "E06000023", "--output", "json"})
          .out,
      HasSubstr("\"editions\""));
}

TEST_F(Editing, ComparesEntryByEntry) {
  const Outcome outcome = Run({"edition", "compare", "2026-09-01", "2027-09-01",
                               "--authority", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(compared_.from(), "authorities/E06000023/editions/2026-09-01");
  EXPECT_EQ(compared_.to(), "authorities/E06000023/editions/2027-09-01");
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("changed  Club  e1"),
                    HasSubstr("service.name: \"Old\" → nothing"),
                    HasSubstr("withdrawn  (content erased)  e2"),
                    HasSubstr("reason: closed"),
                    HasSubstr("0 added, 1 changed, 0 withdrawn, 0 unchanged")));
  Run({"edition", "compare", "authorities/E06000023/editions/2026-09-01"});
  EXPECT_EQ(compared_.to(), "");
}

class Proving : public CommandTest {
 protected:
  Proving() {
    server_.answers.prove_listed = [this](const v1::ProveListedRequest& request,
                                          v1::ProveListedResponse* response) {
      listed_ = request;
      response->set_proof(document_);
      return grpc::Status::OK;
    };
    server_.answers.prove_absent = [this](const v1::ProveAbsentRequest& request,
                                          v1::ProveAbsentResponse* response) {
      absent_ = request;
      response->set_proof(document_);
      return grpc::Status::OK;
    };
  }

  const verify::TestingLog log_ = verify::ExampleLog();
  const log::Proof proof_ =
      log_.ProviderNotInEdition(verify::kStranger, verify::kEdition);
  const std::string document_ = verify::Written(proof_);
  const std::string key_ = log_.key().ToString();
  v1::ProveListedRequest listed_;
  v1::ProveAbsentRequest absent_;
};

TEST_F(Proving, OfAnEntryOrOfAProvider) {
  const std::string entry = "00000000-0000-4000-8000-000000000001";
  const Outcome outcome =
      Run({"prove", "listed", entry, "--authority", "Bristol", "--edition",
           "2026-09-01", "--without-content"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, document_);
  EXPECT_EQ(listed_.parent(), "authorities/E06000023");
  EXPECT_EQ(listed_.entry(), "authorities/E06000023/entries/" + entry);
  EXPECT_EQ(listed_.edition(), "2026-09-01");
  EXPECT_TRUE(listed_.without_content());
  EXPECT_EQ(Run({"prove", "listed", "--charity", "9900001", "--authority",
                 "Bristol", "--at", "2026-09-01"})
                .code,
            0);
  EXPECT_EQ(listed_.provider(), "providers/GB-CHC-9900001");
  EXPECT_TRUE(listed_.has_read_time());
  EXPECT_EQ(Run({"prove", "listed", "--authority", "Bristol"}).code, 2);
  EXPECT_EQ(Run({"prove", "listed", "GB-CHC-9900001"}).code, 2);
}

TEST_F(Proving, OfAbsenceIntoAFile) {
  const std::string path = File("absent.json", "");
  const Outcome outcome = Run({"prove", "absent", "GB-CHC-9900007",
                               "--authority", "Bristol", "-o", path});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("localoffer verify"));
  EXPECT_EQ(absent_.provider(), "providers/GB-CHC-9900007");
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), document_);
  EXPECT_EQ(Run({"prove", "absent", "GB-CHC-9900007", "--authority", "Bristol",
                 "-o", path + "/nowhere"})
                .code,
            2);
}

TEST_F(Proving, SinceAProofOrACheckpoint) {
  const std::vector<std::string> prove = {
      "prove", "absent", "GB-CHC-9900007", "--authority", "Bristol", "--since"};
  auto with = prove;
  with.push_back(File("old.json", document_));
  EXPECT_EQ(Run(with).code, 0);
  EXPECT_EQ(absent_.earlier_checkpoint(), proof_.checkpoint);
  with = prove;
  with.push_back(File("note", log_.CheckpointAt(3)));
  EXPECT_EQ(Run(with).code, 0);
  EXPECT_EQ(absent_.earlier_checkpoint(), log_.CheckpointAt(3));
  with = prove;
  with.push_back(File("damaged.json", document_.substr(0, 100)));
  EXPECT_EQ(Run(with).code, 2);
}

TEST_F(Proving, ARefusalIsExitOne) {
  server_.answers.prove_absent = [](const v1::ProveAbsentRequest&,
                                    v1::ProveAbsentResponse*) {
    return client::Refusal(grpc::StatusCode::FAILED_PRECONDITION,
                           "it is not absent", "LISTED");
  };
  const Outcome outcome =
      Run({"prove", "absent", "GB-CHC-9900001", "--authority", "Bristol"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("it is not absent"),
                                 HasSubstr("localoffer prove listed")));
}

TEST_F(Proving, WhatIsNotListedIsExitThree) {
  server_.answers.prove_listed = [](const v1::ProveListedRequest&,
                                    v1::ProveListedResponse*) {
    return client::Refusal(grpc::StatusCode::NOT_FOUND, "it is not listed",
                           "NOT_LISTED");
  };
  const std::string path = File("listed.json", "what was there");
  const Outcome outcome = Run({"prove", "listed", "--charity", "9900001",
                               "--authority", "Bristol", "-o", path});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("localoffer prove absent"));
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}),
            "what was there");
}

// `verify` asks nobody: there is no server here.
class Verifying : public Proving {
 protected:
  Verifying() { environment_["LOCALOFFER_SERVER"] = "127.0.0.1:1"; }

  // However the lines are broken.
  static std::string Words(const std::string& text) {
    return absl::StrJoin(
        absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  }

  // The same of the program localoffer-verify.
  Outcome RunProgram(const std::vector<std::string>& arguments) {
    const std::string out = File("program.out", "");
    const std::string err = File("program.err", "");
    std::string command =
        LOCALOFFER_BINARY_DIR "/clients/verify/localoffer-verify";
    for (const std::string& argument : arguments) {
      absl::StrAppend(&command, " '", argument, "'");
    }
    const int status =
        std::system(absl::StrCat(command, " >", out, " 2>", err).c_str());
    const auto text = [](const std::string& path) {
      std::ifstream file(path, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    return {WEXITSTATUS(status), text(out), text(err)};
  }
};

TEST_F(Verifying, SaysWhatAProofShows) {
  const std::string file = File("proof.json", document_);
  const Outcome outcome = Run({"verify", file, "--key", key_});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("The proof holds."),
                    HasSubstr("GB-CHC-9900007 is not in edition 2026-09-01"),
                    HasSubstr("Not shown")));
  const Outcome json = Run({"verify", file, "--key-file",
                            File("keys", key_ + "\n"), "--output", "json"});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.out, HasSubstr("\"holds\": true"));
  input_ = document_;
  EXPECT_EQ(Run({"verify", "-", "--key", key_}).code, 0);
}

TEST_F(Verifying, EndsWithOneWhenAProofDoesNotHold) {
  std::string damaged = document_;
  damaged[40] ^= 1;
  const Outcome outcome =
      Run({"verify", File("p.json", damaged), "--key", key_});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("The proof does not hold"));
  EXPECT_EQ(outcome.out, "");
  const Outcome json = Run(
      {"verify", File("p.json", damaged), "--key", key_, "--output", "json"});
  EXPECT_EQ(json.code, 1);
  EXPECT_THAT(json.err, HasSubstr("\"exit_code\": 1"));
}

// `localoffer verify` and the small program, which is for who has nothing else,
// end alike and say the same.
TEST_F(Verifying, AgreesWithTheSmallProgram) {
  const std::string file = File("proof.json", document_);
  std::string damaged = document_;
  damaged[document_.size() / 2] ^= 1;
  log::Proof forged = proof_;
  forged.claim.provider = verify::kHospice;
  std::string newer = document_;
  newer.replace(newer.find("proof/1"), 7, "proof/2");
  std::string windows;
  for (const char c : document_) {
    if (c == '\n') windows += '\r';
    windows += c;
  }
  const std::string leeds =
      verify::KeyOf(verify::kLeeds, 1).verifier_key().ToString();
  const std::string other =
      verify::KeyOf(verify::kBristol, 9).verifier_key().ToString();
  struct Case {
    std::vector<std::string> arguments;
    int code;
    const char* says;
  };
  const std::vector<Case> cases = {
      {{file, "--key", key_}, 0, "is not in edition 2026-09-01"},
      {{file, "--key", leeds, "--key", key_}, 0, "The proof holds."},
      {{file, "--key-file", File("keys", key_)}, 0, "The proof holds."},
      {{File("damaged", damaged), "--key", key_}, 1, "changed or damaged"},
      {{File("cut", document_.substr(0, 900)), "--key", key_},
       1,
       "part of it is missing"},
      {{File("windows", windows), "--key", key_}, 1, "line ends"},
      {{File("forged", verify::Written(forged)), "--key", key_},
       1,
       "absence: map proof: the neighbour before is not before"},
      {{File("newer", newer), "--key", key_}, 1, "it is of format 2"},
      {{File("empty", ""), "--key", key_}, 1, "not a proof"},
      {{File("letter", "Dear Sir or Madam"), "--key", key_}, 1, "not a proof"},
      {{file, "--key", other}, 1, "it is signed by localoffer/E06000023+"},
      {{file, "--key", leeds}, 1, "the key given is of localoffer/E08000035"},
      {{file}, 2, "Give the authority's verifier key"},
      {{file, "--key", "nonsense"}, 2, "is not a verifier key"},
      {{file, "--key-file", file + ".none"}, 2, "can't be read"},
      {{file + ".none", "--key", key_}, 2, "can't be read"},
      {{folder_.path(), "--key", key_}, 2, "can't be read"},
      {{}, 2, "FILE is required"},
  };
  for (const Case& one : cases) {
    std::vector<std::string> command = {"verify"};
    command.insert(command.end(), one.arguments.begin(), one.arguments.end());
    const Outcome ours = Run(command);
    const Outcome theirs = RunProgram(one.arguments);
    EXPECT_EQ(ours.code, one.code) << one.says << ours.err;
    EXPECT_EQ(theirs.code, one.code) << one.says << theirs.err;
    EXPECT_EQ(ours.out.empty(), one.code != 0);
    EXPECT_EQ(theirs.out.empty(), one.code != 0);
    EXPECT_THAT(Words(ours.out + ours.err), HasSubstr(one.says));
    EXPECT_THAT(Words(theirs.out + theirs.err), HasSubstr(one.says));
    if (one.code == 0) {
      EXPECT_EQ(Words(ours.out), Words(theirs.out));
    }
  }
}

TEST_F(Verifying, NeedsAKeyAndAFile) {
  const std::string file = File("proof.json", document_);
  EXPECT_EQ(Run({"verify", file}).code, 2);
  EXPECT_EQ(Run({"verify", file, "--key", "nonsense"}).code, 2);
  EXPECT_EQ(Run({"verify", file + ".missing", "--key", key_}).code, 2);
  EXPECT_EQ(Run({"verify"}).code, 2);
}

}  // namespace
}  // namespace localoffer::command

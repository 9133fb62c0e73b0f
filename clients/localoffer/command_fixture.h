// Runs the command in-process against a fake server.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_FIXTURE_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "clients/localoffer/surroundings.h"
#include "clients/testing/fake_server.h"
#include "clients/testing/temporary_folder.h"

namespace localoffer::command {

class CommandTest : public testing::Test {
 protected:
  struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
  };

  // With four authorities: Bristol, Bath and North East Somerset, North
  // Somerset, Somerset.
  CommandTest();

  // Runs against the fake server, unless LOCALOFFER_SERVER says otherwise.
  Outcome Run(const std::vector<std::string>& arguments);

  // A file for this test, with these bytes. Returns its path.
  std::string File(const std::string& name, const std::string& bytes) const;

  client::TemporaryFolder folder_;
  client::FakeServer server_;
  std::map<std::string, std::string> environment_;
  // What is typed.
  std::string input_;
  bool is_terminal_ = false;
  int width_ = 100;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_COMMAND_FIXTURE_H_

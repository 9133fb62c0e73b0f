#include "clients/localoffer/command_fixture.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/command.h"

namespace localoffer::command {
namespace {

void AddAuthority(const std::string& id, const std::string& title,
                  const std::string& official_name, int entries,
                  v1::ListAuthoritiesResponse* response) {
  v1::Authority* authority = response->add_authorities();
  authority->set_name(absl::StrCat("authorities/", id));
  authority->set_title(title);
  authority->set_official_name(official_name);
  authority->set_region("South West");
  authority->set_log_size(entries);
  authority->set_published_entries(entries);
  if (entries > 0) authority->mutable_update_time()->set_seconds(1756684800);
}

}  // namespace

CommandTest::CommandTest() {
  environment_["LOCALOFFER_SERVER"] = server_.address();
  server_.answers.list_authorities = [](const v1::ListAuthoritiesRequest&,
                                        v1::ListAuthoritiesResponse* response) {
    AddAuthority("E06000022", "Bath and North East Somerset",
                 "Bath and North East Somerset Council", 0, response);
    AddAuthority("E06000023", "Bristol", "Bristol City Council", 12, response);
    AddAuthority("E06000024", "North Somerset", "North Somerset Council", 0,
                 response);
    AddAuthority("E06000066", "Somerset", "Somerset Council", 0, response);
    return grpc::Status::OK;
  };
}

CommandTest::Outcome CommandTest::Run(
    const std::vector<std::string>& arguments) {
  std::istringstream in(input_);
  std::ostringstream out;
  std::ostringstream err;
  Surroundings surroundings;
  surroundings.environment =
      [this](absl::string_view name) -> absl::optional<std::string> {
    const auto found = environment_.find(std::string(name));
    if (found == environment_.end()) return absl::nullopt;
    return found->second;
  };
  surroundings.in = &in;
  surroundings.out = &out;
  surroundings.err = &err;
  surroundings.in_is_terminal = is_terminal_;
  surroundings.out_is_terminal = is_terminal_;
  surroundings.err_is_terminal = is_terminal_;
  surroundings.terminal_width = width_;
  // A clock that moves on, so that bars are drawn.
  surroundings.now = [now = absl::UnixEpoch()]() mutable {
    return now += absl::Seconds(1);
  };
  surroundings.random_bits = [] { return uint64_t{0x1d}; };
  Outcome outcome;
  outcome.code = RunCommand(arguments, surroundings);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

std::string CommandTest::File(const std::string& name,
                              const std::string& bytes) const {
  std::string path = absl::StrCat(folder_.path(), "/", name);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace localoffer::command

#include "tests/faults/network.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "grpcpp/create_channel_posix.h"

namespace localoffer::testing {
namespace {

constexpr char kHub[] = "10.77.0.254";
constexpr int kPort = 7420;

// A new network namespace, for as long as it is open; -1 with errno.
int NewNamespace() {
  int name_space = -1;
  int error = 0;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) == 0) {
      name_space = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    }
    error = errno;
  }).join();
  errno = error;
  return name_space;
}

// Runs a program in a namespace. False when it fails, having said why.
bool Run(int name_space, const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const pid_t process = fork();
  if (process == 0) {
    if (setns(name_space, CLONE_NEWNET) == 0) {
      execvp(arguments[0], arguments.data());
    }
    _exit(127);
  }
  int status = 0;
  return process > 0 && waitpid(process, &status, 0) == process &&
         WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool Ip(int name_space, const std::string& words) {
  return Run(name_space, absl::StrSplit(absl::StrCat("ip ", words), ' '));
}

sockaddr_in ToSocketAddress(const std::string& address) {
  const std::vector<std::string> parts = absl::StrSplit(address, ':');
  int port = 0;
  (void)absl::SimpleAtoi(parts.at(1), &port);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, parts.at(0).c_str(), &to.sin_addr);
  return to;
}

// A loopback address that nobody uses.
std::string FreeAddress() {
  const int socket_made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = ToSocketAddress("127.0.0.1:0");
  socklen_t length = sizeof address;
  auto* const bytes = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket_made, bytes, length) != 0) return "";
  getsockname(socket_made, bytes, &length);
  close(socket_made);
  return absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
}

}  // namespace

Network::Network(int nodes) : nodes_(nodes) {
  bool made = MakeHub();
  for (int node = 0; made && node < nodes; ++node) made = MakeNode(node);
  if (!made) UseLoopback();
}

Network::~Network() {
  for (const Node& node : nodes_) {
    if (node.name_space >= 0) close(node.name_space);
  }
  if (hub_ >= 0) close(hub_);
}

bool Network::MakeHub() {
  hub_ = NewNamespace();
  if (hub_ < 0) {
    objection_ = absl::StrCat("no network namespace may be made here: ",
                              std::strerror(errno));
    return false;
  }
  if (Ip(hub_, "link add hub type bridge") &&
      Ip(hub_, absl::StrCat("address add ", kHub, "/24 dev hub")) &&
      Ip(hub_, "link set hub up")) {
    return true;
  }
  objection_ = "no bridge can be made here";
  return false;
}

bool Network::MakeNode(int number) {
  Node& node = nodes_[number];
  node.name_space = NewNamespace();
  const std::string host = absl::StrCat("10.77.0.", number + 1);
  const std::string port = absl::StrCat("node", number);
  node.address = absl::StrCat(host, ":", kPort);
  if (Ip(hub_, absl::StrCat("link add ", port,
                            " type veth peer name eth0 netns /proc/", getpid(),
                            "/fd/", node.name_space)) &&
      Ip(hub_, absl::StrCat("link set ", port, " master hub up")) &&
      Ip(node.name_space, "link set lo up") &&
      Ip(node.name_space, absl::StrCat("address add ", host, "/24 dev eth0")) &&
      Ip(node.name_space, "link set eth0 up") &&
      Run(node.name_space,
          {"nft",
           "add table ip faults; add chain ip faults input { type filter hook "
           "input priority 0; }; add chain ip faults output { type filter hook "
           "output priority 0; }"})) {
    return true;
  }
  objection_ = "no network with a packet filter can be made here";
  return false;
}

void Network::UseLoopback() {
  for (Node& node : nodes_) {
    if (node.name_space >= 0) close(node.name_space);
    node = {.address = FreeAddress()};
  }
}

std::shared_ptr<grpc::Channel> Network::Connect(int node) const {
  const int name_space = objection_.empty() ? hub_ : -1;
  const sockaddr_in to = ToSocketAddress(address(node));
  int connection = -1;
  // A socket stays in the namespace of the thread that makes it.
  std::thread([&] {
    if (name_space >= 0 && setns(name_space, CLONE_NEWNET) != 0) return;
    connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection, reinterpret_cast<const sockaddr*>(&to),
                sizeof to) != 0) {
      close(connection);
      connection = -1;
    }
  }).join();
  if (connection < 0) return nullptr;
  const int on = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(connection, F_SETFL, O_NONBLOCK);
  return grpc::CreateInsecureChannelFromFd(address(node), connection);
}

void Network::Lose(int node, int percent) {
  nodes_[node].lost_percent = percent;
  Filter(nodes_[node]);
}

void Network::SetCut(int node, bool cut) {
  nodes_[node].cut = cut;
  Filter(nodes_[node]);
}

void Network::Filter(const Node& node) const {
  if (node.name_space < 0) return;
  std::string rules =
      "flush chain ip faults input; flush chain ip faults output;";
  if (node.cut) {
    absl::StrAppend(&rules,
                    "add rule ip faults input iifname eth0 ip saddr != ", kHub,
                    " drop; add rule ip faults output oifname eth0 ",
                    "ip daddr != ", kHub, " drop;");
  }
  if (node.lost_percent > 0) {
    absl::StrAppend(&rules, "add rule ip faults input iifname eth0 numgen ",
                    "random mod 100 < ", node.lost_percent, " drop;");
  }
  if (!Run(node.name_space, {"nft", rules})) std::abort();
}

}  // namespace localoffer::testing

// A localofferd of its own process, for faults that end it.
#ifndef LOCALOFFER_TESTS_FAULTS_NODE_PROCESS_H_
#define LOCALOFFER_TESTS_FAULTS_NODE_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace localoffer::testing {

// Starts the program on a folder and waits until it serves; kills it when
// destroyed, if it still runs. It does not outlive the thread that starts it.
class NodeProcess {
 public:
  struct Options {
    std::string folder;
    // HOST:PORT.
    std::string listen = "127.0.0.1:0";
    // HOST:PORT of each node that it follows.
    std::vector<std::string> peers = {};
    // The network namespace that it runs in; -1: that of this process.
    int network = -1;
  };

  explicit NodeProcess(const Options& options);
  ~NodeProcess();
  NodeProcess(const NodeProcess&) = delete;
  NodeProcess& operator=(const NodeProcess&) = delete;

  // HOST:PORT; empty when it did not come to serve, with `output` saying why.
  const std::string& address() const { return address_; }
  const std::string& output() const { return output_; }

  // SIGKILL: the process gets no chance to put anything in order.
  void Kill();
  // SIGTERM; returns the exit code.
  int Stop();

 private:
  int Wait();

  pid_t process_ = -1;
  std::string address_;
  std::string output_;
};

}  // namespace localoffer::testing

#endif  // LOCALOFFER_TESTS_FAULTS_NODE_PROCESS_H_

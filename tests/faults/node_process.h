// A localofferd of its own process, for faults that end it.
#ifndef LOCALOFFER_TESTS_FAULTS_NODE_PROCESS_H_
#define LOCALOFFER_TESTS_FAULTS_NODE_PROCESS_H_

#include <sys/types.h>

#include <string>

namespace localoffer::testing {

// Starts the program on `folder` and waits until it serves; kills it when
// destroyed, if it still runs.
class NodeProcess {
 public:
  explicit NodeProcess(const std::string& folder);
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

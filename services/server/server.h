// A running node: everything wired together, in one place.
#ifndef LOCALOFFER_SERVICES_SERVER_SERVER_H_
#define LOCALOFFER_SERVICES_SERVER_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/server/config.h"
#include "services/server/environment.h"

namespace localoffer::server {

// Serves from Start() until it is destroyed.
class Server {
 public:
  // Opens the store and listens. On the first start of a data directory the
  // operator's token is written to `operator-token` in it, readable by its
  // owner alone.
  //   INVALID_ARGUMENT     the configuration makes no sense
  //   FAILED_PRECONDITION  the address or the data directory is in use
  //   DATA_LOSS            the store is damaged
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const Config& config, const Environment& environment);
  // Ends the calls under way, waiting a few seconds at most, and closes the
  // store.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // HOST:PORT as it was bound.
  const std::string& address() const;
  const std::string& health_address() const;
  // "" when there is no HTTP front.
  std::string http_address() const;
  // Path of the operator's token.
  const std::string& operator_token_path() const;

 private:
  struct Node;
  explicit Server(std::unique_ptr<Node> node);
  const std::unique_ptr<Node> node_;
};

}  // namespace localoffer::server

#endif  // LOCALOFFER_SERVICES_SERVER_SERVER_H_

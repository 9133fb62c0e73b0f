// A certificate made on the spot, for tests of TLS.
#ifndef LOCALOFFER_CLIENTS_TESTING_CERTIFICATE_H_
#define LOCALOFFER_CLIENTS_TESTING_CERTIFICATE_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

namespace localoffer::client {

struct TestCertificate {
  // Self-signed, for the name localhost, good for an hour. Its own authority.
  static TestCertificate ForLocalhost();

  std::shared_ptr<grpc::ServerCredentials> ServerCredentials() const;

  std::string certificate_pem;
  std::string key_pem;
};

}  // namespace localoffer::client

#endif  // LOCALOFFER_CLIENTS_TESTING_CERTIFICATE_H_

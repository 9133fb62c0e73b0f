// What a source has for its stream.
#ifndef LOCALOFFER_SERVICES_RPC_FOUND_H_
#define LOCALOFFER_SERVICES_RPC_FOUND_H_

namespace localoffer::rpc {

// A message, nothing for now, or no more.
enum class Found { kMessage, kNothing, kEnd };

}  // namespace localoffer::rpc

#endif  // LOCALOFFER_SERVICES_RPC_FOUND_H_

// Which addresses of the network a node may be sent to by somebody's word.
#ifndef LOCALOFFER_SERVICES_HARVEST_PUBLIC_ADDRESS_H_
#define LOCALOFFER_SERVICES_HARVEST_PUBLIC_ADDRESS_H_

#include <sys/socket.h>

namespace localoffer::harvest {

// Whether `address` is one of the open internet: of the IANA registries of
// special-purpose addresses (RFC 6890 and its updates) nothing that is not
// globally reachable, no multicast, no broadcast. An IPv6 address that stands
// for an IPv4 address (RFC 4291, 2.5.5.2; RFC 6052) is judged by that; one that
// tunnels to one (6to4, Teredo) is refused, and so is any other family. Pure.
bool IsPublicAddress(const sockaddr& address);

// Every address, for nodes that may be sent anywhere.
inline bool IsAnyAddress(const sockaddr& /*address*/) { return true; }

}  // namespace localoffer::harvest

#endif  // LOCALOFFER_SERVICES_HARVEST_PUBLIC_ADDRESS_H_

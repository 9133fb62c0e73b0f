// Which build of the program this is.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PROGRAM_BUILD_H_
#define LOCALOFFER_SERVICES_GATEWAY_PROGRAM_BUILD_H_

#include <string>

namespace localoffer::gateway {

// The build ID that the linker gave the program: the same bytes have the same,
// others another one, whatever version they say they are. "" where it gave
// none.
const std::string& ProgramBuild();

}  // namespace localoffer::gateway

#endif  // LOCALOFFER_SERVICES_GATEWAY_PROGRAM_BUILD_H_

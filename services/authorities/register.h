// England's register of upper-tier local authorities, as shipped.
#ifndef LOCALOFFER_SERVICES_AUTHORITIES_REGISTER_H_
#define LOCALOFFER_SERVICES_AUTHORITIES_REGISTER_H_

#include <cstdint>
#include <map>
#include <string>

#include "storage/directory/authorities.h"

namespace localoffer::authorities {

// The 153 authorities, by GSS code. Source and licence:
// services/authorities/data/SOURCES.md.
storage::Authorities::Register EnglandRegister();

// How many people, of all ages, lived in each of them in 2020.
std::map<std::string, int64_t, std::less<>> EnglandPopulations();

}  // namespace localoffer::authorities

#endif  // LOCALOFFER_SERVICES_AUTHORITIES_REGISTER_H_

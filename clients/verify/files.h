// Where proofs and keys come from.
#ifndef LOCALOFFER_CLIENTS_VERIFY_FILES_H_
#define LOCALOFFER_CLIENTS_VERIFY_FILES_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/log/verifier_key.h"

namespace localoffer::verify {

// The bytes of a file, or of `in` for `-`: as many as a proof may have and one
// more. INVALID_ARGUMENT when it can't be read.
absl::StatusOr<std::string> ReadFile(const std::string& path, std::istream& in);

// The keys in `texts`, and those in the files, one a line; lines that are empty
// or begin with # are left out. INVALID_ARGUMENT when one is malformed, or
// there is none.
absl::StatusOr<std::vector<log::VerifierKey>> ReadKeys(
    const std::vector<std::string>& texts,
    const std::vector<std::string>& files);

}  // namespace localoffer::verify

#endif  // LOCALOFFER_CLIENTS_VERIFY_FILES_H_

// Keys and checkpoints for targets that read what was signed.
#ifndef LOCALOFFER_TESTS_FUZZ_LOG_TESTING_H_
#define LOCALOFFER_TESTS_FUZZ_LOG_TESTING_H_

#include <array>
#include <cstdint>
#include <string>

#include "storage/log/checkpoint.h"
#include "storage/log/hash.h"
#include "storage/log/signing_key.h"

namespace localoffer::fuzz {

inline constexpr char kAuthority[] = "E06000023";

// The key of Bristol's log that is made of `seed`.
inline log::SigningKey KeyOf(uint8_t seed) {
  std::array<uint8_t, log::kSeedBytes> bytes = {};
  bytes.fill(seed);
  return *log::SigningKey::FromSeed(log::CheckpointOrigin(kAuthority), bytes);
}

inline log::Checkpoint CheckpointOf(uint64_t size) {
  return {log::CheckpointOrigin(kAuthority), size,
          log::Sha256(std::to_string(size))};
}

}  // namespace localoffer::fuzz

#endif  // LOCALOFFER_TESTS_FUZZ_LOG_TESTING_H_

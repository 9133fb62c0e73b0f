// A log in memory, of an authority that publishes and makes editions, and
// proofs out of it: what a server does, from the definitions. For tests alone.
#ifndef LOCALOFFER_CLIENTS_VERIFY_TESTING_LOG_H_
#define LOCALOFFER_CLIENTS_VERIFY_TESTING_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "localoffer/log/v1/change.pb.h"
#include "storage/log/merkle_map.h"
#include "storage/log/proof.h"
#include "storage/log/signing_key.h"

namespace localoffer::verify {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kLeeds[] = "E08000035";
inline constexpr char kHospice[] = "GB-CHC-9900001";
inline constexpr char kStranger[] = "GB-CHC-9900007";

// The key of an authority that is made of `seed`.
log::SigningKey KeyOf(const std::string& authority, uint8_t seed);

class TestingLog {
 public:
  explicit TestingLog(std::string authority, uint8_t seed = 1);

  // Each returns the sequence of its change.
  uint64_t Publish(const std::string& entry, const std::string& name,
                   const std::vector<std::string>& charities);
  uint64_t Withdraw(const std::string& entry);
  uint64_t MakeEdition(const std::string& id);
  // The body stays here; a proof leaves it out.
  uint64_t Erase(uint64_t sequence);
  // Puts the key that is made of `seed` in place of the last.
  uint64_t Rotate(uint8_t seed);

  std::string Checkpoint() const { return CheckpointAt(changes_.size()); }
  std::string CheckpointAt(uint64_t size) const;
  // The key that signs the checkpoint of the log as it is.
  log::VerifierKey key() const { return KeyAt(size()).verifier_key(); }
  uint64_t size() const { return changes_.size(); }

  // A change as a proof has it, in the log as it is.
  log::ProvenChange Prove(uint64_t sequence) const;
  // The same in the log that ends with it, as a rotation is shown.
  log::ChangeProof ProveAtEnd(uint64_t sequence) const;

  log::Proof EntryInEdition(const std::string& entry,
                            const std::string& edition) const;
  log::Proof ProviderInEdition(const std::string& provider,
                               const std::string& edition) const;
  log::Proof ProviderNotInEdition(const std::string& provider,
                                  const std::string& edition) const;
  log::Proof EntryPublished(const std::string& entry) const;
  log::Proof ProviderPublished(const std::string& provider,
                               const std::string& entry) const;
  // One of each kind, and one that shows an earlier checkpoint, too.
  std::vector<log::Proof> OneOfEach() const;
  // `proof` with the checkpoint of a size in it, as an earlier one.
  log::Proof Since(log::Proof proof, uint64_t size) const;

  // The leaf of a provider in the map of an edition; it is there.
  log::ProviderPlace PlaceOf(const std::string& provider,
                             const std::string& edition) const;

 private:
  // What an edition was made of.
  struct Offer {
    uint64_t sequence = 0;
    std::map<std::string, uint64_t> entries;
    std::map<std::string, std::vector<std::string>> naming;
    log::MerkleMap entry_map;
    log::MerkleMap provider_map;
  };

  uint64_t Append(log::v1::ChangeKind kind, const std::string& subject,
                  const log::v1::ChangeBody& body);
  std::vector<log::Hash> Leaves(uint64_t size) const;
  log::Proof Begin(log::ProofKind kind, const std::string& edition) const;
  void AddEntry(const std::string& entry, log::Proof& proof) const;

  const log::SigningKey& KeyAt(uint64_t size) const;

  const std::string authority_;
  // By the size after which they speak.
  std::map<uint64_t, log::SigningKey> keys_;
  std::vector<log::Change> changes_;
  // The offer as it stands: entry -> sequence, entry -> providers.
  std::map<std::string, uint64_t> entries_;
  std::map<std::string, std::vector<std::string>> providers_;
  std::map<std::string, Offer> editions_;
};

// With three entries, of which the second is republished, two editions, and
// changes after them.
TestingLog ExampleLog(const std::string& authority = kBristol,
                      uint8_t seed = 1);
inline constexpr char kEntryOne[] = "00000000-0000-4000-8000-000000000001";
inline constexpr char kEntryTwo[] = "00000000-0000-4000-8000-000000000002";
inline constexpr char kEdition[] = "2026-09-01";
inline constexpr char kLaterEdition[] = "2027-09-01";

// The document of a proof that can be written.
std::string Written(const log::Proof& proof);

}  // namespace localoffer::verify

#endif  // LOCALOFFER_CLIENTS_VERIFY_TESTING_LOG_H_

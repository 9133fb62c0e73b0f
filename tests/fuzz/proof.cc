// Proofs: each document has one spelling, and shows nothing but what is in the
// log that the key signed.
#include "storage/log/proof.h"

#include "clients/verify/testing_log.h"
#include "clients/verify/verify.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {
namespace {

const verify::TestingLog& Log() {
  static const auto* const made = new verify::TestingLog(verify::ExampleLog());
  return *made;
}

// Whether the claim is one of the log's proofs, or that another provider than
// those is in the gap which one of them shows.
bool IsTrue(const log::Claim& claim) {
  for (const log::Proof& proof : Log().OneOfEach()) {
    log::Claim proved = proof.claim;
    if (proved.kind == log::ProofKind::kProviderNotInEdition &&
        claim.provider.find("99000") == claim.provider.npos) {
      proved.provider = claim.provider;
    }
    if (proved == claim) return true;
  }
  return false;
}

}  // namespace

void Run(absl::string_view bytes) {
  const auto proof = log::ReadProof(bytes);
  if (proof.ok()) {
    const auto written = log::WriteProof(*proof);
    FUZZ_CHECK(written.ok());
    FUZZ_CHECK(*written == bytes);
  }
  const auto shown = verify::VerifyDocument(bytes, {Log().key()});
  if (!shown.ok()) return;
  FUZZ_CHECK(proof.ok());
  FUZZ_CHECK(shown->claim == proof->claim);
  FUZZ_CHECK(shown->claim.authority == verify::kBristol);
  FUZZ_CHECK(IsTrue(shown->claim));
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const log::Proof& proof : Log().OneOfEach()) {
    seeds.push_back(verify::Written(proof));
  }
  return seeds;
}

}  // namespace localoffer::fuzz

// Whether an entry is of the provider that is asked about: the weights and
// the rules of inclusion.proto.
#ifndef LOCALOFFER_SERVICES_INCLUSION_RECOGNITION_H_
#define LOCALOFFER_SERVICES_INCLUSION_RECOGNITION_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "localoffer/v1/inclusion.pb.h"
#include "storage/directory/clues.h"

namespace localoffer::inclusion {

// Hundredths, so that sums are exact.
inline constexpr int kNameWeight = 60;
inline constexpr int kSimilarNameWeight = 40;
inline constexpr int kDomainWeight = 40;
inline constexpr int kPhoneWeight = 30;
inline constexpr int kPostcodeWeight = 20;
inline constexpr int kIdentifierWeight = 100;
// A sum that recognises, and the most that a sum counts for.
inline constexpr int kThreshold = 60;
inline constexpr int kMostWithoutIdentifier = 95;

enum class Verdict {
  // Not enough agrees.
  kNobody,
  // An identifier agrees.
  kIdentified,
  // Enough else agrees, and no identifier speaks against it.
  kAlike,
  // Enough else agrees, but the identifiers are of somebody else.
  kSomebodyElse,
};

struct AgreedClue {
  v1::ClueKind kind = v1::CLUE_KIND_UNSPECIFIED;
  std::string value;
  int weight = 0;
};

struct Judgement {
  Verdict verdict = Verdict::kNobody;
  // Hundredths; 100 when identified.
  int score = 0;
  // At most one of a kind. Of kNobody perhaps some.
  std::vector<AgreedClue> clues;
};

v1::Recognition RecognitionOf(const Judgement& judgement);

// The register of a provider id: `GB-CHC` of `GB-CHC-9900001`.
absl::string_view RegisterOf(absl::string_view provider);

// Knows the provider. A value; reading it is thread-safe.
class Recognizer {
 public:
  // Recognises nothing.
  Recognizer() = default;
  // All clues of one provider.
  explicit Recognizer(std::vector<Clue> asked);

  // Sorted, each once.
  const std::vector<Clue>& asked() const { return asked_; }
  // Whether anything but identifiers can recognise.
  bool has_details() const;

  // What to think of an entry that carries these clues, sorted as CluesOf
  // does.
  Judgement Judge(const std::vector<Clue>& carried) const;

 private:
  bool IsAsked(const Clue& clue) const;
  // Whether the identifiers carried include one of a register asked for.
  bool SpeaksAgainst(const std::vector<Clue>& carried) const;
  bool IsSimilarName(const Clue& carried) const;

  std::vector<Clue> asked_;
};

}  // namespace localoffer::inclusion

#endif  // LOCALOFFER_SERVICES_INCLUSION_RECOGNITION_H_

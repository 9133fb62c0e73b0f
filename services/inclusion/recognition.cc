#include "services/inclusion/recognition.h"

#include <algorithm>
#include <utility>

#include "storage/directory/provider_name.h"

namespace localoffer::inclusion {
namespace {

struct KindWeight {
  v1::ClueKind kind;
  int weight;
};

KindWeight WeightOf(ClueKind kind) {
  switch (kind) {
    case ClueKind::kIdentifier:
      return {v1::CLUE_KIND_IDENTIFIER, kIdentifierWeight};
    case ClueKind::kName:
      return {v1::CLUE_KIND_NAME, kNameWeight};
    case ClueKind::kDomain:
      return {v1::CLUE_KIND_DOMAIN, kDomainWeight};
    case ClueKind::kPhone:
      return {v1::CLUE_KIND_PHONE, kPhoneWeight};
    case ClueKind::kPostcode:
      return {v1::CLUE_KIND_POSTCODE, kPostcodeWeight};
  }
  return {v1::CLUE_KIND_UNSPECIFIED, 0};
}

std::vector<Clue> SortedOnce(std::vector<Clue> clues) {
  std::sort(clues.begin(), clues.end());
  clues.erase(std::unique(clues.begin(), clues.end()), clues.end());
  return clues;
}

bool Has(const Judgement& judgement, v1::ClueKind kind) {
  return std::any_of(
      judgement.clues.begin(), judgement.clues.end(),
      [kind](const AgreedClue& clue) { return clue.kind == kind; });
}

}  // namespace

v1::Recognition RecognitionOf(const Judgement& judgement) {
  v1::Recognition recognition;
  recognition.set_basis(Has(judgement, v1::CLUE_KIND_IDENTIFIER)
                            ? v1::RECOGNITION_BASIS_IDENTIFIER
                        : Has(judgement, v1::CLUE_KIND_NAME)
                            ? v1::RECOGNITION_BASIS_NAME
                            : v1::RECOGNITION_BASIS_DETAILS);
  recognition.set_score(judgement.score / 100.0);
  for (const AgreedClue& agreed : judgement.clues) {
    v1::RecognitionClue& clue = *recognition.add_clues();
    clue.set_kind(agreed.kind);
    clue.set_value(agreed.value);
    clue.set_weight(agreed.weight / 100.0);
  }
  return recognition;
}

absl::string_view RegisterOf(absl::string_view provider) {
  const size_t country_end = provider.find('-');
  if (country_end == provider.npos) return provider;
  return provider.substr(0, provider.find('-', country_end + 1));
}

Recognizer::Recognizer(std::vector<Clue> asked)
    : asked_(SortedOnce(std::move(asked))) {}

bool Recognizer::has_details() const {
  return !asked_.empty() && asked_.back().kind != ClueKind::kIdentifier;
}

bool Recognizer::IsAsked(const Clue& clue) const {
  return std::binary_search(asked_.begin(), asked_.end(), clue);
}

bool Recognizer::SpeaksAgainst(const std::vector<Clue>& carried) const {
  for (const Clue& clue : carried) {
    if (clue.kind != ClueKind::kIdentifier) return false;
    for (const Clue& asked : asked_) {
      if (asked.kind != ClueKind::kIdentifier) break;
      if (RegisterOf(asked.value) == RegisterOf(clue.value)) return true;
    }
  }
  return false;
}

bool Recognizer::IsSimilarName(const Clue& carried) const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [&carried](const Clue& asked) {
                       return asked.kind == ClueKind::kName &&
                              IsNearName(asked.value, carried.value);
                     });
}

Judgement Recognizer::Judge(const std::vector<Clue>& carried) const {
  Judgement judgement;
  for (const Clue& clue : carried) {
    const auto [kind, weight] = WeightOf(clue.kind);
    if (!IsAsked(clue) || Has(judgement, kind)) continue;
    judgement.clues.push_back({kind, clue.value, weight});
  }
  const bool identified = Has(judgement, v1::CLUE_KIND_IDENTIFIER);
  if (!identified && judgement.clues.empty()) return judgement;
  if (!Has(judgement, v1::CLUE_KIND_NAME)) {
    const auto similar =
        std::find_if(carried.begin(), carried.end(), [this](const Clue& clue) {
          return clue.kind == ClueKind::kName && IsSimilarName(clue);
        });
    if (similar != carried.end()) {
      judgement.clues.insert(
          judgement.clues.begin() + (identified ? 1 : 0),
          {v1::CLUE_KIND_SIMILAR_NAME, similar->value, kSimilarNameWeight});
    }
  }
  for (const AgreedClue& clue : judgement.clues) judgement.score += clue.weight;
  if (identified) {
    judgement.verdict = Verdict::kIdentified;
    judgement.score = kIdentifierWeight;
  } else if (judgement.score >= kThreshold) {
    judgement.score = std::min(judgement.score, kMostWithoutIdentifier);
    judgement.verdict =
        SpeaksAgainst(carried) ? Verdict::kSomebodyElse : Verdict::kAlike;
  }
  return judgement;
}

}  // namespace localoffer::inclusion

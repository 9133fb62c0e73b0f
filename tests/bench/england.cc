#include "tests/bench/england.h"

#include <string>
#include <vector>

namespace localoffer::bench {
namespace {

constexpr size_t kMostProviders = 50;

std::vector<std::string> SharedProviders(Node& node) {
  v1::SearchEntriesRequest request;
  request.set_query("hospice");
  request.add_facets(v1::FACET_PROVIDER);
  std::vector<std::string> providers;
  const v1::SearchEntriesResponse response = node.Search(request);
  for (const v1::FacetValue& value : response.facets(0).values()) {
    providers.push_back(value.value());
    if (providers.size() == kMostProviders) break;
  }
  return providers;
}

std::vector<v1::CheckCoverageRequest> CoverageQuestions() {
  std::vector<v1::CheckCoverageRequest> questions;
  for (int number = v1::PALLIATIVE_COMPONENT_UNSPECIFIED + 1;
       number < v1::PalliativeComponent_ARRAYSIZE; ++number) {
    questions.emplace_back().set_palliative_component(
        static_cast<v1::PalliativeComponent>(number));
  }
  questions.emplace_back().set_statutory_item("LO-C9");
  return questions;
}

}  // namespace

void MeasureInclusion(Node& node, double seconds, Figures& figures) {
  const std::vector<std::string> providers = SharedProviders(node);
  if (providers.empty()) return;
  MeasureCalls(
      "inclusion.england", 1, seconds,
      [&](int, int call) {
        v1::CheckInclusionRequest request;
        request.add_providers(providers[call % providers.size()]);
        node.Check(request);
      },
      figures);
}

void MeasureCoverage(Node& node, double seconds, Figures& figures) {
  const std::vector<v1::CheckCoverageRequest> questions = CoverageQuestions();
  MeasureCalls(
      "coverage.england", 1, seconds,
      [&](int, int call) { node.Check(questions[call % questions.size()]); },
      figures);
}

}  // namespace localoffer::bench

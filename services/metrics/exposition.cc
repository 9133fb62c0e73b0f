#include "services/metrics/exposition.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace localoffer::metrics {
namespace {

absl::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      return "histogram";
  }
  return "untyped";
}

// Whole numbers in full, so that a count never loses its last digits.
std::string NumberText(double value) {
  constexpr double kExact = 9007199254740992;  // 2^53
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value == std::floor(value) && std::abs(value) <= kExact) {
    return absl::StrCat(static_cast<int64_t>(value));
  }
  return absl::StrCat(value);
}

}  // namespace

void Exposition::Add(Kind kind, absl::string_view name, absl::string_view help,
                     const Labels& labels, double value) {
  AddSample(kind, name, help, "", labels, value);
}

void Exposition::AddOfHistogram(absl::string_view name, absl::string_view help,
                                absl::string_view suffix, const Labels& labels,
                                double value) {
  AddSample(Kind::kHistogram, name, help, suffix, labels, value);
}

void Exposition::AddSample(Kind kind, absl::string_view name,
                           absl::string_view help, absl::string_view suffix,
                           const Labels& labels, double value) {
  auto family = families_.find(name);
  if (family == families_.end()) {
    family = families_
                 .emplace(std::string(name),
                          Family{kind, std::string(help), std::string()})
                 .first;
  }
  std::string& samples = family->second.samples;
  absl::StrAppend(&samples, name, suffix);
  absl::string_view separator = "{";
  for (const auto& [label, text] : labels) {
    absl::StrAppend(&samples, separator, label, "=\"",
                    absl::StrReplaceAll(
                        text, {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}),
                    "\"");
    separator = ",";
  }
  absl::StrAppend(&samples, labels.empty() ? "" : "}", " ", NumberText(value),
                  "\n");
}

std::string Exposition::Text() const {
  std::string text;
  for (const auto& [name, family] : families_) {
    absl::StrAppend(
        &text, "# HELP ", name, " ",
        absl::StrReplaceAll(family.help, {{"\\", "\\\\"}, {"\n", "\\n"}}),
        "\n# TYPE ", name, " ", KindName(family.kind), "\n", family.samples);
  }
  return text;
}

}  // namespace localoffer::metrics

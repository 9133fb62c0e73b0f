#include "clients/conformance/report.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>

namespace localoffer::conformance {
namespace {

constexpr size_t kMostFailuresKept = 5;

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Put(Writer& json, const char* key, absl::string_view value) {
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void Put(Writer& json, const char* key, int64_t value) {
  json.Key(key);
  json.Int64(value);
}

void PutCheck(Writer& json, const Check& check) {
  json.StartObject();
  Put(json, "name", check.name());
  json.Key("required");
  json.Bool(check.required());
  Put(json, "outcome", OutcomeWord(check.outcome()));
  Put(json, "tried", int64_t{check.tried()});
  Put(json, "failed", int64_t{check.failed()});
  if (!check.skipped().empty()) Put(json, "skipped", check.skipped());
  json.Key("failures");
  json.StartArray();
  for (const Failure& failure : check.failures()) {
    json.StartObject();
    Put(json, "asked", failure.asked);
    Put(json, "wanted", failure.wanted);
    Put(json, "came", failure.came);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

}  // namespace

absl::string_view OutcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed:
      return "passed";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kRemark:
      return "remark";
    case Outcome::kSkipped:
      return "skipped";
  }
  return "";
}

void Check::Expect(bool so, const Failure& failure) {
  ++tried_;
  if (so) return;
  ++failed_;
  if (failures_.size() < kMostFailuresKept) failures_.push_back(failure);
}

void Check::Skip(absl::string_view why) {
  if (skipped_.empty()) skipped_ = std::string(why);
}

Outcome Check::outcome() const {
  if (failed_ > 0) return required_ ? Outcome::kFailed : Outcome::kRemark;
  return tried_ > 0 ? Outcome::kPassed : Outcome::kSkipped;
}

int Report::Count(Outcome outcome) const {
  return static_cast<int>(std::count_if(
      checks.begin(), checks.end(),
      [&](const Check& check) { return check.outcome() == outcome; }));
}

bool Report::Conforms() const {
  return Count(Outcome::kFailed) == 0 &&
         std::any_of(checks.begin(), checks.end(), [](const Check& check) {
           return check.required() && check.outcome() == Outcome::kPassed;
         });
}

std::string ReportJson(const Report& report) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  Put(json, "url", report.url);
  json.Key("conforms");
  json.Bool(report.Conforms());
  json.Key("seed");
  json.Uint64(report.seed);
  Put(json, "services", report.services);
  Put(json, "sampled", int64_t{report.sampled});
  Put(json, "requests", int64_t{report.requests});
  for (const Outcome outcome : {Outcome::kPassed, Outcome::kFailed,
                                Outcome::kRemark, Outcome::kSkipped}) {
    Put(json, OutcomeWord(outcome).data(), int64_t{report.Count(outcome)});
  }
  json.Key("checks");
  json.StartArray();
  for (const Check& check : report.checks) PutCheck(json, check);
  json.EndArray();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace localoffer::conformance

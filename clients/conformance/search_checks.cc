// The parameters of /services: a question made from a record has to bring that
// record back, and nothing that the question leaves out.
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/conformance/checks.h"

namespace localoffer::conformance {
namespace {

constexpr int64_t kPerPage = 100;
// Results are looked through so far.
constexpr int kMostPages = 10;
constexpr char kProximityMeters[] = "1000";
// No word of any language.
constexpr char kNonsense[] = "zqxwvkjzqxwvkj";

// What is asked because of a record.
struct Question {
  Parameters parameters;
  // Whether the record has to be left out, instead of found.
  bool leaves_out = false;
  // Why a result should not be there; "" if it may be.
  std::function<std::string(const Json& result)> contradiction = nullptr;
};

// How a kind of question is made; nullopt where a record has nothing to ask by.
using Ask = std::function<std::optional<Question>(const Sample&)>;

// Judges what came for one question.
void Judge(const Sample& sample, const Question& question, const Walk& walk,
           Check& check) {
  const std::string wanted =
      absl::StrCat(question.leaves_out ? "not " : "", "\"",
                   TextOf(*sample.listed, "name"), "\", ", sample.id);
  const Json* found = nullptr;
  for (const Reply& reply : walk.pages) {
    if (!IsAnswered(reply, wanted, check)) return;
    for (const Json* const result : RecordsOf(reply)) {
      if (TextOf(*result, "id") == sample.id) found = result;
      const std::string wrong =
          question.contradiction ? question.contradiction(*result) : "";
      if (wrong.empty()) continue;
      return check.Fail({reply.url, "no result that the question leaves out",
                         absl::StrCat(TextOf(*result, "id"), ", ", wrong)});
    }
  }
  const std::string& url = walk.pages.front().url;
  if (question.leaves_out) {
    return check.Expect(found == nullptr, {url, wanted, "it is there"});
  }
  if (found == nullptr && !walk.complete) {
    return check.Skip(absl::StrCat("not among the first ",
                                   kMostPages * kPerPage,
                                   " results of some questions"));
  }
  check.Expect(
      found != nullptr,
      {url, wanted, absl::StrCat(walk.records.size(), " results without it")});
}

void CheckParameter(Suite& suite, const std::string& name, bool required,
                    absl::string_view nothing, const Ask& ask) {
  Check& check = suite.Begin(name, required);
  for (const Sample& sample : suite.samples) {
    const std::optional<Question> question = ask(sample);
    if (!question) continue;
    Judge(sample, *question,
          ReadList(suite.server, "/services", question->parameters, kPerPage,
                   kMostPages),
          check);
  }
  if (check.tried() == 0) check.Skip(absl::StrCat("no record has ", nothing));
}

std::optional<Question> AskName(const Sample& sample) {
  const std::string name = TextOf(*sample.listed, "name");
  if (name.empty()) return std::nullopt;
  return Question{{{"search", name}}};
}

// -1 is how some say that there is no limit.
std::optional<double> AgeOf(const Json& service, absl::string_view name) {
  const std::optional<double> age = NumberOf(service, name);
  return age && *age >= 0 ? age : std::nullopt;
}

std::optional<Question> AskAges(const Sample& sample) {
  const std::optional<double> low = AgeOf(*sample.listed, "minimum_age");
  const std::optional<double> high = AgeOf(*sample.listed, "maximum_age");
  if (!low && !high) return std::nullopt;
  Question question;
  if (low) question.parameters.emplace_back("minimum_age", absl::StrCat(*low));
  if (high) {
    question.parameters.emplace_back("maximum_age", absl::StrCat(*high));
  }
  question.contradiction = [low, high](const Json& result) -> std::string {
    const std::optional<double> least = AgeOf(result, "minimum_age");
    const std::optional<double> most = AgeOf(result, "maximum_age");
    if (high && least && *least > *high) {
      return absl::StrCat("for ages from ", *least);
    }
    if (low && most && *most < *low) return absl::StrCat("up to age ", *most);
    return "";
  };
  return question;
}

std::optional<Question> AskPostcode(const Sample& sample) {
  if (sample.whole() == nullptr) return std::nullopt;
  for (const Json* const at :
       Elements(*sample.whole(), "service_at_locations")) {
    const Json* const location = Member(*at, "location");
    if (location == nullptr) continue;
    for (const Json* const address : Elements(*location, "addresses")) {
      const std::string postcode = TextOf(*address, "postal_code");
      if (postcode.empty()) continue;
      return Question{
          {{"postcode", postcode}, {"proximity", kProximityMeters}}};
    }
  }
  return std::nullopt;
}

// The first taxonomy term of the record, or its `member`.
std::string TermOf(const Sample& sample, absl::string_view member) {
  if (sample.whole() == nullptr) return "";
  for (const Json* const attribute : Elements(*sample.whole(), "attributes")) {
    const Json* const term = Member(*attribute, "taxonomy_term");
    if (term == nullptr) continue;
    std::string value = TextOf(*term, member);
    if (!value.empty()) return value;
  }
  return "";
}

std::optional<Question> AskTerm(const Sample& sample) {
  const std::string id = TermOf(sample, "id");
  if (id.empty()) return std::nullopt;
  return Question{{{"taxonomy_term_id", id}}};
}

std::optional<Question> AskTaxonomy(const Sample& sample) {
  const std::string id = TermOf(sample, "taxonomy_id");
  if (id.empty()) return std::nullopt;
  return Question{{{"taxonomy_id", id}}};
}

std::string OrganizationOf(const Json& service) {
  std::string id = TextOf(service, "organization_id");
  if (!id.empty()) return id;
  const Json* const organization = Member(service, "organization");
  return organization == nullptr ? "" : TextOf(*organization, "id");
}

std::optional<Question> AskOrganization(const Sample& sample) {
  const std::string id = OrganizationOf(*sample.listed);
  if (id.empty()) return std::nullopt;
  Question question{{{"organization_id", id}}};
  question.contradiction = [id](const Json& result) -> std::string {
    const std::string other = OrganizationOf(result);
    if (other.empty() || absl::EqualsIgnoreCase(other, id)) return "";
    return absl::StrCat("of organization ", other);
  };
  return question;
}

// HH:MM of HH:MM:SS or HH:MM+01:00; "" of anything else.
std::string ClockOf(const Json& schedule, absl::string_view name) {
  const std::string text = TextOf(schedule, name);
  return text.size() >= 5 && text[2] == ':' ? text.substr(0, 5) : "";
}

bool IsOpenEveryWeek(const Json& schedule, const std::string& today) {
  const std::string until = TextOf(schedule, "valid_to");
  const auto is_later = [&](absl::string_view name) {
    return TextOf(schedule, name) > today;
  };
  return TextOf(schedule, "freq") == "WEEKLY" &&
         NumberOf(schedule, "interval").value_or(1) == 1 &&
         Member(schedule, "count") == nullptr &&
         Member(schedule, "until") == nullptr &&
         (until.empty() || until > today) && !is_later("valid_from") &&
         !is_later("dtstart");
}

std::optional<Question> AskOpening(const Sample& sample, absl::Time now) {
  if (sample.whole() == nullptr) return std::nullopt;
  const std::string today =
      absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone());
  for (const Json* const schedule : Elements(*sample.whole(), "schedules")) {
    const std::string days = TextOf(*schedule, "byday");
    const std::string opens = ClockOf(*schedule, "opens_at");
    const std::string closes = ClockOf(*schedule, "closes_at");
    if (days.size() < 2 || opens.empty() || closes <= opens ||
        !IsOpenEveryWeek(*schedule, today)) {
      continue;
    }
    return Question{{{"day", days.substr(0, 2)},
                     {"start_time", opens},
                     {"end_time", closes}}};
  }
  return std::nullopt;
}

std::optional<absl::Time> ModifiedAt(const Json& service) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, TextOf(service, "last_modified"),
                       &time, nullptr)) {
    return std::nullopt;
  }
  return time;
}

std::function<std::string(const Json&)> NotBefore(absl::Time asked) {
  return [asked](const Json& result) -> std::string {
    const std::optional<absl::Time> modified = ModifiedAt(result);
    if (!modified || *modified >= asked) return "";
    return absl::StrCat("last modified ", TextOf(result, "last_modified"));
  };
}

// Inclusive: on or after the time.
std::optional<Question> AskModifiedThen(const Sample& sample) {
  const std::optional<absl::Time> modified = ModifiedAt(*sample.listed);
  if (!modified) return std::nullopt;
  Question question{
      {{"modified_after", TextOf(*sample.listed, "last_modified")}}};
  question.contradiction = NotBefore(*modified);
  return question;
}

std::optional<Question> AskModifiedLater(const Sample& sample) {
  const std::optional<absl::Time> modified = ModifiedAt(*sample.listed);
  if (!modified) return std::nullopt;
  const absl::Time later =
      absl::FromUnixSeconds(absl::ToUnixSeconds(*modified) + 1);
  Question question{
      {{"modified_after",
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", later, absl::UTCTimeZone())}}};
  question.leaves_out = true;
  question.contradiction = NotBefore(later);
  return question;
}

// Its name, and an organization that is another record's.
std::optional<Question> AskOfAnother(const Sample& sample,
                                     const std::vector<Sample>& samples) {
  const std::string own = OrganizationOf(*sample.listed);
  std::optional<Question> question = AskName(sample);
  if (own.empty() || !question) return std::nullopt;
  for (const Sample& another : samples) {
    const std::string id = OrganizationOf(*another.listed);
    if (id.empty() || id == own) continue;
    question->parameters.emplace_back("organization_id", id);
    question->leaves_out = true;
    return question;
  }
  return std::nullopt;
}

void CheckNonsense(Suite& suite) {
  Check& check = suite.Begin("search finds nothing for what is no word", true);
  if (suite.services.records.empty()) {
    return check.Skip("the list has no services");
  }
  const Reply reply = suite.server.Ask("/services", {{"search", kNonsense}});
  if (!IsAnswered(reply, "no results", check)) return;
  const size_t size = RecordsOf(reply).size();
  check.Expect(size == 0,
               {reply.url, "no results", absl::StrCat(size, " results")});
}

}  // namespace

// The standard's document of 2026 has search, organization_id, taxonomy_id,
// taxonomy_term_id and modified_after for services; that of 2024 has ages and
// times instead of the organization and the date, 1.0 had postcodes.
void CheckSearches(Suite& suite) {
  CheckParameter(suite, "search finds a service by its name", true, "a name",
                 AskName);
  CheckNonsense(suite);
  CheckParameter(suite, "organization_id finds a service by its organization",
                 true, "an organization", AskOrganization);
  CheckParameter(suite, "taxonomy_term_id finds a service by its term", true,
                 "a taxonomy term", AskTerm);
  CheckParameter(suite, "taxonomy_id finds a service by its taxonomy", true,
                 "a taxonomy", AskTaxonomy);
  CheckParameter(suite, "modified_after its date finds a service", true,
                 "a last_modified", AskModifiedThen);
  CheckParameter(suite, "modified_after a later date leaves a service out",
                 true, "a last_modified", AskModifiedLater);
  CheckParameter(suite, "parameters hold together", true,
                 "another one with another organization",
                 [&](const Sample& sample) {
                   return AskOfAnother(sample, suite.samples);
                 });
  CheckParameter(suite, "ages find a service by its own", false, "ages",
                 AskAges);
  CheckParameter(suite, "postcode and proximity find a service nearby", false,
                 "a postcode", AskPostcode);
  CheckParameter(
      suite, "day and times find a service that is open", false,
      "a schedule of every week with a day and times",
      [&](const Sample& sample) { return AskOpening(sample, suite.now); });
}

}  // namespace localoffer::conformance

#include "tests/generator/prose.h"

#include <algorithm>
#include <array>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/generator/data.h"
#include "tests/generator/phrase.h"

namespace localoffer::generator {
namespace {

// Of the titles, an authority likes so many of each kind.
constexpr size_t kLikedTitles = 2;
constexpr int kLikedTitlePercent = 80;
// Of the sentences, those in another voice than the text's.
constexpr int kOtherVoicePercent = 15;
constexpr int kHtmlAuthorityPercent = 30;
constexpr int kHtmlEntryPercent = 75;
constexpr int kStrayHtmlPercent = 2;

// What may be said of any service, in the order in which it is.
constexpr std::array<absl::string_view, 10> kAround = {
    "eligibility", "detail", "venue",    "staff",  "referral",
    "wait",        "paid",   "partners", "review", "rights"};

size_t CountWords(absl::string_view text) {
  return std::count(text.begin(), text.end(), ' ') + 1;
}

size_t CountWords(const std::vector<std::string>& sentences) {
  size_t words = 0;
  for (const std::string& sentence : sentences) words += CountWords(sentence);
  return words;
}

bool IsFree(const Subject& subject, Random& random) {
  const char sector = subject.provider.sector;
  return absl::string_view("cnh").find(sector) != absl::string_view::npos ||
         random.Chance(50);
}

std::string EscapedHtml(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"'", "&rsquo;"}});
}

std::string Html(const std::vector<std::string>& about,
                 const std::vector<std::string>& around, Random& random) {
  std::string html =
      absl::StrCat("<p>", EscapedHtml(absl::StrJoin(about, " ")), "</p>");
  if (around.empty()) return html;
  if (random.Chance(40)) {
    absl::StrAppend(&html, "\n<h2>More information</h2>");
  }
  if (!random.Chance(40)) {
    return absl::StrCat(html, "\n<p>", EscapedHtml(absl::StrJoin(around, " ")),
                        "</p>");
  }
  absl::StrAppend(&html, "\n<ul>");
  for (const std::string& sentence : around) {
    absl::StrAppend(&html, "\n<li>", EscapedHtml(sentence), "</li>");
  }
  return absl::StrCat(html, "\n</ul>");
}

}  // namespace

Prose::Prose(uint64_t seed, const Vocabulary& vocabulary)
    : seed_(seed),
      vocabulary_(vocabulary),
      texts_(ReadLines(kTextsTxt)),
      common_(ReadLines(kCommonTxt)) {}

std::string Prose::Title(const Subject& subject, Random& random) const {
  std::vector<const Line*> titles;
  for (const Line& line : texts_.find(subject.kind.id)->second) {
    if (line.voice == 't') titles.push_back(&line);
  }
  const uint64_t taste = Mix(Mix(seed_, subject.authority), subject.kind.id);
  const size_t choice = random.Chance(kLikedTitlePercent)
                            ? taste + random.Below(kLikedTitles)
                            : random.Below(titles.size());
  std::string title =
      Write(subject, titles[choice % titles.size()]->text, random);
  switch (random.Below(10)) {
    case 0:
      return absl::StrCat(title, " - ",
                          vocabulary_.DrawTown(subject.authority, random));
    case 1:
      return absl::StrCat(title, " (", subject.area, ")");
    case 2:
    case 3:
      if (absl::StrContains(title, "Example ")) return title;
      return absl::StrCat(subject.provider.name, ": ", title);
    default:
      return title;
  }
}

std::string Prose::Description(const Subject& subject, Random& random) const {
  const char voice = VoiceOf(subject, random);
  const size_t words = random.Between(65, 180);
  const Paragraph about = About(subject, voice, random);
  const size_t so_far = CountWords(about);
  const Paragraph around =
      Around(subject, voice, words > so_far ? words - so_far : 0, random);
  if (WritesHtml(subject.authority, random)) return Html(about, around, random);
  const absl::string_view gap = random.Chance(40) ? "\n\n" : " ";
  return absl::StrCat(absl::StrJoin(about, " "), around.empty() ? "" : gap,
                      absl::StrJoin(around, " "));
}

std::string Prose::Sentence(const Subject& subject, absl::string_view section,
                            Random& random) const {
  return SentenceIn(subject, section, VoiceOf(subject, random), random);
}

std::string Prose::Venue(size_t authority, Random& random) const {
  const std::string town = vocabulary_.DrawTown(authority, random);
  return absl::StrCat(town, " ", vocabulary_.Draw("building", random));
}

std::string Prose::Street(size_t authority, Random& random) const {
  const std::string town = vocabulary_.DrawTown(authority, random);
  return absl::StrCat(town, " ", vocabulary_.Draw("street", random));
}

std::string Prose::Fill(const Subject& subject, absl::string_view slot,
                        Random& random) const {
  const size_t authority = subject.authority;
  if (slot == "area") return std::string(subject.area);
  if (slot == "provider") return subject.provider.name;
  if (slot == "town") return vocabulary_.DrawTown(authority, random);
  if (slot == "venue") return Venue(authority, random);
  if (slot == "n") return absl::StrCat(random.Between(2, 12));
  if (slot == "ages") {
    return absl::StrCat(random.Chance(70) ? "aged " : "from ", subject.youngest,
                        " to ", subject.oldest);
  }
  if (slot == "school") {
    if (subject.provider.sector == 's') return subject.provider.name;
    const std::string town = vocabulary_.DrawTown(authority, random);
    return absl::StrCat("Example ", town, " ",
                        vocabulary_.Draw("school", random));
  }
  if (slot == "street") return Street(authority, random);
  return vocabulary_.Draw(slot, random);
}

char Prose::VoiceOf(const Subject& subject, Random& random) const {
  // The authority's own voice, or that of who provides the service.
  const uint64_t taste = Mix(seed_, "voice", subject.authority);
  if (random.Chance(30)) return taste % 3 == 0 ? 'p' : 'o';
  switch (subject.provider.sector) {
    case 'n':
      return 'c';
    case 'v':
    case 'h':
      return random.Chance(75) ? 'p' : 'o';
    case 'b':
      return random.Chance(50) ? 'p' : 'o';
    default:
      return 'o';
  }
}

std::string Prose::Write(const Subject& subject, const std::string& text,
                         Random& random) const {
  std::vector<std::string> used;
  return Phrase(text, random, [&](absl::string_view slot) {
    std::string value = Fill(subject, slot, random);
    // A list does not name the same thing twice.
    for (int i = 0; i < 5 && absl::c_linear_search(used, value); ++i) {
      value = Fill(subject, slot, random);
    }
    used.push_back(value);
    return value;
  });
}

std::vector<const Line*> Prose::Ordered(const Subject& subject,
                                        const std::vector<Line>& lines,
                                        char voice, Random& random) const {
  const uint64_t taste = Mix(Mix(seed_, subject.authority), subject.kind.id);
  std::vector<std::pair<uint64_t, const Line*>> ranked;
  for (const Line& line : lines) {
    if (line.voice == 't') continue;
    const bool other =
        line.voice != voice && !random.Chance(kOtherVoicePercent);
    const bool liked = Mix(taste, line.hash) % 2 == 0;
    ranked.emplace_back(
        random.Below(100) + (other ? 1000 : 0) + (liked ? 0 : 40), &line);
  }
  std::stable_sort(
      ranked.begin(), ranked.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Line*> ordered;
  for (const auto& entry : ranked) ordered.push_back(entry.second);
  return ordered;
}

std::string Prose::SentenceIn(const Subject& subject, absl::string_view section,
                              char voice, Random& random) const {
  return Write(
      subject,
      Ordered(subject, common_.find(section)->second, voice, random)[0]->text,
      random);
}

Prose::Paragraph Prose::About(const Subject& subject, char voice,
                              Random& random) const {
  const auto lines =
      Ordered(subject, texts_.find(subject.kind.id)->second, voice, random);
  const size_t count = std::min<size_t>(lines.size(), random.Between(2, 4));
  Paragraph about;
  for (size_t i = 0; i < count; ++i) {
    about.push_back(Write(subject, lines[i]->text, random));
  }
  return about;
}

Prose::Paragraph Prose::Around(const Subject& subject, char voice, size_t words,
                               Random& random) const {
  Paragraph around;
  size_t so_far = 0;
  const auto add = [&](absl::string_view section) {
    around.push_back(SentenceIn(subject, section, voice, random));
    so_far += CountWords(around.back());
  };
  for (const absl::string_view word : kFrequentWords) {
    if (random.Chance(kFrequentWordPercent)) add(word);
  }
  const size_t first = random.Below(kAround.size());
  for (size_t i = 0; i < kAround.size() && so_far < words; ++i) {
    const absl::string_view section = kAround[(first + i) % kAround.size()];
    add(section == "paid" && IsFree(subject, random) ? "free" : section);
  }
  // "detail" draws other words each time.
  while (so_far < words) add("detail");
  return around;
}

bool Prose::WritesHtml(size_t authority, Random& random) const {
  const bool often = static_cast<int>(Mix(seed_, "html", authority) % 100) <
                     kHtmlAuthorityPercent;
  return random.Chance(often ? kHtmlEntryPercent : kStrayHtmlPercent);
}

}  // namespace localoffer::generator

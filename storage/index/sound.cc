#include "storage/index/sound.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace localoffer {
namespace {

struct Spelling {
  absl::string_view letters;
  absl::string_view sound;
};

// At the beginning of a word.
constexpr Spelling kBeginnings[] = {
    {"phs", "s"}, {"psy", "si"}, {"ps", "s"}, {"pn", "n"},
    {"kn", "n"},  {"gn", "n"},   {"wr", "r"}, {"who", "ho"},
};

// Anywhere, the longest of a letter first.
constexpr Spelling kSpellings[] = {
    {"aigh", "a"},   {"ai", "a"},   {"ay", "a"},  {"ae", "i"},
    {"au", "o"},     {"aw", "o"},   {"cqu", "k"}, {"ck", "k"},
    {"cc", "k"},     {"ch", "k"},   {"ce", "se"}, {"ci", "si"},
    {"cy", "si"},    {"cz", "ks"},  {"c", "k"},   {"dge", "je"},
    {"dg", "j"},     {"eigh", "a"}, {"ea", "i"},  {"ee", "i"},
    {"ei", "i"},     {"ie", "i"},   {"ey", "i"},  {"eu", "u"},
    {"ew", "u"},     {"gh", ""},    {"ge", "je"}, {"gi", "ji"},
    {"gy", "ji"},    {"igh", "i"},  {"oa", "o"},  {"oe", "i"},
    {"oo", "u"},     {"ou", "u"},   {"ow", "u"},  {"ph", "f"},
    {"que", "k"},    {"qu", "kw"},  {"q", "k"},   {"rh", "r"},
    {"sch", "sk"},   {"sc", "s"},   {"sh", "x"},  {"sthm", "sm"},
    {"sion", "xon"}, {"tch", "k"},  {"th", "t"},  {"tion", "xon"},
    {"tz", "s"},     {"ue", "u"},   {"ui", "u"},  {"wh", "w"},
    {"x", "ks"},     {"y", "i"},    {"zh", "s"},  {"z", "s"},
};

constexpr size_t kMinSilentE = 4;

const Spelling* SpellingAt(absl::string_view rest) {
  const Spelling* longest = nullptr;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.letters[0] != rest[0]) continue;
    if (!absl::StartsWith(rest, spelling.letters)) continue;
    if (longest == nullptr ||
        spelling.letters.size() > longest->letters.size()) {
      longest = &spelling;
    }
  }
  return longest;
}

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

class Sound {
 public:
  void Append(absl::string_view letters) {
    for (const char letter : letters) {
      // Doubled ones sound like one.
      if (sound_.empty() || sound_.back() != letter) sound_.push_back(letter);
    }
  }

  std::string Take() {
    // "respite", "hospise".
    if (sound_.size() >= kMinSilentE && sound_.back() == 'e' &&
        !IsVowel(sound_[sound_.size() - 2])) {
      sound_.pop_back();
    }
    return std::move(sound_);
  }

 private:
  std::string sound_;
};

}  // namespace

std::string SoundOf(absl::string_view folded_word) {
  Sound sound;
  absl::string_view rest = folded_word;
  for (const Spelling& beginning : kBeginnings) {
    if (!absl::ConsumePrefix(&rest, beginning.letters)) continue;
    sound.Append(beginning.sound);
    break;
  }
  while (!rest.empty()) {
    const Spelling* const spelling = SpellingAt(rest);
    if (spelling == nullptr) {
      sound.Append(rest.substr(0, 1));
      rest.remove_prefix(1);
      continue;
    }
    // "science", but "scan".
    sound.Append(spelling->sound);
    rest.remove_prefix(spelling->letters.size());
  }
  return sound.Take();
}

}  // namespace localoffer

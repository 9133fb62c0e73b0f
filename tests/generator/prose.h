// What local offers say of services, in words.
#ifndef LOCALOFFER_TESTS_GENERATOR_PROSE_H_
#define LOCALOFFER_TESTS_GENERATOR_PROSE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/generator/kinds.h"
#include "tests/generator/providers.h"
#include "tests/generator/vocabulary.h"

namespace localoffer::generator {

// What a text is about.
struct Subject {
  const Kind& kind;
  const Provider& provider;
  // Index and title of the authority that lists it.
  size_t authority = 0;
  absl::string_view area;
  int youngest = 0;
  int oldest = 25;
};

// Words in a description; HTML tags are not counted.
inline constexpr size_t kFewestWords = 60;
inline constexpr size_t kMostWords = 220;

// Titles and descriptions from the templates of data/texts.txt and
// data/common.txt. Authorities differ in voice and in which wordings of a kind
// they like; some write HTML.
//
// Slots of the templates: <area>, <provider>, <school> (the provider or an
// invented one), <ages> ("aged 4 to 18"), <n> (2 to 12), <town>, <venue>, and
// the lists of data/words.txt.
//
// Immutable, so thread-safe.
class Prose {
 public:
  // `vocabulary` must outlive it.
  Prose(uint64_t seed, const Vocabulary& vocabulary);

  std::string Title(const Subject& subject, Random& random) const;
  std::string Description(const Subject& subject, Random& random) const;
  // One sentence of a section of data/common.txt, such as "referral".
  std::string Sentence(const Subject& subject, absl::string_view section,
                       Random& random) const;
  // "Tarnenwick Family Hub".
  std::string Venue(size_t authority, Random& random) const;

  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  using Paragraph = std::vector<std::string>;

  std::string Fill(const Subject& subject, absl::string_view slot,
                   Random& random) const;
  char VoiceOf(const Subject& subject, Random& random) const;
  std::string Write(const Subject& subject, const std::string& text,
                    Random& random) const;
  // Of the lines in this voice, if there are any, those that the authority
  // likes rather first.
  std::vector<const Line*> Ordered(const Subject& subject,
                                   const std::vector<Line>& lines, char voice,
                                   Random& random) const;
  std::string SentenceIn(const Subject& subject, absl::string_view section,
                         char voice, Random& random) const;
  Paragraph About(const Subject& subject, char voice, Random& random) const;
  Paragraph Around(const Subject& subject, char voice, size_t words,
                   Random& random) const;
  bool WritesHtml(size_t authority, Random& random) const;

  const uint64_t seed_;
  const Vocabulary& vocabulary_;
  const Lines texts_;
  const Lines common_;
};

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_PROSE_H_

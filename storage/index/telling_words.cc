#include "storage/index/telling_words.h"

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"

namespace localoffer {
namespace {

using WordSet = absl::flat_hash_set<absl::string_view>;

}  // namespace

bool TellsNothing(absl::string_view word) {
  static const auto* const words = new WordSet{
      "a",     "about", "am",     "an",     "and",   "any",    "are",
      "as",    "at",    "be",     "been",   "being", "but",    "by",
      "can",   "could", "did",    "do",     "does",  "doesnt", "dont",
      "for",   "from",  "had",    "has",    "have",  "having", "he",
      "her",   "hers",  "hes",    "hi",     "him",   "his",    "how",
      "i",     "id",    "if",     "im",     "in",    "into",   "is",
      "it",    "its",   "ive",    "just",   "may",   "me",     "might",
      "my",    "near",  "of",     "on",     "or",    "our",    "please",
      "shall", "she",   "shes",   "so",     "some",  "than",   "thanks",
      "that",  "the",   "their",  "them",   "then",  "there",  "theres",
      "these", "they",  "theyre", "this",   "those", "to",     "too",
      "us",    "very",  "was",    "we",     "were",  "weve",   "what",
      "whats", "when",  "where",  "wheres", "which", "while",  "who",
      "whos",  "whose", "why",    "will",   "with",  "would",  "you",
      "your"};
  return words->contains(word);
}

bool TellsLittle(absl::string_view word) {
  static const auto* const words = new WordSet{
      "advise",     "anybody",   "anyone",      "anything",  "anywhere",
      "area",       "available", "best",        "boy",       "boys",
      "cannot",     "cant",      "child",       "children",  "childrens",
      "childs",     "daughter",  "daughters",   "else",      "find",
      "finding",    "get",       "gets",        "getting",   "girl",
      "girls",      "give",      "go",          "goes",      "going",
      "good",       "got",       "hello",       "help",      "helped",
      "helping",    "helps",     "information", "kid",       "kids",
      "know",       "like",      "local",       "locally",   "look",
      "looking",    "looks",     "lot",         "make",      "many",
      "month",      "months",    "more",        "much",      "need",
      "needed",     "needing",   "needs",       "new",       "not",
      "now",        "offer",     "offered",     "offers",    "old",
      "olds",       "place",     "places",      "possible",  "really",
      "seek",       "seeking",   "service",     "services",  "should",
      "show",       "somebody",  "someone",     "something", "somewhere",
      "son",        "sons",      "start",       "struggle",  "struggles",
      "struggling", "take",      "tell",        "thing",     "things",
      "try",        "trying",    "use",         "using",     "want",
      "wanted",     "wanting",   "wants",       "way",       "ways",
      "year",       "years",     "yo",          "yr",        "yrs"};
  return words->contains(word) || absl::c_all_of(word, absl::ascii_isdigit);
}

}  // namespace localoffer

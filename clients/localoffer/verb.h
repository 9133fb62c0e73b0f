// A verb of the command and its flags. CLI11 reads them, behind this header:
// its own takes a compiler four seconds, in every file.
#ifndef LOCALOFFER_CLIENTS_LOCALOFFER_VERB_H_
#define LOCALOFFER_CLIENTS_LOCALOFFER_VERB_H_

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace localoffer::command {

// A flag, or a word that goes without one. A handle: copies are the same flag.
class Flag {
 public:
  explicit Flag(CLI::Option* option) : option_(option) {}

  // What --help says in the place of the value: "POSTCODE". "" for a word whose
  // name says it.
  Flag TypeName(const std::string& name) const;
  Flag Required() const;
  // Takes one value each time that it is given.
  Flag OneAtATime() const;
  // Takes numbers from `least` to `most`, or above 0; one of these words.
  Flag Within(int least, int most) const;
  Flag Positive() const;
  Flag OneOf(const std::vector<std::string>& words) const;
  // Not both.
  Flag Excludes(Flag other) const;

  // After parsing.
  bool WasGiven() const;

 private:
  CLI::Option* option_;
};

// A handle, too. What values are read into, when the verb is parsed, outlives
// the parser.
class Verb {
 public:
  explicit Verb(CLI::App* app) : app_(app) {}

  // `name` begins with dashes, or is that of a word that goes without a flag.
  // Values are texts, whole numbers, optional numbers, or lists of texts: see
  // verb.cc.
  template <typename Value>
  Flag AddOption(const std::string& name, Value& value,
                 const std::string& help) const;
  // True when it is given.
  Flag AddFlag(const std::string& name, bool& value,
               const std::string& help) const;
  // One of the verbs below it has to follow, or may.
  void RequireVerb() const;
  void AllowVerb() const;

  CLI::App& app() const { return *app_; }

 private:
  CLI::App* app_;
};

}  // namespace localoffer::command

#endif  // LOCALOFFER_CLIENTS_LOCALOFFER_VERB_H_

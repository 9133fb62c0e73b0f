// How many of the development questions are answered, and why the others are
// not: what each was read as and what it found instead.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/entry/resource_name.h"
#include "storage/geography/boundaries.h"
#include "storage/geography/gazetteer.h"
#include "storage/geography/outcodes.h"
#include "storage/index/analyzer.h"
#include "storage/index/document.h"
#include "storage/index/query_tokens.h"
#include "storage/index/query_words.h"
#include "storage/index/search_index.h"
#include "storage/index/thesaurus.h"
#include "storage/index/word_table.h"
#include "tests/generator/generator.h"
#include "tests/relevance/feed.h"
#include "tests/relevance/questions.h"

namespace localoffer::relevance {
namespace {

constexpr size_t kEntries = 30'000;
constexpr size_t kShownAlternatives = 4;
constexpr size_t kFarBehind = 100;

// An index of one of the two corpora.
class Corpus {
 public:
  Corpus(const geography::Gazetteer& gazetteer, const Thesaurus& thesaurus)
      : gazetteer_(gazetteer),
        thesaurus_(thesaurus),
        index_(thesaurus),
        analyzer_(thesaurus) {}

  // `kind`: what answers are judged by.
  void Add(const std::string& authority, const std::string& entry_id,
           const std::string& kind, const v1::Service& service,
           const v1::LocalOffer& local_offer) {
    const DocumentSource source = {
        authority, entry_id,   size_[authority]++, absl::FromUnixSeconds(0),
        service,   local_offer};
    const Document document =
        DocumentOf(source, gazetteer_, /*places=*/nullptr);
    index_.Add(document);
    Note(document);
    kinds_[absl::StrCat(authority, "/", entry_id)] = {kind, service.name()};
  }

  // What a judge has to look at: for each question of a file the first hits, in
  // the order of their ids, which tells nothing of their rank.
  void ShowPool(const std::string& file) const {
    for (const Question& question : ReadQuestions(file)) {
      std::map<std::string, std::string> pool;
      for (const Hit& hit : Search(question.text).hits) {
        const Kind& kind = kinds_.at(
            absl::StrCat(hit.position.authority, "/", hit.position.entry_id));
        pool[kind.kind] = kind.name;
      }
      std::cout << "\n? " << question.text << "\n";
      for (const auto& [id, name] : pool) {
        std::cout << "  " << id << " " << name << "\n";
      }
    }
  }

  // A line for each question: where its first answer stands, from 1, or 0.
  // What half of the questions says of a change, the other half can judge.
  void ShowRanks(const std::string& file) const {
    for (const Question& question : ReadQuestions(file)) {
      std::cout << RankOf(question) << "\t" << question.text << "\n";
    }
  }

  // How many of the misspelt words of a file are read as what was meant, in the
  // first place or at all.
  void ReportSpelling(const std::string& file) const {
    size_t asked = 0;
    size_t first = 0;
    size_t any = 0;
    const auto count = [this](absl::string_view term) { return Count(term); };
    Analyzer analyzer(thesaurus_);
    for (const Question& question : ReadQuestions(file)) {
      const std::vector<QueryToken> tokens =
          ReadQueryTokens(question.text, {count, words_}, analyzer);
      std::vector<std::string> read;
      for (const Correction& correction : tokens[0].corrections) {
        read.push_back(correction.word);
      }
      ++asked;
      if (!read.empty() && question.answers.count(read[0]) > 0) ++first;
      const bool is_among = absl::c_any_of(
          read, [&](const auto& word) { return question.answers.count(word); });
      if (is_among) {
        ++any;
      } else {
        std::cout << "  " << question.text << " is read as "
                  << absl::StrJoin(read, " ") << "\n";
      }
    }
    std::cout << file << ": " << first << " of " << asked << " are read right, "
              << any << " among others\n";
  }

  void Report(const std::string& file) const {
    const HitRate rate =
        Measure(ReadQuestions(file),
                [&](const std::string& text) { return Ask(text, false); });
    for (const Question& question : rate.unanswered) {
      std::cout << "\n? " << question.text << "\n  wanted "
                << absl::StrJoin(question.answers, ",") << " "
                << question.authority << "\n";
      Ask(question.text, true);
      std::cout << "  first right at " << RankOf(question) << "\n";
    }
    std::cout << "\n"
              << file << ": " << rate.answered << " of " << rate.asked
              << " answered, " << rate.share() << "\n";
  }

 private:
  struct Kind {
    std::string kind;
    std::string name;
  };

  // Keeps what questions are read against, as the index does.
  void Note(const Document& document) {
    absl::flat_hash_set<std::string> terms;
    absl::flat_hash_set<std::string> words;
    for (const std::string* text :
         {&document.name, &document.provider, &document.keywords,
          &document.place, &document.text}) {
      analyzer_.AnalyzeDocument(*text, [&](const DocumentTerm& term) {
        terms.emplace(term.term);
        if (!term.is_concept) words.emplace(term.folded);
      });
    }
    for (const std::string& term : terms) ++counts_[term];
    words_.Add(std::vector<std::string>(words.begin(), words.end()));
  }

  // Of the first answer, from 1; 0 when it is far behind.
  size_t RankOf(const Question& question) const {
    const SearchResult result = Search(question.text, kFarBehind);
    for (size_t i = 0; i < result.hits.size(); ++i) {
      const HitPosition& at = result.hits[i].position;
      const Kind& kind =
          kinds_.at(absl::StrCat(at.authority, "/", at.entry_id));
      if (question.answers.count(kind.kind) > 0 &&
          (question.authority.empty() || question.authority == at.authority)) {
        return i + 1;
      }
    }
    return 0;
  }

  SearchResult Search(const std::string& text,
                      size_t limit = kFirstHits) const {
    SearchQuery query;
    query.text = text;
    query.limit = limit;
    query.instant = Instant(size_.begin(), size_.end());
    return index_.Search(query);
  }

  std::vector<Shown> Ask(const std::string& text, bool tell) const {
    if (tell) Tell(text);
    std::vector<Shown> shown;
    for (const Hit& hit : Search(text).hits) {
      const Kind& kind = kinds_.at(
          absl::StrCat(hit.position.authority, "/", hit.position.entry_id));
      shown.push_back({kind.kind, hit.position.authority});
      if (!tell) continue;
      std::cout << "  " << hit.score << " " << hit.position.authority << " "
                << kind.kind << ": " << kind.name << " <-";
      for (const GroupMatch& match : hit.matches) {
        std::cout << " [" << absl::StrJoin(match.words, " ") << "]";
      }
      std::cout << "\n";
    }
    return shown;
  }

  size_t Count(absl::string_view term) const {
    const auto found = counts_.find(term);
    return found == counts_.end() ? 0 : found->second;
  }

  void Tell(const std::string& text) const {
    const auto count = [this](absl::string_view term) { return Count(term); };
    Analyzer analyzer(thesaurus_);
    for (const QueryGroup& group : ReadQuery(text, {count, words_}, analyzer)) {
      std::cout << "  | " << absl::StrJoin(group.words, " ") << " *"
                << group.importance << ":";
      size_t told = 0;
      for (const QueryAlternative& alternative : group.alternatives) {
        if (++told > kShownAlternatives) break;
        std::cout << " "
                  << (alternative.kind == AlternativeKind::kWord ? "=" : "")
                  << alternative.wording << "=" << alternative.factor << "/"
                  << count(alternative.term);
      }
      std::cout << "\n";
    }
  }

  const geography::Gazetteer& gazetteer_;
  const Thesaurus& thesaurus_;
  SearchIndex index_;
  std::map<std::string, uint64_t> size_;
  std::map<std::string, Kind> kinds_;
  Analyzer analyzer_;
  absl::flat_hash_map<std::string, size_t> counts_;
  WordTable words_;
};

// What to tell of the questions.
enum class Told { kUnanswered, kRanks, kPool };

void ReportGenerated(const geography::Gazetteer& gazetteer,
                     const Thesaurus& thesaurus, Told told) {
  generator::GeneratorOptions options;
  options.entries = kEntries;
  const generator::Generator generator(options);
  Corpus corpus(gazetteer, thesaurus);
  for (const std::string& authority : generator.authorities()) {
    generator.ForEachEntry(
        authority, [&](const generator::GeneratedEntry& generated) {
          const auto name =
              entry::ParseEntryName("name", generated.entry.name());
          if (!name.ok()) std::abort();
          corpus.Add(name->authority, name->entry, std::string(generated.kind),
                     generated.entry.service(), generated.entry.local_offer());
        });
  }
  constexpr char kQuestions[] = "development/generated.tsv";
  if (told == Told::kRanks) {
    corpus.ShowRanks(kQuestions);
  } else {
    corpus.Report(kQuestions);
  }
}

// `questions`: a file of questions of the feed.
void ReportBristol(const geography::Gazetteer& gazetteer,
                   const Thesaurus& thesaurus, const std::string& questions,
                   Told told) {
  Corpus corpus(gazetteer, thesaurus);
  for (const FeedRecord& record : ReadBristolFeed()) {
    corpus.Add("E06000023", record.id, record.id, record.service,
               record.local_offer);
  }
  switch (told) {
    case Told::kUnanswered:
      corpus.ReportSpelling("development/spelling.tsv");
      return corpus.Report(questions);
    case Told::kRanks:
      return corpus.ShowRanks(questions);
    case Told::kPool:
      return corpus.ShowPool(questions);
  }
}

constexpr char kBristolQuestions[] = "development/bristol.tsv";

void Report(const Thesaurus& thesaurus, const std::string& questions,
            Told told) {
  const auto boundaries = geography::Boundaries::Load();
  const auto outcodes = geography::Outcodes::Load();
  const auto gazetteer = geography::Gazetteer::Load(*boundaries, *outcodes);
  if (questions == kBristolQuestions) {
    ReportGenerated(*gazetteer, thesaurus, told);
  }
  ReportBristol(*gazetteer, thesaurus, questions, told);
}

absl::StatusOr<Thesaurus> ReadThesaurus(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  return Thesaurus::Parse(
      std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace
}  // namespace localoffer::relevance

// [--ranks] [THESAURUS]: of the development questions, with another thesaurus
// than the one that is built in.
// --pool FILE: what a judge of the feed's questions has to look at.
int main(int argc, char** argv) {
  using localoffer::Thesaurus;
  using localoffer::relevance::Report;
  using localoffer::relevance::Told;
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "--pool") {
    Report(Thesaurus::BuiltIn(), arguments[1], Told::kPool);
    return 0;
  }
  Told told = Told::kUnanswered;
  if (!arguments.empty() && arguments[0] == "--ranks") {
    told = Told::kRanks;
    arguments.erase(arguments.begin());
  }
  const char* const questions = localoffer::relevance::kBristolQuestions;
  if (arguments.empty()) {
    Report(Thesaurus::BuiltIn(), questions, told);
    return 0;
  }
  const auto thesaurus = localoffer::relevance::ReadThesaurus(arguments[0]);
  if (!thesaurus.ok()) {
    std::cerr << arguments[0] << ": " << thesaurus.status() << "\n";
    return 1;
  }
  Report(*thesaurus, questions, told);
}

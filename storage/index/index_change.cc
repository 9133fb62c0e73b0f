#include "storage/index/index_change.h"

#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "storage/index/ranking.h"

namespace localoffer {
namespace {

// Nobody writes more; a hostile entry fills no memory.
constexpr uint32_t kMaxFieldWords = 20'000;

// What the texts of a document hold.
class Reading {
 public:
  Reading(const Document& document, Analyzer& analyzer) {
    const std::array<absl::string_view, kFieldCount> texts = {
        document.name, document.provider, document.keywords, document.place,
        document.text};
    for (size_t field = 0; field < kFieldCount; ++field) {
      analyzer.AnalyzeDocument(texts[field], [&](const DocumentTerm& term) {
        if (lengths_[field] == kMaxFieldWords) return;
        if (!term.is_concept) {
          ++lengths_[field];
          words_.emplace(term.folded.data(), term.folded);
        }
        ++counts_.try_emplace(term.term.data(), Counted{term.term, {}})
              .first->second.counts[field];
      });
    }
  }

  void Finish(IndexChange& change) const {
    change.weights.reserve(counts_.size());
    for (const auto& [address, counted] : counts_) {
      change.terms.Add(counted.term);
      change.weights.push_back(TermWeight(counted.counts, lengths_));
    }
    for (const auto& [address, word] : words_) change.words.Add(word);
  }

 private:
  struct Counted {
    absl::string_view term;
    FieldCounts counts;
  };

  FieldCounts lengths_ = {};
  // By address: an analyzer has each term and word once.
  absl::flat_hash_map<const char*, Counted> counts_;
  absl::flat_hash_map<const char*, absl::string_view> words_;
};

}  // namespace

IndexChange IndexChange::Ended(absl::string_view authority,
                               absl::string_view entry_id, uint64_t sequence) {
  IndexChange change;
  change.authority = std::string(authority);
  change.entry_id = std::string(entry_id);
  change.sequence = sequence;
  change.ended = true;
  return change;
}

IndexChange DocumentReader::Read(Document document) const {
  IndexChange change;
  Reading(document, *analyzers_.Lend()).Finish(change);
  change.authority = std::move(document.authority);
  change.entry_id = std::move(document.entry_id);
  change.sequence = document.sequence;
  change.row.folded_name = FoldText(document.name);
  change.row.minimum_age = document.minimum_age;
  change.row.maximum_age = document.maximum_age;
  change.row.assured_day = document.assured_day;
  change.row.opening_hours = std::move(document.opening_hours);
  change.values = std::move(document.values);
  change.locations = std::move(document.locations);
  for (geography::Shape& shape : document.shapes) {
    change.shapes.push_back(Cover(std::move(shape)));
  }
  return change;
}

}  // namespace localoffer

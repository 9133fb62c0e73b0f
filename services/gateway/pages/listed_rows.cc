#include "services/gateway/pages/listed_rows.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/entry/statutory_items.h"
#include "services/gateway/pages/address.h"
#include "services/gateway/pages/council_names.h"
#include "services/gateway/pages/identifier_text.h"
#include "services/gateway/pages/page.h"
#include "storage/directory/provider_name.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kReasonBytes = 200;
constexpr int kMostEvidence = 5;
constexpr int kMostLookAlikes = 3;
// Shorter words say nothing of a service.
constexpr size_t kShortestTellingWord = 4;

constexpr std::array kStatuses = {
    ShownInclusion{v1::INCLUSION_STATUS_LISTED, "lo-map-listed",
                   "govuk-tag--green"},
    ShownInclusion{v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE, "lo-map-stale",
                   "govuk-tag--yellow"},
    ShownInclusion{v1::INCLUSION_STATUS_WITHDRAWN, "lo-map-withdrawn",
                   "govuk-tag--orange"},
    ShownInclusion{v1::INCLUSION_STATUS_NIL_DECLARED, "lo-map-nil",
                   "govuk-tag--purple"},
    ShownInclusion{v1::INCLUSION_STATUS_NEVER_LISTED, "lo-map-never",
                   "govuk-tag--red"},
    ShownInclusion{v1::INCLUSION_STATUS_NO_DATA, "lo-map-none",
                   "govuk-tag--grey"}};

// What a provider has to do something about comes first, then where it is
// listed, and last what nothing is known of; within these by name.
std::vector<const v1::AuthorityInclusion*> GapsFirst(
    const v1::CheckInclusionResponse& response) {
  constexpr std::array kOrder = {v1::INCLUSION_STATUS_NEVER_LISTED,
                                 v1::INCLUSION_STATUS_WITHDRAWN,
                                 v1::INCLUSION_STATUS_NIL_DECLARED,
                                 v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE,
                                 v1::INCLUSION_STATUS_LISTED,
                                 v1::INCLUSION_STATUS_NO_DATA};
  std::vector<const v1::AuthorityInclusion*> ordered;
  for (const v1::AuthorityInclusion& inclusion : response.inclusions()) {
    ordered.push_back(&inclusion);
  }
  const auto key = [&](const v1::AuthorityInclusion* inclusion) {
    return std::make_tuple(
        std::find(kOrder.begin(), kOrder.end(), inclusion->status()),
        SortingName(inclusion->title()));
  };
  std::stable_sort(
      ordered.begin(), ordered.end(),
      [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return ordered;
}

// The log that the answer is of.
std::string LogAnswering(const v1::AuthorityInclusion& inclusion) {
  return LogOf(inclusion.has_harvested() ? inclusion.harvested().log()
                                         : inclusion.authority());
}

std::set<std::string> TellingWords(absl::string_view name) {
  std::set<std::string> words;
  for (const absl::string_view word :
       absl::StrSplit(NormalName(name), ' ', absl::SkipEmpty())) {
    if (word.size() >= kShortestTellingWord) words.emplace(word);
  }
  return words;
}

bool Agrees(const v1::InclusionEvidence& evidence, const ListedForm& form,
            absl::string_view said, absl::string_view path) {
  return !form.Of(said).empty() && !evidence.differences_left_out() &&
         std::none_of(evidence.differences().begin(),
                      evidence.differences().end(),
                      [path](const v1::FieldDifference& difference) {
                        return difference.path() == path;
                      });
}

// How much says that the evidence is the service described.
int Likeness(const v1::InclusionEvidence& evidence, const ListedForm& form) {
  constexpr int kAddress = 100;
  int likeness = 0;
  if (Agrees(evidence, form, "says_url", "service.url")) likeness += kAddress;
  if (Agrees(evidence, form, "says_email", "service.email")) {
    likeness += kAddress;
  }
  const std::set<std::string> said = TellingWords(form.Of("says_name"));
  for (const std::string& word : TellingWords(TextOf(evidence.title()))) {
    likeness += static_cast<int>(said.count(word));
  }
  return likeness;
}

}  // namespace

absl::Span<const ShownInclusion> ShownInclusions() { return kStatuses; }

const ShownInclusion& ShownAs(v1::InclusionStatus status) {
  for (const ShownInclusion& shown : kStatuses) {
    if (shown.status == status) return shown;
  }
  return kStatuses.back();
}

bool IsListed(v1::InclusionStatus status) {
  return status == v1::INCLUSION_STATUS_LISTED ||
         status == v1::INCLUSION_STATUS_LISTED_OUT_OF_DATE;
}

bool IsGap(v1::InclusionStatus status) {
  return !IsListed(status) && status != v1::INCLUSION_STATUS_NO_DATA;
}

std::vector<bool> MayBeTheOne(const v1::AuthorityInclusion& inclusion,
                              const ListedForm& form) {
  std::vector<int> likenesses;
  likenesses.reserve(inclusion.evidence_size());
  for (const v1::InclusionEvidence& evidence : inclusion.evidence()) {
    likenesses.push_back(Likeness(evidence, form));
  }
  std::vector<bool> may_be;
  may_be.reserve(likenesses.size());
  for (const int likeness : likenesses) {
    may_be.push_back(likeness ==
                     *std::max_element(likenesses.begin(), likenesses.end()));
  }
  return may_be;
}

std::string ListedRows::PathTo(absl::string_view path) const {
  return absl::StrCat(prefix_, path);
}

void ListedRows::Show(const v1::CheckInclusionResponse& response,
                      ctemplate::TemplateDictionary& answer) const {
  if (!is_english_) answer.ShowSection("OTHER_LANG");
  for (const v1::AuthorityInclusion* const inclusion : GapsFirst(response)) {
    ShowRow(*inclusion, answer);
  }
}

void ListedRows::ShowRow(const v1::AuthorityInclusion& inclusion,
                         ctemplate::TemplateDictionary& answer) const {
  ctemplate::TemplateDictionary& row = *answer.AddSectionDictionary("ROW");
  row.SetValue("COUNCIL", inclusion.title());
  row.SetValue(
      "COUNCIL_HREF",
      PathTo(absl::StrCat("/authorities/", LogOf(inclusion.authority()))));
  row.SetValue("STATUS",
               wording_.Value(v1::InclusionStatus_Name(inclusion.status())));
  row.SetValue("CLASS", std::string(ShownAs(inclusion.status()).tag_class));
  row.SetValue("SINCE",
               inclusion.has_since() ? wording_.Date(inclusion.since()) : "–");
  if (inclusion.has_since()) row.ShowSection("DATED");
  if (inclusion.has_harvested()) row.ShowSection("HARVESTED");
  ShowAllEvidence(inclusion, row);
  ShowNil(inclusion, row);
  ShowLookAlikes(inclusion, row);
  ShowProof(inclusion, row);
}

void ListedRows::ShowAllEvidence(const v1::AuthorityInclusion& inclusion,
                                 ctemplate::TemplateDictionary& row) const {
  const std::vector<bool> may_be = MayBeTheOne(inclusion, form_);
  // What is compared comes first, or it may not be among the few shown.
  std::vector<int> order(may_be.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_partition(order.begin(), order.end(),
                        [&may_be](int i) { return may_be[i]; });
  if (order.size() > kMostEvidence) order.resize(kMostEvidence);
  for (const int i : order) {
    ShowEvidence(inclusion.evidence(i), may_be[i], row);
  }
  if (inclusion.evidence_count() > kMostEvidence) {
    SetText(row, "MORE",
            words_.Count("listed.more",
                         inclusion.evidence_count() - kMostEvidence));
  }
}

void ListedRows::ShowEvidence(const v1::InclusionEvidence& evidence,
                              bool is_compared,
                              ctemplate::TemplateDictionary& row) const {
  ctemplate::TemplateDictionary& line = *row.AddSectionDictionary("EVIDENCE");
  line.SetValue("HREF", PathTo(EntryPath(evidence.entry())));
  line.SetValue("NAME", TextOf(evidence.title()));
  std::vector<std::string> notes;
  if (evidence.has_listed_until()) {
    notes.push_back(words_.With(
        "listed.until", {{"date", wording_.Date(evidence.listed_until())}}));
  } else if (!evidence.assured_date().empty()) {
    notes.push_back(words_.With(
        "listed.assured",
        {{"date", wording_.Date(absl::string_view(evidence.assured_date()))}}));
  }
  if (evidence.recognition().basis() != v1::RECOGNITION_BASIS_IDENTIFIER) {
    notes.emplace_back(words_.Of("listed.by_details"));
  }
  if (const std::string reason = TextOf(evidence.withdrawal_reason());
      !reason.empty()) {
    notes.push_back(words_.With("listed.reason", {{"reason", reason}}));
  }
  line.SetValue("NOTES", absl::StrJoin(notes, "; "));
  if (!is_compared) return;
  for (const v1::FieldDifference& difference : evidence.differences()) {
    ctemplate::TemplateDictionary& shown =
        *line.AddSectionDictionary("DIFFERENCE");
    shown.SetValue("PATH", wording_.Field(difference.path()));
    shown.SetValue("LISTED", Wording::Said(difference.before()));
    shown.SetValue("SAID", Wording::Said(difference.after()));
  }
}

void ListedRows::ShowNil(const v1::AuthorityInclusion& inclusion,
                         ctemplate::TemplateDictionary& row) const {
  for (const v1::NilDeclaration& nil : inclusion.nil_declarations()) {
    ctemplate::TemplateDictionary& line = *row.AddSectionDictionary("NIL");
    line.SetValue(
        "TEXT", words_.With("listed.nil",
                            {{"item", nil.statutory_item()},
                             {"date", wording_.Date(nil.declare_time())},
                             {"reason", TextOf(nil.reason(), kReasonBytes)}}));
    const entry::StatutoryItem* const item =
        entry::FindStatutoryItem(nil.statutory_item());
    if (item == nullptr) continue;
    line.AddSectionDictionary("ITEM")->SetValue("REQUIREMENT",
                                                item->requirement);
  }
}

void ListedRows::ShowLookAlikes(const v1::AuthorityInclusion& inclusion,
                                ctemplate::TemplateDictionary& row) const {
  int left = kMostLookAlikes;
  for (const v1::LookAlike& other : inclusion.look_alikes()) {
    if (left-- == 0) break;
    ctemplate::TemplateDictionary& line =
        *row.AddSectionDictionary("LOOK_ALIKE");
    line.SetValue("HREF", PathTo(EntryPath(other.entry())));
    line.SetValue("NAME", TextOf(other.title()));
    std::vector<std::string> identifiers;
    for (const std::string& provider : other.providers()) {
      identifiers.push_back(IdentifierText(words_, provider));
    }
    line.SetValue(
        "WHY",
        words_.With(
            absl::StrCat("listed.", v1::LookAlikeReason_Name(other.reason())),
            {{"providers", absl::StrJoin(identifiers, ", ")}}));
  }
}

void ListedRows::ShowProof(const v1::AuthorityInclusion& inclusion,
                           ctemplate::TemplateDictionary& row) const {
  if (provider_.empty() || inclusion.status() == v1::INCLUSION_STATUS_NO_DATA) {
    return;
  }
  const std::string why_not = WithoutProof(inclusion);
  SetText(row, "NO_PROOF", why_not);
  if (!why_not.empty()) return;
  const bool is_listed = IsListed(inclusion.status());
  ctemplate::TemplateDictionary& proof = *row.AddSectionDictionary("PROOF");
  proof.SetValue("TEXT",
                 std::string(words_.Of(is_listed ? "listed.proof"
                                                 : "listed.proof.absent")));
  const std::string log = LogAnswering(inclusion);
  proof.SetValue(
      "HREF", absl::StrCat("/proofs/", is_listed ? "listed" : "absent",
                           QueryOf({{"authority", log},
                                    {"provider", IdentifierOf(provider_)}})));
}

// An absence is proved of an edition: of the last, which was made before a
// listing ended that it has.
std::string ListedRows::WithoutProof(
    const v1::AuthorityInclusion& inclusion) const {
  if (IsListed(inclusion.status())) return "";
  if (inclusion.last_edition().empty()) {
    return std::string(words_.Of("listed.no_proof"));
  }
  const bool is_older = inclusion.status() == v1::INCLUSION_STATUS_WITHDRAWN &&
                        inclusion.last_edition_time() <= inclusion.since();
  return is_older ? words_.With("listed.no_proof.older",
                                {{"date", wording_.Date(inclusion.since())}})
                  : "";
}

}  // namespace localoffer::gateway::pages

#include "services/gateway/pages/council_changes.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/entry/resource_name.h"
#include "services/entry/timestamp.h"
#include "services/gateway/pages/address.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kEditionsAtOnce = 1000;
constexpr int kMostEditions = 12;
constexpr int kMostChanges = 25;
// Messages of a comparison that are read for one page.
constexpr int kMostMessages = 200;
constexpr absl::Duration kUsual = absl::Hours(30 * 24);

// An earlier state of the offer.
struct Earlier {
  // The id of an edition, or a day.
  std::string id;
  // Compares it with now.
  v1::CompareEditionsRequest request;
  bool is_edition = false;
};

// All editions of an authority, in the order of their ids.
absl::StatusOr<std::vector<v1::Edition>> EditionsOf(const std::string& log,
                                                    const Site& site) {
  std::vector<v1::Edition> editions;
  // What a node reads elsewhere has none.
  if (log::IsHarvestedLog(log)) return editions;
  v1::ListEditionsRequest request;
  request.set_parent(entry::FormatAuthorityName(log));
  request.set_page_size(kEditionsAtOnce);
  do {
    ASSIGN_OR_RETURN(v1::ListEditionsResponse page,
                     site.node().ListEditions(request));
    for (v1::Edition& edition : *page.mutable_editions()) {
      editions.push_back(std::move(edition));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return editions;
}

std::string IdOf(const v1::Edition& edition) {
  return edition.name().substr(edition.name().rfind('/') + 1);
}

// The changes of one offer being shown.
class ChangesShown {
 public:
  ChangesShown(const Changes& changes, std::vector<v1::Edition> editions,
               const Language& language, const Site& site)
      : changes_(changes),
        editions_(std::move(editions)),
        words_(language.catalogue),
        wording_(language.wording),
        prefix_(language.prefix),
        site_(site) {}

  // Nothing where there was no such edition, or the day is none up to today.
  std::optional<Earlier> Find() const {
    if (!changes_.edition.empty()) return FindEdition();
    if (!changes_.since.empty()) return OfDay(changes_.since);
    const auto last =
        std::max_element(editions_.begin(), editions_.end(),
                         [](const v1::Edition& a, const v1::Edition& b) {
                           return a.sequence() < b.sequence();
                         });
    if (last != editions_.end()) return Of(*last);
    return OfDay(absl::FormatTime("%Y-%m-%d", site_.now() - kUsual,
                                  absl::UTCTimeZone()));
  }

  absl::Status Show(const Earlier& since, ctemplate::TemplateDictionary& shown,
                    Draft& draft) const {
    shown.SetValue(
        "COMPARED_WITH",
        absl::StrCat(words_.Of(since.is_edition ? "council.changes.edition"
                                                : "council.changes"),
                     " ", wording_.Date(absl::string_view(since.id))));
    ShowBasis(since, shown);
    absl::Status compared = ShowEntries(since, shown);
    // The rest of the page does not wait for a comparison that many want.
    const bool is_busy =
        absl::IsResourceExhausted(compared) || absl::IsUnavailable(compared);
    if (!is_busy && !absl::IsOutOfRange(compared)) return compared;
    if (is_busy) draft.is_whole = false;
    SetText(
        shown, "SUMMARY",
        words_.Of(is_busy ? "council.changes.busy" : "council.changes.before"));
    return absl::OkStatus();
  }

  void ShowEditions(absl::string_view but,
                    ctemplate::TemplateDictionary& shown) const {
    int left = kMostEditions;
    ctemplate::TemplateDictionary* others = nullptr;
    for (const v1::Edition& edition : editions_) {
      const std::string id = IdOf(edition);
      if (id == but) continue;
      if (left-- == 0) return;
      if (others == nullptr) others = shown.AddSectionDictionary("OTHERS");
      ctemplate::TemplateDictionary& link =
          *others->AddSectionDictionary("EDITION");
      link.SetValue("TEXT", wording_.Date(absl::string_view(id)));
      link.SetValue("HREF",
                    absl::StrCat(prefix_, "/authorities/", changes_.council,
                                 QueryOf({{"edition", id}}), "#changes"));
    }
  }

 private:
  // What a day is compared by, which is not what the council stands by.
  void ShowBasis(const Earlier& since,
                 ctemplate::TemplateDictionary& shown) const {
    if (since.is_edition) return;
    if (log::IsHarvestedLog(changes_.log)) {
      SetText(shown, "BASIS", words_.Of("council.changes.day.harvested"));
      return;
    }
    if (editions_.empty()) {
      SetText(shown, "BASIS", words_.Of("council.changes.none"));
    }
    SetText(shown, "BASIS", words_.Of("council.changes.day"));
  }

  std::optional<Earlier> FindEdition() const {
    const auto found = std::find_if(editions_.begin(), editions_.end(),
                                    [this](const v1::Edition& edition) {
                                      return IdOf(edition) == changes_.edition;
                                    });
    if (found == editions_.end()) return std::nullopt;
    return Of(*found);
  }

  static Earlier Of(const v1::Edition& edition) {
    Earlier earlier;
    earlier.id = IdOf(edition);
    earlier.request.set_from(edition.name());
    earlier.is_edition = true;
    return earlier;
  }

  // As it was when the day began.
  std::optional<Earlier> OfDay(const std::string& text) const {
    const std::optional<absl::Time> day = BeginOfDay(text);
    if (!day || *day > site_.now()) return std::nullopt;
    Earlier earlier;
    earlier.id = text;
    earlier.request.set_parent(entry::FormatAuthorityName(changes_.log));
    // No log is older, and years before 1 make no timestamp.
    *earlier.request.mutable_from_time() = entry::ToTimestamp(
        std::max(*day - absl::Microseconds(1), absl::UnixEpoch()));
    return earlier;
  }

  absl::Status ShowEntries(const Earlier& since,
                           ctemplate::TemplateDictionary& shown) const {
    int messages = 0;
    int count = 0;
    RETURN_IF_ERROR(site_.node().CompareEditions(
        since.request, [&](const v1::CompareEditionsResponse& message) {
          for (const v1::EditionChange& change : message.changes()) {
            if (++count <= kMostChanges) ShowChange(change, shown);
          }
          if (message.has_summary()) ShowSummary(message.summary(), shown);
          return ++messages < kMostMessages;
        }));
    if (count > kMostChanges) {
      SetText(shown, "MORE",
              words_.Count("council.changes.more", count - kMostChanges));
    }
    return absl::OkStatus();
  }

  void ShowChange(const v1::EditionChange& change,
                  ctemplate::TemplateDictionary& shown) const {
    ctemplate::TemplateDictionary& line = *shown.AddSectionDictionary("CHANGE");
    line.SetValue("HREF", absl::StrCat(prefix_, EntryPath(change.entry())));
    line.SetValue("NAME", TextOf(change.title()));
    line.SetValue("WHAT",
                  wording_.Value(v1::ChangeAction_Name(change.action())));
  }

  void ShowSummary(const v1::CompareSummary& summary,
                   ctemplate::TemplateDictionary& shown) const {
    SetText(shown, "SUMMARY",
            words_.With("council.changes.summary",
                        {{"added", absl::StrCat(summary.added())},
                         {"changed", absl::StrCat(summary.changed())},
                         {"withdrawn", absl::StrCat(summary.withdrawn())}}));
  }

  const Changes& changes_;
  const std::vector<v1::Edition> editions_;
  const Catalogue& words_;
  const Wording& wording_;
  const absl::string_view prefix_;
  const Site& site_;
};

}  // namespace

absl::Status ShowChanges(const Changes& changes, const Language& language,
                         const Site& site, Draft& draft) {
  const Catalogue& words = language.catalogue;
  ASSIGN_OR_RETURN(std::vector<v1::Edition> editions,
                   EditionsOf(changes.log, site));
  const ChangesShown shown(changes, std::move(editions), language, site);
  const std::optional<Earlier> since = shown.Find();
  ctemplate::TemplateDictionary& section =
      *draft.values.AddSectionDictionary("CHANGES");
  // The field is for a day.
  section.SetValue("SINCE",
                   since && !since->is_edition ? since->id : changes.since);
  if (since) {
    ctemplate::TemplateDictionary& compared =
        *section.AddSectionDictionary("COMPARED");
    RETURN_IF_ERROR(shown.Show(*since, compared, draft));
  } else {
    ShowErrors({{"since", changes.edition.empty()
                              ? std::string(words.Of("error.since"))
                              : words.With("error.edition",
                                           {{"value", changes.edition}})}},
               draft, language);
  }
  shown.ShowEditions(since && since->is_edition ? since->id : "", section);
  return absl::OkStatus();
}

}  // namespace localoffer::gateway::pages

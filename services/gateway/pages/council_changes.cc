#include "services/gateway/pages/council_changes.h"

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/editions/comparison.h"
#include "services/entry/resource_name.h"
#include "services/gateway/pages/address.h"
#include "storage/directory/editions.h"
#include "storage/log/log_id.h"
#include "storage/status_macros.h"

namespace localoffer::gateway::pages {
namespace {

constexpr int kMostEditions = 12;
constexpr int kMostChanges = 25;
// Messages of a comparison that are read for one page.
constexpr int kMostMessages = 200;
constexpr absl::Duration kUsual = absl::Hours(30 * 24);

// An earlier state of the offer.
struct Earlier {
  // The id of an edition, or a day.
  std::string id;
  // Of the log.
  uint64_t size = 0;
  bool is_edition = false;
};

// The changes of one offer being shown.
class ChangesShown {
 public:
  ChangesShown(const Changes& changes, const Language& language,
               const Site& site)
      : changes_(changes),
        words_(language.catalogue),
        wording_(language.wording),
        prefix_(language.prefix),
        site_(site),
        store_(site.store()),
        size_(store_.logs().Latest().SizeOf(changes.log)) {}

  // Nothing where there was no such edition, or the day is none up to today.
  absl::StatusOr<std::optional<Earlier>> Find() const {
    if (!changes_.edition.empty()) return FindEdition();
    std::string since = changes_.since;
    if (since.empty()) {
      ASSIGN_OR_RETURN(const std::optional<storage::Edition> last,
                       store_.editions().Last(changes_.log, size_));
      if (last) return Of(*last);
      since = absl::FormatTime("%Y-%m-%d", site_.now() - kUsual,
                               absl::UTCTimeZone());
    }
    const std::optional<absl::Time> day = BeginOfDay(since);
    if (!day || *day > site_.now()) return std::nullopt;
    ASSIGN_OR_RETURN(const storage::Instant then,
                     store_.logs().At(*day - absl::Microseconds(1)));
    Earlier earlier;
    earlier.id = since;
    earlier.size = then.SizeOf(changes_.log);
    return earlier;
  }

  absl::Status Show(const Earlier& since,
                    ctemplate::TemplateDictionary& shown) const {
    shown.SetValue(
        "COMPARED_WITH",
        absl::StrCat(words_.Of(since.is_edition ? "council.changes.edition"
                                                : "council.changes"),
                     " ", wording_.Date(absl::string_view(since.id))));
    RETURN_IF_ERROR(ShowBasis(since, shown));
    if (since.size == 0) {
      SetText(shown, "SUMMARY", words_.Of("council.changes.before"));
      return absl::OkStatus();
    }
    return ShowEntries(since, shown);
  }

  absl::Status ShowEditions(absl::string_view but,
                            ctemplate::TemplateDictionary& shown) const {
    int left = kMostEditions;
    ctemplate::TemplateDictionary* others = nullptr;
    return store_.editions().ForEach(
        changes_.log, size_, "", [&](const storage::Edition& edition) {
          if (edition.id == but) return true;
          if (others == nullptr) others = shown.AddSectionDictionary("OTHERS");
          ctemplate::TemplateDictionary& link =
              *others->AddSectionDictionary("EDITION");
          link.SetValue("TEXT", wording_.Date(absl::string_view(edition.id)));
          link.SetValue(
              "HREF",
              absl::StrCat(prefix_, "/authorities/", changes_.council,
                           QueryOf({{"edition", edition.id}}), "#changes"));
          return --left > 0;
        });
  }

 private:
  // What a day is compared by, which is not what the council stands by.
  absl::Status ShowBasis(const Earlier& since,
                         ctemplate::TemplateDictionary& shown) const {
    if (since.is_edition) return absl::OkStatus();
    if (log::IsHarvestedLog(changes_.log)) {
      SetText(shown, "BASIS", words_.Of("council.changes.day.harvested"));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::optional<storage::Edition> last,
                     store_.editions().Last(changes_.log, size_));
    if (!last) SetText(shown, "BASIS", words_.Of("council.changes.none"));
    SetText(shown, "BASIS", words_.Of("council.changes.day"));
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<Earlier>> FindEdition() const {
    if (!entry::ParseEditionName("edition", entry::FormatEditionName(
                                                changes_.log, changes_.edition))
             .ok()) {
      return std::nullopt;
    }
    ASSIGN_OR_RETURN(
        const std::optional<storage::Edition> edition,
        store_.editions().At(changes_.log, changes_.edition, size_));
    if (!edition) return std::nullopt;
    return Of(*edition);
  }

  static Earlier Of(const storage::Edition& edition) {
    return {edition.id, edition.sequence, /*is_edition=*/true};
  }

  absl::Status ShowEntries(const Earlier& since,
                           ctemplate::TemplateDictionary& shown) const {
    const std::unique_ptr<editions::Comparison> comparison =
        editions::Comparison::Between(store_, changes_.log, since.size, size_);
    int count = 0;
    v1::CompareEditionsResponse message;
    for (int i = 0; i < kMostMessages; ++i) {
      message.Clear();
      ASSIGN_OR_RETURN(const bool more, comparison->Next(message));
      if (!more) break;
      for (const v1::EditionChange& change : message.changes()) {
        if (++count <= kMostChanges) ShowChange(change, shown);
      }
      if (message.has_summary()) ShowSummary(message.summary(), shown);
    }
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
  const Catalogue& words_;
  const Wording& wording_;
  const absl::string_view prefix_;
  const Site& site_;
  storage::Store& store_;
  const uint64_t size_;
};

}  // namespace

absl::Status ShowChanges(const Changes& changes, const Language& language,
                         const Site& site, Draft& draft) {
  const Catalogue& words = language.catalogue;
  const ChangesShown shown(changes, language, site);
  ASSIGN_OR_RETURN(const std::optional<Earlier> since, shown.Find());
  ctemplate::TemplateDictionary& section =
      *draft.values.AddSectionDictionary("CHANGES");
  // The field is for a day.
  section.SetValue("SINCE",
                   since && !since->is_edition ? since->id : changes.since);
  if (since) {
    ctemplate::TemplateDictionary& compared =
        *section.AddSectionDictionary("COMPARED");
    RETURN_IF_ERROR(shown.Show(*since, compared));
  } else {
    ShowErrors({{"since", changes.edition.empty()
                              ? std::string(words.Of("error.since"))
                              : words.With("error.edition",
                                           {{"value", changes.edition}})}},
               draft, language);
  }
  return shown.ShowEditions(since && since->is_edition ? since->id : "",
                            section);
}

}  // namespace localoffer::gateway::pages

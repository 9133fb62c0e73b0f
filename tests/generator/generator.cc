#include "tests/generator/generator.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/generator/subject_fields.h"

namespace localoffer::generator {
namespace {

constexpr uint64_t kOneInWithoutHospices = 6;

// Ages as the authority states them: those of the kind, or a part of them.
void DrawAges(const Kind& kind, Random& random, Subject* subject) {
  subject->youngest = kind.youngest;
  subject->oldest = kind.oldest;
  if (random.Chance(40)) subject->youngest += random.Between(0, 3);
  if (random.Chance(40)) subject->oldest -= random.Between(0, 2);
}

v1::ServiceStatus DrawStatus(Random& random) {
  if (random.Chance(97)) return v1::SERVICE_STATUS_ACTIVE;
  return random.Chance(50) ? v1::SERVICE_STATUS_TEMPORARILY_CLOSED
                           : v1::SERVICE_STATUS_INACTIVE;
}

void AddTexts(const Subject& subject, const Prose& prose, Random& random,
              v1::Service* service) {
  service->set_name(prose.Title(subject, random));
  if (random.Chance(5)) {
    service->set_alternate_name(prose.Title(subject, random));
  }
  service->set_description(prose.Description(subject, random));
  if (random.Chance(40)) {
    service->set_application_process(
        prose.Sentence(subject, "referral", random));
  }
  if (random.Chance(35)) {
    service->set_eligibility_description(
        prose.Sentence(subject, "eligibility", random));
  }
  if (random.Chance(15)) {
    service->set_wait_time(prose.Sentence(subject, "wait", random));
  }
  if (random.Chance(3)) {
    service->set_alert("New referrals are paused until further notice.");
  }
}

void AddAges(const Subject& subject, Random& random, v1::Service* service) {
  if (random.Chance(88)) service->set_minimum_age(subject.youngest);
  if (random.Chance(88)) service->set_maximum_age(subject.oldest);
}

}  // namespace

struct Generator::Draft {
  size_t authority = 0;
  const Kind& kind;
  // What the content is drawn from, and what its change is.
  Random content;
  Random change;
  std::string id = {};
  bool withdrawn = false;
  bool changed = false;
};

Generator::Generator(const GeneratorOptions& options)
    : options_(options),
      areas_(EnglishAreas()),
      kinds_(Kinds()),
      providers_(options.seed, areas_, vocabulary_),
      prose_(options.seed, vocabulary_),
      shares_(Shares(areas_, options.entries)) {}

std::vector<std::string> Generator::authorities() const {
  std::vector<std::string> codes;
  for (const Area& area : areas_) codes.push_back(area.gss);
  return codes;
}

size_t Generator::IndexOf(absl::string_view authority) const {
  const auto found = std::lower_bound(
      areas_.begin(), areas_.end(), authority,
      [](const Area& area, absl::string_view gss) { return area.gss < gss; });
  if (found == areas_.end() || found->gss != authority) return areas_.size();
  return found - areas_.begin();
}

size_t Generator::EntriesOf(absl::string_view authority) const {
  const size_t index = IndexOf(authority);
  return index < shares_.size() ? shares_[index] : 0;
}

bool Generator::ListsHospices(absl::string_view authority) const {
  return Mix(Mix(options_.seed, "hospices"), authority) %
             kOneInWithoutHospices !=
         0;
}

void Generator::ForEachEntry(absl::string_view authority,
                             Callback callback) const {
  ForEachEntry(authority, Round::kFirst, callback);
}

void Generator::ForEachDraft(size_t authority,
                             absl::FunctionRef<void(Draft&)> callback) const {
  if (authority == areas_.size()) return;
  const std::string& gss = areas_[authority].gss;
  const uint64_t seed = Mix(options_.seed, gss);
  KindDraw draw(kinds_, ListsHospices(gss), Random(Mix(seed, "kinds")));
  for (size_t i = 0; i < shares_[authority]; ++i) {
    Draft draft = {authority, kinds_[draw.Next()], Random(Mix(seed, i)),
                   Random(Mix(seed, "fate", i))};
    draft.id = RandomUuid(draft.content);
    draft.withdrawn = draft.change.Chance(kWithdrawnPercent);
    draft.changed = !draft.withdrawn && draft.change.Chance(kChangedPercent);
    callback(draft);
  }
}

void Generator::ForEachEntry(absl::string_view authority, Round round,
                             Callback callback) const {
  v1::Entry entry;
  ForEachDraft(IndexOf(authority), [&](Draft& draft) {
    if (draft.withdrawn && round == Round::kSecond) return;
    entry.Clear();
    Fill(draft, round, &entry);
    callback(
        GeneratedEntry{entry, draft.kind.id, draft.withdrawn, draft.changed});
  });
}

void Generator::ForEachFate(
    absl::string_view authority,
    absl::FunctionRef<void(const Fate&)> callback) const {
  ForEachDraft(IndexOf(authority), [&](Draft& draft) {
    callback(
        Fate{absl::StrCat("authorities/", authority, "/entries/", draft.id),
             draft.kind.id, draft.withdrawn, draft.changed});
  });
}

void Generator::Fill(Draft& draft, Round round, v1::Entry* entry) const {
  const size_t authority = draft.authority;
  const Kind& kind = draft.kind;
  Random& random = draft.content;
  const Area& area = areas_[authority];
  const char sector = random.Pick(kind.sectors);
  const Provider provider =
      providers_.Draw(authority, sector, shares_[authority], random);
  Subject subject = {kind,       provider,      authority,
                     area.title, kind.youngest, kind.oldest};
  DrawAges(kind, random, &subject);
  v1::Service& service = *entry->mutable_service();
  service.set_id(draft.id);
  entry->set_name(
      absl::StrCat("authorities/", area.gss, "/entries/", service.id()));
  service.set_status(DrawStatus(random));
  if (random.Chance(97)) {
    *service.mutable_organization() = providers_.ListedBy(provider, authority);
    service.set_organization_id(service.organization().id());
  }
  AddTexts(subject, prose_, random, &service);
  AddAges(subject, random, &service);
  AddContact(subject, random, &service);
  AddLocations(subject, area, prose_, random, &service);
  AddServiceAreas(area, random, &service);
  AddSchedules(kind, random, &service);
  AddLanguages(vocabulary_, random, &service);
  AddCosts(subject, random, &service);
  AddTerms(kind, random, &service);
  AddDates(options_.first_day, random, &service);
  AddLocalOffer(subject, prose_, random, entry->mutable_local_offer());
  if (draft.changed && round == Round::kSecond) {
    Change(subject, prose_, options_.second_day, draft.change, entry);
  }
}

}  // namespace localoffer::generator

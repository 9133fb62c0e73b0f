#include "services/gateway/pages/service_facts.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/gateway/pages/address.h"

namespace localoffer::gateway::pages {
namespace {

constexpr size_t kBriefBytes = 300;
constexpr size_t kBriefLines = 3;

using Lines = std::vector<std::string>;

// As a telephone takes it.
std::string Dialled(absl::string_view number) {
  std::string dialled;
  for (const char c : number) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
        (c == '+' && dialled.empty())) {
      dialled.push_back(c);
    }
  }
  return dialled;
}

bool IsWebAddress(absl::string_view text) {
  return absl::StartsWithIgnoreCase(text, "https://") ||
         absl::StartsWithIgnoreCase(text, "http://");
}

bool IsMailAddress(absl::string_view text) {
  return text.find('@') != absl::string_view::npos &&
         text.find_first_of(" \t\r\n<>\"?&") == absl::string_view::npos;
}

Lines AddressLines(const v1::Address& address) {
  Lines lines;
  for (const std::string& part :
       {address.address_1(), address.address_2(), address.city(),
        address.region(), address.postal_code()}) {
    if (std::string text = TextOf(part); !text.empty()) {
      lines.push_back(std::move(text));
    }
  }
  return lines;
}

// One service's facts being shown.
class Facts {
 public:
  Facts(const v1::Entry& entry, const FactsOptions& options,
        const Language& language, const Site& site,
        ctemplate::TemplateDictionary& values)
      : service_(entry.service()),
        offer_(entry.local_offer()),
        entry_(entry),
        options_(options),
        language_(language),
        words_(language.catalogue),
        wording_(language.wording),
        site_(site),
        values_(values) {}

  void Show() {
    Add("hit.who", wording_.WhoFor(service_, offer_), true);
    Add("hit.what", What(), true);
    ShowStart(CouncilName(entry_, site_));
    Add("hit.cost", wording_.Costs(service_, offer_), true);
    Add("hit.open", wording_.OpeningTimes(service_, offer_), false);
    Add("hit.where", Places(), false);
  }

 private:
  bool brief() const { return options_.detail == Detail::kBrief; }

  ctemplate::TemplateDictionary& Fact(absl::string_view key) {
    ctemplate::TemplateDictionary& fact = *values_.AddSectionDictionary("FACT");
    fact.SetValue("LABEL", std::string(words_.Of(key)));
    return fact;
  }

  void Add(absl::string_view key, Lines lines, bool needed) {
    if (lines.empty() && !needed) return;
    ctemplate::TemplateDictionary& fact = Fact(key);
    if (lines.empty()) SetText(fact, "LINE", words_.Of("hit.not_said"));
    if (brief() && lines.size() > kBriefLines) lines.resize(kBriefLines);
    for (const std::string& line : lines) {
      SetText(fact, "LINE", brief() ? Shortened(line, kBriefBytes) : line);
    }
  }

  static void SetText(ctemplate::TemplateDictionary& values,
                      const std::string& section, absl::string_view text) {
    values.AddSectionDictionary(section)->SetValue("TEXT", std::string(text));
  }

  Lines What() const {
    if (!brief()) return ParagraphsOf(service_.description());
    std::string text = TextOf(service_.description());
    return text.empty() ? Lines() : Lines{std::move(text)};
  }

  void ShowStart(absl::string_view council) {
    ctemplate::TemplateDictionary& fact = Fact("hit.start");
    Lines lines = ParagraphsOf(service_.application_process());
    if (brief() && lines.size() > 1) lines.resize(1);
    for (const std::string& line : lines) {
      SetText(fact, "LINE", brief() ? Shortened(line, kBriefBytes) : line);
    }
    bool said = !lines.empty();
    said |= ShowPhones(fact);
    if (IsMailAddress(service_.email())) {
      SetText(fact, "EMAIL", service_.email());
      said = true;
    }
    if (IsWebAddress(service_.url())) {
      SetText(fact, "WEB", service_.url());
      said = true;
    }
    if (!said) {
      SetText(fact, "LINE",
              words_.With("hit.start.contact", {{"council", council}}));
    }
  }

  bool ShowPhones(ctemplate::TemplateDictionary& fact) {
    std::set<std::string> shown;
    const auto show = [&](const auto& phones) {
      for (const v1::Phone& phone : phones) {
        const std::string number = Dialled(phone.number());
        if (number.empty() || !shown.insert(number).second) continue;
        if (brief() && shown.size() > 1) continue;
        ctemplate::TemplateDictionary& line =
            *fact.AddSectionDictionary("PHONE");
        line.SetValue("NUMBER", number);
        const std::string text = TextOf(phone.number());
        const std::string what = TextOf(phone.description());
        line.SetValue(
            "TEXT", what.empty() ? text : absl::StrCat(text, " (", what, ")"));
      }
    };
    show(service_.phones());
    for (const v1::Contact& contact : service_.contacts()) {
      show(contact.phones());
    }
    return !shown.empty();
  }

  Lines Places() const {
    Lines lines;
    // First, because what is brief ends after a few.
    if (options_.home && options_.places != nullptr) {
      const auto distance =
          DistanceTo(entry_, *options_.home, *options_.places);
      if (distance) lines.push_back(DistanceText(*distance, language_));
    }
    for (const int setting : offer_.settings()) {
      std::string text =
          wording_.Value(v1::Setting_Name(static_cast<v1::Setting>(setting)));
      if (!text.empty()) lines.push_back(std::move(text));
    }
    std::set<std::string> shown;
    for (const v1::ServiceAtLocation& place : service_.service_at_locations()) {
      for (const v1::Address& address : place.location().addresses()) {
        const std::string text = absl::StrJoin(AddressLines(address), ", ");
        if (!text.empty() && shown.insert(text).second) lines.push_back(text);
      }
    }
    return lines;
  }

  const v1::Service& service_;
  const v1::LocalOffer& offer_;
  const v1::Entry& entry_;
  const FactsOptions& options_;
  const Language& language_;
  const Catalogue& words_;
  const Wording& wording_;
  const Site& site_;
  ctemplate::TemplateDictionary& values_;
};

}  // namespace

void ShowFacts(const v1::Entry& entry, const FactsOptions& options,
               const Language& language, const Site& site,
               ctemplate::TemplateDictionary& values) {
  Facts(entry, options, language, site, values).Show();
}

std::string ProviderName(const v1::Entry& entry) {
  return TextOf(entry.service().organization().name());
}

std::string CouncilName(const v1::Entry& entry, const Site& site) {
  return site.CouncilTitle(entry.has_harvested()
                               ? LogOf(entry.harvested().authority())
                               : LogOf(entry.name()));
}

std::string SourceOf(const v1::Entry& entry, const Language& language,
                     const Site& site) {
  const std::string council = CouncilName(entry, site);
  const std::string assured =
      TextOf(entry.service().assured_date(), /*most_bytes=*/40);
  if (entry.state() == v1::ENTRY_STATE_WITHDRAWN) {
    return language.catalogue.With(
        entry.has_harvested() ? "hit.source.withdrawn.harvested"
                              : "hit.source.withdrawn",
        {{"council", council},
         {"date", language.wording.Date(entry.withdrawal().withdraw_time())}});
  }
  const absl::string_view key = entry.has_harvested() ? "hit.source.harvested"
                                : assured.empty()     ? "hit.source.changed"
                                                      : "hit.source";
  const std::string date =
      assured.empty() || entry.has_harvested()
          ? language.wording.Date(entry.update_time())
          : language.wording.Date(absl::string_view(assured));
  return language.catalogue.With(key, {{"council", council}, {"date", date}});
}

}  // namespace localoffer::gateway::pages

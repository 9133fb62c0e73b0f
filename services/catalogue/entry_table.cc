#include "services/catalogue/entry_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace localoffer::catalogue {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr geography::Point kUnknown = {std::numeric_limits<double>::quiet_NaN(),
                                       0};

}  // namespace

const OrganizationWords* EntryTable::organization(uint32_t entry) const {
  const uint32_t number = rows_[entry].organization;
  return number == kNone ? nullptr : &organizations_[number];
}

absl::optional<geography::Point> EntryTable::point(uint32_t place) const {
  const geography::Point& point = points_[place];
  if (std::isnan(point.latitude)) return absl::nullopt;
  return point;
}

uint32_t EntryTable::EntryAt(uint32_t place) const {
  const auto row = std::upper_bound(rows_.begin(), rows_.end(), place,
                                    [](uint32_t wanted, const Row& each) {
                                      return wanted < each.places_end;
                                    });
  return static_cast<uint32_t>(row - rows_.begin());
}

void EntryPacker::Add(const EntryFacts& facts) {
  table_.ids_.Add(facts.entry_id);
  for (const TermUse& use : facts.terms) {
    table_.use_ids_.Add(use.id);
    table_.words_of_uses_.push_back(NumberOf(use.words));
  }
  for (const PlaceFacts& place : facts.places) {
    table_.place_ids_.Add(place.id);
    table_.points_.push_back(place.point.value_or(kUnknown));
  }
  FinishRow(
      facts.sequence, facts.is_usual,
      facts.organization_id.empty()
          ? kNone
          : NumberOf(facts.organization_id, facts.folded_organization_name));
}

void EntryPacker::Add(const EntryTable& from, uint32_t entry) {
  table_.ids_.Add(from.ids_, entry);
  const EntryTable::Range uses = from.uses(entry);
  for (uint32_t use = uses.begin; use < uses.end; ++use) {
    table_.use_ids_.Add(from.use_ids_, use);
    table_.words_of_uses_.push_back(NumberOf(from.words_[from.words_of(use)]));
  }
  const EntryTable::Range places = from.places(entry);
  for (uint32_t place = places.begin; place < places.end; ++place) {
    table_.place_ids_.Add(from.place_ids_, place);
    table_.points_.push_back(from.points_[place]);
  }
  const OrganizationWords* const organization = from.organization(entry);
  FinishRow(from.sequence(entry), from.is_usual(entry),
            organization == nullptr
                ? kNone
                : NumberOf(organization->id, organization->folded_name));
}

EntryTable EntryPacker::Finish() && {
  table_.ids_.ShrinkToFit();
  table_.rows_.shrink_to_fit();
  table_.organizations_.shrink_to_fit();
  table_.use_ids_.ShrinkToFit();
  table_.words_of_uses_.shrink_to_fit();
  table_.words_.shrink_to_fit();
  table_.place_ids_.ShrinkToFit();
  table_.points_.shrink_to_fit();
  return std::move(table_);
}

uint32_t EntryPacker::NumberOf(absl::string_view id,
                               absl::string_view folded_name) {
  const auto [found, is_new] = organizations_.try_emplace(
      std::make_pair(std::string(id), std::string(folded_name)),
      table_.organizations_.size());
  if (is_new) {
    table_.organizations_.push_back({found->first.first, found->first.second});
  }
  return found->second;
}

uint32_t EntryPacker::NumberOf(const std::shared_ptr<const TermWords>& words) {
  const auto [found, is_new] =
      words_.try_emplace(words.get(), table_.words_.size());
  if (is_new) table_.words_.push_back(words);
  return found->second;
}

void EntryPacker::FinishRow(uint64_t sequence, bool is_usual,
                            uint32_t organization) {
  table_.rows_.push_back(
      {sequence, organization, static_cast<uint32_t>(table_.use_ids_.size()),
       static_cast<uint32_t>(table_.place_ids_.size()), is_usual});
}

}  // namespace localoffer::catalogue

#include "services/inclusion/nil_items.h"

#include <algorithm>
#include <optional>

#include "services/coverage/subject.h"
#include "services/entry/statutory_items.h"
#include "services/entry/timestamp.h"
#include "storage/status_macros.h"

namespace localoffer::inclusion {
namespace {

void Add(const coverage::Subject& subject, std::set<std::string>& items) {
  items.insert(subject.nil_items().begin(), subject.nil_items().end());
}

}  // namespace

void AddNilItems(const v1::LocalOffer& offer, std::set<std::string>& items) {
  for (const std::string& id : offer.statutory_items()) {
    if (const entry::StatutoryItem* const item = entry::FindStatutoryItem(id)) {
      Add(coverage::Subject(*item), items);
    }
  }
  for (const int component : offer.palliative_care().components()) {
    if (component == v1::PALLIATIVE_COMPONENT_UNSPECIFIED ||
        !v1::PalliativeComponent_IsValid(component)) {
      continue;
    }
    Add(coverage::Subject(static_cast<v1::PalliativeComponent>(component)),
        items);
  }
}

absl::StatusOr<NilDeclarations> NilDeclarations::Find(
    const storage::Statements& statements, std::vector<std::string> items,
    const absl::flat_hash_set<std::string>& logs) {
  if (items.empty()) {
    for (const entry::StatutoryItem& item : entry::StatutoryItems()) {
      items.push_back(item.id);
    }
  }
  ASSIGN_OR_RETURN(const std::vector<std::vector<std::string>> ever,
                   statements.EverDeclaredNil(items));
  NilDeclarations found;
  for (size_t i = 0; i < items.size(); ++i) {
    absl::flat_hash_set<std::string> declared;
    for (const std::string& log : ever[i]) {
      if (logs.contains(log)) declared.insert(log);
    }
    if (!declared.empty()) {
      found.declared_.emplace_back(std::move(items[i]), std::move(declared));
    }
  }
  return found;
}

void NilDeclarations::KeepOnly(const std::set<std::string>& items) {
  std::erase_if(declared_, [&items](const Declared& declared) {
    return !items.contains(declared.first);
  });
}

bool NilDeclarations::AreAllIn(const std::set<std::string>& items) const {
  return std::all_of(declared_.begin(), declared_.end(),
                     [&items](const Declared& declared) {
                       return items.contains(declared.first);
                     });
}

absl::Status NilDeclarations::AddTo(const storage::Statements& statements,
                                    const std::string& log, uint64_t size,
                                    v1::AuthorityInclusion& inclusion) const {
  for (const auto& [item, logs] : declared_) {
    if (!logs.contains(log)) continue;
    ASSIGN_OR_RETURN(const std::optional<storage::NilStatement> nil,
                     statements.NilAt(log, item, size));
    if (!nil) continue;
    v1::NilDeclaration& declaration = *inclusion.add_nil_declarations();
    declaration.set_statutory_item(item);
    declaration.set_reason(nil->reason);
    *declaration.mutable_declare_time() = entry::ToTimestamp(nil->time);
    declaration.set_sequence(static_cast<int64_t>(nil->sequence));
  }
  return absl::OkStatus();
}

}  // namespace localoffer::inclusion

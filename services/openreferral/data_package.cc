#include "services/openreferral/data_package.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/openreferral/service_id.h"

namespace localoffer::openreferral {

// Embedded; see CMakeLists.txt.
extern const absl::string_view kDataPackageJson;

namespace {

// What a member holds: rows of which table.
struct MemberTable {
  absl::string_view member;
  absl::string_view table;
};

// Objects of their own that others refer to, so that several may have one.
constexpr std::array kShared = {
    MemberTable{"organization", "organization"},
    MemberTable{"program", "program"},
    MemberTable{"location", "location"},
    MemberTable{"taxonomy_term", "taxonomy_term"},
    MemberTable{"taxonomy_detail", "taxonomy"},
};

// Arrays of what belongs to the object around them.
constexpr std::array kOwned = {
    MemberTable{"accessibility", "accessibility"},
    MemberTable{"addresses", "address"},
    MemberTable{"attributes", "attribute"},
    MemberTable{"contacts", "contact"},
    MemberTable{"cost_options", "cost_option"},
    MemberTable{"funding", "funding"},
    MemberTable{"languages", "language"},
    MemberTable{"locations", "location"},
    MemberTable{"organization_identifiers", "organization_identifier"},
    MemberTable{"phones", "phone"},
    MemberTable{"programs", "program"},
    MemberTable{"required_documents", "required_document"},
    MemberTable{"schedules", "schedule"},
    MemberTable{"service_areas", "service_area"},
    MemberTable{"service_at_locations", "service_at_location"},
};

template <typename Tables>
std::optional<absl::string_view> TableOf(const Tables& tables,
                                         absl::string_view member) {
  for (const MemberTable& known : tables) {
    if (known.member == member) return known.table;
  }
  return std::nullopt;
}

std::vector<PackageTable> ReadTables() {
  JsonTree tree;
  tree.Parse(kDataPackageJson);
  std::vector<PackageTable> tables;
  const auto index_of = [&tree](size_t object, absl::string_view member) {
    for (const size_t child : tree.Children(object)) {
      if (tree.node(child).name == member) return child;
    }
    return object;
  };
  for (const size_t resource : tree.Children(index_of(0, "resources"))) {
    PackageTable table;
    table.name = std::string(tree.Member(resource, "name")->text);
    table.path = std::string(tree.Member(resource, "path")->text);
    const size_t schema = index_of(resource, "schema");
    for (const size_t field : tree.Children(index_of(schema, "fields"))) {
      std::string column(tree.Member(field, "name")->text);
      table.column_numbers.emplace(column, table.columns.size());
      table.columns.push_back(std::move(column));
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

size_t TableNumber(absl::string_view name) {
  const std::vector<PackageTable>& tables = DataPackageTables();
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == name) return i;
  }
  return tables.size();
}

bool NeedsQuotes(absl::string_view cell) {
  return cell.find_first_of(",\"\r\n") != absl::string_view::npos;
}

void AppendCsvRow(const std::vector<std::string>& cells, std::string& text) {
  absl::string_view separator;
  for (const std::string& cell : cells) {
    absl::StrAppend(&text, separator);
    separator = ",";
    if (NeedsQuotes(cell)) {
      absl::StrAppend(&text, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}),
                      "\"");
    } else {
      absl::StrAppend(&text, cell);
    }
  }
  absl::StrAppend(&text, "\r\n");
}

// A scalar as a cell; what is nested has rows of its own.
std::string CellOf(const JsonNode& value) {
  switch (value.kind) {
    case JsonKind::kString:
    case JsonKind::kNumber:
      return std::string(value.text);
    case JsonKind::kTrue:
      return "true";
    case JsonKind::kFalse:
      return "false";
    default:
      return "";
  }
}

std::string IdOf(const JsonTree& tree, size_t object) {
  const JsonNode* id = tree.Member(object, "id");
  return id == nullptr ? std::string() : CellOf(*id);
}

// The cells of one row, found by their column.
class Cells {
 public:
  explicit Cells(const PackageTable& table)
      : table_(table), cells_(table.columns.size()) {}

  void Set(absl::string_view column, std::string value) {
    const auto number = table_.column_numbers.find(column);
    if (number != table_.column_numbers.end()) {
      cells_[number->second] = std::move(value);
    }
  }
  void AppendTo(std::string& text) const { AppendCsvRow(cells_, text); }

 private:
  const PackageTable& table_;
  std::vector<std::string> cells_;
};

}  // namespace

absl::string_view DataPackageDescriptor() { return kDataPackageJson; }

const std::vector<PackageTable>& DataPackageTables() {
  static const auto& tables = *new std::vector<PackageTable>(ReadTables());
  return tables;
}

PackageRows::Texts PackageRows::Headings() {
  Texts texts;
  for (const PackageTable& table : DataPackageTables()) {
    AppendCsvRow(table.columns, texts.emplace_back());
  }
  return texts;
}

bool PackageRows::IsNew(size_t table, absl::string_view id) {
  return given_.insert(absl::HashOf(table, id)).second;
}

bool PackageRows::Add(const PackagedEntry& entry, absl::string_view service,
                      Texts& texts) {
  JsonTree tree;
  if (tree.Parse(service) || tree.root().kind != JsonKind::kObject) {
    return false;
  }
  static const size_t entries = TableNumber("entry");
  static const size_t services = TableNumber("service");
  Row row;
  row.table = services;
  row.id = IdOf(tree, 0);
  if (IsNew(services, row.id)) AddRow(tree, row, texts);

  Cells cells(DataPackageTables()[entries]);
  cells.Set("id", entry.name);
  cells.Set("authority", entry.authority);
  cells.Set("service_id", row.id);
  cells.Set("harvested", entry.harvested ? "true" : "false");
  cells.Set("update_time", entry.update_time);
  if (const JsonNode* offer = tree.Member(0, "local_offer")) {
    cells.Set("local_offer", std::string(offer->raw));
  }
  cells.AppendTo(texts[entries]);
  return true;
}

void PackageRows::AddRow(const JsonTree& tree, const Row& row, Texts& texts) {
  const PackageTable& table = DataPackageTables()[row.table];
  Cells cells(table);
  for (const size_t child : tree.Children(row.object)) {
    const JsonNode& member = tree.node(child);
    if (member.kind == JsonKind::kObject) {
      const auto shared = TableOf(kShared, member.name);
      if (!shared) continue;
      // `taxonomy_detail` is what `taxonomy_id` refers to.
      cells.Set(absl::StrCat(*shared, "_id"),
                AddShared(tree, TableNumber(*shared), child, texts));
    } else if (member.kind == JsonKind::kArray) {
      const auto owned = TableOf(kOwned, member.name);
      if (owned) AddOwned(tree, TableNumber(*owned), child, row, texts);
    } else if (std::string cell = CellOf(member); !cell.empty()) {
      cells.Set(member.name, std::move(cell));
    }
  }
  cells.Set("id", row.id);
  if (!row.owner_table.empty()) {
    cells.Set(absl::StrCat(row.owner_table, "_id"), std::string(row.owner_id));
    if (table.HasColumn("link_entity")) {
      cells.Set("link_id", std::string(row.owner_id));
      cells.Set("link_entity", std::string(row.owner_table));
    }
  }
  cells.AppendTo(texts[row.table]);
}

std::string PackageRows::AddShared(const JsonTree& tree, size_t table,
                                   size_t object, Texts& texts) {
  Row row;
  row.table = table;
  row.object = object;
  row.id = IdOf(tree, object);
  if (IsNew(table, row.id)) AddRow(tree, row, texts);
  return row.id;
}

void PackageRows::AddOwned(const JsonTree& tree, size_t table, size_t array,
                           const Row& owner, Texts& texts) {
  int index = 0;
  for (const size_t element : tree.Children(array)) {
    ++index;
    if (tree.node(element).kind != JsonKind::kObject) continue;
    Row row;
    row.table = table;
    row.object = element;
    row.id = IdOf(tree, element);
    row.owner_table = DataPackageTables()[owner.table].name;
    row.owner_id = owner.id;
    if (!IsNew(table, row.id)) {
      row.id = EntryIdFromSource(
          owner.id, absl::StrCat(row.id, "/", DataPackageTables()[table].name,
                                 "/", index));
      // The same object once more, below the same owner.
      if (!IsNew(table, row.id)) continue;
    }
    AddRow(tree, row, texts);
  }
}

}  // namespace localoffer::openreferral

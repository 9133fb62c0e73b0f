// Services as the tables of the HSDS 3.0 tabular data package.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_DATA_PACKAGE_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_DATA_PACKAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/openreferral/json_tree.h"

namespace localoffer::openreferral {

// One table: a CSV file of the package.
struct PackageTable {
  // `service_area`
  std::string name;
  // `service_areas.csv`
  std::string path;
  std::vector<std::string> columns;
  absl::flat_hash_map<std::string, size_t> column_numbers;

  bool HasColumn(absl::string_view column) const {
    return column_numbers.contains(column);
  }
};

// The package's descriptor, datapackage.json: see data/SOURCES.md.
absl::string_view DataPackageDescriptor();

// The tables that it describes, in its order.
const std::vector<PackageTable>& DataPackageTables();

// What the table `entry` says of a service.
struct PackagedEntry {
  // `authorities/E06000023/entries/{id}`
  std::string name;
  std::string authority;
  bool harvested = false;
  // RFC 3339.
  std::string update_time;
};

// Turns services into rows, one service after another. Rows of one object that
// several services share (an organization, a location, a taxonomy term) are
// given once, with what the first service says; a service that two authorities
// list is one row of `service` and two of `entry`. What belongs to one object
// alone and has another's id (a contact that a feed repeats below each service)
// gets an id of its own. Members that no table has a column for are left out.
//
// Keeps 8 bytes or so for each row, to know the ids that were given. Not
// thread-safe.
class PackageRows {
 public:
  // CSV text (RFC 4180) by the number of its table.
  using Texts = std::vector<std::string>;

  // The headings of all tables.
  static Texts Headings();

  // Appends the rows of `service`, a document as WriteServiceJson makes it.
  // False when it is none.
  bool Add(const PackagedEntry& entry, absl::string_view service, Texts& texts);

 private:
  // A row that is about to be given.
  struct Row {
    size_t table = 0;
    // Of the object, in the tree.
    size_t object = 0;
    std::string id;
    // Of the object that owns it, if one does.
    absl::string_view owner_table;
    absl::string_view owner_id;
  };

  void AddRow(const JsonTree& tree, const Row& row, Texts& texts);
  // The object of a member that other objects may have, too. Returns its id.
  std::string AddShared(const JsonTree& tree, size_t table, size_t object,
                        Texts& texts);
  void AddOwned(const JsonTree& tree, size_t table, size_t array,
                const Row& owner, Texts& texts);
  bool IsNew(size_t table, absl::string_view id);

  // Hashes of tables and ids.
  absl::flat_hash_set<uint64_t> given_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_DATA_PACKAGE_H_

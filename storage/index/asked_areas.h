// The areas that contain the place whose services a search asks for.
#ifndef LOCALOFFER_STORAGE_INDEX_ASKED_AREAS_H_
#define LOCALOFFER_STORAGE_INDEX_ASKED_AREAS_H_

#include <string>
#include <vector>

#include "storage/index/document_set.h"
#include "storage/index/search_query.h"
#include "storage/index/value_table.h"

namespace localoffer {

// Those of them that any document names. Thread-compatible; both have to
// outlive it, unchanged.
class AskedAreas {
 public:
  AskedAreas(const ValueTable& values, const ServesCondition& condition);

  // Adds the documents that name one.
  void AddTo(DocumentSet& set) const;

  // Which a document names, the first of: those that contain the place, the
  // narrowest first, named before assumed; those that may. By its shape where
  // it names none.
  ServedArea NamedBy(DocumentNumber document) const;

 private:
  struct Area {
    ValueNumber value;
    ServedArea::Basis basis;
    const std::string* id;
  };

  void Add(Property property, const std::string& id, ServedArea::Basis basis);

  const ValueTable& values_;
  // In that order.
  std::vector<Area> areas_;
};

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_ASKED_AREAS_H_

// Documents and searches for tests of the index.
#ifndef LOCALOFFER_STORAGE_INDEX_TESTING_DOCUMENTS_H_
#define LOCALOFFER_STORAGE_INDEX_TESTING_DOCUMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "storage/index/document.h"
#include "storage/index/search_index.h"

namespace localoffer {

inline constexpr char kBristol[] = "E06000023";
inline constexpr char kDevon[] = "E10000008";

// A document of Bristol's.
inline Document Named(const std::string& entry_id, uint64_t sequence,
                      const std::string& name, const std::string& text = "") {
  Document document;
  document.authority = kBristol;
  document.entry_id = entry_id;
  document.sequence = sequence;
  document.name = name;
  document.text = text;
  document.values = {{Property::kAuthority, kBristol, "", {}}};
  return document;
}

inline SearchQuery Query(const std::string& text, uint64_t bristol = 1'000) {
  SearchQuery query;
  query.text = text;
  query.instant = Instant{{kBristol, bristol}, {kDevon, 1'000}};
  return query;
}

inline std::vector<std::string> Entries(const SearchResult& result) {
  std::vector<std::string> entries;
  for (const Hit& hit : result.hits) entries.push_back(hit.position.entry_id);
  return entries;
}

inline std::vector<std::string> Find(const SearchIndex& index,
                                     const SearchQuery& query) {
  return Entries(index.Search(query));
}

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_TESTING_DOCUMENTS_H_

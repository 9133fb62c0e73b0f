// How lists of the index grow: they are many, and stay.
#ifndef LOCALOFFER_STORAGE_INDEX_GROWTH_H_
#define LOCALOFFER_STORAGE_INDEX_GROWTH_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace localoffer {

// Makes room for `more` elements. Grows by an eighth where std::vector doubles:
// room that is never used is wasted.
template <typename T>
void ReserveFor(size_t more, std::vector<T>& list) {
  const size_t wanted = list.size() + more;
  if (wanted > list.capacity()) {
    list.reserve(std::max(wanted, list.size() + list.size() / 8 + 1));
  }
}

// The same for one, which is appended.
template <typename T>
void Append(T element, std::vector<T>& list) {
  ReserveFor(1, list);
  list.push_back(std::move(element));
}

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_GROWTH_H_

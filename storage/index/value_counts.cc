#include "storage/index/value_counts.h"

namespace localoffer {
namespace {

// About as many as a document has, of all its properties.
constexpr size_t kValuesOfDocument = 24;

}  // namespace

// A document has about one value of a property.
ValueCounts::Way ValueCounts::CheaperWay(size_t documents, size_t all,
                                         size_t properties) {
  return documents * kValuesOfDocument < all * properties ? Way::kByDocument
                                                          : Way::kByValue;
}

ValueCounts::ValueCounts(const ValueTable& values, const NarrowSet& documents,
                         Way way)
    : values_(values), documents_(documents), way_(way) {
  if (way == Way::kByValue) return;
  counts_.resize(values.size());
  documents.ForEach([&](DocumentNumber document) {
    for (const ValueNumber value : values.ValuesOf(document)) {
      ++counts_[value];
    }
  });
}

size_t ValueCounts::Of(ValueNumber value) const {
  return way_ == Way::kByDocument
             ? counts_[value]
             : values_.documents(value).CountIn(documents_);
}

}  // namespace localoffer

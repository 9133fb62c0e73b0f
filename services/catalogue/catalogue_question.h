// What the requests of catalogue.proto have in common, checked.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_QUESTION_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_QUESTION_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "localoffer/storage/v1/records.pb.h"
#include "localoffer/v1/catalogue.pb.h"
#include "services/catalogue/name_search.h"
#include "services/directory/page_token.h"
#include "services/rpc/error.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// Which part of a list is asked for.
struct AskedPage {
  size_t size = 0;
  // How many to pass over before it.
  size_t skip = 0;
  // Of the request without its page.
  uint64_t hash = 0;
  // As absent where it is the first page.
  storage::v1::PageToken from;
};

// Which part of a list of things by name is asked for, of whom.
struct ListQuestion {
  std::string log;
  NameSearch search{""};
  AskedPage page;
};

// Reads requests, collecting all that is wrong with them. Not thread-safe.
class RequestReader {
 public:
  explicit RequestReader(storage::Store& store) : store_(store) {}

  // The id behind `prefix`; see IdBehind().
  std::string Id(absl::string_view field, const std::string& name,
                 absl::string_view prefix);
  // "" for all.
  std::string Authority(const std::string& name);
  NameSearch Search(const std::string& text);
  bool IsFull(v1::CatalogueView view);
  template <typename Request>
  AskedPage Page(const Request& request) {
    AskedPage page;
    page.hash = directory::RequestHash(request);
    ReadPage(request.page_size(), request.page_token(), page);
    if (request.skip() < 0) Refuse("skip", "wanted 0 or more");
    page.skip = static_cast<size_t>(std::max(request.skip(), 0));
    return page;
  }
  template <typename Request>
  ListQuestion List(const Request& request) {
    return {Authority(request.authority()), Search(request.search()),
            Page(request)};
  }

  void Refuse(absl::string_view field, absl::string_view why);
  // The fields at fault in an INVALID_ARGUMENT of another check, if it is one.
  void Refuse(const absl::Status& status);
  // Everything that is wrong: INVALID_ARGUMENT, a caller's error.
  absl::Status Check() const;

 private:
  void ReadPage(int size, const std::string& token, AskedPage& page);

  storage::Store& store_;
  std::vector<rpc::FieldError> errors_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_QUESTION_H_

// Services as Open Referral JSON.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_WRITE_JSON_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_WRITE_JSON_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/openreferral/record.h"

namespace localoffer::openreferral {

// How to write a service.
struct WriteOptions {
  // kOpenReferral1; anything else is Open Referral UK 3.0.
  Format format = Format::kOpenReferral3;
  // False: a document of the standard. What the standard requires is there
  //   (see required_members.h), every object has an id, and members that the
  //   model does not know follow after those that it does; both standards
  //   allow them.
  // True: the document as it was supplied, with what was repaired or set aside
  //   and without what was derived. `format` must be the one it was read in.
  bool as_supplied = false;
};

// One service object, without line feed at the end. What a local offer adds is
// the member `local_offer`, left out where there is nothing to add. Verbatim
// members that are no JSON, which ReadJson does not produce, are written as
// strings. Pure and thread-safe.
std::string WriteServiceJson(const v1::Service& service,
                             const v1::LocalOffer& local_offer,
                             const WriteOptions& options);

// Where a page stands among the pages of an answer.
struct Page {
  // Services in all pages.
  int64_t total_items = 0;
  int64_t total_pages = 1;
  // From 1.
  int64_t page_number = 1;
  // Services in this page.
  int64_t size = 0;
};

// Writes one page, of services or other objects, piece by piece, so that a
// large answer is never in memory as a whole: Begin once, Next for each
// service, End once; the answers, put one after another, are the document. Not
// thread-safe.
class PageWriter {
 public:
  explicit PageWriter(const WriteOptions& options) : options_(options) {}

  // Gives the page one more member beside those of the standard. `json` is a
  // JSON value. Before Begin only.
  void AddMember(absl::string_view name, absl::string_view json);

  // Begins the only page, with `total` services.
  std::string Begin(int64_t total);
  // Begins one page of several. Next must be called `page.size` times.
  std::string Begin(const Page& page);
  std::string Next(const v1::Service& service,
                   const v1::LocalOffer& local_offer);
  // The same for what is JSON already, a service or another object of the
  // standard.
  std::string Next(absl::string_view json);
  std::string End();

 private:
  const WriteOptions options_;
  // As they stand in the page, each with a comma before it.
  std::string members_;
  bool first_ = true;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_WRITE_JSON_H_

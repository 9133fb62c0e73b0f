// From requests for what the catalogue has to their answers.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_READER_H_
#define LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_READER_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "localoffer/v1/catalogue.pb.h"
#include "services/catalogue/contents.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// Answers a question that was checked from a catalogue. May be called by
// another thread, and after the request is gone.
template <typename Response>
using Answerer = std::function<absl::StatusOr<Response>(
    std::shared_ptr<const Contents> contents)>;

// Thread-safe. The store outlives it and what it makes. Read() checks a
// request, for which no catalogue is needed; errors of both steps are as in
// catalogue.proto.
class CatalogueReader {
 public:
  explicit CatalogueReader(storage::Store& store) : store_(store) {}

  absl::StatusOr<Answerer<v1::GetOrganizationResponse>> Read(
      const v1::GetOrganizationRequest& request) const;
  absl::StatusOr<Answerer<v1::ListOrganizationsResponse>> Read(
      const v1::ListOrganizationsRequest& request) const;
  absl::StatusOr<Answerer<v1::GetTaxonomyResponse>> Read(
      const v1::GetTaxonomyRequest& request) const;
  absl::StatusOr<Answerer<v1::ListTaxonomiesResponse>> Read(
      const v1::ListTaxonomiesRequest& request) const;
  absl::StatusOr<Answerer<v1::GetTaxonomyTermResponse>> Read(
      const v1::GetTaxonomyTermRequest& request) const;
  absl::StatusOr<Answerer<v1::ListTaxonomyTermsResponse>> Read(
      const v1::ListTaxonomyTermsRequest& request) const;
  absl::StatusOr<Answerer<v1::GetServiceAtLocationResponse>> Read(
      const v1::GetServiceAtLocationRequest& request) const;

 private:
  storage::Store& store_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_CATALOGUE_READER_H_

// Services at their locations, as answers show them.
#ifndef LOCALOFFER_SERVICES_CATALOGUE_AT_LOCATION_READER_H_
#define LOCALOFFER_SERVICES_CATALOGUE_AT_LOCATION_READER_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "localoffer/v1/catalogue.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "services/catalogue/catalogue_question.h"
#include "services/catalogue/contents.h"
#include "services/directory/searcher.h"
#include "storage/directory/entries.h"
#include "storage/store.h"

namespace localoffer::catalogue {

// An entry whose locations are shown one by one.
class EntryAtLocations {
 public:
  // Errors are those of the store.
  static absl::StatusOr<EntryAtLocations> Read(
      storage::Store& store, const storage::EntryRevision& revision, bool full);

  // How many there are; none of an entry that was erased.
  int size() const { return whole_.service_at_locations_size(); }
  const v1::ServiceAtLocation& operator[](int place) const {
    return whole_.service_at_locations(place);
  }
  // Without its distance.
  v1::CatalogueServiceAtLocation Show(int place) const;

 private:
  explicit EntryAtLocations(bool full) : full_(full) {}

  bool full_;
  v1::Service whole_;
  // Without its locations.
  v1::Entry shown_;
};

// Lists them. Thread-safe. The store outlives it.
class AtLocationReader {
 public:
  AtLocationReader(storage::Store& store, storage::Clock clock)
      : store_(store), searcher_(store, std::move(clock)) {}

  // Errors as in catalogue.proto. `contents` may be null where NeedsCatalogue()
  // says so; else as for directory::Searcher.
  absl::StatusOr<v1::ListServiceAtLocationsResponse> List(
      const v1::ListServiceAtLocationsRequest& request,
      const Contents* contents = nullptr) const;
  // All that is wrong with a request.
  absl::Status Check(const v1::ListServiceAtLocationsRequest& request) const;
  // Whether List() needs the catalogue for it.
  static bool NeedsCatalogue(const v1::ListServiceAtLocationsRequest& request);
  // Whether List() answers without waiting; see entry::IsSettled().
  bool IsSettled(const v1::ListServiceAtLocationsRequest& request) const;

 private:
  // What is asked of a page, with all that is wrong noted in `reader`.
  AskedPage ReadPage(const v1::ListServiceAtLocationsRequest& request,
                     RequestReader& reader) const;

  storage::Store& store_;
  const directory::Searcher searcher_;
};

}  // namespace localoffer::catalogue

#endif  // LOCALOFFER_SERVICES_CATALOGUE_AT_LOCATION_READER_H_

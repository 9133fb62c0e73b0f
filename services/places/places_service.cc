#include "services/places/places_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/places/place_query.h"
#include "services/places/postcode_import.h"
#include "services/rpc/call.h"
#include "services/rpc/error.h"
#include "storage/status_macros.h"

namespace localoffer::places {
namespace {

constexpr absl::string_view kResolve =
    "localoffer.v1.PlacesService/ResolvePlace";
constexpr absl::string_view kBatchResolve =
    "localoffer.v1.PlacesService/BatchResolvePlaces";
constexpr absl::string_view kImport =
    "localoffer.v1.PlacesService/ImportPostcodes";

constexpr int kMostPlaces = 1000;

// Takes one request after another, each on a worker, since it waits for the
// disk; the caller is kept waiting meanwhile. Deletes itself at the end.
class ImportReactor
    : public grpc::ServerReadReactor<v1::ImportPostcodesRequest> {
 public:
  ImportReactor(const access::Endpoint& endpoint,
                geography::Geography& geography,
                const grpc::CallbackServerContext& context,
                v1::ImportPostcodesResponse& response)
      : runtime_(endpoint.runtime()),
        call_(endpoint.runtime(), kImport),
        import_(geography),
        response_(response) {
    const absl::Status allowed = endpoint.guard().Check(context, kImport, "");
    if (allowed.ok()) {
      StartRead(&request_);
    } else {
      Finish(call_.End(allowed));
    }
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(call_.End(Answer()));
    } else if (!runtime_.workers.Run([this] { Take(); })) {
      Finish(call_.End(rpc::Overloaded()));
    }
  }

  void Take() {
    const absl::Status added = import_.Add(request_);
    if (added.ok()) {
      StartRead(&request_);
    } else {
      Finish(call_.End(added));
    }
  }

  absl::Status Answer() {
    ASSIGN_OR_RETURN(response_, import_.Report());
    return absl::OkStatus();
  }

  void OnDone() override { delete this; }

  rpc::Runtime& runtime_;
  const rpc::Call call_;
  PostcodeImport import_;
  v1::ImportPostcodesRequest request_;
  v1::ImportPostcodesResponse& response_;
};

}  // namespace

grpc::ServerUnaryReactor* PlacesService::ResolvePlace(
    grpc::CallbackServerContext* context,
    const v1::ResolvePlaceRequest* request,
    v1::ResolvePlaceResponse* response) {
  return endpoint_.Read(kResolve, context, response,
                        [&] { return Resolve(*request); });
}

absl::StatusOr<v1::ResolvePlaceResponse> PlacesService::Resolve(
    const v1::ResolvePlaceRequest& request) const {
  ASSIGN_OR_RETURN(const geography::Place place,
                   FindPlace("place", request.place(), geography_));
  v1::ResolvePlaceResponse response;
  *response.mutable_place() = ShowPlace(place, geography_.gazetteer());
  return response;
}

grpc::ServerUnaryReactor* PlacesService::BatchResolvePlaces(
    grpc::CallbackServerContext* context,
    const v1::BatchResolvePlacesRequest* request,
    v1::BatchResolvePlacesResponse* response) {
  return endpoint_.Read(kBatchResolve, context, response,
                        [&] { return BatchResolve(*request); });
}

absl::StatusOr<v1::BatchResolvePlacesResponse> PlacesService::BatchResolve(
    const v1::BatchResolvePlacesRequest& request) const {
  if (request.places().empty() || request.places_size() > kMostPlaces) {
    return rpc::InvalidField("places",
                             absl::StrCat("wanted 1 to ", kMostPlaces));
  }
  v1::BatchResolvePlacesResponse response;
  for (const v1::PlaceQuery& query : request.places()) {
    v1::ResolvePlaceResponse& result = *response.add_results();
    const absl::StatusOr<geography::Place> place =
        FindPlace("places", query, geography_);
    if (place.ok()) {
      *result.mutable_place() = ShowPlace(*place, geography_.gazetteer());
    } else if (!absl::IsNotFound(place.status()) &&
               !absl::IsInvalidArgument(place.status())) {
      return place.status();
    }
  }
  return response;
}

grpc::ServerReadReactor<v1::ImportPostcodesRequest>*
PlacesService::ImportPostcodes(grpc::CallbackServerContext* context,
                               v1::ImportPostcodesResponse* response) {
  return new ImportReactor(endpoint_, geography_, *context, *response);
}

}  // namespace localoffer::places

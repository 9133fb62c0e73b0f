// Places over gRPC: the table of postcodes, and what it says.
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "clients/postcode_file.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/testing/test_node.h"

namespace localoffer::testing {
namespace {

using ::testing::HasSubstr;
using Rows = std::vector<v1::PostcodeRow>;

v1::PostcodeRow Row(const std::string& postcode, double latitude,
                    double longitude, const std::string& district,
                    int64_t line) {
  v1::PostcodeRow row;
  row.set_postcode(postcode);
  row.mutable_point()->set_latitude(latitude);
  row.mutable_point()->set_longitude(longitude);
  row.set_district(district);
  row.set_line(line);
  return row;
}

class PlacesTest : public ::testing::Test {
 protected:
  grpc::Status Resolve(const std::string& postcode, v1::Place& place) {
    v1::ResolvePlaceRequest request;
    request.mutable_place()->set_postcode(postcode);
    v1::ResolvePlaceResponse response;
    grpc::Status status =
        node_.places().ResolvePlace(With("").get(), request, &response);
    place = response.place();
    return status;
  }

  // Each of `requests` in a message of its own.
  grpc::Status Import(const std::vector<Rows>& requests,
                      v1::ImportPostcodesResponse& response) {
    const auto context = With(node_.Token("-"));
    const auto writer =
        node_.places().ImportPostcodes(context.get(), &response);
    for (const Rows& rows : requests) {
      v1::ImportPostcodesRequest request;
      request.mutable_rows()->Assign(rows.begin(), rows.end());
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  TestNode node_;
};

TEST_F(PlacesTest, APostcodeIsKnownOnceItIsImportedAndAfterARestart) {
  v1::Place place;
  ASSERT_TRUE(Resolve("ex1 1hs", place).ok());
  EXPECT_TRUE(place.approximate());
  EXPECT_EQ(place.authority(), "E10000008");
  EXPECT_EQ(place.district(), "");

  v1::ImportPostcodesResponse report;
  const grpc::Status imported =
      Import({{Row("EX11HS", 50.7256, -3.5269, "E07000041", 1)},
              {Row("BS1 4DJ", 51.4527, -2.6028, "Bristol", 2)}},
             report);
  ASSERT_TRUE(imported.ok()) << imported.error_message();
  EXPECT_EQ(report.written_rows(), 2);
  EXPECT_EQ(report.refused_rows(), 0);
  EXPECT_EQ(report.postcode_count(), 2);

  node_.Restart();
  ASSERT_TRUE(Resolve("ex1 1hs", place).ok());
  EXPECT_FALSE(place.approximate());
  EXPECT_EQ(place.postcode(), "EX1 1HS");
  EXPECT_EQ(place.outcode(), "EX1");
  EXPECT_EQ(place.point().latitude(), 50.7256);
  EXPECT_EQ(place.authority_title(), "Devon");
  EXPECT_EQ(place.district_title(), "Exeter");
  EXPECT_EQ(place.integrated_care_board_title(),
            "NHS Devon Integrated Care Board");
  ASSERT_TRUE(Resolve("BS1 4DJ", place).ok());
  EXPECT_EQ(place.district(), kBristol);
}

TEST_F(PlacesTest, APointIsResolvedToo) {
  v1::ResolvePlaceRequest request;
  request.mutable_place()->mutable_point()->set_latitude(51.4527);
  request.mutable_place()->mutable_point()->set_longitude(-2.6028);
  v1::ResolvePlaceResponse response;
  ASSERT_TRUE(
      node_.places().ResolvePlace(With("").get(), request, &response).ok());
  EXPECT_EQ(response.place().authority(), kBristol);
  EXPECT_FALSE(response.place().approximate());
}

TEST_F(PlacesTest, APointOffTheCoastHasTheAreasOfTheNearestGround) {
  v1::ResolvePlaceRequest request;
  // Southwold's pier.
  request.mutable_place()->mutable_point()->set_latitude(52.3270);
  request.mutable_place()->mutable_point()->set_longitude(1.6870);
  v1::ResolvePlaceResponse response;
  ASSERT_TRUE(
      node_.places().ResolvePlace(With("").get(), request, &response).ok());
  EXPECT_EQ(response.place().authority(), "E10000029");
  EXPECT_TRUE(response.place().nearest_ground());
  // Of the point itself nothing is guessed.
  EXPECT_FALSE(response.place().approximate());
}

TEST_F(PlacesTest, AMistakeIsToldAlikeWhereverAPlaceIsAskedFor) {
  const auto refusals = [this](const v1::PlaceQuery& place) {
    v1::ResolvePlaceRequest resolve;
    *resolve.mutable_place() = place;
    v1::ResolvePlaceResponse resolved;
    v1::SearchEntriesRequest search;
    *search.mutable_filter()->mutable_serves() = place;
    v1::SearchEntriesResponse found;
    v1::CheckInclusionRequest check;
    check.add_providers("providers/GB-CHC-9900001");
    v1::Circle& circle = *check.mutable_catchment()->add_circles();
    *circle.mutable_center() = place;
    circle.set_radius_meters(1000);
    v1::CheckInclusionResponse checked;
    return std::vector<std::string>{
        node_.places()
            .ResolvePlace(With("").get(), resolve, &resolved)
            .error_message(),
        node_.directory()
            .SearchEntries(With("").get(), search, &found)
            .error_message(),
        node_.inclusion()
            .CheckInclusion(With("").get(), check, &checked)
            .error_message()};
  };
  const std::vector<std::string> fields = {"place", "filter.serves",
                                           "catchment.circles[0].center"};
  struct Mistake {
    const char* place;
    const char* field;
    const char* wording;
  };
  for (const Mistake& mistake :
       {Mistake{"postcode: 'Narnia'", ".postcode",
                "\"Narnia\": wanted a postcode such as BS1 4DJ, or its first "
                "part, such as BS1"},
        Mistake{"postcode: 'ZZ9'", ".postcode",
                "no postcode begins with ZZ9; wanted a postcode such as BS1 "
                "4DJ, or its first part"},
        Mistake{"point { latitude: 91 }", ".point",
                "wanted a latitude from -90 to 90 and a longitude from -180 to "
                "180"},
        Mistake{"", "", "wanted a postcode, such as BS1 4DJ, or a point"}}) {
    v1::PlaceQuery place;
    ASSERT_TRUE(
        google::protobuf::TextFormat::ParseFromString(mistake.place, &place));
    const std::vector<std::string> told = refusals(place);
    for (size_t i = 0; i < fields.size(); ++i) {
      EXPECT_THAT(told[i], HasSubstr(absl::StrCat(fields[i], mistake.field,
                                                  ": ", mistake.wording)));
    }
  }
}

TEST_F(PlacesTest, PointsOfTheNationalGridAreConvertedOrRefused) {
  v1::PostcodeRow on = Row("BS1 4DJ", 0, 0, "", 1);
  on.clear_point();
  on.mutable_grid_point()->set_easting(358100);
  on.mutable_grid_point()->set_northing(172700);
  v1::PostcodeRow off = on;
  off.set_postcode("BS1 4DP");
  off.set_line(2);
  off.mutable_grid_point()->set_easting(9'999'999);
  v1::ImportPostcodesResponse report;
  ASSERT_TRUE(Import({{on, off}}, report).ok());
  EXPECT_EQ(report.written_rows(), 1);
  ASSERT_EQ(report.violations_size(), 1);
  EXPECT_EQ(report.violations(0).reason(), "POINT_NOT_ON_NATIONAL_GRID");
  EXPECT_EQ(report.violations(0).position().record(), 2);
  EXPECT_EQ(report.violations(0).value(), "9999999, 172700");
  v1::Place place;
  ASSERT_TRUE(Resolve("BS1 4DJ", place).ok());
  EXPECT_NEAR(place.point().latitude(), 51.4520, 0.001);
  EXPECT_NEAR(place.point().longitude(), -2.6046, 0.001);
}

TEST_F(PlacesTest, WhatIsNoPlaceIsRefusedWithWhatWasWanted) {
  v1::Place place;
  const grpc::Status malformed = Resolve("Narnia", place);
  EXPECT_EQ(malformed.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(malformed.error_message(), HasSubstr("BS1 4DJ"));
  const grpc::Status unknown = Resolve("ZZ9 9ZZ", place);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Reason(unknown), "PLACE_NOT_FOUND");
  v1::ResolvePlaceResponse response;
  EXPECT_EQ(
      node_.places()
          .ResolvePlace(With("").get(), v1::ResolvePlaceRequest(), &response)
          .error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(PlacesTest, RowsThatAreNotInOrderAreReportedAndTheOthersWritten) {
  v1::ImportPostcodesResponse report;
  ASSERT_TRUE(Import({{Row("nonsense", 99.999999, 0, std::string(101, 'x'), 7),
                       Row("BS1 4DJ", 51.4527, -2.6028, "", 8),
                       Row("BS1 4DP", 51.4527, -2.6028, "Narnia", 9)}},
                     report)
                  .ok());
  EXPECT_EQ(report.written_rows(), 2);
  EXPECT_EQ(report.refused_rows(), 1);
  EXPECT_EQ(report.rows_with_unknown_areas(), 1);
  ASSERT_EQ(report.violations_size(), 3);
  for (const v1::Violation& violation : report.violations()) {
    EXPECT_EQ(violation.position().record(), 7);
  }
  EXPECT_EQ(report.violations(0).reason(), "POSTCODE_MALFORMED");
  EXPECT_EQ(report.violations(1).reason(), "POINT_NOT_IN_UNITED_KINGDOM");
  EXPECT_EQ(report.violations(2).reason(), "AREA_MALFORMED");
}

TEST_F(PlacesTest, ReportsOfRefusedRowsAreCutToWhatAMessageHolds) {
  v1::ImportPostcodesResponse report;
  ASSERT_TRUE(
      Import({Rows(10'000, Row(std::string(300, 'x'), 0, 0, "", 1))}, report)
          .ok());
  EXPECT_EQ(report.refused_rows(), 10'000);
  ASSERT_EQ(report.violations_size(), 1000);
  EXPECT_EQ(report.violations(0).title(), std::string(200, 'x'));
  EXPECT_EQ(report.violations(0).value(), std::string(200, 'x'));
}

TEST_F(PlacesTest, ImportsHaveTheirLimits) {
  v1::ImportPostcodesResponse report;
  EXPECT_EQ(Import({Rows()}, report).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Import({Rows(10'001, Row("BS1 4DJ", 51, -2, "", 1))}, report)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(Import({}, report).ok());
  EXPECT_EQ(report.written_rows(), 0);
}

TEST_F(PlacesTest, EntriesArePlacedAnewOnceTheirPostcodeIsKnown) {
  v1::Entry entry = TestEntry(1, "Club");
  entry.mutable_service()
      ->add_service_at_locations()
      ->mutable_location()
      ->add_addresses()
      ->set_postal_code("EX1 1HS");
  node_.MustPublish("E10000008", {entry});
  const auto near = [this] {
    v1::SearchEntriesRequest request;
    v1::NearFilter& filter = *request.mutable_filter()->mutable_near();
    filter.mutable_place()->mutable_point()->set_latitude(50.7256);
    filter.mutable_place()->mutable_point()->set_longitude(-3.5269);
    filter.set_radius_meters(50);
    v1::SearchEntriesResponse found;
    EXPECT_TRUE(
        node_.directory().SearchEntries(With("").get(), request, &found).ok());
    return found.total_size();
  };
  // It stands in the middle of EX1.
  EXPECT_EQ(near(), 0);
  v1::ImportPostcodesResponse report;
  ASSERT_TRUE(
      Import({{Row("EX1 1HS", 50.7256, -3.5269, "E07000041", 1)}}, report)
          .ok());
  node_.Restart();
  EXPECT_EQ(near(), 1);
}

// A real table, without a third of the cities. Skipped where it is not at
// hand.
TEST_F(PlacesTest, ARealTableIsImportedWithoutALoss) {
  const char* shared = std::getenv("LOCALOFFER_SHARED_DIR");
  const std::string path = absl::StrCat(
      shared != nullptr ? shared : LOCALOFFER_SOURCE_DIR "/../shared",
      "/data/geo/postcodes_england_os_opennames_partial.csv.gz");
  const auto file = client::PostcodeFile::Open(path);
  if (!file.ok()) GTEST_SKIP() << "the table is not here";
  const auto begin = std::chrono::steady_clock::now();
  v1::ImportPostcodesResponse report;
  const auto context = With(node_.Token("-"));
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::minutes(4));
  const auto writer = node_.places().ImportPostcodes(context.get(), &report);
  v1::ImportPostcodesRequest request;
  client::PostcodeLine line;
  while (*(*file)->Next(&line)) {
    ASSERT_EQ(line.left_out, client::LeftOut::kNot) << line.number;
    request.add_rows()->Swap(&line.row);
    if (request.rows_size() < 5000) continue;
    ASSERT_TRUE(writer->Write(request));
    request.Clear();
  }
  writer->Write(request);
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  const std::chrono::duration<double> taken =
      std::chrono::steady_clock::now() - begin;
  std::cerr << report.written_rows() << " rows in " << taken.count() << " s\n";
  EXPECT_EQ(report.written_rows(), 446'611);
  EXPECT_EQ(report.refused_rows(), 0);
  EXPECT_EQ(report.rows_with_unknown_areas(), 0);
  EXPECT_EQ(report.postcode_count(), 446'611);
  v1::Place place;
  ASSERT_TRUE(Resolve("B49 5AA", place).ok());
  EXPECT_FALSE(place.approximate());
  EXPECT_EQ(place.district_title(), "Stratford-on-Avon");
  EXPECT_EQ(place.authority_title(), "Warwickshire");
}

}  // namespace
}  // namespace localoffer::testing

// The verbs of places.
#include <filesystem>

#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PlacesTest : public CommandTest {
 protected:
  PlacesTest() {
    server_.answers.resolve_place = [this](
                                        const v1::ResolvePlaceRequest& request,
                                        v1::ResolvePlaceResponse* response) {
      asked_ = request;
      v1::Place& place = *response->mutable_place();
      place.mutable_point()->set_latitude(51.4527);
      place.mutable_point()->set_longitude(-2.6028);
      place.set_outcode("BS1");
      place.set_approximate(true);
      place.set_authority("E06000023");
      place.set_authority_title("City of Bristol");
      place.set_district("E06000023");
      return grpc::Status::OK;
    };
    server_.answers.import_postcodes =
        [this](const v1::ImportPostcodesRequest& request,
               v1::ImportPostcodesResponse* response) {
          sent_ = request;
          response->set_written_rows(request.rows_size() - 1);
          response->set_refused_rows(1);
          response->set_postcode_count(4711);
          v1::Violation& violation = *response->add_violations();
          violation.mutable_position()->set_record(2);
          violation.set_field("postcode");
          violation.set_value("nonsense");
          violation.set_wanted("a postcode such as BS1 4DJ");
          return grpc::Status::OK;
        };
  }

  v1::ResolvePlaceRequest asked_;
  v1::ImportPostcodesRequest sent_;
};

TEST_F(PlacesTest, PlaceTellsWhatLiesAtAPostcode) {
  const Outcome outcome = Run({"place", "bs1", "4dj"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(asked_.place().postcode(), "bs1 4dj");
  EXPECT_THAT(outcome.out, HasSubstr("City of Bristol (E06000023)"));
  EXPECT_THAT(outcome.out, HasSubstr("51.452700, -2.602800 (approximate)"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("District")));
}

TEST_F(PlacesTest, PlaceTakesAPoint) {
  EXPECT_EQ(Run({"place", "51.45,-2.58", "--output", "json"}).code, 0);
  EXPECT_EQ(asked_.place().point().latitude(), 51.45);
  EXPECT_EQ(asked_.place().point().longitude(), -2.58);
}

TEST_F(PlacesTest, ImportSendsTheRowsAndSaysWhatBecameOfThem) {
  const std::string path = File("table.csv",
                                "postcode,lat,lon,district\n"
                                "nonsense,51.4,-2.6,Bristol\n"
                                "BS1 4DJ,51.4,-2.6,Bristol\n"
                                "BS1 4DP,51.4\n"
                                "BS1 4DL,,,Bristol\n");
  const Outcome outcome = Run({"import-postcodes", path});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  ASSERT_EQ(sent_.rows_size(), 2);
  EXPECT_EQ(sent_.rows(1).postcode(), "BS1 4DJ");
  EXPECT_EQ(sent_.rows(1).line(), 3);
  EXPECT_THAT(outcome.out, HasSubstr("plain table: 1 file"));
  EXPECT_THAT(outcome.out, HasSubstr("line 2, postcode: \"nonsense\": wanted a "
                                     "postcode such as BS1 4DJ"));
  EXPECT_THAT(outcome.out, HasSubstr("line 4, line: \"BS1 4DP,51.4\": wanted 4 "
                                     "columns"));
  EXPECT_THAT(outcome.out, HasSubstr("Wrote 1 postcodes, refused 2."));
  EXPECT_THAT(outcome.out, HasSubstr("Left out: 1 without coordinates."));
  EXPECT_THAT(outcome.out, HasSubstr("holds 4711 postcodes"));
}

TEST_F(PlacesTest, ImportPassesOverOtherFilesOfAFolder) {
  const std::string path = File("Code-Point_Open_Column_Headers.csv", "a,b\n");
  File("table.csv", "postcode,lat,lon\nBS1 4DJ,51.4,-2.6\n");
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Outcome outcome = Run({"import-postcodes", folder});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(sent_.rows_size(), 1);
  EXPECT_THAT(outcome.err, HasSubstr("passed over"));
  // Named by itself, it is a mistake.
  EXPECT_EQ(Run({"import-postcodes", path}).code, 2);
  EXPECT_EQ(Run({"import-postcodes", folder + "/none.csv"}).code, 2);
}

}  // namespace
}  // namespace localoffer::command

// `coverage`.
#include <string>

#include "clients/localoffer/command_fixture.h"

namespace localoffer::command {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Covering : public CommandTest {
 protected:
  Covering() {
    server_.answers.check_coverage =
        [this](const v1::CheckCoverageRequest& request,
               v1::CheckCoverageResponse* response) {
          asked_ = request;
          *response = coverage_;
          return grpc::Status::OK;
        };
  }

  v1::AuthorityCoverage* Add(const std::string& title,
                             v1::CoverageStatus status) {
    v1::AuthorityCoverage* coverage = coverage_.add_coverages();
    coverage->set_title(title);
    coverage->set_status(status);
    return coverage;
  }

  v1::CheckCoverageRequest asked_;
  v1::CheckCoverageResponse coverage_;
};

TEST_F(Covering, PrintsAStatusForEachAuthorityAndWhatItComesTo) {
  v1::AuthorityCoverage* bristol =
      Add("Bristol", v1::COVERAGE_STATUS_CONFIRMED);
  bristol->set_evidence_count(3);
  bristol->set_in_date_count(2);
  bristol->set_identified_count(1);
  v1::NilDeclaration* nil = Add("Wiltshire", v1::COVERAGE_STATUS_NIL_DECLARED)
                                ->mutable_nil_declaration();
  nil->set_statutory_item("LO-C9");
  nil->set_reason("none here");
  nil->mutable_declare_time()->set_seconds(1756684800);
  Add("Bath", v1::COVERAGE_STATUS_ONE_SIDED)
      ->add_listed_elsewhere("authorities/E06000023");
  bristol->set_authority("authorities/E06000023");
  Add("Devon", v1::COVERAGE_STATUS_NO_DATA);
  v1::CoverageShare* share = coverage_.add_shares();
  share->set_status(v1::COVERAGE_STATUS_CONFIRMED);
  share->set_authority_count(1);
  share->set_population(465866);
  share->set_population_share(0.253);
  v1::CoverageShare* little = coverage_.add_shares();
  little->set_status(v1::COVERAGE_STATUS_ONE_SIDED);
  little->set_authority_count(1);
  little->set_population(100);
  little->set_population_share(0.001);
  const Outcome outcome = Run({"coverage", "short breaks"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(
      outcome.out,
      "authority  status         entries  in date  identified  about\n"
      "Bristol    confirmed      3        2        1\n"
      "Wiltshire  none expected  0        0        0           LO-C9 declared "
      "nil on 2025-09-01: none here\n"
      "Bath       one-sided      0        0        0           listed by "
      "Bristol\n"
      "\n"
      "status     authorities  people  share\n"
      "confirmed  1            465866  25 %\n"
      "one-sided  1            100     <1 %\n");
  EXPECT_THAT(Run({"coverage", "short breaks", "--all"}).out,
              HasSubstr("Devon"));
}

TEST_F(Covering, AuthoritiesThatWereNotAskedAboutAreNamed) {
  v1::AuthorityCoverage* bath = Add("Bath", v1::COVERAGE_STATUS_ONE_SIDED);
  bath->add_listed_elsewhere("authorities/E06000023");
  bath->add_listed_elsewhere("authorities/E99999999");
  EXPECT_THAT(Run({"coverage", "LO-C9", "--authority", "bath"}).out,
              HasSubstr("listed by Bristol, E99999999\n"));
}

TEST_F(Covering, OfWhatIsNotHereNothingIsSaid) {
  Add("Bath", v1::COVERAGE_STATUS_NO_DATA);
  EXPECT_THAT(Run({"coverage", "LO-C9", "--authority", "bath"}).out,
              HasSubstr("Bath       not known  0"));
}

TEST_F(Covering, ASubjectIsAComponentOrAnItem) {
  Run({"coverage", "end of life"});
  EXPECT_EQ(asked_.palliative_component(),
            v1::PALLIATIVE_COMPONENT_END_OF_LIFE);
  Run({"coverage", "lo-b3A", "--authority", "E06000023", "--at", "2025-09-01"});
  EXPECT_EQ(asked_.statutory_item(), "LO-B3a");
  EXPECT_THAT(asked_.authorities(), ElementsAre("authorities/E06000023"));
  EXPECT_TRUE(asked_.has_read_time());
  const Outcome outcome = Run({"coverage", "hospices"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("short_breaks"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("unspecified")));
}

}  // namespace
}  // namespace localoffer::command

// `search`, `get`, `history` and `export`.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/localoffer/command_fixture.h"
#include "clients/localoffer/terminal_text.h"

namespace localoffer::command {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kEntryName[] = "authorities/E06000023/entries/e1";

v1::Entry HospiceEntry() {
  v1::Entry entry;
  entry.set_name(kEntryName);
  entry.set_state(v1::ENTRY_STATE_PUBLISHED);
  entry.set_sequence(7);
  entry.mutable_create_time()->set_seconds(1700000000);
  entry.mutable_update_time()->set_seconds(1756684800);
  v1::Service& service = *entry.mutable_service();
  service.set_name("Short breaks at the hospice");
  service.set_description("<p>Stays &amp; day care</p>");
  service.set_status(v1::SERVICE_STATUS_TEMPORARILY_CLOSED);
  service.set_minimum_age(0);
  service.set_maximum_age(18);
  service.mutable_organization()->set_name("Example Children's Hospice");
  auto* identifier =
      service.mutable_organization()->add_organization_identifiers();
  identifier->set_identifier_scheme("GB-CHC");
  identifier->set_identifier("9900001");
  v1::LocalOffer& offer = *entry.mutable_local_offer();
  offer.add_statutory_items("LO-C9");
  offer.add_limbs(v1::LIMB_IN_AREA);
  offer.set_ehc_plan(v1::EHC_PLAN_NOT_NEEDED);
  offer.mutable_palliative_care()->add_condition_categories(
      v1::CONDITION_CATEGORY_1);
  offer.set_no_diagnosis_needed(true);
  return entry;
}

class Reading : public CommandTest {
 protected:
  Reading() {
    server_.answers.search_entries =
        [this](const v1::SearchEntriesRequest& request,
               v1::SearchEntriesResponse* response) {
          search_ = request;
          *response = found_;
          return grpc::Status::OK;
        };
    *found_.add_hits()->mutable_entry() = HospiceEntry();
    found_.set_total_size(1);
  }

  v1::SearchEntriesRequest search_;
  v1::SearchEntriesResponse found_;
};

TEST_F(Reading, SearchPrintsATable) {
  const Outcome outcome = Run({"search", "short", "breaks"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "rank  name                         provider                    "
            "authority  ages  entry\n"
            "1     Short breaks at the hospice  Example Children's Hospice  "
            "Bristol    0–18  authorities/E06000023/entries/e1\n");
  EXPECT_EQ(outcome.err, "1 entry.\n");
  EXPECT_EQ(search_.query(), "short breaks");
  EXPECT_EQ(search_.page_size(), 20);
}

TEST_F(Reading, SearchFitsATerminalAndKeepsTheName) {
  is_terminal_ = true;
  width_ = 60;
  const Outcome outcome = Run({"search", "respite", "--no-color"});
  const std::vector<std::string> lines = absl::StrSplit(outcome.out, '\n');
  ASSERT_GE(lines.size(), 3u);
  EXPECT_LE(DisplayWidth(lines[1]), 60);
  EXPECT_THAT(lines[1], HasSubstr("…"));
  EXPECT_EQ(lines[2], absl::StrCat("    ", kEntryName));
}

TEST_F(Reading, SearchFlagsReachTheRequest) {
  Run({"search", "respite", "--authority", "Bristol", "--authority",
       "E06000024", "--age", "7", "--at", "2025-09-01", "--limit", "5"});
  EXPECT_THAT(search_.filter().authorities(),
              ElementsAre("authorities/E06000023", "authorities/E06000024"));
  EXPECT_EQ(search_.filter().minimum_age(), 7);
  EXPECT_EQ(search_.filter().maximum_age(), 7);
  EXPECT_EQ(search_.read_time().seconds(), 1756684800);
  EXPECT_EQ(search_.page_size(), 5);
  Run({"search", "--age-from", "16"});
  EXPECT_EQ(search_.query(), "");
  EXPECT_EQ(search_.filter().minimum_age(), 16);
  EXPECT_FALSE(search_.filter().has_maximum_age());
}

TEST_F(Reading, OrganizationsTaxonomiesAndTimesReachTheRequest) {
  Run({"search", "--organization", "o1", "--organization", "organizations/o2",
       "--changed-since", "2025-09-01", "--open", "sat 14:00-16:00", "--open",
       "monday", "--open", "2026-09-05 09:30"});
  const v1::EntryFilter& filter = search_.filter();
  EXPECT_THAT(filter.organizations(),
              ElementsAre("organizations/o1", "organizations/o2"));
  EXPECT_EQ(filter.changed_since().seconds(), 1756684800);
  ASSERT_EQ(filter.open_at_size(), 3);
  EXPECT_EQ(filter.open_at(0).day(), v1::DAY_OF_WEEK_SATURDAY);
  EXPECT_EQ(filter.open_at(0).time(), "14:00");
  EXPECT_EQ(filter.open_at(0).end_time(), "16:00");
  EXPECT_EQ(filter.open_at(1).day(), v1::DAY_OF_WEEK_MONDAY);
  EXPECT_EQ(filter.open_at(1).time(), "");
  EXPECT_EQ(filter.open_at(2).date(), "2026-09-05");
  EXPECT_EQ(filter.open_at(2).time(), "09:30");
  EXPECT_EQ(filter.open_at(2).end_time(), "");
  EXPECT_THAT(Run({"search", "--open", "noday 14:00"}).err,
              HasSubstr("--open: \"noday 14:00\""));
  EXPECT_THAT(Run({"search", "--changed-since", "yesterday"}).err,
              HasSubstr("--changed-since: \"yesterday\" is not a date"));
}

TEST_F(Reading, ATermIsMeantInTheTaxonomyBesideIt) {
  Run({"search", "--taxonomy", "Autism"});
  EXPECT_THAT(search_.filter().taxonomy_terms(), ElementsAre("Autism"));
  EXPECT_EQ(search_.filter().term_conditions_size(), 0);
  Run({"search", "--in-taxonomy", "Needs"});
  ASSERT_EQ(search_.filter().term_conditions_size(), 1);
  ASSERT_EQ(search_.filter().term_conditions(0).any_of_size(), 1);
  EXPECT_EQ(search_.filter().term_conditions(0).any_of(0).taxonomy(),
            "taxonomies/Needs");
  EXPECT_EQ(search_.filter().term_conditions(0).any_of(0).term(), "");
  Run({"search", "--in-taxonomy", "Needs", "--taxonomy", "Autism", "--taxonomy",
       "Respite"});
  EXPECT_THAT(search_.filter().taxonomy_terms(), ElementsAre());
  const v1::TermCondition& any = search_.filter().term_conditions(0);
  ASSERT_EQ(any.any_of_size(), 2);
  EXPECT_EQ(any.any_of(0).term(), "taxonomyTerms/Autism");
  EXPECT_EQ(any.any_of(1).term(), "taxonomyTerms/Respite");
  EXPECT_EQ(any.any_of(1).taxonomy(), "taxonomies/Needs");
}

TEST_F(Reading, WordsMayFollowAnAuthority) {
  Run({"search", "--authority", "Bristol", "short", "breaks"});
  EXPECT_EQ(search_.query(), "short breaks");
  EXPECT_THAT(search_.filter().authorities(),
              ElementsAre("authorities/E06000023"));
}

TEST_F(Reading, SearchSaysWhenThereIsMoreOrNothing) {
  found_.set_total_size(90);
  EXPECT_EQ(Run({"search", "a", "--limit", "1"}).err,
            "The first 1 of 90; --limit shows more.\n");
  found_.Clear();
  const Outcome outcome = Run({"search", "nothing"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("No entry matches."));
}

TEST_F(Reading, AnAmbiguousAuthorityListsTheCandidates) {
  const Outcome outcome = Run({"search", "a", "--authority", "north"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("E06000022"), HasSubstr("E06000024")));
  EXPECT_EQ(Run({"search", "a", "--authority", "Atlantis"}).code, 3);
}

TEST_F(Reading, ADateThatIsNoneNamesItsFlag) {
  const Outcome outcome = Run({"search", "a", "--at", "01/09/2025"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--at: \"01/09/2025\" is not a date"));
}

TEST_F(Reading, GetShowsTheEntryWhole) {
  server_.answers.get_entry = [](const v1::GetEntryRequest& request,
                                 v1::GetEntryResponse* response) {
    EXPECT_EQ(request.name(), kEntryName);
    *response->mutable_entry() = HospiceEntry();
    return grpc::Status::OK;
  };
  const Outcome outcome = Run({"get", "E1", "--authority", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr("Short breaks at the hospice\n"),
            HasSubstr("authority         Bristol\n"),
            HasSubstr("Example Children's Hospice (GB-CHC-9900001)\n"),
            HasSubstr("status            temporarily closed\n"),
            HasSubstr("ages              0–18\n"),
            HasSubstr("limbs             in area\n"),
            HasSubstr("ehc plan          not needed\n"),
            HasSubstr("condition categories 1\n"),
            HasSubstr("no diagnosis needed yes\n"),
            HasSubstr("this revision     2025-09-01T00:00:00Z, sequence 7\n"),
            HasSubstr("\n  Stays & day care\n")));
}

TEST_F(Reading, GetOfSeveralIsOneBatch) {
  server_.answers.batch_get_entries =
      [](const v1::BatchGetEntriesRequest& request,
         v1::BatchGetEntriesResponse* response) {
        EXPECT_EQ(request.view(), v1::ENTRY_VIEW_FULL);
        for (const std::string& name : request.names()) {
          response->add_entries()->set_name(name);
        }
        return grpc::Status::OK;
      };
  const Outcome outcome =
      Run({"get", kEntryName, "authorities/E06000024/entries/e2", "--output",
           "json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr(kEntryName), HasSubstr("E06000024/entries/e2")));
}

TEST_F(Reading, AnIdAloneNeedsAnAuthority) {
  const Outcome outcome = Run({"get", "e1"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--authority"));
  EXPECT_EQ(Run({"get", "entries/e1"}).code, 2);
}

TEST_F(Reading, HistoryShowsDifferencesFieldByField) {
  server_.answers.list_entry_revisions =
      [](const v1::ListEntryRevisionsRequest& request,
         v1::ListEntryRevisionsResponse* response) {
        EXPECT_EQ(request.name(), kEntryName);
        v1::EntryRevision* withdrawn = response->add_revisions();
        *withdrawn->mutable_entry() = HospiceEntry();
        withdrawn->mutable_entry()->set_state(v1::ENTRY_STATE_WITHDRAWN);
        withdrawn->mutable_entry()->mutable_withdrawal()->set_reason("Closed");
        v1::EntryRevision* changed = response->add_revisions();
        *changed->mutable_entry() = HospiceEntry();
        v1::FieldDifference* difference = changed->add_differences();
        difference->set_path("service.maximum_age");
        difference->set_before("16");
        difference->set_after("18");
        *response->add_revisions()->mutable_entry() = HospiceEntry();
        return grpc::Status::OK;
      };
  const Outcome outcome = Run({"history", kEntryName});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "Short breaks at the hospice\n"
            "authorities/E06000023/entries/e1\n"
            "\n"
            "2025-09-01T00:00:00Z  sequence 7  withdrawn\n"
            "  reason: Closed\n"
            "\n"
            "2025-09-01T00:00:00Z  sequence 7  published\n"
            "  service.maximum_age: 16 → 18\n"
            "\n"
            "2025-09-01T00:00:00Z  sequence 7  first published\n");
}

TEST_F(Reading, WhatIsErasedIsSaidToBe) {
  v1::Entry erased = HospiceEntry();
  erased.clear_service();
  erased.clear_local_offer();
  erased.mutable_erasure()->set_sequence(9);
  erased.mutable_erasure()->set_reason("It named a person");
  server_.answers.list_entry_revisions =
      [&](const v1::ListEntryRevisionsRequest&,
          v1::ListEntryRevisionsResponse* response) {
        v1::EntryRevision* after = response->add_revisions();
        *after->mutable_entry() = HospiceEntry();
        after->add_differences()->set_path("service.name");
        *response->add_revisions()->mutable_entry() = erased;
        return grpc::Status::OK;
      };
  EXPECT_EQ(Run({"history", kEntryName}).out,
            "Short breaks at the hospice\n"
            "authorities/E06000023/entries/e1\n"
            "\n"
            "2025-09-01T00:00:00Z  sequence 7  published\n"
            "  what it said before was erased\n"
            "\n"
            "2025-09-01T00:00:00Z  sequence 7  first published\n"
            "  erased by sequence 9: It named a person\n");
  server_.answers.get_entry = [&](const v1::GetEntryRequest&,
                                  v1::GetEntryResponse* response) {
    *response->mutable_entry() = erased;
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"get", kEntryName}).out, HasSubstr("It named a person"));
}

TEST_F(Reading, HistoryIsAskedForAsItWas) {
  server_.answers.list_entry_revisions =
      [](const v1::ListEntryRevisionsRequest& request,
         v1::ListEntryRevisionsResponse* response) {
        EXPECT_EQ(request.read_time().seconds(), 1756684800);
        *response->add_revisions()->mutable_entry() = HospiceEntry();
        return grpc::Status::OK;
      };
  const Outcome outcome = Run({"history", kEntryName, "--at", "2025-09-01"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(Run({"history", kEntryName, "--at", "01/09/2025"}).code, 2);
}

class Exporting : public CommandTest {
 protected:
  Exporting() {
    server_.answers.export_entries =
        [this](const v1::ExportEntriesRequest& request,
               std::vector<v1::ExportEntriesResponse>* parts) {
          request_ = request;
          parts->resize(1);
          (*parts)[0].set_chunk("{\"contents\":[]}");
          return grpc::Status::OK;
        };
  }

  v1::ExportEntriesRequest request_;
};

TEST_F(Exporting, WritesTheBytesToStdout) {
  const Outcome outcome = Run({"export", "Bristol"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "{\"contents\":[]}");
  EXPECT_EQ(outcome.err, "Wrote 15 bytes.\n");
  EXPECT_EQ(request_.parent(), "authorities/E06000023");
  EXPECT_EQ(request_.format(), v1::EXPORT_FORMAT_OPEN_REFERRAL_3);
}

TEST_F(Exporting, WritesAFile) {
  const std::string path = File("out.csv", "old");
  const Outcome outcome = Run({"export", "all", "--format", "csv",
                               "--as-supplied", "-o", path, "--quiet"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out + outcome.err, "");
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), "{\"contents\":[]}");
  EXPECT_EQ(request_.parent(), "authorities/-");
  EXPECT_EQ(request_.format(), v1::EXPORT_FORMAT_CSV);
  EXPECT_TRUE(request_.as_supplied());
}

TEST_F(Exporting, AsksForTheFormThatIsNamed) {
  const std::map<std::string, v1::ExportFormat> forms = {
      {"open-referral-3", v1::EXPORT_FORMAT_OPEN_REFERRAL_3},
      {"open-referral-1", v1::EXPORT_FORMAT_OPEN_REFERRAL_1},
      {"csv", v1::EXPORT_FORMAT_CSV},
      {"ndjson", v1::EXPORT_FORMAT_NDJSON},
      {"datapackage", v1::EXPORT_FORMAT_DATA_PACKAGE}};
  for (const auto& [name, format] : forms) {
    EXPECT_EQ(Run({"export", "all", "--format", name}).code, 0) << name;
    EXPECT_EQ(request_.format(), format) << name;
  }
  EXPECT_EQ(Run({"export", "all", "--format", "xml"}).code, 2);
}

TEST_F(Exporting, DoesNotPourItOnATerminal) {
  is_terminal_ = true;
  const Outcome outcome = Run({"export", "Bristol"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("-o FILE"));
}

}  // namespace
}  // namespace localoffer::command

#include "services/catalogue/contents.h"

#include <map>
#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/index/analyzer.h"

namespace localoffer::catalogue {
namespace {

using ::testing::ElementsAre;

TermUse Use(const std::string& id, const std::string& name,
            const std::string& taxonomy, const std::string& taxonomy_id = "",
            const std::string& parent_id = "") {
  v1::TaxonomyTerm term;
  term.set_name(name);
  term.set_taxonomy(taxonomy);
  term.set_taxonomy_id(taxonomy_id);
  term.set_parent_id(parent_id);
  return {id, std::make_shared<const TermWords>(TermWordsOf(term, id))};
}

struct LoggedFacts : EntryFacts {
  std::string log = "E06000023";
};

class ContentsTest : public ::testing::Test {
 protected:
  LoggedFacts& Add() {
    entries_.emplace_back().entry_id = absl::StrCat("e", entries_.size());
    entries_.back().sequence = entries_.size();
    return entries_.back();
  }

  // As they are in the order of their logs.
  Contents Make(const Contents* previous = nullptr) const {
    std::map<std::string, EntryPacker> logs;
    for (const LoggedFacts& entry : entries_) logs[entry.log].Add(entry);
    Contents::Sections sections;
    for (auto& [log, entries] : logs) {
      sections.push_back(
          std::make_shared<const Section>(log, std::move(entries).Finish()));
    }
    return Contents(storage::Instant(), std::move(sections), previous);
  }

  std::vector<LoggedFacts> entries_;
};

TEST_F(ContentsTest, ATermThatHasOneIdKeepsIt) {
  Add().terms = {Use("a", "autism", "needs", "n")};
  Add().terms = {Use("a", "autism", "needs", "n")};
  const Contents contents = Make();
  ASSERT_EQ(contents.terms().size(), 1u);
  EXPECT_EQ(contents.terms()[0].id, "a");
  EXPECT_EQ(contents.terms()[0].taxonomy_id, "n");
  EXPECT_THAT(contents.terms()[0].entries, ElementsAre(0, 1));
}

TEST_F(ContentsTest, OneThatHasSeveralGetsOneThatFollowsFromItAlone) {
  Add().terms = {Use("a", "autism", "needs")};
  Add().terms = {Use("b", "autism", "Needs")};
  const std::string id = Make().terms()[0].id;
  std::swap(entries_[0], entries_[1]);
  Add().terms = {Use("c", "autism", "needs")};
  const Contents contents = Make();
  ASSERT_EQ(contents.terms().size(), 1u);
  EXPECT_EQ(contents.terms()[0].id, id);
  for (const std::string& each :
       {std::string("A"), std::string("b"), std::string("c"), id}) {
    EXPECT_EQ(contents.FindTerm(each), &contents.terms()[0]) << each;
  }
  EXPECT_EQ(contents.FindTerm("d"), nullptr);
}

TEST_F(ContentsTest, NoneHasAnIdThatAnotherHas) {
  Add().terms = {Use("a", "autism", "needs", "x"), Use("z", "zoo", "needs")};
  Add().terms = {Use("A", "asthma", "kinds", "X")};
  entries_.back().log = "E08000035";
  const Contents contents = Make();
  ASSERT_EQ(contents.terms().size(), 3u);
  for (const TermFacts& term : contents.terms()) {
    EXPECT_EQ(contents.FindTerm(term.id), &term) << term.id;
  }
  EXPECT_EQ(contents.FindTerm("z")->id, "z");
  ASSERT_EQ(contents.taxonomies().size(), 2u);
  for (const TaxonomyFacts& taxonomy : contents.taxonomies()) {
    EXPECT_EQ(contents.FindTaxonomy(taxonomy.id), &taxonomy) << taxonomy.id;
  }
}

// DURABLE: apps keep these ids.
TEST_F(ContentsTest, DerivedIdsStayAsTheyAre) {
  Add().terms = {Use("a", "autism", "needs", "x")};
  Add().terms = {Use("b", "autism", "needs", "y")};
  const Contents contents = Make();
  EXPECT_EQ(contents.terms()[0].id, "65c4bde5-67ec-5b22-a097-c6efcee9453c");
  EXPECT_EQ(contents.taxonomies()[0].id,
            "0bb1e36b-7d16-5a93-a9e5-191ae8505275");
  EXPECT_EQ(contents.FindTaxonomy("X"), contents.FindTaxonomy("Needs"));
}

TEST_F(ContentsTest, TermsOfTwoTaxonomiesAreTwo) {
  Add().terms = {Use("a", "other", "needs"), Use("b", "other", "kinds")};
  const Contents contents = Make();
  EXPECT_EQ(contents.terms().size(), 2u);
  EXPECT_EQ(contents.taxonomies().size(), 2u);
  EXPECT_NE(contents.FindTerm("a"), contents.FindTerm("b"));
}

TEST_F(ContentsTest, AnIdThatVocabulariesShareFindsTheTermsOfAll) {
  Add().terms = {Use("1", "autism", "needs"), Use("1", "charity", "kinds")};
  Add().terms = {Use("1", "Autism", "Needs"), Use("1", "zoo", "places")};
  entries_.back().log = "E08000035";
  const Contents contents = Make();
  std::vector<std::string> values;
  for (const TermFacts* term : contents.FindTerms("1")) {
    values.emplace_back(term->value);
  }
  EXPECT_THAT(values, ElementsAre("autism", "charity", "zoo"));
  EXPECT_EQ(contents.FindTerm("1"), contents.FindTerms("1")[0]);
  for (const TermFacts& term : contents.terms()) {
    EXPECT_THAT(contents.FindTerms(term.id), ElementsAre(&term));
  }
  EXPECT_TRUE(contents.FindTerms("2").empty());
}

TEST_F(ContentsTest, WhoseOwnIdItIsComesFirst) {
  Add().terms = {Use("2", "zoo", "places"), Use("1", "zoo", "places")};
  Add().terms = {Use("1", "autism", "needs")};
  const Contents contents = Make();
  const std::vector<const TermFacts*> found = contents.FindTerms("1");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0]->id, "1");
  EXPECT_EQ(found[0]->value, "autism");
  EXPECT_EQ(found[1]->value, "zoo");
}

TEST_F(ContentsTest, AParentIsOneOfTheSameVocabulary) {
  Add().terms = {Use("1", "charity", "kinds"), Use("1", "needs all", "needs"),
                 Use("2", "hospice", "kinds", "", "1"),
                 Use("3", "autism", "needs", "", "1"),
                 Use("4", "elsewhere", "other", "", "1")};
  const Contents contents = Make();
  const auto parent_of = [&](const std::string& id) {
    return contents.FindTerm(contents.FindTerm(id)->parent_id)->value;
  };
  EXPECT_EQ(parent_of("2"), "charity");
  EXPECT_EQ(parent_of("3"), "needs all");
  EXPECT_EQ(parent_of("4"), "charity");
}

TEST_F(ContentsTest, AParentIsNamedAsTheListNamesIt) {
  Add().terms = {Use("a", "zoo", "needs"),
                 Use("b", "autism", "needs", "", "C")};
  Add().terms = {Use("c", "zoo", "needs")};
  const Contents contents = Make();
  EXPECT_EQ(contents.FindTerm("b")->parent_id, contents.FindTerm("a")->id);
}

TEST_F(ContentsTest, OrganizationsAreInTheOrderOfTheirNames) {
  for (const auto& [id, name] :
       std::vector<std::pair<std::string, std::string>>{
           {"a", "Zoo"}, {"b", "art club"}, {"a", "ZOO"}, {"", ""}}) {
    LoggedFacts& entry = Add();
    entry.organization_id = id;
    entry.folded_organization_name = FoldText(name);
  }
  const Contents contents = Make();
  ASSERT_EQ(contents.organizations().size(), 2u);
  EXPECT_EQ(contents.organizations()[0].id, "b");
  EXPECT_THAT(contents.FindOrganization("A")->entries, ElementsAre(0, 2));
}

TEST_F(ContentsTest, TheOrderIsTheSameWhateverWasBefore) {
  std::mt19937_64 random(3);
  std::unique_ptr<const Contents> previous;
  for (int round = 0; round < 50; ++round) {
    if (entries_.size() > 20) entries_.erase(entries_.begin() + random() % 20);
    LoggedFacts& entry = Add();
    entry.organization_id = std::string(1, "abcABC"[random() % 6]);
    entry.folded_organization_name = std::string(1, "xyz"[random() % 3]);
    entries_[random() % entries_.size()].folded_organization_name = "w";
    // Not moved: it is made where it stays.
    std::unique_ptr<const Contents> now(new Contents(Make(previous.get())));
    const Contents alone = Make();
    ASSERT_EQ(now->organizations().size(), alone.organizations().size());
    for (size_t i = 0; i < alone.organizations().size(); ++i) {
      EXPECT_EQ(now->organizations()[i].id, alone.organizations()[i].id);
      EXPECT_EQ(now->organizations()[i].entries,
                alone.organizations()[i].entries);
      EXPECT_EQ(now->FindOrganization(alone.organizations()[i].id),
                &now->organizations()[i]);
    }
    previous = std::move(now);
  }
}

TEST_F(ContentsTest, WhatSeveralLogsSayIsOneThing) {
  Add().terms = {Use("a", "autism", "needs", "n")};
  entries_.back().organization_id = "o";
  Add().terms = {Use("b", "autism", "needs", "n")};
  entries_.back().log = "E08000035";
  entries_.back().organization_id = "O";
  const Contents contents = Make();
  ASSERT_EQ(contents.terms().size(), 1u);
  EXPECT_EQ(contents.FindTerm("a"), &contents.terms()[0]);
  EXPECT_EQ(contents.FindTerm("B"), &contents.terms()[0]);
  EXPECT_THAT(contents.terms()[0].entries, ElementsAre(0, 1));
  EXPECT_THAT(contents.taxonomies()[0].entries, ElementsAre(0, 1));
  EXPECT_EQ(contents.taxonomies()[0].id, "n");
  ASSERT_EQ(contents.organizations().size(), 1u);
  EXPECT_THAT(contents.organizations()[0].entries, ElementsAre(0, 1));
}

TEST_F(ContentsTest, AnEntryIsFoundByTheChangeThatMadeIt) {
  // Longer than what a string holds in itself.
  Add().log = "E06000023-H-1a2b3c4d";
  Add().log = "E06000023-H-5e6f7a8b";
  const Contents contents = Make();
  EXPECT_EQ(contents.FindRevision("E06000023-H-5e6f7a8b", 2),
            contents.entry(1));
  EXPECT_EQ(contents.FindRevision("E06000023-H-5e6f7a8b", 1), absl::nullopt);
  EXPECT_EQ(contents.FindRevision("E06000023", 1), absl::nullopt);
}

TEST_F(ContentsTest, AServiceAtLocationMayBeOfSeveralEntries) {
  Add();
  Add().places = {{"x", {}}, {"y", {}}};
  Add();
  Add().places = {{"z", {}}, {"y", {}}, {"Y", {}}};
  const Contents contents = Make();
  const auto found = contents.FindAtLocations("y");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].entry, 1u);
  EXPECT_EQ(found[0].place, 1);
  EXPECT_EQ(found[1].entry, 3u);
  EXPECT_EQ(found[1].place, 1);
  EXPECT_TRUE(contents.FindAtLocations("w").empty());
}

// What is packed is what was read.
TEST_F(ContentsTest, AnEntryKeepsItsFacts) {
  Add();
  LoggedFacts facts = Add();
  facts.entry_id = "c0ffee00-0000-4000-8000-000000000001";
  facts.sequence = uint64_t{1} << 40;
  facts.is_usual = false;
  facts.organization_id = "o";
  facts.folded_organization_name = "an organization";
  facts.places = {{"x", geography::Point{51.5, -2.5}}, {"y", {}}};
  entries_.back() = facts;
  Add().log = "E08000035";
  const Contents contents = Make();
  const KnownEntry entry = contents.entry(1);
  EXPECT_EQ(entry.log(), "E06000023");
  EXPECT_EQ(entry.id(), facts.entry_id);
  EXPECT_EQ(entry.sequence(), facts.sequence);
  EXPECT_FALSE(entry.is_usual());
  EXPECT_EQ(entry.organization()->id, "o");
  EXPECT_EQ(entry.organization()->folded_name, "an organization");
  ASSERT_EQ(entry.place_count(), 2);
  EXPECT_EQ(entry.point(0), facts.places[0].point);
  EXPECT_EQ(entry.point(1), absl::nullopt);
  EXPECT_EQ(contents.entry(0).organization(), nullptr);
  EXPECT_EQ(contents.entry(0).place_count(), 0);
  EXPECT_TRUE(contents.entry(0).is_usual());
  EXPECT_EQ(contents.entry(2).log(), "E08000035");
}

}  // namespace
}  // namespace localoffer::catalogue

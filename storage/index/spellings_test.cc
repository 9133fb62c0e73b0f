#include "storage/index/spellings.h"

#include <initializer_list>
#include <string>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

std::string Term(const std::string& name) {
  return Spellings::BuiltIn().KeyOf({Property::kTaxonomyTerm, name, name, {}});
}

std::string Language(const std::string& value, const std::string& title) {
  return Spellings::BuiltIn().KeyOf({Property::kLanguage, value, title, {}});
}

TEST(Spellings, CaseSpacesAndPunctuationAreNoDifference) {
  for (const char* name :
       {"Short breaks", "short  breaks", "SHORT-BREAKS", "Shortbreaks"}) {
    EXPECT_EQ(Term(name), Term("short breaks")) << name;
  }
  EXPECT_EQ(Term("Sports & leisure"), Term("Sports and Leisure"));
  EXPECT_EQ(Term("Café"), Term("cafe"));
  EXPECT_NE(Term("Short breaks"), Term("Long breaks"));
}

TEST(Spellings, AnAbbreviationIsWhatItStandsFor) {
  for (const char* name :
       {"EHC plan", "ehc Plan", "EHC-Plan", "Education, Health and Care Plan",
        "Education Health & Care plan"}) {
    EXPECT_EQ(Term(name), Term("EHCP")) << name;
  }
  // Of one concept, but not spellings of one name.
  EXPECT_NE(Term("Statutory plan"), Term("EHCP"));
  EXPECT_NE(Term("EHC needs assessment"), Term("EHC plan"));
}

TEST(Spellings, ACodeIsNotReadAsAName) {
  const Spellings& spellings = Spellings::BuiltIn();
  EXPECT_NE(spellings.KeyOf({Property::kTaxonomyTerm, "1.01", "Respite", {}}),
            spellings.KeyOf({Property::kTaxonomyTerm, "101", "Respite", {}}));
  EXPECT_EQ(spellings.KeyOf({Property::kTaxonomyTerm, "SEND-a", "Help", {}}),
            spellings.KeyOf({Property::kTaxonomyTerm, "send-A", "help", {}}));
}

TEST(Spellings, ALanguagesCodeIsItsName) {
  EXPECT_EQ(Language("cy", "Welsh"), Language("Welsh", "Welsh"));
  EXPECT_EQ(Language("EN", ""), Language("english", "english"));
  EXPECT_NE(Language("en", ""), Language("cy", ""));
  EXPECT_NE(Language("xx", ""), Language("yy", ""));
}

}  // namespace
}  // namespace localoffer

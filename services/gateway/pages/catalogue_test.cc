#include "services/gateway/pages/catalogue.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/pages/built_in.h"

namespace localoffer::gateway::pages {
namespace {

// `{count}`, and so on.
std::set<std::string> PlacesOf(absl::string_view text) {
  std::set<std::string> places;
  while (true) {
    const size_t begin = text.find('{');
    if (begin == absl::string_view::npos) return places;
    const size_t end = text.find('}', begin);
    places.emplace(text.substr(begin, end - begin + 1));
    text.remove_prefix(end + 1);
  }
}

TEST(Catalogue, HasTheSameKeysAndPlacesInEveryLanguage) {
  const auto english = Catalogue::Read(kEnglishMessages);
  ASSERT_TRUE(english.ok()) << english.status();
  const auto welsh = Catalogue::Read(kWelshMessages);
  ASSERT_TRUE(welsh.ok()) << welsh.status();
  for (const auto& [key, text] : english->texts()) {
    EXPECT_TRUE(welsh->Has(key)) << key;
    EXPECT_EQ(PlacesOf(text), PlacesOf(welsh->Of(key))) << key;
  }
  for (const auto& [key, text] : welsh->texts()) {
    EXPECT_TRUE(english->Has(key)) << key;
  }
}

TEST(Catalogue, PutsValuesInTheirPlaces) {
  const auto words =
      Catalogue::Read("a = {x} of {y}, {x}\nn.one = one\nn = {count}");
  ASSERT_TRUE(words.ok());
  EXPECT_EQ(words->With("a", {{"x", "{y}"}, {"y", "2"}}), "{y} of 2, {y}");
  EXPECT_EQ(words->Count("n", 1), "one");
  EXPECT_EQ(words->Count("n", 0), "0");
}

TEST(Catalogue, RefusesWhatIsNoMessageOrThereTwice) {
  EXPECT_FALSE(Catalogue::Read("a = 1\na = 2").ok());
  EXPECT_FALSE(Catalogue::Read("# a\nnothing").ok());
}

}  // namespace
}  // namespace localoffer::gateway::pages

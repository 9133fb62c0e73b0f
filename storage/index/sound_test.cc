#include "storage/index/sound.h"

#include <string>

#include "gtest/gtest.h"

namespace localoffer {
namespace {

TEST(SoundOf, IsTheSameForWordsThatSoundAlike) {
  const struct {
    const char* typed;
    const char* meant;
  } kCases[] = {
      {"fizzio", "physio"},
      {"asma", "asthma"},
      {"kemo", "chemo"},
      {"skitzophrenia", "schizophrenia"},
      {"sycologist", "psychologist"},
      {"counceling", "counselling"},
      {"respight", "respite"},
      {"hospise", "hospice"},
      {"dislexia", "dyslexia"},
      {"excema", "eczema"},
      {"speach", "speech"},
      {"nee", "knee"},
      {"wheelchair", "weelchair"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(SoundOf(one.typed), SoundOf(one.meant))
        << one.typed << " " << one.meant;
  }
}

TEST(SoundOf, DiffersForWordsThatSoundDifferent) {
  EXPECT_NE(SoundOf("hearing"), SoundOf("healing"));
  EXPECT_NE(SoundOf("walking"), SoundOf("talking"));
  EXPECT_NE(SoundOf("school"), SoundOf("shawl"));
  EXPECT_NE(SoundOf("carers"), SoundOf("careers"));
}

TEST(SoundOf, TakesWhateverThereIs) {
  EXPECT_EQ(SoundOf(""), "");
  EXPECT_EQ(SoundOf("gh"), "");
  EXPECT_EQ(SoundOf("e"), "e");
  EXPECT_EQ(SoundOf("жук"), "жук");
  EXPECT_EQ(SoundOf("\xFF"), "\xFF");
}

}  // namespace
}  // namespace localoffer

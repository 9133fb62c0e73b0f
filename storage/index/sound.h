// What a word sounds like, for those who write as they speak.
#ifndef LOCALOFFER_STORAGE_INDEX_SOUND_H_
#define LOCALOFFER_STORAGE_INDEX_SOUND_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer {

// `folded_word` spelt as it may be heard in English, one letter a sound:
// "fizzio" and "physio" are both "fisio", "counceling" and "counselling" both
// "kunseling". Coarse: sounds that people mistake for one another are one, and
// what is often silent is left out. Not shorter than nothing: what is no Latin
// letter stays as it is.
std::string SoundOf(absl::string_view folded_word);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_SOUND_H_

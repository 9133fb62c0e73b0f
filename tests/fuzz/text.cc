// Text of entries and of searches: any bytes will do.
#include "storage/index/text.h"

#include "storage/index/analyzer.h"
#include "tests/fuzz/target.h"

namespace localoffer::fuzz {

void Run(absl::string_view bytes) {
  const std::string plain = PlainText(bytes);
  FUZZ_CHECK(plain.size() <= bytes.size());
  static auto* const analyzer = new Analyzer;
  for (const absl::string_view text : {bytes, absl::string_view(plain)}) {
    analyzer->Analyze(text, [](absl::string_view term, absl::string_view word) {
      FUZZ_CHECK(!term.empty());
      FUZZ_CHECK(term.size() <= Analyzer::kMaxTermSize);
      FUZZ_CHECK(!word.empty());
    });
  }
}

std::vector<std::string> Seeds() {
  return {"<p>Play &amp; stay</p><ul><li>One<li>Two</ul><!-- no -->",
          "caf\xc3\xa9 \xc3\x89t\xc3\xa9 SEND's short-breaks 01632 960001",
          "<script>x<</script>a < b &#x1F600; &notin; &#0; <img src=data:a,b>",
          "\xff\xfe broken \xc3"};
}

}  // namespace localoffer::fuzz

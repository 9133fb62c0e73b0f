// Text out of HTML.
#ifndef LOCALOFFER_STORAGE_INDEX_TEXT_H_
#define LOCALOFFER_STORAGE_INDEX_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer {

// What a reader of `html` sees: tags, comments, scripts and styles are left
// out, character references decoded. Runs of white space become one space;
// where a tag begins or ends a block (a paragraph, a list item, a cell) they
// become one line feed. Data URIs and long base64 words are left out too.
//
// Any bytes will do, plain text included: a `<` that begins no tag, or a tag
// that never ends, is text. Takes time linear in the size of `html`; the
// result is never longer than `html`. Bytes that are not UTF-8 are passed on.
//
// The result is text, not HTML: it may hold `<` and has to be escaped before
// it is shown in a page.
std::string PlainText(absl::string_view html);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_INDEX_TEXT_H_

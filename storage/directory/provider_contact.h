// Web addresses, telephone numbers and postcodes of providers, brought into
// one spelling in which they compare.
//
// Pure functions; safe to call from any thread. All results are parts of
// keys; see clues.h.
#ifndef LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_CONTACT_H_
#define LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_CONTACT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace localoffer {

// The domain that somebody registered, of a web address, a host or an e-mail
// address: `examplehospice.org.uk` of `https://www.examplehospice.org.uk/care`
// and of `info@mail.examplehospice.org.uk`. That is the last two labels, three
// under the shared ends of `.uk` (`co.uk`, `org.uk`, `nhs.uk` …), four under
// `sch.uk`.
//
// Empty when there is none, and for domains that many bodies share, which say
// nothing of who somebody is: mail providers (`gmail.com`, `nhs.net`),
// everything under `gov.uk`, `nhs.uk` itself, social networks, and where
// people build sites and forms (`wordpress.com`). The list is in the .cc.
std::string WebDomain(absl::string_view address);

// `+441179000000` for `0117 900 0000`, `+44 (0)117 900 0000` and
// `0044 117 9000000 ext. 3`; other countries' numbers as `+353…`. Empty when
// it can't be a whole number: 9 or 10 digits behind +44, 8 to 15 elsewhere
// (E.164).
std::string NormalPhone(absl::string_view number);

// `BS1 4DJ` for `bs14dj`. Empty when `text` has not the form of a whole UK
// postcode; whether there is such a postcode isn't asked.
std::string NormalPostcode(absl::string_view text);

}  // namespace localoffer

#endif  // LOCALOFFER_STORAGE_DIRECTORY_PROVIDER_CONTACT_H_

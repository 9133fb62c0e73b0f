// The fields of an entry beside its words: where, when, for whom, how much.
#ifndef LOCALOFFER_TESTS_GENERATOR_SUBJECT_FIELDS_H_
#define LOCALOFFER_TESTS_GENERATOR_SUBJECT_FIELDS_H_

#include "absl/time/civil_time.h"
#include "localoffer/v1/entry.pb.h"
#include "tests/generator/areas.h"
#include "tests/generator/prose.h"
#include "tests/generator/random.h"

namespace localoffer::generator {

// Each adds what a real feed would have, or nothing, as real feeds do.

// Ways to reach it: url, email, phones and contacts.
void AddContact(const Subject& subject, Random& random, v1::Service* service);
// Where it is: up to two places with their coordinates.
void AddLocations(const Subject& subject, const Area& area, const Prose& prose,
                  Random& random, v1::Service* service);
// Whom it serves. One in seven has none.
void AddServiceAreas(const Area& area, Random& random, v1::Service* service);
// Ages, schedules, languages, costs and taxonomy terms.
void AddSchedules(const Kind& kind, Random& random, v1::Service* service);
void AddLanguages(const Vocabulary& vocabulary, Random& random,
                  v1::Service* service);
void AddCosts(const Subject& subject, Random& random, v1::Service* service);
void AddTerms(const Kind& kind, Random& random, v1::Service* service);
// When somebody last looked at it: `today` or earlier, years ago, or never.
void AddDates(absl::CivilDay today, Random& random, v1::Service* service);

// What a local offer adds. One in ten says nothing.
void AddLocalOffer(const Subject& subject, const Prose& prose, Random& random,
                   v1::LocalOffer* local_offer);

// What another month brings: a new date, a sentence more, another price. At
// least one field differs afterwards.
void Change(const Subject& subject, const Prose& prose, absl::CivilDay today,
            Random& random, v1::Entry* entry);

}  // namespace localoffer::generator

#endif  // LOCALOFFER_TESTS_GENERATOR_SUBJECT_FIELDS_H_

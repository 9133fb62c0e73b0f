// How many of the questions in families' words a node answers. They are held
// out: they are counted, and never looked at one by one (tests/relevance).
#ifndef LOCALOFFER_TESTS_BENCH_RELEVANCE_H_
#define LOCALOFFER_TESTS_BENCH_RELEVANCE_H_

#include <optional>
#include <string>

#include "tests/bench/node.h"
#include "tests/generator/generator.h"
#include "tests/relevance/questions.h"

namespace localoffer::bench {

// The questions about generated offers, asked of a node that has them.
relevance::HitRate AskGeneratedOffers(Node& node,
                                      const generator::Generator& generator);

// The questions about the real feed, asked of a node that has nothing else:
// `server`, a localofferd, is started for them on a new `folder`, and
// `command`, a localoffer, publishes the feed there as an officer would.
// Nothing where the feed is not at hand, as it may not be redistributed.
std::optional<relevance::HitRate> AskFeed(const std::string& server,
                                          const std::string& command,
                                          const std::string& folder);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_RELEVANCE_H_

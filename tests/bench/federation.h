// How fast a node takes logs from another.
#ifndef LOCALOFFER_TESTS_BENCH_FEDERATION_H_
#define LOCALOFFER_TESTS_BENCH_FEDERATION_H_

#include <string>

#include "tests/bench/measure.h"
#include "tests/bench/node.h"

namespace localoffer::bench {

// Starts a new node that follows `home`, which has all logs, and notes
//   federation.catch_up.seconds              until all of them are verified,
//                                            indexed and served there, too
//   federation.catch_up.changes_per_s
//   federation.propagation.p50_ms, .p99_ms   from when a publisher is told that
//                                            an entry is published to when the
//                                            follower finds it, both idle
// `program` is localofferd; `folder` is for the follower's data.
void MeasureFederation(Node& home, const std::string& program,
                       const std::string& folder, Figures& figures);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_FEDERATION_H_

// How fast a node answers about all of England at once.
#ifndef LOCALOFFER_TESTS_BENCH_ENGLAND_H_
#define LOCALOFFER_TESTS_BENCH_ENGLAND_H_

#include "tests/bench/measure.h"
#include "tests/bench/node.h"

namespace localoffer::bench {

// One caller, one question after another, each of all authorities. Notes
// inclusion.england.*: where a provider is listed that several authorities
// list, as hospices are. Nothing where there is none.
void MeasureInclusion(Node& node, double seconds, Figures& figures);

// Notes coverage.england.*: what local offers have of a component of palliative
// care, each in turn, and of LO-C9.
void MeasureCoverage(Node& node, double seconds, Figures& figures);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_ENGLAND_H_

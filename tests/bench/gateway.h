// How fast a node answers over HTTP, beside the same questions over gRPC.
#ifndef LOCALOFFER_TESTS_BENCH_GATEWAY_H_
#define LOCALOFFER_TESTS_BENCH_GATEWAY_H_

#include <string>
#include <vector>

#include "tests/bench/measure.h"
#include "tests/bench/node.h"
#include "tests/bench/question.h"

namespace localoffer::bench {

// Asks the questions in every way, one after another and again, so that what
// else the machine does meets all of them; every way has four connections that
// are kept, on loopback. Notes
//   gateway.api.*              the list of the Open Referral API
//   gateway.page.*             the page of answers for people
//   gateway.grpc.*             what api shows, with FULL entries
//   gateway.grpc_basic.*       the same with BASIC ones
//   gateway.grpc_page.*        what page shows
// each with .qps, .p50_ms, .p99_ms and .server_cpu_us, and of api and page
//   .gzip_qps                  for callers that take gzip, as browsers do
//   .half_load_p99_ms          when half of .qps is asked, evenly
//   gateway.page.bytes, gateway.stylesheet.bytes   of the longest page, gzipped
//   gateway.api.share_of_grpc, gateway.page.share_of_grpc
// `folder` is for files of the clients.
void MeasureGateway(Node& node, const std::vector<Question>& questions,
                    const std::string& folder, double seconds,
                    Figures& figures);

}  // namespace localoffer::bench

#endif  // LOCALOFFER_TESTS_BENCH_GATEWAY_H_

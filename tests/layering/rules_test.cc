#include "tests/layering/rules.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace localoffer::layering {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Words that this file may not hold in one piece.
constexpr absl::string_view kPromise =
    "// TO"
    "DO: later";

MATCHER_P2(At, line, what, "") {
  return arg.line == line && arg.message.find(what) != std::string::npos;
}

struct Snippet {
  absl::string_view path;
  absl::string_view source;
};

// What ctest shows of a case.
void PrintTo(const Snippet& snippet, std::ostream* out) {
  *out << snippet.path << ' ' << snippet.source;
}

class Refused : public ::testing::TestWithParam<Snippet> {};
class Accepted : public ::testing::TestWithParam<Snippet> {};

TEST_P(Refused, OnceOnItsOnlyLine) {
  EXPECT_THAT(CheckSource(GetParam().path, GetParam().source),
              ElementsAre(Field(&Violation::line, 1)))
      << GetParam().path << ": " << GetParam().source;
}

TEST_P(Accepted, WithoutAWord) {
  EXPECT_THAT(CheckSource(GetParam().path, GetParam().source), IsEmpty())
      << GetParam().path << ": " << GetParam().source;
}

INSTANTIATE_TEST_SUITE_P(
    IncludingUpward, Refused,
    ::testing::Values(
        Snippet{"storage/engine.h", "#include \"services/entry/name.h\""},
        Snippet{"storage/engine.h", "#include \"clients/client.h\""},
        Snippet{"storage/engine_test.cc", "#include \"services/a.h\""},
        Snippet{"services/entry/name.cc", "#include \"clients/client.h\""},
        Snippet{"clients/client.cc", "#include \"services/entry/name.h\""},
        Snippet{"clients/client.cc", "#include \"storage/status_macros.h\""},
        Snippet{"clients/client.cc", "#include \"storage/log/merkle.h\""},
        Snippet{"clients/verify/a.cc", "#include \"storage/engine.h\""},
        Snippet{"clients/verify/a.cc",
                "#include \"storage/log/authority_log.h\""},
        Snippet{"clients/localoffer/verify.cc",
                "#include \"storage/log/merkle.h\""},
        Snippet{"clients/verify/a.cc", "#include \"services/entry/name.h\""},
        Snippet{"clients/verify/a.cc",
                "#include \"services/harvest/http_client.h\""},
        Snippet{"clients/conformance/a.cc",
                "#include \"services/harvest/crawl.h\""},
        Snippet{"clients/conformance/a.cc",
                "#include \"services/harvest/testing_feed_server.h\""},
        Snippet{"services/entry/name.cc", "#include \"tests/testing/a.h\""},
        Snippet{"services/a/b.cc", "#include \"services/a/testing_b.h\""},
        Snippet{"services/gateway/pages/a.h", "#include \"storage/store.h\""},
        Snippet{"services/gateway/pages/a.cc",
                "#include \"storage/log/keyring.h\""},
        Snippet{"services/gateway/pages/a.cc",
                "#include \"services/directory/searcher.h\""},
        Snippet{"services/gateway/pages/a.cc",
                "#include \"storage/geography/geography.h\""},
        Snippet{"services/gateway/openreferral/a.h",
                "#include \"storage/store.h\""},
        Snippet{"services/gateway/openreferral/a.cc",
                "#include \"services/directory/searcher.h\""},
        Snippet{"services/gateway/openreferral/a.cc",
                "#include \"services/catalogue/view.h\""},
        Snippet{"services/gateway/feed_resource.h",
                "#include \"storage/store.h\""},
        Snippet{"services/gateway/export_resource.cc",
                "#include \"services/directory/exporter.h\""},
        Snippet{"services/gateway/changes_resource.cc",
                "#include \"services/feed/feed_reader.h\""},
        Snippet{"services/gateway/feed_resource.cc",
                "#include \"services/gateway/testing_node.h\""},
        Snippet{"storage/engine.cc", "#  include <services/entry/name.h>"}));

INSTANTIATE_TEST_SUITE_P(
    IncludingDownward, Accepted,
    ::testing::Values(
        Snippet{"storage/engine.cc", "#include \"storage/engine.h\""},
        Snippet{"services/a/b.cc", "#include \"storage/engine.h\""},
        Snippet{"services/a/b.cc", "#include \"services/c/d.h\""},
        Snippet{"services/gateway/pages/a.cc",
                "#include \"services/gateway/node_client.h\""},
        Snippet{"services/gateway/pages/a_test.cc",
                "#include \"storage/store.h\""},
        Snippet{"services/gateway/openreferral/a.cc",
                "#include \"services/gateway/node_client.h\""},
        Snippet{"services/gateway/openreferral/a.cc",
                "#include \"services/openreferral/write_json.h\""},
        Snippet{"services/gateway/openreferral/a_test.cc",
                "#include \"services/catalogue/testing_store.h\""},
        Snippet{"services/gateway/feed_item.cc",
                "#include \"services/openreferral/write_json.h\""},
        Snippet{"services/gateway/feed_resource_test.cc",
                "#include \"services/feed/feed_reader.h\""},
        Snippet{"services/gateway/gateway.cc", "#include \"storage/store.h\""},
        Snippet{"clients/a.cc", "#include \"clients/b.h\""},
        Snippet{"clients/conformance/a.cc",
                "#include \"services/harvest/http_client.h\""},
        Snippet{"clients/conformance/a_test.cc",
                "#include \"services/harvest/testing_feed_server.h\""},
        Snippet{"clients/verify/a.cc", "#include \"storage/log/merkle.h\""},
        Snippet{"clients/verify/a.cc",
                "#include \"storage/directory/provider_id.h\""},
        Snippet{"clients/a.cc", "#include \"localoffer/v1/directory.pb.h\""},
        Snippet{"tests/e2e/a_test.cc", "#include \"clients/b.h\""},
        Snippet{"storage/engine_test.cc", "#include \"tests/testing/a.h\""},
        Snippet{"storage/engine.cc", "// #include \"services/a.h\""},
        Snippet{"storage/engine.cc", "/*\n#include \"services/a.h\"\n*/"},
        Snippet{"storage/engine.cc",
                "auto a = R\"(\n#include \"services/a.h\"\n)\";"}));

INSTANTIATE_TEST_SUITE_P(
    KnowingWhatIsNotTheirs, Refused,
    ::testing::Values(
        Snippet{"services/a/b.cc", "#include \"rocksdb/db.h\""},
        Snippet{"services/a/b_test.cc", "#include \"rocksdb/db.h\""},
        Snippet{"storage/index/text.cc", "#include <rocksdb/db.h>"},
        Snippet{"storage/log/merkle.h", "#include \"rocksdb/slice.h\""},
        Snippet{"services/a/b.h", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"storage/engine.h", "#include <grpc/grpc.h>"},
        Snippet{"services/a/b.h", "#include \"localoffer/v1/a.grpc.pb.h\""},
        Snippet{"storage/engine.h",
                "#include \"localoffer/v1/directory.pb.h\""},
        Snippet{"clients/verify/a.cc", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"services/a/b.cc", "#include \"sodium.h\""},
        Snippet{"storage/engine.cc", "#include <sodium/crypto_sign.h>"}));

INSTANTIATE_TEST_SUITE_P(
    KnowingWhatIsTheirs, Accepted,
    ::testing::Values(
        Snippet{"storage/engine.cc", "#include \"rocksdb/db.h\""},
        Snippet{"storage/directory/entries.cc", "#include \"rocksdb/db.h\""},
        Snippet{"tests/faults/a_test.cc", "#include \"rocksdb/env.h\""},
        Snippet{"services/a/a_service.h", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"services/a/a_service.cc",
                "#include \"localoffer/v1/a.grpc.pb.h\""},
        Snippet{"services/server/rpc.cc", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"services/gateway/node_client.cc",
                "#include \"localoffer/v1/a.grpc.pb.h\""},
        Snippet{"services/access/identity.h", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"services/a/b_test.cc", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"clients/client.h", "#include \"grpcpp/grpcpp.h\""},
        Snippet{"storage/engine.h", "#include \"localoffer/v1/entry.pb.h\""},
        Snippet{"storage/engine.h",
                "#include \"localoffer/log/v1/change.pb.h\""},
        Snippet{"storage/log/signer.cc", "#include \"sodium.h\""}));

INSTANTIATE_TEST_SUITE_P(
    TouchingTheWorld, Refused,
    ::testing::Values(
        Snippet{"services/a/b.cc", "auto now = absl::Now();"},
        Snippet{"storage/engine.cc", "x = std::getenv(\"HOME\");"},
        Snippet{"services/server/main.cc", "x = getenv(\"HOME\");"},
        Snippet{"clients/client.cc", "RAND_bytes(salt, 16);"},
        Snippet{"storage/log/a.cc", "randombytes_buf(salt, 16);"},
        Snippet{"services/a/b.cc", "std::random_device seed;"},
        Snippet{"services/a/b.cc", "absl::BitGen bits;"}));

INSTANTIATE_TEST_SUITE_P(
    LeavingTheWorldAlone, Accepted,
    ::testing::Values(
        Snippet{"services/server/environment.cc", "return absl::Now();"},
        Snippet{"clients/localoffer/environment.cc", "getenv(\"HOME\");"},
        Snippet{"services/a/testing_b.cc", "std::getenv(\"SHARED\");"},
        Snippet{"services/a/b_test.cc", "auto now = absl::Now();"},
        Snippet{"services/a/b.cc", "// never absl::Now()"},
        Snippet{"services/a/b.cc", "x = \"absl::Now\";"},
        Snippet{"services/a/b.cc", "auto x = my_getenv_count;"},
        Snippet{"services/a/b.cc", "absl::NowIsh();"},
        Snippet{"services/a/b.cc", "int n = 1'000; /* ' */ f('\"');"}));

INSTANTIATE_TEST_SUITE_P(
    WhatClangCannotRead, Refused,
    ::testing::Values(
        Snippet{"services/a/b.cc", "for (int i : v | std::views::keys) {"},
        Snippet{"tests/e2e/a_test.cc", "std::ranges::subrange r(a, b);"}));

INSTANTIATE_TEST_SUITE_P(WaitingUnseen, Refused,
                         ::testing::Values(Snippet{
                             "services/a/b.cc",
                             "mutex_.Await(absl::Condition(&ready));"}));

TEST(CheckSource, NamesTheLineAndTheReason) {
  EXPECT_THAT(CheckSource("storage/a.cc",
                          "#include \"storage/a.h\"\n"
                          "\n"
                          "#include \"services/b.h\"\n"
                          "int f() { return getenv(\"A\") != nullptr; }\n"),
              ElementsAre(At(3, "storage/ may not include services/"),
                          At(4, "getenv: ")));
}

TEST(CheckSource, SeesCodeBehindALiteralWithQuotes) {
  EXPECT_THAT(
      CheckSource("services/a/b.cc", "x = f(\"\\\"\", '\\'', absl::Now());"),
      SizeIs(1));
}

TEST(CheckText, RefusesAPromiseInAnyFile) {
  EXPECT_THAT(CheckText("k8s/README.md", kPromise), SizeIs(1));
  EXPECT_THAT(CheckText("k8s/README.md", "mastodon"), IsEmpty());
}

TEST(CheckListed, NamesEveryFileThatIsNotListed) {
  EXPECT_THAT(
      CheckListed("storage/CMakeLists.txt", "SRCS a.cc xb.cc",
                  {"a.cc", "b.cc"}),
      ElementsAre(
          AllOf(Field(&Violation::path, "storage/CMakeLists.txt"),
                Field(&Violation::message, HasSubstr("b.cc is not listed")))));
}

}  // namespace
}  // namespace localoffer::layering

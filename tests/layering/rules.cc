#include "tests/layering/rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "tests/layering/source_text.h"

namespace localoffer::layering {
namespace {

// A file is a test, or there for tests alone, if its name says so, wherever it
// stands.
bool IsTest(absl::string_view path) {
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  return absl::StartsWith(path, "tests/") ||
         absl::StartsWith(name, "testing_") ||
         absl::EndsWith(name, "_test.cc") || absl::EndsWith(name, "_test.h");
}

bool MayKnowGrpc(absl::string_view path) {
  return IsTest(path) || absl::EndsWith(path, "_service.h") ||
         absl::EndsWith(path, "_service.cc") ||
         absl::StartsWith(path, "services/server/") ||
         absl::StartsWith(path, "services/access/") ||
         absl::StartsWith(path, "services/rpc/") ||
         // How a node is a client of its peers.
         absl::StartsWith(path, "services/exchange/peer_link.") ||
         // How the HTTP front is a client of the node.
         absl::StartsWith(path, "services/gateway/node_client.") ||
         absl::StartsWith(path, "services/gateway/node_streams.") ||
         (absl::StartsWith(path, "clients/") &&
          !absl::StartsWith(path, "clients/verify/"));
}

bool MayKnowRocksdb(absl::string_view path) {
  return absl::StartsWith(path, "tests/") ||
         (absl::StartsWith(path, "storage/") &&
          !absl::StartsWith(path, "storage/index/") &&
          !absl::StartsWith(path, "storage/log/"));
}

// The clock, the environment and chance enter here and nowhere else.
bool MayTouchTheWorld(absl::string_view path) {
  return IsTest(path) || path == "services/server/environment.cc" ||
         path == "clients/localoffer/environment.cc" ||
         path == "clients/localoffer/main.cc";
}

// Storage sees what is stored, never a request.
bool IsStoredProto(absl::string_view include) {
  return absl::StartsWith(include, "localoffer/log/v1/") ||
         absl::StartsWith(include, "localoffer/storage/v1/") ||
         include == "localoffer/v1/open_referral.pb.h" ||
         include == "localoffer/v1/entry.pb.h" ||
         include == "localoffer/v1/errors.pb.h";
}

// Clients know the public API alone, but whoever checks a proof needs what the
// log is made of, and must need no server: those parts are pure, all but the
// log in a store.
bool ChecksProofs(absl::string_view path, absl::string_view include) {
  const bool is_checker = absl::StartsWith(path, "clients/verify/") ||
                          path == "clients/localoffer/prove.cc";
  return is_checker && include != "storage/log/authority_log.h" &&
         (absl::StartsWith(include, "storage/log/") ||
          include == "storage/directory/provider_id.h" ||
          include == "storage/status_macros.h");
}

// Whoever asks other servers over HTTP uses the same careful client and the
// same reader of JSON as the node does; both are pure of everything else.
bool AsksOtherServers(absl::string_view path, absl::string_view include) {
  const bool is_asking = absl::StartsWith(path, "clients/conformance/") ||
                         path == "clients/localoffer/conformance.cc" ||
                         path == "clients/localoffer/conformance_test.cc";
  return is_asking && (include == "services/harvest/feed_url.h" ||
                       include == "services/harvest/http_client.h" ||
                       include == "services/harvest/public_address.h" ||
                       include == "services/harvest/testing_feed_server.h" ||
                       include == "services/openreferral/json_tree.h");
}

// Pages ask the node over gRPC, as apps do. What they include of the layers
// below is pure, or ships with the product; none of it leads to a store.
bool MayPagesInclude(absl::string_view include) {
  constexpr std::array<absl::string_view, 14> kPure = {
      "services/coverage/subject.h",
      "services/entry/resource_name.h",
      "services/entry/statutory_items.h",
      "services/entry/timestamp.h",
      "storage/directory/provider_id.h",
      "storage/directory/provider_name.h",
      "storage/geography/area_name.h",
      "storage/geography/boundaries.h",
      "storage/geography/gazetteer.h",
      "storage/geography/point.h",
      "storage/index/text.h",
      "storage/log/hash.h",
      "storage/log/log_id.h",
      "storage/status_macros.h"};
  if (absl::StartsWith(include, "services/gateway/") ||
      absl::StartsWith(include, "services/compression/") ||
      absl::StartsWith(include, "services/rpc/")) {
    return true;
  }
  return std::find(kPure.begin(), kPure.end(), include) != kPure.end();
}

// The Open Referral API does the same. What it includes more converts what the
// node says.
bool MayOpenReferralInclude(absl::string_view include) {
  constexpr std::array<absl::string_view, 5> kPure = {
      "services/catalogue/thing_names.h", "services/entry/resource_name.h",
      "services/entry/timestamp.h", "storage/log/log_id.h",
      "storage/status_macros.h"};
  for (const absl::string_view folder :
       {"services/gateway/", "services/openreferral/", "services/recent_texts/",
        "services/rpc/"}) {
    if (absl::StartsWith(include, folder)) return true;
  }
  return std::find(kPure.begin(), kPure.end(), include) != kPure.end();
}

// Whether the file is one of those that ask the node over gRPC and includes
// what leads around that.
bool GoesAroundTheNode(absl::string_view path, absl::string_view include) {
  if (absl::StartsWith(path, "services/gateway/pages/")) {
    return !MayPagesInclude(include);
  }
  return absl::StartsWith(path, "services/gateway/openreferral/") &&
         !MayOpenReferralInclude(include);
}

// So do the front's other resources: feeds, exports, what operators' tools ask.
// What puts the front together may know more.
bool IsOtherResource(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "services/gateway/")) return false;
  return !absl::StrContains(path, '/') && !absl::StartsWith(path, "gateway.");
}

bool MayOtherResourcesInclude(absl::string_view include) {
  constexpr std::array<absl::string_view, 6> kPure = {
      "services/entry/forms.h",     "services/entry/resource_name.h",
      "services/entry/timestamp.h", "services/openreferral/write_json.h",
      "storage/log/hash.h",         "storage/status_macros.h"};
  for (const absl::string_view folder :
       {"services/gateway/", "services/compression/", "services/metrics/",
        "services/rpc/"}) {
    if (absl::StartsWith(include, folder)) return true;
  }
  return std::find(kPure.begin(), kPure.end(), include) != kPure.end();
}

// Which of our folders a file of `layer` may include from. Generated headers
// begin with the proto package and are every layer's.
bool MayInclude(absl::string_view layer, absl::string_view other) {
  if (layer == "tests" || layer == other) return true;
  return layer == "services" && other == "storage";
}

absl::string_view TopFolder(absl::string_view path) {
  return path.substr(0, path.find('/'));
}

bool IsOurFolder(absl::string_view folder) {
  return folder == "storage" || folder == "services" || folder == "clients" ||
         folder == "tests";
}

// Why `path` may not include `include`, or nothing.
std::string WhyNotInclude(absl::string_view path, absl::string_view include) {
  const absl::string_view layer = IsTest(path) ? "tests" : TopFolder(path);
  const absl::string_view other = TopFolder(include);
  // A test beside the code stays below the layers above that code.
  const absl::string_view own = TopFolder(path);
  if (IsOurFolder(other) && other != "tests" && !MayInclude(own, other) &&
      !ChecksProofs(path, include) && !AsksOtherServers(path, include)) {
    return absl::StrCat(own, "/ may not include ", other, "/");
  }
  if (IsOurFolder(other) && !IsTest(path) && GoesAroundTheNode(path, include)) {
    return "pages and the Open Referral API ask the node over gRPC "
           "(services/gateway/node_client.h)";
  }
  if (IsOtherResource(path) && !IsTest(path) && IsOurFolder(other) &&
      !MayOtherResourcesInclude(include)) {
    return "feeds and exports ask the node over gRPC "
           "(services/gateway/node_client.h)";
  }
  if (IsTest(include) && layer != "tests") {
    return "only tests include what is there for tests";
  }
  if (own == "storage" && other == "localoffer" && !IsStoredProto(include)) {
    return "storage/ knows what is stored, not the messages of the API";
  }
  if (other == "rocksdb" && !MayKnowRocksdb(path)) {
    return "only storage/ knows RocksDB, and there not index/ and log/";
  }
  if ((other == "grpcpp" || other == "grpc" ||
       absl::EndsWith(include, ".grpc.pb.h")) &&
      !MayKnowGrpc(path)) {
    return "only *_service, peer_link, node_client, node_streams, "
           "services/{server,access,rpc}/ and clients/ know gRPC";
  }
  if (absl::StartsWith(include, "sodium") && !IsTest(path) &&
      !absl::StartsWith(path, "storage/log/") && !MayTouchTheWorld(path)) {
    return "only storage/log/ signs and verifies";
  }
  return "";
}

struct ForbiddenWord {
  absl::string_view word;
  absl::string_view reason;
};

constexpr absl::string_view kInject =
    "the clock, the environment and chance are injected; they are read in "
    "environment.cc alone";

constexpr std::array kWorldWords = {
    ForbiddenWord{"absl::Now", kInject},
    ForbiddenWord{"getenv", kInject},
    ForbiddenWord{"secure_getenv", kInject},
    ForbiddenWord{"RAND_bytes", kInject},
    ForbiddenWord{"randombytes_buf", kInject},
    ForbiddenWord{"randombytes_random", kInject},
    ForbiddenWord{"randombytes_uniform", kInject},
    ForbiddenWord{"absl::BitGen", kInject},
    ForbiddenWord{"absl::InsecureBitGen", kInject},
    ForbiddenWord{"std::random_device", kInject},
};

constexpr absl::string_view kViews =
    "clang 14 can't read the views of libstdc++ 12; write a loop";

// An absl::Condition is evaluated inside Debian's Abseil, by whichever thread
// lets go of the mutex: ThreadSanitizer sees the access without the lock.
constexpr absl::string_view kConditions =
    "ThreadSanitizer reports it falsely; wait for an absl::CondVar in a loop";

constexpr std::array kToolWords = {
    ForbiddenWord{"absl::Condition", kConditions},
    ForbiddenWord{"std::views", kViews},
    ForbiddenWord{"std::ranges::views", kViews},
    ForbiddenWord{"std::ranges::subrange", kViews},
};

template <typename Words>
void CheckWords(absl::string_view path, absl::string_view text,
                const Words& words, std::vector<Violation>& violations) {
  int line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    for (const ForbiddenWord& forbidden : words) {
      if (!ContainsWord(line, forbidden.word)) continue;
      violations.push_back(
          {std::string(path), line_number,
           absl::StrCat(forbidden.word, ": ", forbidden.reason)});
    }
  }
}

}  // namespace

std::vector<Violation> CheckSource(absl::string_view path,
                                   absl::string_view source) {
  std::vector<Violation> violations;
  for (const Include& include : Includes(source)) {
    const std::string reason = WhyNotInclude(path, include.path);
    if (reason.empty()) continue;
    violations.push_back({std::string(path), include.line,
                          absl::StrCat(include.path, ": ", reason)});
  }
  const std::string code = WithoutCommentsAndLiterals(source);
  if (!MayTouchTheWorld(path)) {
    CheckWords(path, code, kWorldWords, violations);
  }
  CheckWords(path, code, kToolWords, violations);
  return violations;
}

std::vector<Violation> CheckText(absl::string_view path,
                                 absl::string_view text) {
  // In two pieces, for this file is checked too.
  constexpr absl::string_view kNow = "do it now, or file an issue";
  constexpr std::array kPromises = {
      ForbiddenWord{"TO"
                    "DO",
                    kNow},
      ForbiddenWord{"FIX"
                    "ME",
                    kNow},
  };
  std::vector<Violation> violations;
  CheckWords(path, text, kPromises, violations);
  return violations;
}

std::vector<Violation> CheckListed(absl::string_view path,
                                   absl::string_view text,
                                   const std::vector<std::string>& sources) {
  std::vector<Violation> violations;
  for (const std::string& source : sources) {
    if (ContainsWord(text, source)) continue;
    violations.push_back(
        {std::string(path), 1, absl::StrCat(source, " is not listed")});
  }
  return violations;
}

}  // namespace localoffer::layering

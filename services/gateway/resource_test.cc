#include "services/gateway/resource.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"

namespace localoffer::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

// Says what it was asked, or fails.
class Echo : public Resource {
 public:
  absl::StatusOr<HttpResponse> Get(const Visit& visit) const override {
    if (visit.target.Parameter("fail") == "caller") {
      return rpc::CallerError(absl::StatusCode::kNotFound, "NO_SUCH",
                              "no \"x\"");
    }
    if (visit.target.Parameter("fail")) {
      return absl::DataLossError("a secret of the store");
    }
    HttpResponse response;
    for (const auto& [name, value] : visit.names) {
      absl::StrAppend(&response.body, name, "=", value);
    }
    return response;
  }
};

// Takes parameters several times.
class Several : public Echo {
 public:
  bool TakesSeveral() const override { return true; }
};

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    router_.Add("/", std::make_unique<Echo>());
    router_.Add("/a/{b}/c", std::make_unique<Echo>());
    router_.Add("/several", std::make_unique<Several>());
  }

  HttpResponse Ask(const std::string& target,
                   const std::string& method = "GET") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    return router_.Answer(request, "http://example.org");
  }

  Router router_;
};

TEST_F(RouterTest, FindsTheResourceAndTheNamesInItsAddress) {
  EXPECT_EQ(Ask("/a/x%20y/c").body, "b=x y");
  EXPECT_EQ(Ask("/a/x/c").route, "/a/{b}/c");
  EXPECT_EQ(Ask("/").status, 200);
  EXPECT_EQ(Ask("/", "HEAD").status, 200);
  for (const char* nothing : {"/a", "/a/x", "/a/x/d", "/a/x/c/d"}) {
    EXPECT_EQ(Ask(nothing).status, 404) << nothing;
  }
}

TEST_F(RouterTest, ATollIsAskedOfEveryResourceThatIsRead) {
  std::vector<std::string> asked;
  const auto toll =
      [&](const Visit& visit,
          absl::string_view route) -> std::optional<HttpResponse> {
    asked.emplace_back(route);
    if (!visit.target.Parameter("dear")) return std::nullopt;
    HttpResponse response;
    response.status = 429;
    return response;
  };
  HttpRequest request;
  const auto status = [&](const std::string& method,
                          const std::string& target) {
    request.method = method;
    request.target = target;
    return router_.Answer(request, "", toll).status;
  };
  EXPECT_EQ(status("GET", "/"), 200);
  EXPECT_EQ(status("HEAD", "/a/x/c?dear=1"), 429);
  EXPECT_EQ(status("OPTIONS", "/?dear=1"), 204);
  EXPECT_EQ(status("POST", "/?dear=1"), 405);
  EXPECT_EQ(status("GET", "/nothing?dear=1"), 404);
  EXPECT_EQ(asked, (std::vector<std::string>{"/", "/a/{b}/c"}));
}

TEST_F(RouterTest, SaysWhichMethodsThereAre) {
  for (const char* method : {"POST", "PUT", "DELETE", "BREW"}) {
    const HttpResponse response = Ask("/", method);
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_THAT(response.headers,
                Contains(Pair("Allow", "GET, HEAD, OPTIONS")));
  }
  EXPECT_EQ(Ask("/", "OPTIONS").status, 204);
  EXPECT_EQ(Ask("/nothing", "POST").status, 404);
}

TEST_F(RouterTest, AParameterIsThereOnceUnlessAResourceTakesSeveral) {
  EXPECT_EQ(Ask("/?a=1&a=2").status, 400);
  EXPECT_THAT(Ask("/?a=1&a=2").body, HasSubstr("BAD_TARGET"));
  EXPECT_EQ(Ask("/several?a=1&a=2").status, 200);
}

TEST_F(RouterTest, ErrorsAreProblems) {
  const HttpResponse response = Ask("/?fail=caller");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
            "\"detail\":\"no \\\"x\\\"\",\"reason\":\"NO_SUCH\"}\n");
  EXPECT_EQ(Ask("/?a=%zz").status, 400);
}

TEST_F(RouterTest, WhatWentWrongInsideStaysInside) {
  const HttpResponse response = Ask("/?fail=store");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  EXPECT_EQ(response.failure, "a secret of the store");
}

}  // namespace
}  // namespace localoffer::gateway

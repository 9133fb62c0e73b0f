#include "storage/in_order.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace localoffer::storage {
namespace {

using Numbers = InOrder<int, std::string>;

Numbers::Fetch Count(int& next, int end) {
  return [&next, end]() -> absl::StatusOr<std::optional<int>> {
    if (next == end) return std::nullopt;
    return next++;
  };
}

absl::StatusOr<std::string> Name(int number) { return absl::StrCat(number); }

TEST(InOrder, TakesEveryResultInTheOrderOfTheJobs) {
  for (const int helpers : {0, 1, 3}) {
    for (const int jobs : {0, 1, 2, 1000}) {
      int next = 0;
      std::vector<std::string> taken;
      Numbers work(Count(next, jobs), Name, [&taken](std::string name) {
        taken.push_back(std::move(name));
        return absl::OkStatus();
      });
      EXPECT_TRUE(work.Run(helpers).ok());
      ASSERT_EQ(taken.size(), jobs);
      for (int i = 0; i < jobs; ++i) EXPECT_EQ(taken[i], absl::StrCat(i));
    }
  }
}

TEST(InOrder, RunsNotFarAheadOfWhatIsTaken) {
  int next = 0;
  std::atomic<int> taken = 0;
  std::atomic<int> furthest = 0;
  constexpr int kHelpers = 3;
  Numbers work(
      Count(next, 500),
      [&](int number) {
        const int ahead = number - taken;
        int known = furthest;
        while (ahead > known && !furthest.compare_exchange_weak(known, ahead)) {
        }
        return Name(number);
      },
      [&taken](const std::string&) {
        ++taken;
        return absl::OkStatus();
      });
  EXPECT_TRUE(work.Run(kHelpers).ok());
  EXPECT_LE(furthest, 2 * kHelpers + 2);
}

TEST(InOrder, EndsWithTheErrorOfEachOfItsParts) {
  for (const int helpers : {0, 2}) {
    for (const absl::string_view part : {"fetch", "work", "take"}) {
      int next = 0;
      int taken = 0;
      const auto fails_at_20 = [part](absl::string_view here, int number) {
        return here == part && number == 20 ? absl::InternalError(here)
                                            : absl::OkStatus();
      };
      Numbers work(
          [&]() -> absl::StatusOr<std::optional<int>> {
            if (absl::Status failed = fails_at_20("fetch", next);
                !failed.ok()) {
              return failed;
            }
            if (next == 1000) return std::nullopt;
            return next++;
          },
          [&](int number) -> absl::StatusOr<std::string> {
            if (absl::Status failed = fails_at_20("work", number);
                !failed.ok()) {
              return failed;
            }
            return Name(number);
          },
          [&](const std::string&) { return fails_at_20("take", taken++); });
      EXPECT_EQ(work.Run(helpers).message(), part);
      EXPECT_LE(taken, 21);
      EXPECT_LT(next, 100) << "it went on after the error";
    }
  }
}

TEST(BorrowedCores, AreLentOnce) {
  {
    const BorrowedCores all(OtherCores() + 5);
    EXPECT_EQ(all.count(), OtherCores());
    const BorrowedCores none(1);
    EXPECT_EQ(none.count(), 0);
  }
  const BorrowedCores nothing(-1);
  EXPECT_EQ(nothing.count(), 0);
  const BorrowedCores again(1);
  EXPECT_EQ(again.count(), std::min(1, OtherCores()));
}

}  // namespace
}  // namespace localoffer::storage

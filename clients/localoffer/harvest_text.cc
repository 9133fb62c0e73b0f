#include "clients/localoffer/harvest_text.h"

#include "absl/strings/str_cat.h"
#include "clients/localoffer/instant.h"
#include "clients/localoffer/names.h"
#include "clients/localoffer/plan_report.h"

namespace localoffer::command {
namespace {

struct Words {
  absl::string_view words;
  Colour colour;
};

Words TextOf(v1::FeedState state) {
  switch (state) {
    case v1::FEED_STATE_NEW:
      return {"not yet read", Colour::kFaint};
    case v1::FEED_STATE_WELL:
      return {"well", Colour::kGreen};
    case v1::FEED_STATE_FAILING:
      return {"failing", Colour::kYellow};
    case v1::FEED_STATE_WITHDRAWALS_HELD:
      return {"withdrawals held", Colour::kRed};
    case v1::FEED_STATE_JOINED:
      return {"joined", Colour::kFaint};
    default:
      return {"unknown to this version", Colour::kPlain};
  }
}

Words TextOf(v1::HarvestOutcome outcome) {
  switch (outcome) {
    case v1::HARVEST_OUTCOME_COMPLETE:
      return {"Read from beginning to end.", Colour::kGreen};
    case v1::HARVEST_OUTCOME_UNCHANGED:
      return {"Nothing has changed, says the feed's server.", Colour::kGreen};
    case v1::HARVEST_OUTCOME_CHANGES:
      return {"Read what has changed of late; nothing is withdrawn.",
              Colour::kGreen};
    case v1::HARVEST_OUTCOME_INCOMPLETE:
      return {"Not read as a whole: nothing is withdrawn.", Colour::kYellow};
    case v1::HARVEST_OUTCOME_WITHDRAWALS_HELD:
      return {
          "Read from beginning to end, and too much is gone: nothing is "
          "withdrawn.",
          Colour::kRed};
    case v1::HARVEST_OUTCOME_FAILED:
      return {"Not read: what was harvested before stands.", Colour::kRed};
    case v1::HARVEST_OUTCOME_STOPPED:
      return {"Not read: the node is stopping.", Colour::kYellow};
    default:
      return {"The outcome is unknown to this version.", Colour::kPlain};
  }
}

}  // namespace

bool IsWell(v1::HarvestOutcome outcome) {
  return outcome == v1::HARVEST_OUTCOME_COMPLETE ||
         outcome == v1::HARVEST_OUTCOME_UNCHANGED ||
         outcome == v1::HARVEST_OUTCOME_CHANGES;
}

void PrintHarvested(const v1::Harvested& harvested, Printer& out) {
  if (harvested.log().empty()) return;
  out.Field("harvested", "read from a feed, not the authority's word here");
  out.Field("feed", harvested.feed_url());
  if (harvested.has_complete_crawl_time()) {
    out.Field("feed last whole", TimeOf(harvested.complete_crawl_time()));
  }
  out.Field("harvested log", harvested.log());
}

std::string HarvestedRemark(const v1::Harvested& harvested, Session& session) {
  return absl::StrCat(
      session.AuthorityTitle(harvested.log()), " is read from ",
      harvested.feed_url().empty() ? "a feed" : harvested.feed_url(),
      "; it is not the authority's word.");
}

Table TableOf(const v1::ListFeedsResponse& listed, Session& session) {
  Table table({{"authority"},
               {"state", Fit::kWhole},
               {"entries", Fit::kWhole},
               {"refused", Fit::kWhole},
               {"last whole", Fit::kWhole},
               {"next", Fit::kWhole},
               {"feed", Fit::kBelow},
               {"detail", Fit::kBelow}});
  for (const v1::Feed& feed : listed.feeds()) {
    const Words state = TextOf(feed.state());
    table.AddRow(
        {session.AuthorityTitle(feed.name()),
         {std::string(state.words), state.colour},
         absl::StrCat(feed.published_entries()),
         absl::StrCat(feed.refused()),
         feed.has_complete_crawl_time() ? TimeOf(feed.complete_crawl_time())
                                        : "never",
         feed.has_next_attempt_time() ? TimeOf(feed.next_attempt_time())
                                      : "not by itself",
         {feed.url(), Colour::kFaint},
         feed.detail()});
  }
  return table;
}

void PrintHarvest(const v1::Feed& feed, const v1::Harvest& harvest,
                  Session& session) {
  Printer& out = session.out();
  const Words outcome = TextOf(harvest.outcome());
  out.Line(outcome.words, outcome.colour);
  if (!harvest.detail().empty()) out.Field("why", harvest.detail());
  out.Field("feed", feed.url());
  out.Field("requests", absl::StrCat(harvest.requests()));
  if (harvest.has_summary()) {
    v1::PlanSummary done = harvest.summary();
    done.set_withdrawn(done.withdrawn() - harvest.held_withdrawals());
    out.Field("entries", SummaryInWords(done));
  }
  out.Field("now", absl::StrCat(feed.published_entries(), " in ", feed.log()));
  if (harvest.held_withdrawals() > 0 && !session.settings().quiet) {
    session.err().Line(absl::StrCat(
        "Look at the feed. If those entries are gone indeed: localoffer "
        "harvest confirm ",
        AuthorityIdOf(feed.name()), " --withdrawals ",
        harvest.held_withdrawals()));
  }
}

}  // namespace localoffer::command

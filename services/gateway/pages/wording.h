// What entries say, in plain words.
#ifndef LOCALOFFER_SERVICES_GATEWAY_PAGES_WORDING_H_
#define LOCALOFFER_SERVICES_GATEWAY_PAGES_WORDING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "localoffer/v1/directory.pb.h"
#include "localoffer/v1/entry.pb.h"
#include "localoffer/v1/place.pb.h"
#include "services/gateway/pages/catalogue.h"

namespace localoffer::gateway::pages {

// Answers are text, not HTML, and empty where an entry does not say. Thread-
// safe.
class Wording {
 public:
  explicit Wording(Catalogue words) : words_(std::move(words)) {}

  // `1 September 2026`.
  std::string Date(absl::Time time) const;
  std::string Date(const google::protobuf::Timestamp& time) const;
  // Of YYYY-MM-DD, perhaps with a time; as it is where it is none.
  std::string Date(absl::string_view iso) const;
  std::string Distance(double meters) const;

  std::string Ages(const v1::Service& service) const;
  // Whom it is for: ages and what it says of eligibility.
  std::vector<std::string> WhoFor(const v1::Service& service,
                                  const v1::LocalOffer& offer) const;
  std::vector<std::string> Costs(const v1::Service& service,
                                 const v1::LocalOffer& offer) const;
  std::vector<std::string> OpeningTimes(const v1::Service& service,
                                        const v1::LocalOffer& offer) const;
  // Whether it serves the home that was asked about; of one that is known
  // approximately, the middle of the area around it.
  std::string Served(const v1::ServedArea& area, const v1::Place& home) const;
  // What matched.
  std::string Why(const v1::WordMatch& match) const;

  // A field that differs, by its path, and what it says, which is JSON.
  std::string Field(absl::string_view path) const;
  static std::string Said(absl::string_view json);

  // The text of an enum's value, by its name; "" for UNSPECIFIED.
  std::string Value(absl::string_view name) const;
  // `a, b and c`.
  std::string List(const std::vector<std::string>& parts) const;

 private:
  std::string OpeningTime(const v1::Schedule& schedule) const;
  std::string Days(absl::string_view byday) const;
  std::string Cost(const v1::CostOption& option) const;

  const Catalogue words_;
};

// Whether an entry says itself, of the home and not only of the middle of the
// area around it, that it is served.
bool SurelyServes(const v1::ServedArea& area, const v1::Place& home);

// When a day of YYYY-MM-DD begins, as these dates count days; nothing where it
// is none.
std::optional<absl::Time> BeginOfDay(absl::string_view iso);

// Text of what a feed says, which may be HTML; at most so many bytes, cut
// between words.
std::string TextOf(absl::string_view html, size_t most_bytes = 20'000);

// The same of what is text already.
std::string Shortened(std::string text, size_t most_bytes);

// The paragraphs of it.
std::vector<std::string> ParagraphsOf(absl::string_view html);

}  // namespace localoffer::gateway::pages

#endif  // LOCALOFFER_SERVICES_GATEWAY_PAGES_WORDING_H_

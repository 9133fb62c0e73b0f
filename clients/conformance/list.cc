#include "clients/conformance/list.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace localoffer::conformance {
namespace {

std::string Words(bool value) { return value ? "true" : "false"; }

// Holds members of one envelope against what they have to be.
class Envelope {
 public:
  Envelope(const Reply& reply, PageChecks& checks)
      : reply_(reply), checks_(checks) {}

  // The number, if the member is there and is one.
  std::optional<int64_t> Count(absl::string_view name) {
    const Json* const member = Known(name);
    if (member == nullptr) return std::nullopt;
    const std::optional<int64_t> count = CountOf(*reply_.json, name);
    if (!count) Wrong(name, "a whole number from 0", JsonText(*member));
    return count;
  }

  void Equals(absl::string_view name, int64_t wanted) {
    const std::optional<int64_t> count = Count(name);
    if (count && *count != wanted) {
      Wrong(name, absl::StrCat(wanted), absl::StrCat(*count));
    }
  }

  void Equals(absl::string_view name, bool wanted) {
    const Json* const member = Known(name);
    if (member == nullptr) return;
    if (!member->IsBool() || member->GetBool() != wanted) {
      Wrong(name, Words(wanted), JsonText(*member));
    }
  }

  void Wrong(absl::string_view name, const std::string& wanted,
             const std::string& came) {
    checks_.envelope.Fail({reply_.url, absl::StrCat(name, ": ", wanted), came});
    is_right_ = false;
  }

  void Finish() {
    if (is_right_) checks_.envelope.Pass();
    checks_.whole_envelope.Expect(
        absent_.empty(),
        {reply_.url, "all members of the page",
         absl::StrCat("without ", absl::StrJoin(absent_, ", "))});
  }

 private:
  const Json* Known(absl::string_view name) {
    const Json* const member = Member(*reply_.json, name);
    if (member == nullptr) absent_.emplace_back(name);
    return member;
  }

  const Reply& reply_;
  PageChecks& checks_;
  std::vector<std::string> absent_;
  bool is_right_ = true;
};

}  // namespace

void CheckEnvelope(const Reply& reply, int64_t page, PageChecks& checks) {
  if (!reply.asked) return;
  if (!reply.ok()) {
    checks.envelope.Fail({reply.url, "a page", reply.Came()});
    return;
  }
  Envelope envelope(reply, checks);
  const Json* const contents = Member(*reply.json, "contents");
  if (contents == nullptr || !contents->IsArray()) {
    envelope.Wrong("contents", "an array",
                   contents == nullptr ? "nothing" : JsonText(*contents));
    return;
  }
  const int64_t size = contents->Size();
  envelope.Equals("size", size);
  envelope.Equals("empty", size == 0);
  envelope.Equals("page_number", page);
  const std::optional<int64_t> items = envelope.Count("total_items");
  const std::optional<int64_t> pages = envelope.Count("total_pages");
  if (items && *items < size) {
    envelope.Wrong("total_items", absl::StrCat("at least ", size),
                   absl::StrCat(*items));
  }
  if (pages && size > 0 && *pages < page) {
    envelope.Wrong("total_pages", absl::StrCat("at least ", page),
                   absl::StrCat(*pages));
  }
  envelope.Equals("first_page", page == 1);
  // Of an empty list both would be right.
  if (pages && size > 0) {
    envelope.Equals("last_page", page >= *pages);
  }
  envelope.Finish();
}

std::vector<const Json*> RecordsOf(const Reply& reply) {
  if (!reply.ok()) return {};
  return Elements(*reply.json, "contents");
}

bool IsLast(const Reply& reply, int64_t page) {
  if (const Json* const last = Member(*reply.json, "last_page");
      last != nullptr && last->IsBool()) {
    return last->GetBool();
  }
  const std::optional<int64_t> pages = CountOf(*reply.json, "total_pages");
  return pages ? page >= *pages : RecordsOf(reply).empty();
}

Walk ReadList(Server& server, absl::string_view path,
              const Parameters& parameters, int64_t per_page, int most_pages) {
  Walk walk;
  for (int64_t page = 1; page <= most_pages && !walk.complete; ++page) {
    Parameters all = parameters;
    all.emplace_back("page", absl::StrCat(page));
    all.emplace_back("per_page", absl::StrCat(per_page));
    walk.pages.push_back(server.Ask(path, all));
    const Reply& reply = walk.pages.back();
    if (!reply.ok()) break;
    const std::vector<const Json*> records = RecordsOf(reply);
    walk.records.insert(walk.records.end(), records.begin(), records.end());
    const auto items = CountOf(*reply.json, "total_items");
    if (page == 1) walk.total_items = items;
    walk.changed = walk.changed || items != walk.total_items;
    walk.complete = IsLast(reply, page);
  }
  return walk;
}

}  // namespace localoffer::conformance

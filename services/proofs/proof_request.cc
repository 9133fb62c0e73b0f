#include "services/proofs/proof_request.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/error.h"

namespace localoffer::proofs {
namespace {

// Collects the parts of a question and what is wrong with them.
class Parts {
 public:
  void Authority(const std::string& parent) {
    absl::StatusOr<std::string> id =
        entry::ParseAuthorityName("parent", parent);
    if (!Take("parent", id.status())) return;
    question_.authority = *std::move(id);
  }

  void Entry(const std::string& name) {
    absl::StatusOr<entry::EntryName> parsed =
        entry::ParseEntryName("entry", name);
    if (!Take("entry", parsed.status())) return;
    CheckAuthority("entry", parsed->authority);
    question_.entry = std::move(parsed->entry);
  }

  void Provider(const std::string& name) {
    absl::StatusOr<std::string> id = entry::ParseProviderName("provider", name);
    if (!Take("provider", id.status())) return;
    question_.provider = *std::move(id);
  }

  // A whole name, or an id.
  void Edition(const std::string& text) {
    if (text.empty()) return;
    const std::string name =
        absl::StrContains(text, "/")
            ? text
            : entry::FormatEditionName(question_.authority, text);
    absl::StatusOr<entry::EditionName> parsed =
        entry::ParseEditionName("edition", name);
    // Without an authority an id makes no name, which has been said.
    if (question_.authority.empty()) return;
    if (!Take("edition", parsed.status())) return;
    CheckAuthority("edition", parsed->authority);
    question_.edition = *std::move(parsed);
  }

  void Refuse(absl::string_view field, absl::string_view why) {
    errors_.push_back({std::string(field), std::string(why)});
  }

  absl::StatusOr<Question> Done() && {
    if (!errors_.empty()) return rpc::InvalidFields(errors_);
    return std::move(question_);
  }

 private:
  bool Take(absl::string_view field, const absl::Status& status) {
    if (!status.ok()) Refuse(field, status.message());
    return status.ok();
  }

  void CheckAuthority(absl::string_view field, absl::string_view authority) {
    if (question_.authority.empty() || authority == question_.authority) return;
    Refuse(field, absl::StrCat("is of ", authority, "; wanted one of ",
                               question_.authority));
  }

  Question question_;
  std::vector<rpc::FieldError> errors_;
};

}  // namespace

absl::StatusOr<Question> QuestionOf(const v1::ProveListedRequest& request) {
  Parts parts;
  parts.Authority(request.parent());
  if (request.has_entry()) parts.Entry(request.entry());
  if (request.has_provider()) parts.Provider(request.provider());
  if (request.subject_case() == v1::ProveListedRequest::SUBJECT_NOT_SET) {
    parts.Refuse("entry", "wanted an entry, or a provider");
  }
  parts.Edition(request.edition());
  if (!request.edition().empty() && request.has_read_time()) {
    parts.Refuse("read_time", "cannot be combined with edition");
  }
  if (request.prefer_last_edition() &&
      (!request.edition().empty() || request.has_read_time())) {
    parts.Refuse("prefer_last_edition",
                 "cannot be combined with edition or read_time");
  }
  return std::move(parts).Done();
}

absl::StatusOr<Question> QuestionOf(const v1::ProveAbsentRequest& request) {
  Parts parts;
  parts.Authority(request.parent());
  parts.Provider(request.provider());
  parts.Edition(request.edition());
  if (!request.edition().empty() && request.has_read_time()) {
    parts.Refuse("read_time", "cannot be combined with edition");
  }
  return std::move(parts).Done();
}

}  // namespace localoffer::proofs

#include "storage/directory/statements.h"

#include "absl/strings/match.h"
#include "localoffer/storage/v1/records.pb.h"
#include "storage/directory/bodies.h"
#include "storage/keys.h"
#include "storage/status_macros.h"

namespace localoffer::storage {
namespace {

struct Statement {
  uint64_t sequence = 0;
  v1::StatementRecord record;
};

absl::StatusOr<Statement> ParseStatement(absl::string_view key,
                                         absl::string_view value) {
  const std::optional<RevisionKeyParts> parts = ParseRevisionKey(key);
  Statement statement;
  if (!parts || !statement.record.ParseFromArray(
                    value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError("a record of the table statement is malformed");
  }
  statement.sequence = parts->sequence;
  return statement;
}

}  // namespace

absl::StatusOr<std::vector<std::vector<std::string>>>
Statements::EverDeclaredNil(
    absl::Span<const std::string> statutory_items) const {
  std::vector<std::vector<std::string>> all;
  all.reserve(statutory_items.size());
  // Few declare nil under any of many items: making a cursor for each would be
  // most of the work.
  Cursor cursor = engine_.Scan(Table::kNil, "");
  for (const std::string& item : statutory_items) {
    std::vector<std::string>& authorities = all.emplace_back();
    const std::string prefix = IdPrefix(item);
    cursor.Seek(prefix);
    for (; cursor.Valid() && absl::StartsWith(cursor.key(), prefix);
         cursor.Next()) {
      std::optional<std::string> authority = AuthorityOfNilKey(cursor.key());
      if (!authority) {
        return absl::DataLossError("a key of the table nil is malformed");
      }
      authorities.push_back(*std::move(authority));
    }
    RETURN_IF_ERROR(cursor.status());
  }
  return all;
}

absl::StatusOr<std::vector<uint64_t>> Statements::NilDeclarations(
    absl::string_view authority, absl::string_view statutory_item,
    uint64_t log_size) const {
  std::vector<uint64_t> sequences;
  if (log_size == 0) return sequences;
  Cursor cursor =
      engine_.Scan(Table::kStatement, SubjectPrefix(authority, statutory_item),
                   RevisionKey(authority, statutory_item, log_size - 1));
  for (; cursor.Valid(); cursor.Next()) {
    ASSIGN_OR_RETURN(const Statement statement,
                     ParseStatement(cursor.key(), cursor.value()));
    if (statement.record.nil()) sequences.push_back(statement.sequence);
  }
  RETURN_IF_ERROR(cursor.status());
  return sequences;
}

absl::StatusOr<std::optional<NilStatement>> Statements::NilAt(
    absl::string_view authority, absl::string_view statutory_item,
    uint64_t log_size) const {
  if (log_size == 0) return std::nullopt;
  const Cursor cursor =
      engine_.Scan(Table::kStatement, SubjectPrefix(authority, statutory_item),
                   RevisionKey(authority, statutory_item, log_size - 1));
  RETURN_IF_ERROR(cursor.status());
  if (!cursor.Valid()) return std::nullopt;
  ASSIGN_OR_RETURN(const Statement statement,
                   ParseStatement(cursor.key(), cursor.value()));
  if (!statement.record.nil()) return std::nullopt;
  const absl::StatusOr<log::v1::ChangeBody> body =
      ReadBody(engine_, authority, statement.sequence);
  if (!body.ok() && !absl::IsNotFound(body.status())) return body.status();
  return NilStatement{body.ok() ? body->nil_declared().reason() : "",
                      statement.sequence,
                      absl::FromUnixMicros(statement.record.time_micros())};
}

}  // namespace localoffer::storage

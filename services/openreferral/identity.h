// Which id each record of a source gets.
#ifndef LOCALOFFER_SERVICES_OPENREFERRAL_IDENTITY_H_
#define LOCALOFFER_SERVICES_OPENREFERRAL_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace localoffer::openreferral {

// What was decided for a record.
struct Identity {
  // A lower-case RFC 4122 UUID; unlike any other record's of the source,
  // unless the record repeats one.
  std::string id;
  // Another record of the source has the same id and other content.
  bool id_was_taken = false;
  // An earlier record of the source is the same, byte for byte.
  bool repeats_record = false;
};

// The ids of one source. Of several records with one id the one whose name
// sorts first keeps it, wherever it stands: feeds change their order. Not
// thread-safe.
class IdentityRegister {
 public:
  // `authority` is the namespace of derived ids (EntryIdFromSource).
  explicit IdentityRegister(std::string authority);

  // Takes note of a record. To be called for all of a source before the first
  // decision; a record that was not announced may have its id taken.
  void Announce(absl::string_view source_id, absl::string_view name);

  // Decides for the next record. `source_id` is its id as supplied, or what
  // identifies it instead; `name` tells records with one id apart; `content`
  // is the whole record and must outlive the register. A record whose id is
  // taken gets one derived from its id and name, and where that is taken too,
  // from these and the lowest free number from 2.
  Identity Decide(absl::string_view source_id, absl::string_view name,
                  absl::string_view content);

 private:
  std::string authority_;
  // Contents of the records seen, by the id they would have on their own.
  absl::flat_hash_map<std::string, std::vector<absl::string_view>> contents_;
  absl::flat_hash_set<std::string> taken_;
  // The first name of those announced, by the same id.
  absl::flat_hash_map<std::string, std::string> first_names_;
};

}  // namespace localoffer::openreferral

#endif  // LOCALOFFER_SERVICES_OPENREFERRAL_IDENTITY_H_

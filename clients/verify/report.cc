#include "clients/verify/report.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "storage/log/log_id.h"
#include "storage/log/proof_members.h"

namespace localoffer::verify {
namespace {

using log::ProofKind;

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string Counted(uint64_t count, absl::string_view one,
                    absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

// In quotation marks, out of which it can't get: a title or a name must not
// read like a sentence of ours.
std::string Quoted(absl::string_view text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string EntryText(const Shown& shown) {
  return absl::StrCat(
      "Entry ", shown.claim.entry,
      shown.content ? absl::StrCat(" (", Quoted(shown.content->service), ")")
                    : "");
}

// Whose word it is: a log that a node harvests is not the authority's.
std::string OfferText(const log::Claim& claim) {
  if (!log::IsHarvestedLog(claim.authority)) {
    return absl::StrCat("the local offer of ", claim.authority);
  }
  return absl::StrCat("what a node harvested of the local offer of ",
                      log::AuthorityOfLog(claim.authority), " (log ",
                      claim.authority, ")");
}

std::string EditionText(const Shown& shown) {
  return absl::StrCat("edition ", shown.claim.edition, " (",
                      Quoted(shown.edition->title), ") of ",
                      OfferText(shown.claim));
}

std::string PublishedText(const Shown& shown) {
  return absl::StrCat("by change ", shown.publication->sequence,
                      " of its log, at ",
                      TimeText(shown.publication->commit_time));
}

// The sentence that all is about.
std::string ClaimText(const Shown& shown) {
  const log::Claim& claim = shown.claim;
  switch (claim.kind) {
    case ProofKind::kEntryInEdition:
      return absl::StrCat(EntryText(shown), " is in ", EditionText(shown), ".");
    case ProofKind::kProviderInEdition:
      return absl::StrCat(
          claim.provider, " is in ", EditionText(shown), ": ",
          Counted(shown.naming_entries, "entry names", "entries name"),
          " it by this identifier.");
    case ProofKind::kProviderNotInEdition:
      return absl::StrCat(claim.provider, " is not in ", EditionText(shown),
                          ": no entry names it by this identifier.");
    case ProofKind::kEntryPublished:
      return absl::StrCat(EntryText(shown), " was published in ",
                          OfferText(claim), ", ", PublishedText(shown), ".");
    case ProofKind::kProviderPublished:
      return absl::StrCat(EntryText(shown), ", which names ", claim.provider,
                          ", was published in ", OfferText(claim), ", ",
                          PublishedText(shown), ".");
  }
  return "";
}

Paragraph ShownParagraph(const Shown& shown) {
  Paragraph paragraph{"Shown", {ClaimText(shown)}};
  std::vector<std::string>& sentences = paragraph.sentences;
  if (shown.claim.kind == ProofKind::kProviderInEdition) {
    sentences.push_back(absl::StrCat("One of them: ", EntryText(shown), "."));
  }
  if (shown.edition) {
    sentences.push_back(absl::StrCat(
        "The edition was made at ", TimeText(shown.edition->change.commit_time),
        ", by change ", shown.edition->change.sequence, " of the log; it has ",
        Counted(shown.edition->entries_count, "entry", "entries"), " and ",
        Counted(shown.edition->providers_count, "provider", "providers"), "."));
    if (shown.publication) {
      sentences.push_back(absl::StrCat("The entry's content was published ",
                                       PublishedText(shown), "."));
    }
  }
  if (shown.erasure) {
    sentences.push_back(
        absl::StrCat("The authority erased the entry's content by change ",
                     shown.erasure->sequence, " of its log, at ",
                     TimeText(shown.erasure->commit_time),
                     "; that it was published stays proved."));
  }
  if (shown.content && !shown.content->providers.empty()) {
    const std::string& name = shown.content->organization;
    sentences.push_back(
        absl::StrCat("The entry gives as its provider ",
                     name.empty() ? "" : absl::StrCat(Quoted(name), ", "),
                     absl::StrJoin(shown.content->providers, ", "), "."));
  }
  return paragraph;
}

std::string SizeText(const SignedCheckpoint& checkpoint) {
  return Counted(checkpoint.checkpoint.size, "change", "changes");
}

std::string RootText(const SignedCheckpoint& checkpoint) {
  return absl::Base64Escape(log::HashBytes(checkpoint.checkpoint.root));
}

Paragraph SignedParagraph(const Shown& shown) {
  const SignedCheckpoint& checkpoint = shown.checkpoint;
  Paragraph paragraph{
      "Signed by",
      {absl::StrCat(checkpoint.key, ", which signed the log of ",
                    SizeText(checkpoint), " that all this is in; its root is ",
                    RootText(checkpoint), ".")}};
  std::vector<std::string>& sentences = paragraph.sentences;
  if (checkpoint.key != checkpoint.given_key) {
    sentences.push_back(
        absl::StrCat("That key followed the one given, ", checkpoint.given_key,
                     ", by changes of key which the log shows, each signed by "
                     "the key before."));
  }
  if (shown.earlier) {
    sentences.push_back(
        absl::StrCat(shown.earlier->key, ", which signed an earlier state of ",
                     SizeText(*shown.earlier), " with the root ",
                     RootText(*shown.earlier), ": the log of ",
                     SizeText(checkpoint), " begins with those, unchanged."));
  }
  return paragraph;
}

void AddNotShownOfEdition(const Shown& shown,
                          std::vector<std::string>& sentences) {
  sentences.push_back(
      "What the local offer said before the edition, and after it. The "
      "edition's id and title are names that were chosen for it; neither shows "
      "a date.");
  sentences.push_back(
      "Whether the edition was made rightly of what the log says, and is the "
      "first of its id: whoever has the whole log can check both.");
  if (shown.claim.kind != ProofKind::kProviderNotInEdition) return;
  sentences.push_back(
      "Whether entries tell of the provider by its name alone, or by another "
      "identifier.");
  sentences.push_back(
      "Whether entries named the provider whose content had been erased before "
      "the edition: they count as naming nobody.");
}

Paragraph NotShownParagraph(const Shown& shown) {
  Paragraph paragraph{"Not shown", {}};
  std::vector<std::string>& sentences = paragraph.sentences;
  if (log::IsHarvestedLog(shown.claim.authority)) {
    sentences.push_back(
        "Whether the authority says this: a node read it from the authority's "
        "feed, and signed what it had read.");
  }
  sentences.push_back(
      "Whether what the entries say is true, and whether the key is the "
      "authority's: compare it with one that the authority gave you itself.");
  sentences.push_back(
      "Whether everybody is shown this log: compare its size and root with "
      "those that others have.");
  sentences.push_back(
      "Times are the signer's own statement; the log only shows their order.");
  if (shown.edition) {
    AddNotShownOfEdition(shown, sentences);
  } else {
    sentences.push_back(absl::StrCat(
        "How long it stood: changes after ", shown.publication->sequence,
        " may have changed the entry or withdrawn it. An edition shows what "
        "stood at a time."));
  }
  if (shown.erasure) {
    sentences.push_back("What the entry said: its content has been erased.");
  } else if (shown.publication && !shown.content) {
    sentences.push_back("What the entry said: the proof leaves it out.");
  }
  return paragraph;
}

using Json = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Name(Json& json, absl::string_view name) {
  json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

void Text(Json& json, absl::string_view name, absl::string_view text) {
  Name(json, name);
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void TextIfAny(Json& json, absl::string_view name, absl::string_view text) {
  if (!text.empty()) Text(json, name, text);
}

void Number(Json& json, absl::string_view name, uint64_t number) {
  Name(json, name);
  json.Uint64(number);
}

void WriteCheckpoint(Json& json, absl::string_view name,
                     const SignedCheckpoint& checkpoint) {
  Name(json, name);
  json.StartObject();
  Number(json, "size", checkpoint.checkpoint.size);
  Text(json, "root", RootText(checkpoint));
  Text(json, "key", checkpoint.key);
  Text(json, "given_key", checkpoint.given_key);
  json.EndObject();
}

void WriteChange(Json& json, const ShownChange& change) {
  Number(json, "sequence", change.sequence);
  Text(json, "commit_time", TimeText(change.commit_time));
}

void WriteEdition(Json& json, const ShownEdition& edition) {
  Name(json, "edition");
  json.StartObject();
  Text(json, "title", edition.title);
  WriteChange(json, edition.change);
  Number(json, "entries_count", edition.entries_count);
  Number(json, "providers_count", edition.providers_count);
  json.EndObject();
}

void WriteContent(Json& json, const ShownContent& content) {
  Name(json, "content");
  json.StartObject();
  Text(json, "service", content.service);
  TextIfAny(json, "organization", content.organization);
  Name(json, "providers");
  json.StartArray();
  for (const std::string& provider : content.providers) {
    json.String(provider.data(),
                static_cast<rapidjson::SizeType>(provider.size()));
  }
  json.EndArray();
  json.EndObject();
}

void WriteSentences(Json& json, const Paragraph& paragraph) {
  Name(json, "not_shown");
  json.StartArray();
  for (const std::string& sentence : paragraph.sentences) {
    json.String(sentence.data(),
                static_cast<rapidjson::SizeType>(sentence.size()));
  }
  json.EndArray();
}

}  // namespace

std::vector<Paragraph> Report(const Shown& shown) {
  return {ShownParagraph(shown), SignedParagraph(shown),
          NotShownParagraph(shown)};
}

std::string WhyNot(const absl::Status& error) {
  return absl::StrCat(absl::IsUnimplemented(error)
                          ? "This program can't tell whether the proof holds: "
                          : "The proof does not hold: ",
                      error.message(), ".");
}

std::string ReportJson(const Shown& shown) {
  rapidjson::StringBuffer buffer;
  Json json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  Name(json, "holds");
  json.Bool(true);
  Text(json, "kind", log::NameOf(shown.claim.kind));
  Text(json, "authority", shown.claim.authority);
  Name(json, "harvested");
  json.Bool(log::IsHarvestedLog(shown.claim.authority));
  TextIfAny(json, "provider", shown.claim.provider);
  TextIfAny(json, "entry", shown.claim.entry);
  TextIfAny(json, "edition_id", shown.claim.edition);
  Text(json, "statement", ClaimText(shown));
  WriteCheckpoint(json, "checkpoint", shown.checkpoint);
  if (shown.earlier) WriteCheckpoint(json, "earlier", *shown.earlier);
  if (shown.edition) WriteEdition(json, *shown.edition);
  if (shown.claim.kind == ProofKind::kProviderInEdition) {
    Number(json, "naming_entries", shown.naming_entries);
  }
  if (shown.publication) {
    Name(json, "publication");
    json.StartObject();
    WriteChange(json, *shown.publication);
    json.EndObject();
  }
  if (shown.content) WriteContent(json, *shown.content);
  if (shown.erasure) {
    Name(json, "erasure");
    json.StartObject();
    WriteChange(json, *shown.erasure);
    json.EndObject();
  }
  WriteSentences(json, NotShownParagraph(shown));
  json.EndObject();
  return absl::StrCat(absl::string_view(buffer.GetString(), buffer.GetSize()),
                      "\n");
}

}  // namespace localoffer::verify

// `localoffer verify FILE`: checks a proof; asks no server.
#include "clients/verify/verify.h"

#include <memory>
#include <vector>

#include "clients/localoffer/verbs.h"
#include "clients/verify/files.h"
#include "clients/verify/report.h"

namespace localoffer::command {
namespace {

constexpr int kIndent = 2;

struct VerifyFlags {
  std::string file;
  std::vector<std::string> keys;
  std::vector<std::string> key_files;
};

void Print(const verify::Shown& shown, Printer& out) {
  out.Line("The proof holds.", Colour::kGreen);
  for (const verify::Paragraph& paragraph : verify::Report(shown)) {
    out.Line();
    out.Line(paragraph.heading, Colour::kBold);
    for (const std::string& sentence : paragraph.sentences) {
      out.Paragraph(sentence, kIndent);
    }
  }
}

absl::StatusOr<ExitCode> Verify(const VerifyFlags& flags, Session& session) {
  auto keys = verify::ReadKeys(flags.keys, flags.key_files);
  if (!keys.ok()) return keys.status();
  auto document = verify::ReadFile(flags.file, *session.surroundings().in);
  if (!document.ok()) return document.status();
  const auto shown = verify::VerifyDocument(*document, *keys);
  if (!shown.ok()) {
    return absl::FailedPreconditionError(verify::WhyNot(shown.status()));
  }
  if (session.settings().json) {
    *session.surroundings().out << verify::ReportJson(*shown);
  } else {
    Print(*shown, session.out());
  }
  return ExitCode::kOk;
}

}  // namespace

void AddVerify(Verbs& verbs) {
  const Verb verb = verbs.Add({"verify", "Check a proof, offline",
                               "localoffer verify absent.json --key "
                               "localoffer/E06000023+1f2e3d4c+AQ…"});
  auto flags = std::make_shared<VerifyFlags>();
  verb.AddOption("FILE", flags->file, "The proof; - for standard input")
      .Required()
      .TypeName("");
  verb.AddOption("--key", flags->keys,
                 "The authority's verifier key; again for more")
      .TypeName("KEY")
      .OneAtATime();
  verb.AddOption("--key-file", flags->key_files, "Keys, one a line")
      .TypeName("FILE")
      .OneAtATime();
  verbs.Run(verb,
            [flags](Session& session) { return Verify(*flags, session); });
}

}  // namespace localoffer::command

// localoffer-verify: checks a proof offline. All it needs is the proof's file
// and the authority's key.
#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/localoffer/terminal_text.h"
#include "clients/verify/files.h"
#include "clients/verify/report.h"
#include "clients/verify/verify.h"
#include "google/protobuf/stubs/logging.h"

namespace localoffer::verify {
namespace {

// As the command's; see docs/command.md.
constexpr int kHolds = 0;
constexpr int kNotShown = 1;
constexpr int kUsage = 2;

struct Flags {
  std::string file;
  std::vector<std::string> keys;
  std::vector<std::string> key_files;
  bool json = false;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("FILE", flags.file, "The proof; - for standard input")
      ->required()
      ->type_name("");
  app.add_option("--key", flags.keys,
                 "Verifier key of the authority, localoffer/…+…+…; again for "
                 "more")
      ->type_name("KEY")
      ->allow_extra_args(false);
  app.add_option("--key-file", flags.key_files, "File of keys, one a line")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_flag("--json", flags.json, "One JSON document instead of words");
  app.footer(
      "Ends with 0 when the proof holds, 1 when it doesn't, or not by these "
      "keys, 2 for wrong usage or a file that can't be read.");
}

int Fail(int code, absl::string_view message) {
  std::cerr << "localoffer-verify: " << command::SafeText(message) << '\n';
  return code;
}

void Print(const Shown& shown) {
  std::cout << "The proof holds.\n";
  for (const Paragraph& paragraph : Report(shown)) {
    std::cout << '\n' << paragraph.heading << '\n';
    for (const std::string& sentence : paragraph.sentences) {
      std::cout << "  " << command::SafeText(sentence) << '\n';
    }
  }
}

int Run(const Flags& flags) {
  const auto keys = ReadKeys(flags.keys, flags.key_files);
  if (!keys.ok()) return Fail(kUsage, keys.status().message());
  const auto document = ReadFile(flags.file, std::cin);
  if (!document.ok()) return Fail(kUsage, document.status().message());
  const absl::StatusOr<Shown> shown = VerifyDocument(*document, *keys);
  if (!shown.ok()) {
    return Fail(kNotShown, WhyNot(shown.status()));
  }
  if (flags.json) {
    std::cout << ReportJson(*shown);
  } else {
    Print(*shown);
  }
  std::cout.flush();
  return std::cout ? kHolds : kUsage;
}

}  // namespace
}  // namespace localoffer::verify

int main(int argc, char** argv) {
  // What is malformed is said in our words.
  google::protobuf::SetLogHandler(nullptr);
  CLI::App app("Checks a proof from a local offer, offline.",
               "localoffer-verify");
  localoffer::verify::Flags flags;
  localoffer::verify::AddFlags(app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : localoffer::verify::kUsage;
  }
  return localoffer::verify::Run(flags);
}

// Writes generated local offers into files, for `localoffer publish`.
//
//   localoffer_generate --out FOLDER [--entries N] [--seed N] [--rounds 1|2]
//
// See README.md beside this file.
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "tests/generator/generator.h"
#include "tests/generator/offer_files.h"

int main(int argc, char** argv) {
  localoffer::generator::GeneratorOptions options;
  std::string folder;
  int rounds = 2;
  CLI::App app("Writes fictional local offers for all of England");
  app.add_option("--out", folder, "Folder for the files; made if need be")
      ->required();
  app.add_option("--entries", options.entries,
                 "Entries in all authorities together")
      ->capture_default_str()
      ->check(CLI::Range(0, 1000000));
  app.add_option("--seed", options.seed, "The same seed, the same bytes")
      ->capture_default_str();
  app.add_option("--rounds", rounds,
                 "2 writes a later publication as well, with changed and "
                 "withdrawn entries")
      ->capture_default_str()
      ->check(CLI::Range(1, 2));
  CLI11_PARSE(app, argc, argv);

  const localoffer::generator::Generator generator(options);
  int written = 0;
  const absl::Status status = localoffer::generator::WriteOffers(
      generator, folder, rounds, [&written](absl::string_view) { ++written; });
  if (!status.ok()) {
    std::cerr << status.message() << "\n";
    return 1;
  }
  std::cout << options.entries << " entries of " << written
            << " authorities in " << folder << "\n";
  return 0;
}

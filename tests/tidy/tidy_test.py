#!/usr/bin/env python3
"""clang-tidy finds in our code what it is there to find.

usage: tidy_test.py BUILD_DIRECTORY
"""

import json
import pathlib
import shlex
import sys
import tempfile
import unittest

import tidy

INCLUDES = """
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "{header}"
"""

MOVED = "inline std::string Twice(std::string text) {\n" \
        "  std::string moved = std::move(text);\n  return moved + text;\n}\n"

# What is wrong, the file's text, and the check that must say so.
WRONG = {
    "a value used after it was moved":
        (MOVED, "bugprone-use-after-move"),
    "the same in a template that nobody uses":
        ("template <typename T>\n" + MOVED,
         "bugprone-use-after-move"),
    "a virtual function that hides what it overrides":
        ("struct Base { virtual ~Base() = default; virtual void Run(); };\n"
         "struct Derived : Base { void Run(); };\n", "modernize-use-override"),
    "a name that nobody uses":
        ("using std::unique_ptr;\n", "misc-unused-using-decls"),
    "a null pointer followed":
        ("int Follow(bool known) {\n  const int value = 1;\n"
         "  const int* there = known ? &value : nullptr;\n"
         "  if (there == nullptr) return *there;\n  return 0;\n}\n",
         "clang-analyzer-core.NullDereference"),
    "memory used after it was freed":
        ("int Read() {\n  int* there = new int(1);\n  delete there;\n"
         "  return *there;\n}\n", "clang-analyzer-cplusplus.NewDelete"),
    "a value read without its lock":
        ("class Counter {\n public:\n  int count() const { return count_; }\n"
         "\n private:\n  mutable absl::Mutex mutex_;\n"
         "  int count_ ABSL_GUARDED_BY(mutex_) = 0;\n};\n",
         "clang-diagnostic-thread-safety-analysis"),
    "a variable that nobody reads":
        ("void Forget() {\n  int count;\n}\n",
         "clang-diagnostic-unused-variable"),
}

RIGHT = "inline std::string Once(std::string text) {\n  return text;\n}\n"


class FindingsTest(unittest.TestCase):
    def findings(self, text, header=RIGHT):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "services", "example.cc")
            file.parent.mkdir()
            file.with_suffix(".h").write_text(
                "#pragma once\n#include <string>\n#include <utility>\n" + header)
            file.write_text(
                INCLUDES.format(header=file.with_suffix(".h")) + text)
            self.compile_as_ours(file, folder)
            return TIDY.findings(str(file), folder)

    @staticmethod
    def compile_as_ours(file, folder):
        ours = next(e for e in TIDY.entries
                    if e["file"] == str(tidy.ROOT / "storage/committer.cc"))
        words = [str(file) if word == ours["file"] else word
                 for word in shlex.split(ours["command"])]
        pathlib.Path(folder, "compile_commands.json").write_text(json.dumps([
            {"directory": ours["directory"], "file": str(file),
             "command": shlex.join(words)}]))

    def test_nothing_where_nothing_is_wrong(self):
        self.assertEqual(self.findings(RIGHT.replace("Once", "Again")), "")

    def test_what_is_wrong_in_a_file(self):
        for what, (text, check) in WRONG.items():
            with self.subTest(what):
                self.assertIn(f"[{check}", self.findings(text))

    def test_what_is_wrong_in_a_header(self):
        self.assertIn("[bugprone-use-after-move", self.findings("", MOVED))


class KeyTest(unittest.TestCase):
    """A file is looked at again when anything that it reads has changed."""

    def test_follows_what_is_included(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            root.joinpath("a.cc").write_text('#include "b.h"\n')
            root.joinpath("b.h").write_text("#include <c.h>\n")
            root.joinpath("c.h").write_text('#include "b.h"\nint c;\n')
            before = tidy.Sources(root).text_of_all(root / "a.cc")
            root.joinpath("c.h").write_text('#include "b.h"\nint d;\n')
            after = tidy.Sources(root).text_of_all(root / "a.cc")
        self.assertIn(b"int c;", before)
        self.assertNotEqual(before, after)


if __name__ == "__main__":
    TIDY = tidy.Tidy(sys.argv.pop())
    sys.exit(unittest.main())

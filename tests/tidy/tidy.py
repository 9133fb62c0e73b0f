#!/usr/bin/env python3
"""Runs clang-tidy over our own files, and not again over what has not changed.

usage: tidy.py BUILD_DIRECTORY JOBS

What clang-tidy says of a file follows from the file and what it includes, the
compiler's options, .clang-tidy and the packages installed. A file of which it
had nothing to say about exactly these is passed over the next time.

LOCALOFFER_TIDY_SECONDS bounds the time on a machine that knows nothing yet:
after so many, tests that were not looked at are left to the next time. The
product never is.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDERS = ("storage", "services", "clients", "tests")
PLUGIN = "tests/tidy/liblocaloffer_tidy.so"
CACHE = pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
    "localoffer-tidy")
INCLUDE = re.compile(rb'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)


def options(path):
    """The analyzer goes as deep as time allows. Tests run under sanitizers,
    which see more than it does; how often a test allocates is no matter, and
    its lists of texts have long ones among short ones."""
    if is_test(path):
        return ["--checks=-clang-analyzer-*,-performance-inefficient-*,"
                "-bugprone-suspicious-missing-comma"]
    return ["--extra-arg=" + word for word in
            ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")]


def is_test(path):
    return path.name.endswith("_test.cc") or path.is_relative_to(ROOT / "tests")


def is_ours(path):
    return (path.is_relative_to(ROOT)
            and path.relative_to(ROOT).parts[0] in FOLDERS)


class Sources:
    """What the files read that no package brings."""

    def __init__(self, *roots):
        self._roots = roots
        self._read = {}

    def text_of_all(self, path):
        """The file and whatever it includes, directly or not."""
        files, new = {path}, [path]
        while new:
            for included in self._file(new.pop())[1] - files:
                files.add(included)
                new.append(included)
        return b"".join(self._file(file)[0] for file in sorted(files))

    def _file(self, path):
        if path not in self._read:
            text = path.read_bytes()
            found = (root / name.decode() for root in self._roots
                     for name in INCLUDE.findall(text))
            self._read[path] = text, {f for f in found if f.is_file()}
        return self._read[path]


class Tidy:
    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.entries = json.loads(
            (self.build / "compile_commands.json").read_text())
        self._sources = Sources(ROOT, self.build / "proto")
        packages = subprocess.run(["dpkg-query", "--show"], check=True,
                                  stdout=subprocess.PIPE).stdout
        self._rest = packages + b"".join(
            path.read_bytes() for path in
            (ROOT / ".clang-tidy", HERE / "own_code_check.cc", HERE / "tidy.py"))

    def key(self, entry):
        command = entry["command"].replace(str(ROOT), "").encode()
        text = self._sources.text_of_all(pathlib.Path(entry["file"]))
        return hashlib.sha256(self._rest + command + text).hexdigest()

    def findings(self, file, commands):
        """What there is to say about `file`, or nothing. `commands` is the
        folder of the compile_commands.json that tells how it is compiled."""
        result = subprocess.run(
            ["clang-tidy", f"--load={self.build / PLUGIN}", "--quiet",
             f"--config-file={ROOT / '.clang-tidy'}", "-p", commands,
             *options(pathlib.Path(file)), file],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if result.returncode == 0:
            return ""
        return result.stdout or result.stderr

    def check(self, entry, end):
        """Like findings(), and whether that was known: None when it is a test
        and the time is past `end`."""
        clean = CACHE / self.key(entry)
        if clean.exists():
            return "", True
        if is_test(pathlib.Path(entry["file"])) and time.monotonic() > end:
            return "", None
        said = self.findings(entry["file"], self.build)
        if not said:
            clean.touch()
        return said, False


def main():
    tidy, jobs = Tidy(sys.argv[1]), int(sys.argv[2])
    CACHE.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + float(
        os.environ.get("LOCALOFFER_TIDY_SECONDS", "inf"))
    entries = [e for e in tidy.entries if is_ours(pathlib.Path(e["file"]))]
    entries.sort(key=lambda e: is_test(pathlib.Path(e["file"])))
    failed = known = left = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for said, was_known in pool.map(lambda e: tidy.check(e, end), entries):
            failed += bool(said)
            known += was_known is True
            left += was_known is None
            if said:
                print(said, flush=True)
    print(f"{len(entries)} files, {known} unchanged, {failed} with findings")
    if left:
        print(f"{left} tests are left to the next time")
    return 1 if failed or not entries else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs clang-tidy over our own files, and not again over what has not changed.

usage: tidy.py BUILD_DIRECTORY JOBS

What clang-tidy sees of a file is the file after the preprocessor, the compiler
flags and .clang-tidy. A file for which it had nothing to say about exactly
that is passed over the next time.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("storage", "services", "clients", "tests")
CACHE = pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
    "localoffer-tidy")


def extra_options(path):
    """The path-sensitive analysis of GoogleTest's macros takes longest and
    finds least; of our code it goes as deep as time allows. How often a test
    allocates is no matter."""
    if path.name.endswith("_test.cc"):
        return ["--checks=-clang-analyzer-*,-performance-inefficient-*"]
    return ["--extra-arg=" + word for word in
            ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow")]


def is_ours(path):
    return (path.is_relative_to(ROOT)
            and path.relative_to(ROOT).parts[0] in FOLDERS)


def preprocessed(entry):
    """The text that the compiler reads, comments and NOLINT included."""
    words = shlex.split(entry["command"])
    words = words[words.index(next(w for w in words if "clang++" in w)):]
    output = words.index("-o")
    words[output:output + 2] = []
    words[words.index("-c")] = "-E"
    return subprocess.run(words + ["-C"], cwd=entry["directory"], check=True,
                          stdout=subprocess.PIPE).stdout


def key(entry, salt):
    text = preprocessed(entry).replace(bytes(ROOT), b"")
    command = entry["command"].replace(str(ROOT), "")
    return hashlib.sha256(salt + command.encode() + text).hexdigest()


def check(entry, build, salt):
    """Returns what there is to say about one file, or nothing."""
    path = pathlib.Path(entry["file"])
    clean = CACHE / key(entry, salt)
    if clean.exists():
        clean.touch()
        return "", True
    result = subprocess.run(
        ["clang-tidy", "--quiet", "-p", build, *extra_options(path), path],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode == 0:
        clean.touch()
        return "", False
    return result.stdout or result.stderr, False


def main():
    build, jobs = sys.argv[1], int(sys.argv[2])
    CACHE.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], check=True,
                             stdout=subprocess.PIPE).stdout
    salt = version + b"".join(
        path.read_bytes() for path in (ROOT / ".clang-tidy", ROOT / __file__))
    entries = json.loads(
        pathlib.Path(build, "compile_commands.json").read_text())
    entries = [e for e in entries if is_ours(pathlib.Path(e["file"]))]
    failed = known = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for said, was_known in pool.map(
                lambda entry: check(entry, build, salt), entries):
            failed += bool(said)
            known += was_known
            if said:
                print(said, flush=True)
    print(f"{len(entries)} files, {known} unchanged, {failed} with findings")
    return 1 if failed or not entries else 0


if __name__ == "__main__":
    sys.exit(main())

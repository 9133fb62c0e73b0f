"""Runs the curl lines of documents against a node, and holds each answer
against what the document says of it.

    documented_curl.py --url URL [--at TIME] [--change COMMAND]... DOCUMENT...

What a document says of a line's answer is a comment behind the line or, where
its block has that line alone, the block right after it; there "…" stands for
anything within a line, and sixteen hexadecimal digits for any sixteen. A line
of which nothing is said has to be answered with 200 and what its type promises:
JSON that can be read, and a list that is not empty.

The node's address is put in the place of http://127.0.0.1:8080, and TIME in that
of each `at=`. While a line with -N listens each COMMAND of the shell is run, the
next when something was heard of the one before.
"""

import argparse
import io
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import zipfile

ADDRESS = "http://127.0.0.1:8080"
PATIENCE_SECONDS = 60
FENCE = re.compile(r"\s*```(\w*)$")


class Untrue(Exception):
    """An answer is not what its document says."""


def blocks(text):
    """Yields (language, lines, whether only blank lines are before it)."""
    language, lines, adjoins = None, [], False
    for line in text.splitlines():
        fence = FENCE.match(line)
        if fence and language is None:
            language, lines = fence[1], []
        elif fence:
            yield language, lines, adjoins
            language, adjoins = None, True
        elif language is not None:
            lines.append(line)
        elif line.strip():
            adjoins = False


def documented(text):
    """The curl lines of a document, each with its answer or None."""
    found, alone = [], False
    for language, lines, adjoins in blocks(text):
        if language == "sh":
            curls = [line.strip() for line in lines
                     if line.strip().startswith("curl ")]
            for line in curls:
                command, _, answer = line.partition(" # ")
                found.append([command.strip(), answer.strip() or None])
            alone = len(curls) == 1
        elif alone and adjoins and language in ("", "json"):
            found[-1][1] = "\n".join(line.rstrip() for line in lines)
            alone = False
        else:
            alone = False
    return found


def pattern(answer, url):
    """What an answer that is as documented matches, whole."""
    text = re.escape(answer.replace(ADDRESS, url))
    text = text.replace("…", "[^\n]*?")
    text = re.sub(r"\b[0-9a-f]{16}\b", "[0-9a-f]{16}", text)
    return re.compile(text + r"\s*")


def check_type(kind, body):
    """Whether an answer of which nothing is said holds what it should."""
    if kind.startswith("application/json"):
        read = json.loads(body)
        if isinstance(read, dict):
            for key in ("contents", "content", "items"):
                read = read.get(key, read)
                if isinstance(read, list):
                    break
        if not read:
            raise Untrue("nothing is found")
    elif "ndjson" in kind:
        lines = body.decode().splitlines()
        if not [json.loads(line) for line in lines]:
            raise Untrue("it is empty")
    elif kind.startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if archive.testzip() or "datapackage.json" not in archive.namelist():
                raise Untrue("no data package")
    elif not body.strip():
        raise Untrue("it is empty")


def answer_of(arguments, folder):
    """(status, content type, body) of a line that ends by itself."""
    end = "\n%{http_code} %{content_type}"
    ran = subprocess.run(arguments + ["--write-out", end], cwd=folder,
                         capture_output=True, check=False,
                         timeout=PATIENCE_SECONDS)
    if ran.returncode:
        raise Untrue(ran.stderr.decode().strip())
    body, _, last = ran.stdout.rpartition(b"\n")
    status, _, kind = last.decode().partition(" ")
    for saved in pathlib.Path(folder).iterdir():
        body = saved.read_bytes()
    return status, kind, body


def ask(arguments, answer, url):
    with tempfile.TemporaryDirectory() as folder:
        status, kind, body = answer_of(arguments, folder)
    if answer is None:
        if status != "200":
            raise Untrue(f"{status}: {body.decode(errors='replace')[:2000]}")
        check_type(kind, body)
    elif not pattern(answer, url).fullmatch(body.decode()):
        raise Untrue(f"wanted\n{answer}\ngot\n{body.decode()[:2000]}")


def listen(arguments, answer, url, changes):
    """A stream, while something happens."""
    wanted = pattern(answer, url) if answer else re.compile(
        "id: .*\n" + "(.*\n)*event: .*\n(.*\n)*" * len(changes))
    waiting = list(changes)
    end = time.monotonic() + PATIENCE_SECONDS
    with tempfile.TemporaryFile() as file:
        with subprocess.Popen(arguments, stdout=file) as curl:
            try:
                while True:
                    file.seek(0)
                    heard = file.read().decode()
                    if not waiting and wanted.fullmatch(heard):
                        return
                    if time.monotonic() > end or curl.poll() is not None:
                        raise Untrue(f"wanted\n{answer}\nheard\n{heard[:2000]}")
                    happened = heard.count("event: ")
                    if (waiting and "id: " in heard and
                            happened == len(changes) - len(waiting)):
                        subprocess.run(waiting.pop(0), shell=True, check=True,
                                       executable="/bin/bash",
                                       stdout=subprocess.DEVNULL)
                    time.sleep(0.05)
            finally:
                curl.terminate()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--at")
    parser.add_argument("--change", action="append", default=[])
    parser.add_argument("documents", nargs="+")
    asked = parser.parse_args()
    failed = False
    for document in asked.documents:
        failures = 0
        lines = documented(pathlib.Path(document).read_text(encoding="utf-8"))
        if not lines:
            sys.exit(f"{document}: no curl line")
        for command, answer in lines:
            run = command.replace(ADDRESS, asked.url)
            if asked.at:
                run = re.sub(r"\bat=[0-9TZ:.-]+", f"at={asked.at}", run)
            arguments = shlex.split(run) + ["--silent", "--show-error"]
            try:
                if "-N" in arguments:
                    listen(arguments, answer, asked.url, asked.change)
                else:
                    ask(arguments, answer, asked.url)
            except (Untrue, ValueError, subprocess.SubprocessError) as why:
                print(f"{document}: {command}\n{why}", file=sys.stderr)
                failures += 1
        failed = failed or failures > 0
        if not failures:
            print(f"ok      {len(lines)} lines of {pathlib.Path(document).name}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

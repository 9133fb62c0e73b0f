#!/usr/bin/env python3
"""Holds the packages of the image against what the programs in it load.

usage: check_image.py DOCKERFILE PROGRAM…

Every shared library that a PROGRAM loads must come from a package that the
last stage of DOCKERFILE installs, or from one that such a package depends on.
"""

import os
import pathlib
import re
import subprocess
import sys

# What every Debian system has.
ALWAYS = {"libc6", "libgcc-s1", "libstdc++6"}


def installed_by(dockerfile):
    """The packages named in the last `apt-get install` of a Dockerfile."""
    text = dockerfile.replace("\\\n", " ")
    command = re.findall(r"apt-get install ([^&\n]*)", text)[-1]
    return {word for word in command.split() if not word.startswith("-")}


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True).stdout


def libraries_of(program):
    found = re.findall(r"=> (/\S+)", output("ldd", program))
    return {os.path.realpath(path) for path in found}


def packages_of(libraries):
    """Debian's names of the packages that `libraries` belong to."""
    # A library may be known by its path from before /lib became /usr/lib.
    paths = {path: library for library in libraries
             for path in (library, library.removeprefix("/usr"))}
    said = subprocess.run(["dpkg-query", "--search", *paths],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True).stdout
    owners = {}
    for line in said.splitlines():
        package, path = line.split(": ", 1)
        if path in paths:
            owners[paths[path]] = package.split(":")[0]
    if set(libraries) - set(owners):
        raise RuntimeError(f"no package has {set(libraries) - set(owners)}")
    return set(owners.values())


def dependencies():
    """Every installed package, and the names that it depends on."""
    said = output("dpkg-query", "--show", "--showformat="
                  "${Package}\t${Depends}, ${Pre-Depends}\n")
    pairs = (line.split("\t") for line in said.splitlines())
    return {package: re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]*)", depends)
            for package, depends in pairs}


def with_dependencies(packages):
    known, left, depends = set(), list(packages), dependencies()
    while left:
        package = left.pop()
        if package not in known:
            known.add(package)
            left += depends.get(package, [])
    return known


def missing(dockerfile, programs):
    """Pairs of a program and a package that it needs and the image lacks."""
    present = with_dependencies(installed_by(dockerfile) | ALWAYS)
    return sorted({(program, package) for program in programs
                   for package in packages_of(libraries_of(program))
                   if package not in present})


def main():
    dockerfile = pathlib.Path(sys.argv[1]).read_text()
    lacking = missing(dockerfile, sys.argv[2:])
    for program, package in lacking:
        print(f"{program} loads a library of {package}, which "
              f"{sys.argv[1]} does not install", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())

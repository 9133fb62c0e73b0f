#!/usr/bin/env python3
"""Checks JSON files against the schemas of Open Referral UK 3.0, offline.

usage: check_open_referral.py DEFINITION=FILE ...

DEFINITION is a schema of bundle.schema.json: service, service_list, ….
DEFINITION* checks every line of the file. Formats are checked (uuid, uri,
email, date-time), and that nothing is null: the standard's guidance wants what
has no value left out. Needs the Debian package python3-jsonschema.
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker

BUNDLE = json.loads(
    (pathlib.Path(__file__).resolve().parent / "bundle.schema.json").read_text())


def validator(definition):
    schema = {"$schema": BUNDLE["$schema"], "$defs": BUNDLE["$defs"],
              "$ref": f"#/$defs/{definition}"}
    return Draft202012Validator(schema, format_checker=FormatChecker())


def nothings(value, path=""):
    """Where members are null."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from nothings(member, f"{path}/{key}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from nothings(item, f"{path}/{place}")


def main(arguments):
    failed = False
    for argument in arguments:
        definition, name = argument.split("=", 1)
        text = pathlib.Path(name).read_text()
        lines = definition.endswith("*")
        checker = validator(definition.rstrip("*"))
        documents = text.split("\n") if lines else [text]
        for document in filter(None, documents):
            instance = json.loads(document)
            for error in checker.iter_errors(instance):
                path = "/".join(map(str, error.absolute_path))
                print(f"{argument} {path}: {error.message[:200]}")
                failed = True
            for path in nothings(instance):
                print(f"{argument} {path}: null")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

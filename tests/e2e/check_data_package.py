#!/usr/bin/env python3
"""Checks a zipped tabular data package against its own descriptor.

usage: check_data_package.py PACKAGE.zip

Every resource must be there, with the columns it says, cells of the types it
says, ids that are given once, nothing missing that is required, and references
that lead somewhere (an id may stand for what the package does not hold, where
the source did not give it: such columns are named in LOOSE). Prints the number
of rows of each table.
"""

import csv
import datetime
import io
import json
import sys
import zipfile

csv.field_size_limit(1 << 30)

# What a feed may name without giving it.
LOOSE = {"parent_organization_id", "parent_id", "organization_id", "program_id",
         "location_id", "taxonomy_id", "taxonomy_term_id"}


def boolean(cell):
    if cell not in ("true", "false"):
        raise ValueError(cell)


TYPES = {
    "string": str,
    "number": float,
    "boolean": boolean,
    "object": json.loads,
    "date": datetime.date.fromisoformat,
    "time": str,
    "datetime": lambda cell: datetime.datetime.fromisoformat(
        cell.replace("Z", "+00:00")),
}


def rows_of(archive, resource):
    text = io.TextIOWrapper(archive.open(resource["path"]), encoding="utf-8",
                            newline="")
    reader = csv.DictReader(text, strict=True)
    fields = resource["schema"]["fields"]
    assert reader.fieldnames == [field["name"] for field in fields], resource
    for row in reader:
        assert None not in row and None not in row.values(), row
        for field in fields:
            cell = row[field["name"]]
            constraints = field.get("constraints", {})
            if cell == "":
                assert not constraints.get("required"), (resource["name"], row)
                continue
            TYPES[field["type"]](cell)
            assert cell in constraints.get("enum", [cell]), (field, cell)
        yield row


def check(path):
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    package = json.loads(archive.read("datapackage.json"))
    assert package["profile"] == "tabular-data-package"
    resources = package["resources"]
    assert sorted(archive.namelist()) == sorted(
        ["datapackage.json"] + [resource["path"] for resource in resources])
    tables = {resource["name"]: list(rows_of(archive, resource))
              for resource in resources}
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for resource in resources:
        name, rows = resource["name"], tables[resource["name"]]
        assert len(ids[name]) == len(rows), f"{name}: an id twice"
        for key in resource["schema"].get("foreignKeys", []):
            column = key["fields"]
            target = key["reference"]["resource"] or name
            for row in rows:
                there = row[column] in ids[target] or row[column] == ""
                assert there or column in LOOSE, (name, column, row)
    return {name: len(rows) for name, rows in tables.items()}


if __name__ == "__main__":
    print(json.dumps(check(sys.argv[1])))

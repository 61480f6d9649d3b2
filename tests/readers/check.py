"""What readers that others wrote say of sealed packages: for each folder that is named, null or what is wrong.

bagit checks every file against the manifests. frictionless checks the tables: hash, columns, types, keys and references.
rocrate loads the description; what it describes must be there, and what is there must be described.
"""

import json
import logging
import os
import sys
from urllib.parse import unquote

import bagit
import frictionless
from rocrate.rocrate import ROCrate

logging.disable(logging.CRITICAL)


def by_bagit(package):
    bagit.Bag(package).validate()


def by_frictionless(package):
    report = frictionless.Package(os.path.join(package, "data/datapackage.json")).validate()
    if not report.valid:
        raise ValueError(report.flatten(["type", "note"]))


def by_rocrate(package):
    folder = os.path.join(package, "data")
    crate = ROCrate(folder)
    if not (crate.name and crate.license and crate.root_dataset["publisher"] and crate.mainEntity):
        raise ValueError("the description is not whole")
    described = {unquote(entity.id) for entity in crate.data_entities}
    there = {
        os.path.relpath(os.path.join(below, name), folder)
        for below, _, names in os.walk(folder)
        for name in names
    }
    if described != there - {"ro-crate-metadata.json"}:
        raise ValueError(sorted(described ^ there))


def said(check, package):
    try:
        check(package)
    except Exception as error:  # whatever a reader stumbles over is what it says
        return f"{type(error).__name__}: {error}"[:500]
    return None


readers = {"bagit": by_bagit, "frictionless": by_frictionless, "rocrate": by_rocrate}
print(json.dumps([{name: said(check, package) for name, check in readers.items()} for package in sys.argv[1:]]))
